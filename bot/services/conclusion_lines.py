"""A conclusion in one line, read by who is there: whose it is, until when. Nobody is guessed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import ConclusionUnreadable
from bot.services.party_groups import cell_of_group
from bot.services.people import people_of_cell
from bot.words import conclusions as words
from bot.words.conclusions import Line
from bot.words.names import fold, given_name, sort_key
from bot.words.times import day_of

LONGEST_NAME = 5
"""Words behind `giao` that may be a name."""


async def people_of(db: AsyncSession, meeting: Meeting) -> list[Member]:
    """Whom something can be given: who is on the list, and all of the cell."""
    listed = await db.scalars(
        select(Member).join(Attendance, Attendance.member_id == Member.id).where(Attendance.meeting_id == meeting.id)
    )
    found = {one.id: one for one in listed}
    unit = await cell_of_group(db, await db.get_one(Unit, meeting.cell_id))
    here = await people_of_cell(db, unit.id, day_of(meeting.starts_at)) if unit.is_cell else []
    return list((found | {one.member.id: one.member for one in here}).values())


def said_in(line: str, people: Sequence[Member], now: datetime) -> tuple[str, Member | None, date | None]:
    """The text, whose it is and until when; raises ConclusionUnreadable."""
    try:
        read = words.read(line, day_of(now))
    except ValueError as why:
        raise ConclusionUnreadable(why=str(why)) from None
    who, is_clause = _whose(read, people)
    text = words.without(read) if is_clause else read.text
    if len(text) > words.LONGEST:
        raise ConclusionUnreadable(why=words.TOO_LONG)
    return text, who, read.due_on


def _whose(read: Line, people: Sequence[Member]) -> tuple[Member | None, bool]:
    """The person named behind `giao`, and whether the clause says nothing else. Raises ConclusionUnreadable."""
    if read.who is None:
        return None, False
    said = read.who.split()
    for count in range(min(len(said), LONGEST_NAME), 0, -1):
        name = " ".join(said[:count])
        found = _named(people, name)
        if len(found) == 1:
            return found[0], count == len(said)
        if len(found) > 1:
            raise ConclusionUnreadable(why=words.several(name, len(found)))
    if read.is_certainly_a_person:
        raise ConclusionUnreadable(why=words.nobody(read.who))
    return None, False


def _named(people: Sequence[Member], name: str) -> list[Member]:
    """Called exactly so, else so without marks, else by the given name or a part of the name."""
    key, bare = sort_key(name), fold(name)
    steps = (
        [one for one in people if one.sort_key == key],
        [one for one in people if one.search_key == bare],
        [one for one in people if given_name(one.name).lower() == name.lower()],
        [one for one in people if fold(given_name(one.name)) == bare],
        [one for one in people if f" {bare} " in f" {one.search_key} "],
    )
    return next((found for found in steps if found), [])
