"""Working groups of the district at the meetings of cells: those that were, those to come."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import Member
from bot.model.units import Unit
from bot.model.visits import Criterion, Visit, VisitAssignment, VisitDifficulty, VisitGrade, WorkingGroup
from bot.rehearsal.cast import Seat
from bot.rehearsal.district import District
from bot.rehearsal.people import Person, Way
from bot.rehearsal.playing import Playing
from bot.rehearsal.sent import settle
from bot.services.assignments import Wanted, assign, plan_assignments
from bot.services.visit_attending import say_came
from bot.services.visit_difficulties import answer, raise_difficulty
from bot.services.visit_people import InGroup, send
from bot.services.visit_remarks import mark, release, write_remark
from bot.services.working_groups import write_group
from bot.words import rehearsal_district
from bot.words import rehearsal_practice as words
from bot.words.times import at_local, day_of

GROUPS, SIZE, CELLS_EACH = 5, 3, 3
SINCE, LATER = timedelta(days=45), timedelta(hours=3)
"""Since so many days they go; so long after its beginning a meeting is remarked on."""
MOST_PAST = 2
"""Of each group so many meetings are behind it."""


async def write_visitors(db: AsyncSession, district: District, playing: Playing, now: datetime) -> None:
    """The first group goes to the cell to practise with, unannounced, and whoever plays the committee leads it."""
    first, last = day_of(now - SINCE), _end_of_quarter(day_of(now))
    for number, people in enumerate(_groups(district, playing, now)):
        group = await _group(db, playing, number, people, at_local(first, datetime.min.time()))
        cells = await _cells(db, district, number)
        wanted = Wanted(group, cells, first, last, note=words.VISIT_NOTE)
        plan = await plan_assignments(db, playing.district, wanted, now)
        rows = await assign(db, plan, playing.office, now)
        if number == 0:
            alone = Wanted(group, [playing.cell], first, last, is_announced=False)
            plan = await plan_assignments(db, playing.district, alone, now)
            await assign(db, plan, playing.office, now)
        await _were_there(db, rows, number, playing.office)
    await settle(db, now)


def _end_of_quarter(on: date) -> date:
    month = (on.month - 1) // 3 * 3 + 4
    return date(on.year + (month > 12), (month - 1) % 12 + 1, 1) - timedelta(days=1)


def _groups(district: District, playing: Playing, now: datetime) -> list[list[int]]:
    """Of the offices of the district, on phones with buttons; nobody is in two."""
    offices = {at for at, cell in enumerate(district.cells) if cell.under == rehearsal_district.DISTRICT[0]}
    leader = playing.cast[Seat.COMMITTEE]
    free = [one.id for one in district.people if one.cell in offices and _is_ready(one, now) and one.id != leader]
    people = [leader, *free[: GROUPS * SIZE - 1]]
    return [people[first : first + SIZE] for first in range(0, len(people), SIZE)]


def _is_ready(person: Person, now: datetime) -> bool:
    return person.way is Way.SMART and person.is_linked(now)


async def _group(
    db: AsyncSession, playing: Playing, number: int, people: Sequence[int], since: datetime
) -> WorkingGroup:
    name = words.WORKING_GROUP.format(number=number + 1)
    members = [InGroup(await db.get_one(Member, one), is_leader=one == people[0]) for one in people]
    return (await write_group(db, playing.district, name, members, playing.office, since)).group


async def _cells(db: AsyncSession, district: District, number: int) -> list[Unit]:
    """Of a commune of their own."""
    code = rehearsal_district.COMMUNES[number][0]
    ids = [cell.id for cell in district.cells if cell.under == code and not cell.is_practice]
    return [await db.get_one(Unit, one) for one in ids[:CELLS_EACH]]


# Meetings that are over


async def _were_there(db: AsyncSession, rows: Sequence[VisitAssignment], number: int, office: str) -> None:
    """At the newest regular meetings of the first cells; the meetings are of the past, and so are these rows."""
    for place, row in enumerate(rows[:MOST_PAST]):
        meeting = await _newest(db, row)
        if meeting is None:
            continue
        at = meeting.starts_at + LATER
        visit = Visit(
            assignment_id=row.id, meeting_id=meeting.id, unit_id=row.unit_id, cell_id=row.cell_id, asked_at=at
        )
        db.add(visit)
        await db.flush()
        people = (await send(db, meeting, {visit.id: row}))[visit.id]
        await say_came(db, visit.id, people[0].member_id, place == 0 or number > 0, at)
        if place == 0:
            await _remark(db, visit, people[0].member_id, number, office, at)


async def _newest(db: AsyncSession, row: VisitAssignment) -> Meeting | None:
    found: Meeting | None = await db.scalar(
        select(Meeting)
        .where(
            Meeting.cell_id == row.cell_id,
            Meeting.kind == MeetingKind.REGULAR,
            Meeting.state == MeetingState.CLOSED,
            Meeting.starts_at >= at_local(row.from_on, datetime.min.time()),
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    return found


async def _remark(db: AsyncSession, visit: Visit, leader: int, number: int, office: str, at: datetime) -> None:
    for place, criterion in enumerate(Criterion):
        await mark(db, visit.id, leader, criterion, list(VisitGrade)[(number + place) % 3], at)
    await write_remark(db, visit.id, leader, words.REMARKS[number % len(words.REMARKS)], at)
    if number < len(words.DIFFICULTIES):
        await raise_difficulty(db, visit.id, leader, words.DIFFICULTIES[number], at)
    if number == 0:
        await release(db, visit.id, leader, at)
        await _answer(db, visit, office, at + timedelta(days=1))


async def _answer(db: AsyncSession, visit: Visit, office: str, at: datetime) -> None:
    raised = (await db.scalars(select(VisitDifficulty.id).where(VisitDifficulty.visit_id == visit.id))).one()
    await answer(db, raised, words.DIFFICULTY_ANSWER, office, at)
