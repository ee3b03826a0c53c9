"""Questions about a document: to whoever passed it down there, who answer or pass them up; seen by nobody else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.directives import Directive, DirectiveQuestion, DirectiveUnit, Receipt
from bot.model.notices import IS_WAITING, Notice, NoticeState
from bot.model.units import Unit
from bot.refusals import NobodyToAsk, NoSuchDirective, NoSuchQuestion, NothingSaid, QuestionSettled, WordsTooLong
from bot.services.audit import as_member, note
from bot.services.meetings import guard
from bot.services.notices import Word, owe_words
from bot.services.permissions import Right, holders
from bot.words import directive_answers as words
from bot.words.labels import cut
from bot.words.names import tidy
from bot.words.times import day_of
from bot.words.vi import cell as cell_name

TO_ASKER = 0
"""As what a word concerns; those to whoever has to answer concern their unit."""
ANSWERED = "answered"
"""The cause of a notice about a question that somebody else has settled before it left."""
SHOWN = 200
"""Letters of an answer that the others who were asked read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its document, where it was asked, and who is to answer."""

    row: DirectiveQuestion
    directive: Directive
    unit: Unit
    at_unit: Unit


def unit_name(unit: Unit) -> str:
    return cell_name(unit.name) if unit.is_cell else unit.name


# Asking


async def ask(
    db: AsyncSession, directive: Directive, member_id: int, text: str, now: datetime, *, harmless: bool = False
) -> tuple[Asked, bool]:
    """Ask whoever passed it down to where this person is told of it; and whether they could be told of the question.

    Raises SecrecyMarked or DoubtfulWords before anything else, NothingSaid, WordsTooLong, NoSuchDirective, NobodyToAsk.
    """
    said = _checked(text, words.LONGEST_QUESTION, harmless=harmless)
    unit_id = await _told_at(db, directive, member_id)
    same = await db.scalar(
        select(DirectiveQuestion).filter_by(directive_id=directive.id, member_id=member_id, text=said, answered_at=None)
    )
    if same is not None:
        return await _whole(db, same), True
    at_unit_id = await _who_passed(db, directive, unit_id)
    row = DirectiveQuestion(
        directive_id=directive.id, unit_id=unit_id, at_unit_id=at_unit_id, member_id=member_id, text=said, asked_at=now
    )
    if not await _hearers(db, await db.get_one(Unit, at_unit_id), member_id, now):
        raise NobodyToAsk
    db.add(row)
    await db.flush()
    note(db, as_member(member_id), "directive_asked", f"directive:{directive.id}", now, question=row.id)
    found = await _whole(db, row)
    return found, await _tell_hearers(db, found, now)


def _checked(text: str, longest: int, *, harmless: bool) -> str:
    guard((text,), harmless=harmless)
    said = tidy(text)
    if not any(map(str.isalnum, said)):
        raise NothingSaid
    if len(said) > longest:
        raise WordsTooLong(most=longest)
    return said


async def _told_at(db: AsyncSession, directive: Directive, member_id: int) -> int:
    """Where this person is told of it; raises NoSuchDirective: nobody learns of a document that is not theirs."""
    unit_id = await db.scalar(
        select(Receipt.unit_id).where(Receipt.directive_id == directive.id, Receipt.member_id == member_id)
    )
    if unit_id is None:
        raise NoSuchDirective(which=directive.id)
    return unit_id


async def _who_passed(db: AsyncSession, directive: Directive, unit_id: int) -> int:
    """The unit right above on its way down; the one that sent it where nobody stands between."""
    row = DirectiveUnit.directive_id == directive.id, DirectiveUnit.unit_id == unit_id
    return await db.scalar(select(DirectiveUnit.from_unit_id).where(*row)) or directive.unit_id


async def _hearers(db: AsyncSession, unit: Unit, but: int, now: datetime) -> list[int]:
    """Who passes documents down at this very unit; nobody answers the own question."""
    return [one for one in await holders(db, unit, Right.DIRECT, day_of(now)) if one != but]


async def _tell_hearers(db: AsyncSession, one: Asked, now: datetime) -> bool:
    """Each of them, and whoever answers first ends it; by the name of the unit alone: who asks is nobody's business
    above it (rule 41). Returns whether anybody could be told.
    """
    hearers = await _hearers(db, one.at_unit, one.row.member_id, now)
    text = words.question_to_answer(one.directive.number, unit_name(one.unit), one.row.text)
    choices = [Choice(words.ANSWER, f"directive_answer:{one.row.id}")]
    choices += [Choice(words.PASS_UP, f"directive_pass_up:{one.row.id}")] if may_go_up(one) else []
    said = [Word(_about(one), one.at_unit.id, [hearer], Reply(text, tuple(choices))) for hearer in hearers]
    return any(await owe_words(db, said, now))


def _about(one: Asked) -> str:
    return f"directive_question:{one.row.id}"


async def _drop_waiting(db: AsyncSession, one: Asked, now: datetime) -> None:
    """Nobody is asked any more what somebody else has answered or passed up."""
    await db.execute(
        update(Notice)
        .where(Notice.about == _about(one), Notice.round == one.at_unit.id, IS_WAITING)
        .values(state=NoticeState.CANCELLED, cause=ANSWERED, settled_at=now, content=None)
        .execution_options(synchronize_session=False)
    )


def may_go_up(one: Asked) -> bool:
    return one.at_unit.id != one.directive.unit_id


# Answering


async def answer(
    db: AsyncSession, question_id: int, text: str, by: int, now: datetime, *, harmless: bool = False
) -> Asked:
    """Tell whoever asked.

    Raises SecrecyMarked, DoubtfulWords, NothingSaid, WordsTooLong, NoSuchQuestion or QuestionSettled.
    """
    said = _checked(text, words.LONGEST_ANSWER, harmless=harmless)
    one = await question_for(db, question_id, [by], now, lock=True)
    one.row.answer, one.row.answered_at, one.row.answered_by = said, now, as_member(by)
    note(db, as_member(by), "directive_answered", f"directive:{one.directive.id}", now, question=one.row.id)
    reply = Reply(words.answer_to_asker(one.directive.number, unit_name(one.at_unit), said, one.row.text))
    await _drop_waiting(db, one, now)
    await owe_words(db, [Word(_about(one), TO_ASKER, [one.row.member_id], reply)], now)
    await db.flush()
    return one


async def pass_up(db: AsyncSession, question_id: int, by: int, now: datetime) -> Asked:
    """To whoever passed it down to the unit that was asked. Raises NoSuchQuestion, QuestionSettled, NobodyToAsk."""
    one = await question_for(db, question_id, [by], now, lock=True)
    if not may_go_up(one):
        raise NobodyToAsk
    above = await db.get_one(Unit, await _who_passed(db, one.directive, one.at_unit.id))
    if not await _hearers(db, above, one.row.member_id, now):
        raise NobodyToAsk
    await _drop_waiting(db, one, now)
    one.row.at_unit_id = above.id
    note(db, as_member(by), "question_passed_up", f"directive:{one.directive.id}", now, question=one.row.id)
    await db.flush()
    found = await _whole(db, one.row)
    await _tell_hearers(db, found, now)
    return found


async def question_for(
    db: AsyncSession, question_id: int, member_ids: Collection[int], now: datetime, *, lock: bool = False
) -> Asked:
    """For one of those who have to answer it; raises NoSuchQuestion for anybody else, or QuestionSettled."""
    statement = select(DirectiveQuestion).where(DirectiveQuestion.id == question_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row: DirectiveQuestion | None = await db.scalar(statement)
    if row is None:
        raise NoSuchQuestion(which=question_id)
    one = await _whole(db, row)
    if not await answerers(db, one, member_ids, now):
        raise NoSuchQuestion(which=question_id)
    if row.answered_at is not None:
        raise QuestionSettled(answer=cut(row.answer or "", SHOWN))
    return one


async def answerers(db: AsyncSession, one: Asked, member_ids: Collection[int], now: datetime) -> list[int]:
    """Who of these may answer it."""
    return [by for by in await _hearers(db, one.at_unit, one.row.member_id, now) if by in member_ids]


async def _whole(db: AsyncSession, row: DirectiveQuestion) -> Asked:
    return Asked(
        row,
        await db.get_one(Directive, row.directive_id),
        await db.get_one(Unit, row.unit_id),
        await db.get_one(Unit, row.at_unit_id),
    )


# Lists


async def asked_by(db: AsyncSession, member_ids: Sequence[int], limit: int) -> list[Asked]:
    """The own questions with their state, the newest first."""
    found = await db.scalars(
        select(DirectiveQuestion)
        .where(DirectiveQuestion.member_id.in_(member_ids))
        .order_by(DirectiveQuestion.id.desc())
        .limit(limit)
    )
    return [await _whole(db, row) for row in found.all()]


async def open_at(db: AsyncSession, unit_ids: Collection[int], but: Collection[int], limit: int) -> list[Asked]:
    """What these units have to answer, the oldest first; nobody answers the own question."""
    found = await db.scalars(
        select(DirectiveQuestion)
        .where(
            DirectiveQuestion.at_unit_id.in_(unit_ids),
            DirectiveQuestion.answered_at.is_(None),
            DirectiveQuestion.member_id.not_in(but),
        )
        .order_by(DirectiveQuestion.id)
        .limit(limit)
    )
    return [await _whole(db, row) for row in found.all()]
