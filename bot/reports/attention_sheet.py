"""Who of a cell is to be looked after, whose day comes, who is on its roster: names for those who lead it alone."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services.audit import as_member, note
from bot.services.cell_persons import Flagged, flagged_in
from bot.services.dates_coming import Coming, coming_in
from bot.services.leading import LEADS
from bot.services.people import people_of_cell
from bot.services.permissions import Right, demand
from bot.services.roster_answers import check_of
from bot.words import roster_checks as roster_words
from bot.words import vi
from bot.words import warnings as words
from bot.words.times import day_of

TEXT = "text/plain"


def person_line(one: Flagged) -> str:
    return words.person(one.member.name, [words.line_said(line.line.value, line.days) for line in one.lines])


def date_line(one: Coming) -> str:
    return words.date_line(one.member.name, one.ends.value, one.on)


async def led_cell(db: AsyncSession, member_id: int, unit_id: int, now: datetime) -> Unit:
    """The cell that this person leads; raises NotAllowed."""
    cell = await db.get(Unit, unit_id)
    if cell is None or not cell.is_cell:
        raise NotAllowed
    await demand(db, member_id, LEADS, cell, day_of(now))
    return cell


async def attention_sheet(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`attention:<member>:<unit>:<year>:<others …>`: all but what is said of the reader, or of others at that phone."""
    cell, year = await led_cell(db, member_id, int(args[0]), now), int(args[1])
    found = await flagged_in(db, cell, year, now, but=[member_id, *map(int, args[2:])])
    note(db, as_member(member_id), "flags_seen", f"unit:{cell.id}", now, count=len(found))
    title = words.list_title(vi.cell(cell.name), year, len(found), 0, 1)
    return _text(words.SHEET, [title, *map(person_line, found), words.HOW_COUNTED, words.FLAGS_ONLY])


async def dates_sheet(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`dates:<member>:<unit>`."""
    cell = await led_cell(db, member_id, int(args[0]), now)
    found = await coming_in(db, [cell.id], day_of(now))
    title = words.dates_title(vi.cell(cell.name), len(found), 0, 1)
    return _text(words.DATES_SHEET, [title, *map(date_line, found)])


async def roster_names(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`roster_names:<member>:<unit>`: who belongs to the cell today, and as what."""
    cell = await led_cell(db, member_id, int(args[0]), now)
    people = await people_of_cell(db, cell.id, day_of(now))
    lines = []
    for number, one in enumerate(people, 1):
        away = sorted(kind.value for kind in one.statuses if kind.value not in {"official", "probationary"})
        states = [roster_words.STATES[state] for state in (one.standing.value, *away)]
        lines.append(roster_words.sheet_line(number, one.member.name, one.member.birth_year, states))
    note(db, as_member(member_id), "roster_seen", f"unit:{cell.id}", now, count=len(people))
    return _text(roster_words.SHEET, [roster_words.sheet(vi.cell(cell.name), lines)])


async def roster_said(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`roster_said:<member>:<check>`: for those who keep the roster."""
    check, cell = await check_of(db, int(args[0]))
    await demand(db, member_id, Right.MANAGE, cell, day_of(now))
    said = roster_words.said_wrong(vi.cell(cell.name), check.quarter, check.wrong) if check.wrong else None
    return _text(roster_words.SHEET, [said or roster_words.NOTHING_WRONG])


def _text(name: str, lines: Sequence[str]) -> partial[Document]:
    return partial(Document, name, "\n".join(lines).encode(), TEXT)
