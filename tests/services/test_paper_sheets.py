"""The numbers of a sheet on paper stay what they were, whoever comes or goes meanwhile."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import MeetingOver, MeetingWasCancelled
from bot.services.meetings import cancel_meeting
from bot.services.paper_sheets import changed_since_print, print_sheet
from bot.services.roll import Marks, close_roll, take_roll
from bot.services.roll_sheet import last_of, names_of, open_sheet, sheet_of
from tests import village


async def called(db: AsyncSession, now: datetime) -> tuple[Unit, list[Member], Meeting]:
    cell = await village.cell(db)
    people = [await village.member(db, cell, name) for name in ("Lê An", "Lê Bình", "Lê Dũng")]
    return cell, people, await village.meeting(db, cell, now)


async def numbers(db: AsyncSession, meeting: Meeting) -> dict[int, str]:
    return {seat.number: seat.member.name for seat in await sheet_of(db, meeting)}


async def leaves(db: AsyncSession, person: Member, on: date) -> None:
    (await village.place_of(db, person)).until_on = on
    await db.flush()


async def test_before_a_print_people_are_numbered_by_name(db: AsyncSession, now: datetime) -> None:
    cell, _, meeting = await called(db, now)
    await village.member(db, cell, "Lê Cúc")
    seats = await open_sheet(db, meeting.id, meeting.starts_at)
    assert names_of(seats) == ["Lê An", "Lê Bình", "Lê Cúc", "Lê Dũng"]


async def test_after_a_print_newcomers_stand_behind_and_who_left_leaves_a_gap(
    each_db: AsyncSession, now: datetime
) -> None:
    cell, people, meeting = await called(each_db, now)
    await print_sheet(each_db, meeting.id, "clerk", now)
    await leaves(each_db, people[1], date(2026, 11, 1))
    await village.member(each_db, cell, "Lê Cúc")
    seats = await open_sheet(each_db, meeting.id, meeting.starts_at)
    assert names_of(seats) == ["Lê An", "", "Lê Dũng", "Lê Cúc"]
    assert last_of(seats) == 4
    assert await changed_since_print(each_db, meeting.id, seats) == ([2], ["4 Lê Cúc"])


async def test_a_number_seen_once_is_kept_too(db: AsyncSession, now: datetime) -> None:
    cell, _, meeting = await called(db, now)
    await print_sheet(db, meeting.id, "clerk", now)
    await village.member(db, cell, "Lê Cúc")
    await open_sheet(db, meeting.id, meeting.starts_at)
    await village.member(db, cell, "Lê Ba")
    await open_sheet(db, meeting.id, meeting.starts_at)
    assert await numbers(db, meeting) == {1: "Lê An", 2: "Lê Bình", 3: "Lê Dũng", 4: "Lê Cúc", 5: "Lê Ba"}


async def test_printed_anew_the_first_sheet_still_holds(db: AsyncSession, now: datetime) -> None:
    cell, people, meeting = await called(db, now)
    await print_sheet(db, meeting.id, "clerk", now)
    await leaves(db, people[0], date(2026, 11, 1))
    await village.member(db, cell, "Lê Ba")
    again = await print_sheet(db, meeting.id, "clerk", now)
    assert [(seat.number, seat.member.name) for seat in again] == [(2, "Lê Bình"), (3, "Lê Dũng"), (4, "Lê Ba")]
    assert await changed_since_print(db, meeting.id, again) == ([1], [])


async def test_who_comes_back_has_the_number_of_before(db: AsyncSession, now: datetime) -> None:
    _, people, meeting = await called(db, now)
    await print_sheet(db, meeting.id, "clerk", now)
    await leaves(db, people[0], date(2026, 11, 1))
    await open_sheet(db, meeting.id, meeting.starts_at)
    (await village.place_of(db, people[0])).until_on = None
    await open_sheet(db, meeting.id, meeting.starts_at)
    assert (await numbers(db, meeting))[1] == "Lê An"


async def test_a_print_is_written_down(db: AsyncSession, now: datetime) -> None:
    _, _, meeting = await called(db, now)
    await print_sheet(db, meeting.id, "clerk", now)
    seen = (await db.scalars(select(AuditRow).filter_by(deed="names_seen"))).one()
    assert (seen.by, seen.facts) == ("clerk", {"what": "roll_paper", "count": 3})


async def test_nothing_is_printed_of_a_meeting_that_is_over_or_off(db: AsyncSession, now: datetime) -> None:
    cell, _, meeting = await called(db, now)
    other = await village.meeting(db, cell, now, after=timedelta(days=2))
    await cancel_meeting(db, other.id, "test", now)
    with pytest.raises(MeetingWasCancelled):
        await print_sheet(db, other.id, "clerk", now)
    await take_roll(db, meeting.id, Marks(everybody_present=True), "clerk", meeting.starts_at)
    await close_roll(db, meeting.id, "clerk", meeting.starts_at)
    with pytest.raises(MeetingOver):
        await print_sheet(db, meeting.id, "clerk", meeting.starts_at)
