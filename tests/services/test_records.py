"""A member's own record, and everything that is kept about them."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Answer, Mark
from bot.model.meetings import MeetingKind
from bot.model.members import Member, StatusKind
from bot.model.units import Unit
from bot.reports.own_copy import own_copy
from bot.services.addresses import endpoint_at
from bot.services.joining import invite, link
from bot.services.meetings import cancel_meeting
from bot.services.own_counts import counts_of
from bot.services.own_data import own_data_of
from bot.services.rate import Counts
from bot.services.records import record_of
from bot.services.roll import Marks, close_roll, take_roll
from tests import village
from tests.village import at


async def first_of(db: AsyncSession, count: int = 3) -> tuple[Unit, Member]:
    """A cell, and the member whose absences `village.held` marks first."""
    cell = await village.cell(db, since=date(2025, 1, 1))
    return cell, (await village.members(db, cell, count))[0]


async def test_the_year_comes_to_what_its_closed_rolls_say(each_db: AsyncSession, now: datetime) -> None:
    cell, person = await first_of(each_db)
    await village.held(each_db, cell, at(2026, 1, 3))
    await village.held(each_db, cell, at(2026, 2, 3), MeetingKind.REGULAR_THEMATIC, excused=1)
    await village.held(each_db, cell, at(2026, 3, 3), unexcused=1)
    record = await record_of(each_db, person.id, 2026, now)
    assert (record.held, record.counts) == (3, Counts(3, 1, 1, 1))
    assert record.counts.strict == "33.33"


async def test_the_worked_example_of_84_percent(db: AsyncSession, now: datetime) -> None:
    cell, person = await first_of(db, 1)
    for number in range(25):
        day = at(2026, 1, 3) + timedelta(days=10 * number)
        await village.held(db, cell, day, excused=int(number < 3), unexcused=int(number == 3))
    record = await record_of(db, person.id, 2026, now)
    assert record.counts == Counts(25, 21, 3, 1)
    assert record.counts.strict == "84.00"


async def test_other_kinds_and_other_years_are_not_mixed_in(db: AsyncSession, now: datetime) -> None:
    cell, person = await first_of(db)
    await village.held(db, cell, at(2025, 12, 31, 23), unexcused=1)
    await village.held(db, cell, at(2026, 1, 1, 0, 30))
    await village.held(db, cell, at(2026, 2, 3), MeetingKind.THEMATIC, unexcused=1)
    assert (await record_of(db, person.id, 2026, now)).counts == Counts(1, 1, 0, 0)
    assert (await record_of(db, person.id, 2025, now)).counts == Counts(1, 0, 0, 1)


async def test_the_latest_three_of_any_kind_stand_newest_first(each_db: AsyncSession, now: datetime) -> None:
    cell, person = await first_of(each_db)
    await village.held(each_db, cell, at(2026, 1, 3))
    await village.held(each_db, cell, at(2026, 2, 3), unexcused=1)
    await village.held(each_db, cell, at(2026, 2, 20), MeetingKind.THEMATIC, excused=1)
    await village.held(each_db, cell, at(2026, 3, 3))
    latest = (await record_of(each_db, person.id, 2026, now)).latest
    assert [(one.on, one.mark) for one in latest] == [
        (date(2026, 3, 3), Mark.PRESENT),
        (date(2026, 2, 20), Mark.EXCUSED),
        (date(2026, 2, 3), Mark.UNEXCUSED),
    ]
    assert latest[1].kind is MeetingKind.THEMATIC


async def test_a_roll_that_is_not_closed_or_was_cancelled_says_nothing(db: AsyncSession, now: datetime) -> None:
    cell, person = await first_of(db)
    open_, cancelled = await village.meeting(db, cell, now), await village.meeting(db, cell, now, timedelta(days=2))
    await take_roll(db, open_.id, Marks(everybody_present=True), "test", now)
    await cancel_meeting(db, cancelled.id, "test", now)
    record = await record_of(db, person.id, 2026, now)
    assert (record.held, record.counts, record.latest) == (0, Counts(), [])
    await close_roll(db, open_.id, "test", now)
    assert (await record_of(db, person.id, 2026, now)).counts == Counts(1, 1, 0, 0)


async def test_a_correction_after_the_closing_counts(db: AsyncSession, now: datetime) -> None:
    cell, person = await first_of(db)
    meeting = await village.held(db, cell, at(2026, 1, 3), unexcused=1)
    await take_roll(db, meeting.id, Marks(excused=[person.id]), "test", now)
    assert (await record_of(db, person.id, 2026, now)).counts == Counts(1, 0, 1, 0)


async def test_a_meeting_without_the_member_on_its_roll_is_held_and_not_expected(
    db: AsyncSession, now: datetime
) -> None:
    cell, _ = await first_of(db)
    exempt = await village.member(db, cell, "Lê Văn Sơn", StatusKind.EXEMPT)
    await village.held(db, cell, at(2026, 1, 3))
    record = await record_of(db, exempt.id, 2026, now)
    assert (record.held, record.counts.expected) == (1, 0)


async def test_who_changed_the_cell_keeps_what_was_before(db: AsyncSession, now: datetime) -> None:
    cell, person = await first_of(db)
    await village.held(db, cell, at(2026, 1, 3))
    (await village.place_of(db, person)).until_on = date(2026, 2, 1)
    other = await village.cell(db, code="moi", since=date(2026, 1, 1))
    await village.belongs(db, person, other)
    await village.held(db, other, at(2026, 3, 3))
    record = await record_of(db, person.id, 2026, now)
    assert (record.held, record.counts) == (2, Counts(2, 2, 0, 0))


# The own data


async def test_all_that_is_kept_is_found_and_nothing_of_others(each_db: AsyncSession, now: datetime) -> None:
    cell, person = await first_of(each_db)
    other = await village.member(each_db, cell, "Lê Văn Sơn")
    await village.office(each_db, person, cell)
    for one in (person, other):
        await village.reachable_at(each_db, one, now)
    await link(each_db, await endpoint_at(each_db, "rehearsal", "rehearsal", "new"), person, "test", now)
    await invite(each_db, [person, other], "test", now)
    meeting = await village.meeting(each_db, cell, now)
    await village.says(each_db, meeting, person, Answer.AWAY, now, Reason.ILLNESS)
    await village.says(each_db, meeting, other, Answer.COMING, now)
    await take_roll(each_db, meeting.id, Marks(everybody_present=True), "test", now)
    data = await own_data_of(each_db, person.id)
    assert [unit for _, unit in data.places] == [cell]
    assert [role.office for role, _ in data.offices] == ["secretary"]
    assert [way.endpoint.external_id for way in data.ways] == ["new"]
    assert len(data.ended) == len(data.consents) == len(data.statuses) == len(data.meetings) == len(data.answers) == 1
    counts = await counts_of(each_db, person.id)
    assert (data.reasons, counts.marks, counts.messages, counts.codes) == (1, 1, 1, 1)
    ((row, _),) = data.meetings
    row.arrived_at, row.came_late = meeting.starts_at + timedelta(minutes=16), True
    await each_db.flush()
    text = (await own_copy(each_db, person.id, (), now))().content.decode()
    assert person.name in text
    assert "điểm danh: có mặt (tự ghi lúc 09:16, đến muộn)" in text
    assert other.name not in text
