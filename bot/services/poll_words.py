"""What a notice of a poll says when it leaves, and why it need not leave any more."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Choice, Reply
from bot.model.notices import Notice
from bot.model.polls import Poll, PollAnswer, Polled
from bot.model.units import Unit
from bot.services.audit import as_member
from bot.services.cell_plans import shortened
from bot.services.cell_telling import Belongings, belongings_of, number_in
from bot.services.named_texts import Hidden, link_or_none
from bot.services.poll_counts import Result
from bot.services.poll_questions import Asked, asked_words, recipe_of
from bot.services.polls import is_open
from bot.services.telling import parts_of
from bot.services.told import Due, Told
from bot.words import polls as words
from bot.words.vi import cell

Words = Callable[[Told, Capabilities, datetime], Awaitable[Reply | str]]


async def poll_words(db: AsyncSession, notices: Sequence[Notice | Due]) -> Mapping[int, Words]:
    """Three queries however many they are."""
    asked = {number_in(one.about) for one in notices}
    found = await db.execute(select(Poll, Unit).join(Unit, Unit.id == Poll.unit_id).where(Poll.id.in_(asked)))
    polls = {poll.id: (poll, unit) for poll, unit in found}
    answered = await _answered(db, asked, {one.member_id or 0 for one in notices})
    belongings, hidden = await belongings_of(db, notices), Hidden(db)
    return {
        one.id: _words(one, *polls[number], belongings, hidden, has_answered=(number, one.member_id or 0) in answered)
        for one in notices
        if (number := number_in(one.about)) in polls
    }


async def _answered(db: AsyncSession, polls: set[int], members: set[int]) -> set[tuple[int, int]]:
    found = await db.execute(
        select(PollAnswer.poll_id, PollAnswer.member_id).where(
            PollAnswer.poll_id.in_(polls), PollAnswer.member_id.in_(members), PollAnswer.choice.is_not(None)
        )
    )
    return {(poll_id, member_id) for poll_id, member_id in found}


def _words(
    notice: Notice | Due, poll: Poll, unit: Unit, belongings: Belongings, hidden: Hidden, *, has_answered: bool
) -> Words:
    async def words_for(told: Told, capabilities: Capabilities, now: datetime) -> Reply | str:
        name, is_nudge = told.name or "", notice.revision == Polled.NUDGE
        if not belongings.holds(notice, now):
            return "left"
        texts = [poll.question, *poll.answers]
        asked = Asked(
            *(poll.id, poll.number, poll.question, poll.answers, poll.closes_at, notice.member_id or 0),
            is_hidden=await hidden.hides(notice.about, unit, texts, capabilities, now),
        )
        if notice.revision == Polled.RECALLED:
            return Reply(words.recalled(cell(unit.name), name, poll.number, "" if asked.is_hidden else poll.question))
        is_result = notice.revision == Polled.RESULT
        if (why := _why_moot(poll, now, has_answered and (is_nudge or notice.attempts > 0))) and not is_result:
            return why
        link = await _link(hidden.db, asked, now)
        if is_result:
            return _result(asked, poll, unit, link, capabilities)
        return asked_words(unit, name, asked, capabilities, again=is_nudge, link=link)

    return words_for


async def _link(db: AsyncSession, asked: Asked, now: datetime) -> str | None:
    if not asked.is_hidden:
        return None
    return await link_or_none(db, recipe_of(asked.poll_id, asked.member_id), asked.member_id, now)


def _why_moot(poll: Poll, now: datetime, has_answered: bool) -> str | None:
    """Nobody is asked what they have answered, or cannot answer any more."""
    if poll.recalled_at is not None:
        return "recalled"
    if not is_open(poll, now):
        return "closed"
    return "answered" if has_answered else None


def _result(asked: Asked, poll: Poll, unit: Unit, link: str | None, capabilities: Capabilities) -> Reply | str:
    """Counts alone; whoever asked may look at the names, which is demanded again then. By short messages rather the
    question is cut, and the rates are left out, than any count."""
    if poll.base is None or poll.counts is None:
        return "nothing_to_say"
    result = Result(poll.base, poll.counts)
    question = words.hidden(link) if asked.is_hidden else poll.question
    is_theirs = poll.by == as_member(asked.member_id)
    who = (Choice(words.WHO, f"poll_who:{poll.id}:0"),) if is_theirs else ()

    def said(lines: Sequence[str]) -> Reply:
        return shortened(
            lambda text: Reply(words.result(cell(unit.name), poll.number, text, lines), who), question, capabilities
        )

    full = said(result.lines(asked.labels))
    fits = parts_of(full, capabilities) <= (capabilities.most_parts or 0)
    return full if fits else said([result.in_a_line(asked.labels)])
