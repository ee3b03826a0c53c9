"""The district of the rehearsal as it is written: a whole year, and the same truth at every level."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.model.attendances import AnswerLog, Attendance, Mark, RollLog
from bot.model.endpoints import Address, Endpoint
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.minutes import MeetingMinutes
from bot.model.notices import Attempt, Notice, NoticeState
from bot.model.residents import Resident
from bot.model.roles import Office, Role
from bot.model.scores import MeetingScore
from bot.model.series import Series
from bot.model.units import CELLS, Unit, UnitKind
from bot.rehearsal.building import PRACTICE_CELL, is_built
from bot.rehearsal.residents import FEWEST, MOST
from bot.reports.participation import sums_of
from bot.reports.period import Period
from bot.reports.summary import Summary, summary
from bot.reports.unmet import not_met
from bot.services.addresses import reachable
from bot.services.cell_persons import flagged_in
from bot.services.conclusions import open_tasks
from bot.services.dates_coming import Ends, coming_in
from bot.services.ledger import ledger_of
from bot.services.meetings import called_meetings
from bot.services.participation import roll_up, write_due_months
from bot.services.party_groups import groups_of
from bot.services.people import expected, people_of_cell, strength
from bot.services.permissions import Right, holders, may
from bot.services.rate import Line
from bot.services.recount import recount
from bot.services.resident_counts import by_village
from bot.services.retention import take_away
from bot.services.series_months import occasions
from bot.services.tree import cell_of, unit_of
from bot.words.times import day_of
from tests import village
from tests.conftest import NOW
from tests.scale.conftest import Told

YEAR = Period("2025-11", "2026-10")
TODAY = day_of(NOW)


@pytest.fixture
async def db(built: tuple[Sessions, Told]) -> AsyncIterator[AsyncSession]:
    async with built[0]() as db:
        yield db


async def test_the_recount_agrees(db: AsyncSession) -> None:
    assert await recount(db, "0000-00") == []
    assert await is_built(db)


async def test_it_tells_how_far_it_is(built: tuple[Sessions, Told]) -> None:
    told = built[1]
    assert [done for _, done, _ in told] == list(range(19))
    assert {total for _, _, total in told} == {18}


async def test_the_services_find_nothing_left_to_do(db: AsyncSession) -> None:
    assert await write_due_months(db, NOW) == 0
    assert await roll_up(db, NOW) == 0
    assert not any((await take_away(db, NOW)).values())


async def test_the_district_is_that_of_the_report(db: AsyncSession) -> None:
    kinds = Counter(await db.scalars(select(Unit.kind)))
    assert kinds[UnitKind.COMMUNE] + kinds[UnitKind.GRASSROOTS_COMMITTEE] == 12
    assert (kinds[UnitKind.GRASSROOTS_CELL], kinds[UnitKind.CELL]) == (16, 169)
    assert await db.scalar(select(func.count(Member.id))) == 2_105
    now_there = select(func.count(Membership.id)).where(Membership.until_on.is_(None))
    assert await db.scalar(now_there) == 2_105


async def test_everybody_expected_has_one_mark_in_each_closed_meeting(db: AsyncSession) -> None:
    closed = select(Meeting.id).where(Meeting.state == MeetingState.CLOSED)
    unmarked = select(func.count()).where(Attendance.meeting_id.in_(closed), Attendance.mark.is_(None))
    assert await db.scalar(unmarked) == 0
    marked = select(func.count()).where(Attendance.meeting_id.in_(closed))
    assert await db.scalar(marked) == await db.scalar(select(func.count(RollLog.id)))


async def test_the_lists_are_those_that_the_roster_of_the_day_gives(db: AsyncSession) -> None:
    moved = select(Membership.unit_id).where(Membership.until_on.is_not(None))
    some = select(Meeting).where(Meeting.state == MeetingState.CLOSED, Meeting.cell_id.in_(moved))
    meetings = (await db.scalars(some)).all()
    assert len(meetings) > 250
    for meeting in meetings:
        people = await people_of_cell(db, meeting.cell_id, day_of(meeting.starts_at))
        listed = await db.execute(
            select(Attendance.member_id, Attendance.standing).where(Attendance.meeting_id == meeting.id)
        )
        assert dict(listed.all()) == {one.member.id: one.standing for one in expected(people, count_temporary_in=True)}


async def test_nobody_is_counted_while_exempt(db: AsyncSession) -> None:
    found = await db.execute(
        select(Meeting.starts_at, MemberStatus.from_on)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .join(MemberStatus, MemberStatus.member_id == Attendance.member_id)
        .where(MemberStatus.kind == StatusKind.EXEMPT)
    )
    days = [(day_of(starts_at), from_on) for starts_at, from_on in found]
    assert days
    assert all(from_on is not None and on < from_on for on, from_on in days)


async def test_a_transfer_keeps_the_past_of_both_cells(db: AsyncSession) -> None:
    moved = (await db.scalars(select(Membership).where(Membership.until_on.is_not(None)))).all()
    assert len(moved) == 25
    for past in moved:
        rolls = await db.execute(
            select(Meeting.starts_at, Meeting.cell_id)
            .join(Attendance, Attendance.meeting_id == Meeting.id)
            .where(Attendance.member_id == past.member_id)
        )
        for starts_at, cell_id in rolls:
            assert (cell_id == past.unit_id) == (past.until_on is not None and day_of(starts_at) < past.until_on)


async def test_the_year_of_the_district_is_believable(db: AsyncSession) -> None:
    report = await _year(db, "binh-lieu")
    assert report.own.due == 12 * 185
    assert 40 <= report.own.not_met <= 50
    assert Line(">=", 96).is_met(report.own.counts.present, report.own.counts.expected)
    assert report.own.counts.unexcused * 3 < report.own.counts.excused
    assert len(report.below) == 12 + 16


async def _year(db: AsyncSession, code: str) -> Summary:
    return await summary(db, await unit_of(db, code), YEAR, NOW)


async def test_one_cell_in_eight_stays_below_the_line(db: AsyncSession) -> None:
    cells = (await db.scalars(select(Unit).where(Unit.kind.in_(CELLS)))).all()
    below = 0
    for cell in cells:
        ((_, (_, _, counts)),) = await sums_of(db, cell, YEAR.first, YEAR.last, MeetingKind.REGULAR)
        below += not Line(">=", 95).is_met(counts.present, counts.expected)
    assert 0.09 < below / len(cells) < 0.15


async def test_fewer_come_while_there_is_harvest(db: AsyncSession) -> None:
    district = await unit_of(db, "binh-lieu")
    rates = {}
    for month in ("2026-05", "2026-06", "2026-10"):
        counts = (await summary(db, district, Period(month, month), NOW)).own.counts
        rates[month] = counts.present / counts.expected
    assert rates["2026-06"] < rates["2026-05"] > rates["2026-10"]


async def test_three_cells_are_named_that_did_not_meet_twice(db: AsyncSession) -> None:
    missing = await not_met(db, await unit_of(db, "binh-lieu"), YEAR, NOW)
    assert [len(one.months) for one in missing].count(2) == 3
    assert max(len(one.months) for one in missing) == 2


async def test_the_cell_to_practise_with_is_ready(db: AsyncSession) -> None:
    cell = await cell_of(db, PRACTICE_CELL)
    people = await people_of_cell(db, cell.id, TODAY)
    heads = strength(people, count_temporary_in=True)
    assert (len(people), heads.exempt, heads.temporary_out) == (22, 2, 1)
    ways = await reachable(db, [one.member.id for one in people])
    channels = Counter(ways[one.member.id][0].channel if ways[one.member.id] else None for one in people)
    assert channels == {"rehearsal": 17, "rehearsal_plain": 3, None: 2}
    assert sum(one.member.phone is None for one in people) == 2
    offices = (await db.execute(select(Role.office, Role.member_id).where(Role.unit_id == cell.id))).all()
    assert [office for office, _ in offices] == [
        Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.CLERK, Office.CELL_COMMITTEE,
    ]  # fmt: skip
    assert {ways[member_id][0].channel for _, member_id in offices} == {"rehearsal"}


async def test_the_cell_to_practise_with_has_not_met_this_month(db: AsyncSession) -> None:
    cell = await cell_of(db, PRACTICE_CELL)
    assert await called_meetings(db, [cell.id]) == []
    own = (await _year(db, PRACTICE_CELL)).own
    assert (own.met, own.due) == (12, 12)
    this_month = (await summary(db, cell, Period("2026-11", "2026-11"), NOW)).own
    assert (this_month.met, this_month.due) == (0, 1)


async def test_secretaries_call_and_committees_see_all_below(db: AsyncSession) -> None:
    units = (await db.scalars(select(Unit))).all()
    district = await unit_of(db, "binh-lieu")
    (leader, *_) = await holders(db, district, Right.SEE_COUNTS, TODAY)
    for unit in units:
        assert await may(db, leader, Right.SEE_COUNTS, unit, TODAY)
        assert await holders(db, unit, Right.CALL if unit.is_cell else Right.SEE_COUNTS, TODAY)
    led = await db.scalars(
        select(Unit.code).join(Role, Role.unit_id == Unit.id).where(Role.office == Office.COMMUNE_COMMITTEE)
    )
    assert set(Counter(led).values()) == {2}


async def test_thirty_meetings_are_called_besides_a_briefing_and_a_chi_uy(db: AsyncSession) -> None:
    ahead = (await db.scalars(select(Meeting).where(Meeting.state == MeetingState.CALLED))).all()
    assert Counter(one.kind for one in ahead) == {
        MeetingKind.REGULAR: 30, MeetingKind.BRIEFING: 1, MeetingKind.COMMITTEE: 1,
    }  # fmt: skip
    assert all(meeting.starts_at > NOW for meeting in ahead)
    for meeting in ahead:
        book = await ledger_of(db, meeting)
        assert book.people
        assert book.count(NoticeState.WAITING) + book.count(NoticeState.FAILED) == len(book.people)


async def test_of_four_series_one_falls_on_a_day_off(db: AsyncSession) -> None:
    (*_, divided) = (await db.scalars(select(Series).order_by(Series.id))).all()
    assert divided.id == 4
    (first, *_) = await occasions(db, divided.cell_id, MeetingKind.REGULAR, NOW, 1)
    assert first.clash is not None
    assert len(await groups_of(db, divided.cell_id)) == 3


async def test_the_year_has_minutes_conclusions_and_grades(db: AsyncSession) -> None:
    closed = await db.scalar(select(func.count()).where(Meeting.state == MeetingState.CLOSED)) or 0
    done = await db.scalar(select(func.count()).where(MeetingMinutes.done_at.is_not(None))) or 0
    assert 0.9 * closed < done < closed
    cell = await cell_of(db, PRACTICE_CELL)
    assert await db.scalar(select(MeetingScore.grade).where(MeetingScore.cell_id == cell.id).limit(1))
    assert await open_tasks(db, [cell.id], NOW)
    assert await flagged_in(db, cell, TODAY.year, NOW)
    assert [one.ends for one in await coming_in(db, [cell.id], TODAY)] == [Ends.PROBATION]


async def test_past_calls_are_in_the_ledger_for_two_months(db: AsyncSession) -> None:
    recent = select(Meeting).where(
        Meeting.state == MeetingState.CLOSED, Meeting.starts_at >= village.at(2026, 10, 1, 0)
    )
    for meeting in (await db.scalars(recent)).all():
        listed = await db.scalar(select(func.count()).where(Attendance.meeting_id == meeting.id))
        assert len((await ledger_of(db, meeting)).people) == listed
    sent = select(func.count(Notice.id)).where(Notice.state == NoticeState.SENT)
    assert await db.scalar(sent) == await db.scalar(select(func.count(Attempt.id)))


async def test_answers_come_from_the_own_phone_or_through_the_secretary(db: AsyncSession) -> None:
    channels = set(await db.scalars(select(AnswerLog.channel)))
    assert channels == {"rehearsal", "rehearsal_plain", "link", "phone"}
    found = await db.execute(
        select(AnswerLog.channel, Endpoint.channel).join(Endpoint, Endpoint.id == AnswerLog.endpoint_id).distinct()
    )
    assert {tuple(row) for row in found} == {
        ("rehearsal", "rehearsal"), ("rehearsal_plain", "rehearsal_plain"), ("link", "rehearsal_oneway"),
    }  # fmt: skip


async def test_whoever_came_has_no_leave(db: AsyncSession) -> None:
    came = select(func.count(Attendance.id)).where(Attendance.mark == Mark.PRESENT, Attendance.leave.is_not(None))
    assert await db.scalar(came) == 0


# Residents


async def test_every_hamlet_has_residents_on_phones_that_are_no_members(db: AsyncSession) -> None:
    """A committee that practised texting them was told that there are none."""
    counts = await by_village(db, await unit_of(db, "binh-lieu"))
    assert len(counts) >= 90
    assert all(FEWEST <= one.registered <= MOST and one.stopped == 0 for one in counts)
    shared = select(Resident.id).join(Address, Address.endpoint_id == Resident.endpoint_id)
    assert (await db.scalars(shared)).all() == []
