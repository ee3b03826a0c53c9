"""Calling, moving and cancelling a meeting; each tells its people once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingKind, MeetingState, Step
from bot.model.units import Unit
from bot.refusals import (
    AlreadyCalled,
    DoubtfulWords,
    MeetingOver,
    NoSuchKind,
    NoSuchMeeting,
    PlaceMissing,
    RollBegun,
    SecrecyMarked,
    TextTooLong,
    TimeIsPast,
    TimeTooFar,
)
from bot.services import outlays
from bot.services.ahead import ahead_of
from bot.services.audit import note
from bot.services.expected_lists import Audience, called_to, demand_kind, usual_audience, write_list
from bot.services.group_notices import tell_groups
from bot.services.invitations import invited_to
from bot.services.ladder import plan_of, set_reminders, urgency_within
from bot.services.notices import drop_waiting, owe, told_of
from bot.services.reach import Plan
from bot.services.unit_settings import settings_of
from bot.services.usual_agendas import agenda_at_call
from bot.services.visits import Change, follow_meeting
from bot.words.names import tidy
from bot.words.secrecy import Finding, secrecy

LONGEST_PLACE, LONGEST_TOPIC = 200, 300
FARTHEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a call would reach, and by what."""

    people: int
    by_channel: dict[str, int]
    unreached: list[str]
    plan: Plan
    """How, and what it costs."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a meeting is called with; make it with `checked`."""

    kind: MeetingKind
    starts_at: datetime
    place: str
    topic: str | None
    is_extended: bool = False
    """People who are not on the list may be there as well."""
    audience: Audience | None = None
    """Of a briefing; None: the usual one."""


def kind_named(text: str) -> MeetingKind:
    """`regular`, `thematic` …; raises NoSuchKind."""
    try:
        return MeetingKind(text.strip().lower())
    except ValueError:
        raise NoSuchKind(kind=text, known=", ".join(MeetingKind)) from None


def checked(
    kind: MeetingKind,
    starts_at: datetime,
    place: str,
    topic: str | None,
    now: datetime,
    *,
    harmless: bool = False,
    is_extended: bool = False,
    audience: Audience | None = None,
) -> Call:
    """The call with its texts tidied; raises a refusal for what cannot be told to people."""
    call = Call(kind, starts_at, tidy(place), tidy(topic or "") or None, is_extended, audience)
    if not call.place:
        raise PlaceMissing
    if len(call.place) > LONGEST_PLACE or len(call.topic or "") > LONGEST_TOPIC:
        raise TextTooLong(place=LONGEST_PLACE, topic=LONGEST_TOPIC)
    guard((place, topic or ""), harmless=harmless)
    check_time(starts_at, now)
    return call


def guard(texts: Sequence[str], *, harmless: bool) -> None:
    """Nothing with a secrecy mark goes further than this, not even into the log (rules 32, 33)."""
    finding = secrecy(texts)
    if finding is Finding.MARKED:
        raise SecrecyMarked
    if finding is Finding.DOUBTFUL and not harmless:
        raise DoubtfulWords


def check_time(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise TimeIsPast(at=starts_at, now=now)
    if starts_at - now > FARTHEST:
        raise TimeTooFar(at=starts_at)


async def preview(db: AsyncSession, cell: Unit, call: Call, now: datetime) -> Preview:
    """What calling would do; nothing is written. Raises KindNotHere, NobodyExpected or NobodyToCall."""
    planned = _planned(cell, call)
    planned.agenda = await agenda_at_call(db, cell, call.kind)
    invited = await called_to(db, planned, cell, await settings_of(db, cell))
    plan = await outlays.of_call(db, cell, planned, [one.member.id for one in invited], now)
    unreached = [one.member.name for one in invited if one.member.id not in plan.reached]
    return Preview(len(invited), plan.by_channel, unreached, plan)


def _planned(unit: Unit, call: Call) -> Meeting:
    """The meeting as it would be; nobody has called it yet."""
    demand_kind(unit, call.kind)
    audience = call.audience or usual_audience(unit.kind)
    return Meeting(
        cell_id=unit.id,
        kind=call.kind,
        starts_at=call.starts_at,
        place=call.place,
        topic=call.topic,
        is_extended=call.is_extended,
        audience=audience.as_json() if call.kind is MeetingKind.BRIEFING else None,
        state=MeetingState.CALLED,
        revision=1,
    )


async def call_meeting(db: AsyncSession, cell: Unit, call: Call, by: str, now: datetime) -> Meeting:
    """Call a meeting: its people are invited and owed the notice. Two calls at once make one meeting."""
    await _demand_no_twin(db, cell.id, call.starts_at)
    settings = await settings_of(db, cell)
    meeting = _planned(cell, call)
    invited = await called_to(db, meeting, cell, settings)
    meeting.called_by, meeting.called_at = by, now
    meeting.agenda = await agenda_at_call(db, cell, meeting.kind)
    db.add(meeting)
    await db.flush()
    await write_list(db, meeting.id, invited)
    plan = plan_of(meeting, settings, now)
    urgency = urgency_within(meeting.starts_at, meeting, settings, now)
    await owe(db, meeting, [one.member.id for one in invited], Step.NOTICE, plan.notice_at, now, urgency)
    await tell_groups(db, meeting, plan.notice_at, now, urgency)
    await follow_meeting(db, meeting, Change(urgency, plan), now)
    await set_reminders(db, meeting, plan)
    note(db, by, "meeting_called", f"meeting:{meeting.id}", now, cell=cell.code, people=len(invited))
    return meeting


async def _demand_no_twin(db: AsyncSession, cell_id: int, starts_at: datetime, but: int = 0) -> None:
    """A cell has one meeting at one time; its row is locked, so that of two calls at once the second sees the first."""
    await db.execute(select(Unit.id).where(Unit.id == cell_id).with_for_update())
    twin = await db.scalar(
        select(Meeting.id).where(
            Meeting.cell_id == cell_id,
            Meeting.starts_at == starts_at,
            Meeting.state == MeetingState.CALLED,
            Meeting.id != but,
        )
    )
    if twin is not None:
        raise AlreadyCalled(meeting=twin)


async def meeting_of(db: AsyncSession, meeting_id: int, *, lock: bool = False, share: bool = False) -> Meeting:
    """The meeting; raises NoSuchMeeting. `lock`: nobody else changes it meanwhile; `share`: many may hold it so."""
    if share and (ahead := ahead_of(db)) is not None and (held := ahead.meeting(meeting_id)) is not None:
        return held
    statement = select(Meeting).where(Meeting.id == meeting_id)
    if lock or share:
        statement = statement.with_for_update(read=share).execution_options(populate_existing=True)
    meeting: Meeting | None = await db.scalar(statement)
    if meeting is None:
        raise NoSuchMeeting(meeting=meeting_id)
    return meeting


async def called_meetings(db: AsyncSession, cell_ids: Sequence[int]) -> Sequence[Meeting]:
    """The meetings of these cells that are neither closed nor cancelled, the earliest first."""
    found = await db.scalars(
        select(Meeting)
        .where(Meeting.cell_id.in_(cell_ids), Meeting.state == MeetingState.CALLED)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return found.all()


async def move_meeting(
    db: AsyncSession,
    meeting_id: int,
    starts_at: datetime,
    place: str | None,
    by: str,
    now: datetime,
    *,
    harmless: bool = False,
) -> Meeting:
    """Another time or place: a new revision. Old answers are stale; who had been told is told once, at once."""
    meeting = await _still_to_come(db, meeting_id)
    # what was confirmed at the call needs no second confirmation: only a new place is looked at
    call = checked(meeting.kind, starts_at, place or meeting.place, None, now, harmless=harmless or place is None)
    await _demand_no_twin(db, meeting.cell_id, call.starts_at, but=meeting.id)
    await drop_waiting(db, meeting, "moved", now)  # first this: what delivery claims meanwhile counts as told
    told = await told_of(db, meeting)
    before = meeting.starts_at
    meeting.starts_at, meeting.place, meeting.revision = call.starts_at, call.place, meeting.revision + 1
    await db.execute(
        update(Attendance)
        .where(Attendance.meeting_id == meeting.id, Attendance.answer.is_not(None))
        .values(is_stale=True, leave=None, leave_by=None)  # a leave is for a day, and was asked for another one
    )
    cell = await db.get_one(Unit, meeting.cell_id)
    invited = await invited_to(db, meeting.id)
    settings = await settings_of(db, cell)
    plan = plan_of(meeting, settings, now)
    urgency = urgency_within(min(before, meeting.starts_at), meeting, settings, now)
    await owe(db, meeting, [one for one in invited if one in told], Step.MOVED, now, now, urgency)
    await owe(db, meeting, [one for one in invited if one not in told], Step.NOTICE, plan.notice_at, now)
    await tell_groups(db, meeting, plan.notice_at, now, urgency)
    await follow_meeting(db, meeting, Change(urgency, plan, is_move=True), now)
    await set_reminders(db, meeting, plan)
    note(db, by, "meeting_moved", f"meeting:{meeting.id}", now, revision=meeting.revision)
    return meeting


async def cancel_meeting(db: AsyncSession, meeting_id: int, by: str, now: datetime) -> Meeting:
    """Call it off. Who had been told is told once; who had not hears nothing of it."""
    meeting = await _still_to_come(db, meeting_id)
    await drop_waiting(db, meeting, "meeting_cancelled", now)
    told = await told_of(db, meeting)
    meeting.state, meeting.revision = MeetingState.CANCELLED, meeting.revision + 1
    invited = await invited_to(db, meeting.id)
    settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
    urgency = urgency_within(meeting.starts_at, meeting, settings, now)
    await owe(db, meeting, [one for one in invited if one in told], Step.CANCELLED, now, now, urgency)
    await tell_groups(db, meeting, now, now, urgency)
    await follow_meeting(db, meeting, Change(urgency), now)
    note(db, by, "meeting_cancelled", f"meeting:{meeting.id}", now)
    return meeting


async def _still_to_come(db: AsyncSession, meeting_id: int) -> Meeting:
    meeting = await meeting_of(db, meeting_id, lock=True)
    if meeting.state is not MeetingState.CALLED:
        raise MeetingOver(meeting=meeting_id)
    marked = select(Attendance.id).where(Attendance.meeting_id == meeting_id, Attendance.mark.is_not(None))
    if await db.scalar(marked.limit(1)):
        raise RollBegun(meeting=meeting_id)
    return meeting
