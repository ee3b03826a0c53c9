"""People check in themselves: who is marked how, who is counted apart, and that the clerk has the last word."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import open_engine, sessions_of
from bot.model.attendances import Answer, Attendance, Mark, Noticed, RollLog
from bot.model.check_ins import CheckIn, CheckInMode, WrongCheckIn
from bot.model.guests import GuestKind
from bot.model.meetings import Meeting
from bot.model.members import Member, StatusKind
from bot.model.units import Unit
from bot.refusals import CheckInNotOpen, MeetingOver, MeetingWasCancelled, RollTooEarly
from bot.services.audit import as_member
from bot.services.check_in_codes import shown
from bot.services.check_ins import check_in_of, close_check_in, count_of, doors_of, is_open, open_check_in
from bot.services.checking_in import Came, check_in, count_wrong, is_blocked
from bot.services.guests import present_beside
from bot.services.meetings import cancel_meeting
from bot.services.roll import Marks, close_roll, roll_of, take_roll
from bot.services.unit_settings import change
from tests import village

HOUR = timedelta(hours=1)


async def gathered(
    db: AsyncSession, now: datetime, mode: CheckInMode = CheckInMode.CODE
) -> tuple[Meeting, list[Member]]:
    """A meeting that begins within the hour, with its check-in open, and five who are expected."""
    cell = await village.cell(db)
    people = await village.members(db, cell, 5)
    meeting = await village.meeting(db, cell, now - 2 * HOUR, after=3 * HOUR)
    await open_check_in(db, meeting.id, mode, "clerk", now)
    return meeting, people


async def log_of(db: AsyncSession, member: Member) -> list[RollLog]:
    return list(await db.scalars(select(RollLog).filter_by(member_id=member.id).order_by(RollLog.id)))


# One person


async def test_who_checks_in_is_present_and_it_is_kept_how_and_when(each_db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(each_db, now)
    arrival = await check_in(each_db, meeting.id, people[0].id, Noticed.SMS, now)
    row = await village.row_of(each_db, meeting, people[0])
    assert (arrival.came, row.mark, row.noticed, row.arrived_at) == (Came.NOTED, Mark.PRESENT, Noticed.SMS, now)
    (log,) = await log_of(each_db, people[0])
    assert (log.by, log.became, log.noticed, log.came_late) == (
        as_member(people[0].id), Mark.PRESENT, Noticed.SMS, False,
    )  # fmt: skip


async def test_checking_in_twice_changes_nothing(db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(db, now)
    await check_in(db, meeting.id, people[0].id, Noticed.SPOKEN, now)
    arrival = await check_in(db, meeting.id, people[0].id, Noticed.QR, now + HOUR)
    assert (arrival.came, arrival.at) == (Came.ALREADY, now)
    assert len(await log_of(db, people[0])) == 1


async def test_of_two_at_once_one_is_noted(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        meeting, people = await gathered(db, now)

    async def once() -> Came:
        async with sessions.begin() as own:
            return (await check_in(own, meeting.id, people[0].id, Noticed.QR, now)).came

    came = await asyncio.gather(*[once() for _ in range(3)])
    async with sessions() as db:
        assert len(await log_of(db, people[0])) == 1
    await engine.dispose()
    assert sorted(came) == [Came.ALREADY, Came.ALREADY, Came.NOTED]


@pytest.mark.parametrize(("minutes", "came"), [(15, Came.NOTED), (16, Came.LATE)])
async def test_who_checks_in_after_a_while_is_late(db: AsyncSession, now: datetime, minutes: int, came: Came) -> None:
    meeting, people = await gathered(db, now)
    at = meeting.starts_at + timedelta(minutes=minutes)
    assert (await check_in(db, meeting.id, people[0].id, Noticed.QR, at)).came is came
    row = await village.row_of(db, meeting, people[0])
    assert (row.mark, row.came_late) == (Mark.PRESENT, came is Came.LATE)


async def test_after_how_long_is_the_cells_own_choice(db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(db, now)
    change(await village.cell_with(db, meeting), "late_after", "0")
    at = meeting.starts_at + timedelta(seconds=1)
    assert (await check_in(db, meeting.id, people[0].id, Noticed.QR, at)).came is Came.LATE


async def test_the_clerk_has_the_last_word(db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(db, now)
    await check_in(db, meeting.id, people[0].id, Noticed.QR, meeting.starts_at + HOUR)
    await take_roll(db, meeting.id, Marks(unexcused=[people[0].id]), "clerk", meeting.starts_at + HOUR)
    row = await village.row_of(db, meeting, people[0])
    assert (row.mark, row.noticed, row.arrived_at, row.came_late) == (Mark.UNEXCUSED, Noticed.CLERK, None, False)
    again = await check_in(db, meeting.id, people[0].id, Noticed.QR, meeting.starts_at + HOUR)
    assert (again.came, (await village.row_of(db, meeting, people[0])).mark) == (Came.MARKED_AWAY, Mark.UNEXCUSED)


async def test_everybody_present_leaves_it_how_they_were_noticed(db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(db, now)
    await check_in(db, meeting.id, people[0].id, Noticed.QR, now)
    await take_roll(db, meeting.id, Marks(everybody_present=True), "clerk", now)
    noticed = [(await village.row_of(db, meeting, one)).noticed for one in people[:2]]
    assert noticed == [Noticed.QR, Noticed.CLERK]


async def test_whoever_comes_after_all_needs_no_leave(db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(db, now)
    await village.says(db, meeting, people[0], Answer.AWAY, now)
    await check_in(db, meeting.id, people[0].id, Noticed.QR, now)
    row = await village.row_of(db, meeting, people[0])
    assert (row.mark, row.leave) == (Mark.PRESENT, None)


# Who else


async def test_an_exempt_member_who_checks_in_is_counted_apart(each_db: AsyncSession, now: datetime) -> None:
    meeting, _ = await gathered(each_db, now)
    cell = await village.cell_with(each_db, meeting)
    exempt = await village.member(each_db, cell, "Lê Văn Thôi", StatusKind.EXEMPT)
    assert (await check_in(each_db, meeting.id, exempt.id, Noticed.QR, now)).came is Came.BESIDE
    assert (await check_in(each_db, meeting.id, exempt.id, Noticed.QR, now)).came is Came.BESIDE
    assert (await present_beside(each_db, meeting.id))[GuestKind.OWN] == ["Lê Văn Thôi"]
    count = await count_of(each_db, meeting.id)
    assert (count.present, count.expected, count.guests) == (0, 5, 1)


async def test_who_came_to_the_cell_meanwhile_is_on_the_list(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await gathered(db, now)
    newcomer = await village.member(db, await village.cell_with(db, meeting), "Lê Văn Mới")
    assert (await check_in(db, meeting.id, newcomer.id, Noticed.QR, now)).came is Came.NOTED
    assert (await roll_of(db, meeting)).counts.present == 1


async def test_somebody_of_another_cell_is_not_invited(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await gathered(db, now)
    stranger = await village.member(db, await village.cell(db, code="khac"))
    assert (await check_in(db, meeting.id, stranger.id, Noticed.QR, now)).came is Came.NOT_INVITED
    assert await db.scalar(select(Attendance.id).filter_by(member_id=stranger.id)) is None


# Opening and closing


async def test_it_opens_with_the_roll_and_not_before(db: AsyncSession, now: datetime) -> None:
    meeting = await village.meeting(db, await _cell_of_one(db), now)
    with pytest.raises(RollTooEarly):
        await open_check_in(db, meeting.id, CheckInMode.QR, "clerk", meeting.starts_at - 3 * HOUR)
    await open_check_in(db, meeting.id, CheckInMode.QR, "clerk", meeting.starts_at - 2 * HOUR)


async def _cell_of_one(db: AsyncSession) -> Unit:
    cell = await village.cell(db)
    await village.member(db, cell)
    return cell


async def test_it_ends_by_itself_hours_after_the_beginning(db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(db, now)
    ends = meeting.starts_at + 4 * HOUR
    await check_in(db, meeting.id, people[0].id, Noticed.QR, ends - timedelta(seconds=1))
    with pytest.raises(CheckInNotOpen) as refusal:
        await check_in(db, meeting.id, people[1].id, Noticed.QR, ends)
    assert refusal.value.facts == {"was_open": True}


async def test_opening_once_more_changes_nothing(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await gathered(db, now)
    before = shown(await _of(db, meeting), now).code
    await open_check_in(db, meeting.id, CheckInMode.CODE, "clerk", now)
    assert shown(await _of(db, meeting), now).code == before


async def test_closed_and_opened_anew_the_codes_of_before_are_none(each_db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(each_db, now)
    first = await _of(each_db, meeting)
    secret = first.secret
    await close_check_in(each_db, meeting.id, "clerk", now)
    with pytest.raises(CheckInNotOpen):
        await check_in(each_db, meeting.id, people[0].id, Noticed.QR, now)
    await open_check_in(each_db, meeting.id, CheckInMode.CODE, "clerk", now + HOUR)
    anew = await _of(each_db, meeting)
    assert is_open(anew, now + HOUR)
    assert anew.secret != secret


async def _of(db: AsyncSession, meeting: Meeting) -> CheckIn:
    found = await check_in_of(db, meeting.id)
    assert found is not None
    return found


async def test_once_the_roll_is_closed_nobody_checks_in(db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(db, now)
    await take_roll(db, meeting.id, Marks(everybody_present=True, unexcused=[people[0].id]), "clerk", now)
    await close_roll(db, meeting.id, "clerk", now)
    with pytest.raises(CheckInNotOpen):
        await check_in(db, meeting.id, people[0].id, Noticed.QR, now)
    with pytest.raises(MeetingOver):
        await open_check_in(db, meeting.id, CheckInMode.QR, "clerk", now)


async def test_a_meeting_that_is_off_has_no_check_in(db: AsyncSession, now: datetime) -> None:
    meeting = await village.meeting(db, await _cell_of_one(db), now)
    await cancel_meeting(db, meeting.id, "test", now)
    with pytest.raises(MeetingWasCancelled):
        await open_check_in(db, meeting.id, CheckInMode.QR, "clerk", meeting.starts_at)


# Whom it concerns


async def test_a_check_in_concerns_its_own_people(each_db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(each_db, now)
    cell = await village.cell_with(each_db, meeting)
    exempt = await village.member(each_db, cell, "Lê Văn Thôi", StatusKind.EXEMPT)
    stranger = await village.member(each_db, await village.cell(each_db, code="khac"))
    (door,) = await doors_of(each_db, [people[0].id, exempt.id, stranger.id], now)
    assert (door.meeting.id, door.member_ids, door.is_open(now)) == (meeting.id, {people[0].id, exempt.id}, True)
    assert await doors_of(each_db, [stranger.id], now) == []
    assert await doors_of(each_db, [people[0].id], door.check_in.closes_at + 25 * HOUR) == []


async def test_the_count_says_who_is_there_and_who_is_still_to_come(each_db: AsyncSession, now: datetime) -> None:
    meeting, people = await gathered(each_db, now)
    for one in people[:3]:
        await village.says(each_db, meeting, one, Answer.COMING, now)
    await check_in(each_db, meeting.id, people[0].id, Noticed.QR, now)
    count = await count_of(each_db, meeting.id)
    assert (count.present, count.coming, count.expected, count.guests) == (1, 2, 5, 0)


# Wrong codes


async def test_five_wrong_codes_in_ten_minutes_are_the_last(each_db: AsyncSession, now: datetime) -> None:
    person = await village.member(each_db, await village.cell(each_db))
    phone = await village.reachable_at(each_db, person, now)
    assert [await count_wrong(each_db, phone.id) for _ in range(5)] == [False] * 4 + [True]
    for wrong in await each_db.scalars(select(WrongCheckIn)):
        wrong.at -= timedelta(minutes=10)
    await each_db.flush()
    assert not await is_blocked(each_db, phone.id)
