"""One opinion for whoever hears it or has sent it; as a file where it must not go through a network abroad."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.opinions import Opinion, OpinionState
from bot.model.units import Unit
from bot.services.audit import as_member, note
from bot.services.opinion_hearers import asking
from bot.services.opinion_sources import names_of, senders_of, upward
from bot.services.opinions import heard_at, own
from bot.words import opinion_hearing as hearing_words
from bot.words import opinions as words
from bot.words.times import day_of
from bot.words.vi import cell as unit_name

TEXT = "text/plain; charset=utf-8"


async def opinion_lines(db: AsyncSession, row: Opinion) -> list[str]:
    """Who sent it as far as its unit may know, the words, what was asked and answered, where it is."""
    source = await _name(db, row.from_unit_id) if row.from_unit_id is not None else None
    people = len(await senders_of(db, row))
    lines = [hearing_words.came_from(source, await names_of(db, row), people)]
    lines += hearing_words.body(row.text, row.question, row.addition, row.answer)
    last = (await upward(db, row))[-1]
    if last is row:
        return lines
    asked = [words.question_to_you(await _name(db, last.unit_id), last.question)] if last.question else []
    return [*lines, hearing_words.now_at(await _name(db, last.unit_id), last.state), *asked]


async def _name(db: AsyncSession, unit_id: int) -> str:
    return unit_name((await db.get_one(Unit, unit_id)).name)


async def opinion_sheet(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> Callable[[], Document]:
    """`opinion:<member>:<number>`; raises NoSuchOpinion for who does not hear opinions where it lies."""
    row, unit, _ = await heard_at(db, [member_id], int(args[0]), now)
    note(db, as_member(member_id), "opinion_seen", f"opinion:{row.id}", now)
    head = hearing_words.head(row.id, row.kind, day_of(row.arrived_at), row.state, row.due_on)
    text = "\n".join([unit_name(unit.name), head, *await opinion_lines(db, row), ""])
    return partial(Document, hearing_words.SHEET.format(number=row.id), text.encode(), TEXT)


# For who sent it


async def own_text(db: AsyncSession, row: Opinion, now: datetime, whose: str | None = None) -> str:
    """The own words, where they are and what was asked back or answered. `whose`: on a phone of two."""
    lines = [await state_line(db, row)]
    if (asks := await asking(db, row, now)) is not None:
        lines.append(words.question_to_you(await _name(db, asks.unit_id), asks.question or ""))
    return words.own_page(row.id, row.kind, row.text, day_of(row.arrived_at), "\n".join(lines), whose)


async def state_line(db: AsyncSession, row: Opinion) -> str:
    """Where it lies now, or how it ended."""
    last = (await upward(db, row))[-1]
    where = await _name(db, last.settled_unit_id or last.unit_id)
    if last.state is OpinionState.ANSWERED:
        return words.answered_by(where, last.answer)
    if last.state is OpinionState.KEPT:
        return words.kept_by(where)
    if last.state is OpinionState.TAKEN_BACK:
        return words.TAKEN_BACK.format(number=row.id)
    return words.lies_at(where, last.due_on, is_asked=last.state is OpinionState.ASKED)


async def my_opinion(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> Callable[[], Document]:
    """`my_opinion:<member>:<number>`; raises NoSuchOpinion for another's."""
    row = await own(db, [member_id], int(args[0]))
    text = f"{await own_text(db, row, now)}\n"
    return partial(Document, hearing_words.SHEET.format(number=row.id), text.encode(), TEXT)
