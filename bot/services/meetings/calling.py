"""Calling a meeting: whom it would reach, and that they are told once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind, MeetingState, Step
from bot.model.units import Unit
from bot.refusals import AlreadyCalled
from bot.services import outlays
from bot.services.audit import note
from bot.services.expected_lists import called_to, demand_kind, usual_audience, write_list
from bot.services.group_notices import tell_groups
from bot.services.ladder import plan_of, set_reminders, urgency_within
from bot.services.meetings.checks import Call
from bot.services.notices import owe
from bot.services.reach import Plan
from bot.services.unit_settings import settings_of
from bot.services.usual_agendas import agenda_at_call
from bot.services.visits import Change, follow_meeting


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a call would reach, and by what."""

    people: int
    by_channel: dict[str, int]
    unreached: list[str]
    plan: Plan
    """How, and what it costs."""


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
    await demand_no_twin(db, cell.id, call.starts_at)
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


async def demand_no_twin(db: AsyncSession, cell_id: int, starts_at: datetime, but: int = 0) -> None:
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
