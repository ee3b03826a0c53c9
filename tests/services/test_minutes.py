"""What minutes need of people, and which meetings have none."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.meetings import Meeting
from bot.model.members import MemberStatus, StatusKind
from bot.model.minutes import Headcount, MeetingMinutes
from bot.model.roles import Office
from bot.refusals import EndUnreadable, MinutesUnfinished, NotAtTheMeeting, ResolutionTaken, SecrecyMarked
from bot.services import minutes
from bot.services.headcounts import heads_of
from bot.services.meetings import meeting_of
from bot.services.minutes_people import usual_chairs, usual_clerks
from bot.services.resolutions import next_resolution, resolve
from bot.services.roll import Marks, take_roll
from tests import village

DAY = timedelta(days=1)


async def written(db: AsyncSession, held: Meeting, person: int, now: datetime) -> None:
    await minutes.end(db, held, held.starts_at + timedelta(minutes=90), "test", now)
    await minutes.chair(db, held, person, "test", now)
    await minutes.clerk(db, held, person, "test", now)
    await minutes.count_opinions(db, held, 0, "test", now)
    await resolve(db, held, None, "test", now)
    await minutes.finish(db, held, "test", now)


async def test_meetings_without_minutes_are_found_until_they_have_them(each_db: AsyncSession, now: datetime) -> None:
    db, cell = each_db, await village.cell(each_db)
    (person, *_) = await village.members(db, cell, 3)
    first, second = await village.held(db, cell, now), await village.held(db, cell, now + DAY)
    later = now + 4 * DAY
    assert [one.id for one in await minutes.without_minutes(db, now + timedelta(hours=3))] == [first.id]
    await written(db, first, person.id, later)
    assert [one.id for one in await minutes.without_minutes(db, later)] == [second.id]
    await minutes.end(db, second, second.starts_at + timedelta(hours=1), "test", later)
    assert [one.id for one in await minutes.without_minutes(db, later)] == [second.id]
    assert await minutes.without_minutes(db, later + 60 * DAY) == []


async def test_a_head_count_is_frozen_and_a_correction_counts_beside_it(each_db: AsyncSession, now: datetime) -> None:
    db, cell = each_db, await village.cell(each_db)
    people = await village.members(db, cell, 4)
    both = await village.member(db, cell, "Cao Văn Hai", StatusKind.EXEMPT, StatusKind.TEMPORARY_OUT)
    held = await village.held(db, cell, now, unexcused=2)
    db.add(MemberStatus(member_id=people[3].id, kind=StatusKind.EXEMPT))
    await village.members(db, cell, 5)
    heads = await heads_of(db, held)
    assert (heads.strength.total, heads.strength.exempt, heads.strength.temporary_out) == (5, 1, 0), both
    assert (heads.came.present, heads.came.unexcused, heads.is_corrected) == (2, 2, False)
    await take_roll(db, held.id, Marks(present=[people[0].id]), "test", now + DAY)
    heads = await heads_of(db, held)
    assert (heads.came.present, heads.at_closing and heads.at_closing.present, heads.is_corrected) == (3, 2, True)
    frozen = (await db.scalars(select(Headcount))).one()
    assert frozen.official - frozen.exempt == 4


@pytest.mark.parametrize("after", [timedelta(0), -DAY, timedelta(hours=17), timedelta(hours=3)])
async def test_an_end_lies_behind_the_beginning_and_is_over(db: AsyncSession, now: datetime, after: timedelta) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 3)
    held = await village.held(db, cell, now)
    with pytest.raises(EndUnreadable):
        await minutes.end(db, held, held.starts_at + after, "test", now + timedelta(hours=2))


async def test_a_meeting_may_end_after_midnight(db: AsyncSession) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 3)
    held = await village.held(db, cell, village.at(2026, 12, 3, 22))
    assert minutes.end_said(held, "0h30") == village.at(2026, 12, 4, 0, 30)
    assert minutes.end_said(held, "2 tiếng rưỡi") == village.at(2026, 12, 4, 0, 30)


async def test_the_secretary_leads_and_the_clerk_writes_unless_somebody_else_did(
    db: AsyncSession, now: datetime
) -> None:
    cell = await village.cell(db)
    people = await village.members(db, cell, 5)
    offices = (Office.DEPUTY_SECRETARY, Office.SECRETARY, Office.CLERK, Office.CELL_COMMITTEE)
    for person, office in zip(people, offices, strict=False):
        await village.office(db, person, cell, office)
    held = await village.held(db, cell, now)
    assert [one.id for one in await usual_chairs(db, held)][:2] == [people[1].id, people[0].id]
    await minutes.chair(db, held, people[1].id, "test", now + DAY)
    assert (await usual_clerks(db, held))[0].id == people[2].id
    assert people[1].id not in {one.id for one in await usual_clerks(db, held, 9)}


async def test_who_was_away_neither_led_nor_wrote(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    away, *_ = await village.members(db, cell, 3)
    await village.office(db, away, cell)
    held = await village.held(db, cell, now, excused=1)
    assert away.id not in {one.id for one in await usual_chairs(db, held)}
    for who in (away.id, 10**9):
        with pytest.raises(NotAtTheMeeting):
            await minutes.chair(db, held, who, "test", now + DAY)


async def test_numbers_of_resolutions_begin_anew_each_year_and_in_each_cell(each_db: AsyncSession) -> None:
    db = each_db
    cell, other = await village.cell(db), await village.cell(db, code="khac")
    for one in (cell, other):
        await village.members(db, one, 3)
    first = await village.held(db, cell, village.at(2026, 12, 3))
    await resolve(db, first, "11", "test", first.starts_at)
    second = await village.held(db, cell, village.at(2026, 12, 20))
    assert await next_resolution(db, second) == "12-NQ/CB"
    with pytest.raises(ResolutionTaken):
        await resolve(db, second, "11-nq/cb", "test", second.starts_at)
    await resolve(db, first, "11", "test", first.starts_at)
    for where, year in ((cell, 2027), (other, 2026)):
        held = await village.held(db, where, village.at(year, 12, 4))
        assert await next_resolution(db, held) == "01-NQ/CB"


async def test_nothing_marked_is_kept_and_nothing_half_is_finished(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 3)
    held = await village.held(db, cell, now)
    with pytest.raises(SecrecyMarked):
        await resolve(db, held, "07-NQ/CB (tối mật)", "test", now)
    with pytest.raises(MinutesUnfinished):
        await minutes.finish(db, held, "test", now)
    assert await minutes.minutes_of(db, held.id) is None


async def count_alone(sessions: Sessions, meeting_id: int, count: int, now: datetime) -> None:
    async with sessions.begin() as db:
        held = await meeting_of(db, meeting_id, lock=True)
        await minutes.count_opinions(db, held, count, "test", now)


async def test_two_who_write_at_once_write_into_the_same_minutes(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        cell = await village.cell(db)
        await village.members(db, cell, 3)
        held = await village.held(db, cell, now)
    await asyncio.gather(*(count_alone(sessions, held.id, count, now) for count in (3, 5, 8)))
    async with sessions() as db:
        rows = (await db.scalars(select(MeetingMinutes))).all()
    await engine.dispose()
    assert [one.opinions in {3, 5, 8} for one in rows] == [True]


async def test_two_meetings_of_a_cell_never_get_one_number(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        cell = await village.cell(db)
        await village.members(db, cell, 3)
        held = [await village.held(db, cell, now + after) for after in (timedelta(), DAY)]

    async def resolves(db: AsyncSession, meeting_id: int) -> None:
        await resolve(db, await meeting_of(db, meeting_id, lock=True), "7", "test", now + DAY)

    async def resolves_second() -> None:
        async with sessions.begin() as db:
            await resolves(db, held[1].id)

    async with sessions.begin() as db:
        await resolves(db, held[0].id)
        second = asyncio.create_task(resolves_second())
        await asyncio.wait([second], timeout=0.2)
    with pytest.raises(ResolutionTaken):
        await second
    await engine.dispose()
