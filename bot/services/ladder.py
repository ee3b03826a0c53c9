"""The ladder of a meeting: when its people are told, when the silent are reminded (`domain` rule 23)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new
from bot.model.meetings import Meeting, MeetingKind, MeetingStep, Step
from bot.model.notices import Urgency
from bot.services.notices import urgency_of
from bot.services.unit_settings import UnitSettings, after_quiet


@dataclass(frozen=True, slots=True)
class Plan:
    """When the people of a meeting are told."""

    notice_at: datetime
    reminders: tuple[tuple[Step, datetime], ...]


def urgency_within(deadline: datetime, meeting: Meeting, settings: UnitSettings, now: datetime) -> int:
    """Held back by the quiet hours until then, nobody would be told in time: so it does not wait for their end."""
    if after_quiet(now, settings.quiet_hours) >= deadline:
        return Urgency.EXPRESS
    return urgency_of(meeting, now)


async def set_reminders(db: AsyncSession, meeting: Meeting, plan: Plan) -> None:
    """Those that are set already stay as they are."""
    rows = [
        {"meeting_id": meeting.id, "revision": meeting.revision, "step": step, "due_at": at}
        for step, at in plan.reminders
    ]
    await add_if_new(db, MeetingStep, rows, ("meeting_id", "revision", "step"))


def plan_of(meeting: Meeting, settings: UnitSettings, now: datetime) -> Plan:
    """The ladder of `domain` rule 23. What is past is told at once, in one message; nothing comes twice at one hour."""
    start, quiet = meeting.starts_at, settings.quiet_hours
    if meeting.kind is MeetingKind.EXTRAORDINARY:
        last = start - timedelta(minutes=settings.extraordinary_reminder_minutes)
        return Plan(now, ((Step.LAST_REMINDER, last),) if last > now else ())
    wanted = max(now, start - timedelta(hours=settings.notice_hours))
    moments = (after_quiet(wanted, quiet), after_quiet(now, quiet))
    notice_at = next((at for at in moments if at < start), now)  # rather at night than not at all
    ladder = (
        (Step.REMINDER, after_quiet(start - timedelta(hours=settings.reminder_hours), quiet)),
        (Step.LAST_REMINDER, after_quiet(start - timedelta(hours=settings.last_reminder_hours), quiet)),
    )
    distinct = {at: step for step, at in ladder if notice_at < at < start}  # of two at one hour, the last
    return Plan(notice_at, tuple((step, at) for at, step in sorted(distinct.items())))
