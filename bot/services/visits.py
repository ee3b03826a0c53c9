"""Visits follow the meetings of the cells: begun with the call, moved with it, ended with it; and what visitors say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.lists import filled_up
from bot.messages import Reply
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.units import Unit
from bot.model.visits import Visit, VisitAnswer, VisitAssignment, VisitPerson
from bot.services.ladder import Plan, plan_of
from bot.services.notices import urgency_of
from bot.services.permissions import Right, holders
from bot.services.unit_settings import settings_of
from bot.services.visit_people import groups_with, names_of, people_of, send
from bot.services.visit_telling import about, call_off, drop_waiting, pass_word, tell_visitors, told_of
from bot.words import visit_letters as letters
from bot.words.times import day_of
from bot.words.vi import cell as cell_name

VISITED = (
    MeetingKind.REGULAR,
    MeetingKind.THEMATIC,
    MeetingKind.REGULAR_THEMATIC,
    MeetingKind.EXTRAORDINARY,
    MeetingKind.CONFERENCE,
    MeetingKind.CONGRESS,
    MeetingKind.REVIEW,
)
"""What an assignment for some days is about: the whole cell meets. To others somebody is sent by the meeting itself."""

AT_ONCE = 1000
"""People in one query."""


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting has been called, moved or called off."""

    urgency: int
    plan: Plan | None = None
    """When its people are told; None: it is off."""
    is_move: bool = False
    """What was answered before was about another time."""


Pair = tuple[VisitAssignment, Visit]
Pairs = Sequence[Pair]


async def follow_meeting(db: AsyncSession, meeting: Meeting, change: Change, now: datetime) -> None:
    """Whoever is assigned hears of the meeting as it stands now. In the transaction that holds the meeting."""
    pairs = await _pairs(db, meeting)
    if not pairs:
        return
    begun, gone, kept = list[Pair](), list[Pair](), list[Pair]()
    for assignment, visit, is_meant in pairs:
        if is_meant and (visit is None or visit.ended_at is not None):
            begun.append((assignment, visit or _new(db, assignment, meeting)))
        elif visit is not None and visit.ended_at is None:
            (kept if is_meant else gone).append((assignment, visit))
    await db.flush()
    for _, visit in begun:
        visit.ended_at = None
    for assignment, visit in gone:
        await _end(db, assignment, visit, meeting, change, now)
    await _send(db, meeting, begun, kept, change, now)


async def _pairs(db: AsyncSession, meeting: Meeting) -> list[tuple[VisitAssignment, Visit | None, bool]]:
    """What sends somebody to the meeting, or did so far, and whether it does; one query, which mostly finds nothing.

    To a cell that stands elsewhere since, nobody new is sent; who is to go there already still goes.
    """
    of_it = (Visit.assignment_id == VisitAssignment.id) & (Visit.meeting_id == meeting.id)
    is_meant, cell, sender = _sends_to(meeting), aliased(Unit), aliased(Unit)
    is_theirs = or_(cell.path.startswith(sender.path), Visit.id.is_not(None) & Visit.ended_at.is_(None))
    found = await db.execute(
        select(VisitAssignment, Visit, is_meant & is_theirs)
        .join(cell, cell.id == VisitAssignment.cell_id)
        .join(sender, sender.id == VisitAssignment.unit_id)
        .outerjoin(Visit, of_it)
        .where(VisitAssignment.cell_id == meeting.cell_id, or_(is_meant, Visit.id.is_not(None)))
        .order_by(VisitAssignment.id)
    )
    is_called = meeting.state is MeetingState.CALLED
    return [(assignment, visit, is_called and sends) for assignment, visit, sends in found]


def _sends_to(meeting: Meeting) -> ColumnElement[bool]:
    """Whether an assignment means this meeting."""
    on = day_of(meeting.starts_at)
    days = VisitAssignment.meeting_id.is_(None) & (VisitAssignment.from_on <= on) & (VisitAssignment.until_on >= on)
    is_it = VisitAssignment.meeting_id == meeting.id
    return VisitAssignment.ended_at.is_(None) & (or_(is_it, days) if meeting.kind in VISITED else is_it)


def _new(db: AsyncSession, assignment: VisitAssignment, meeting: Meeting) -> Visit:
    visit = Visit(
        assignment_id=assignment.id, meeting_id=meeting.id, unit_id=assignment.unit_id, cell_id=meeting.cell_id
    )
    db.add(visit)
    return visit


async def _send(db: AsyncSession, meeting: Meeting, begun: Pairs, kept: Pairs, change: Change, now: datetime) -> None:
    if change.plan is None:
        return
    told = [*begun, *kept] if change.is_move else begun
    people = await send(db, meeting, {visit.id: assignment for assignment, visit in told})
    for _, visit in told:
        if change.is_move:
            for one in people[visit.id]:
                one.answer = one.answered_at = None
            await db.flush()
            await drop_waiting(db, visit.id, now)
        await tell_visitors(db, visit, meeting, change.plan, change.urgency, now)
    await _announce(db, [pair for pair in begun if people[pair[1].id]], meeting, now)


async def _end(
    db: AsyncSession, assignment: VisitAssignment, visit: Visit, meeting: Meeting, change: Change, now: datetime
) -> None:
    visit.ended_at = now
    await db.flush()
    await call_off(db, visit, meeting, change.urgency, now)
    if assignment.is_announced and meeting.state is MeetingState.CALLED:
        said = letters.withdrawn((await names_of(db, [assignment]))[assignment.id], meeting.starts_at)
        await pass_word(db, about(visit.id), await _leaders(db, meeting, now), Reply(said), now)


async def _announce(db: AsyncSession, pairs: Pairs, meeting: Meeting, now: datetime) -> None:
    """Whoever leads the cell hears who comes; of who comes unannounced, nothing at all."""
    told = [(assignment, visit) for assignment, visit in pairs if assignment.is_announced]
    if not told:
        return
    names, leaders = await names_of(db, [one for one, _ in told]), await _leaders(db, meeting, now)
    for assignment, visit in told:
        sender = (await db.get_one(Unit, assignment.unit_id)).name
        said = letters.announced(names[assignment.id], sender, meeting.starts_at, assignment.note)
        await pass_word(db, about(visit.id), leaders, Reply(said), now)


async def _leaders(db: AsyncSession, meeting: Meeting, now: datetime) -> list[int]:
    return await holders(db, await db.get_one(Unit, meeting.cell_id), Right.CALL, day_of(now))


async def renew_people(db: AsyncSession, group_id: int, now: datetime) -> None:
    """The group has changed: who is new in it hears of the meetings to come, who left that they need not go."""
    await _renew(db, VisitAssignment.group_id == group_id, now)


async def renew_visits_of(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> None:
    """They belong somewhere else now, perhaps to the cell that they were to visit, or to another committee."""
    for first in range(0, len(member_ids), AT_ONCE):
        some = filled_up(member_ids[first : first + AT_ONCE])
        theirs = Visit.id.in_(select(VisitPerson.visit_id).where(VisitPerson.member_id.in_(some)))
        in_groups = VisitAssignment.group_id.in_(groups_with(some, now))
        await _renew(db, or_(theirs, VisitAssignment.member_id.in_(some), in_groups), now)


async def _renew(db: AsyncSession, which: ColumnElement[bool], now: datetime) -> None:
    found = await db.execute(
        select(Visit, Meeting, VisitAssignment)
        .join(Meeting, Meeting.id == Visit.meeting_id)
        .join(VisitAssignment, VisitAssignment.id == Visit.assignment_id)
        .where(which, *_to_come(now))
        .order_by(Visit.id)
    )
    for visit, meeting, assignment in found.all():
        before = (await people_of(db, [visit.id]))[visit.id]
        going = {one.member_id for one in before if one.answer is not VisitAnswer.AWAY}
        now_sent = {one.member_id for one in (await send(db, meeting, {visit.id: assignment}))[visit.id]}
        if now_sent - {one.member_id for one in before}:
            change = await change_now(db, meeting, now)
            await tell_visitors(db, visit, meeting, change.plan or Plan(now, ()), change.urgency, now)
        await _need_not_go(db, visit, meeting, going - now_sent, now)


async def _need_not_go(db: AsyncSession, visit: Visit, meeting: Meeting, left: Collection[int], now: datetime) -> None:
    """Whoever was told and is sent no longer; who has not heard of it yet never does."""
    told = await told_of(db, visit.id)
    cell = cell_name((await db.get_one(Unit, meeting.cell_id)).name)
    for member_id in sorted(told & set(left)):
        said = letters.not_sent(cell, meeting.starts_at)
        await pass_word(db, about(visit.id), [member_id], Reply(said), now)


async def change_now(db: AsyncSession, meeting: Meeting, now: datetime) -> Change:
    """As if the meeting had been called just now: whoever is told late is told at once."""
    settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
    return Change(urgency_of(meeting, now), plan_of(meeting, settings, now))


def _to_come(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Visit.ended_at.is_(None), Meeting.state == MeetingState.CALLED, Meeting.starts_at > now)
