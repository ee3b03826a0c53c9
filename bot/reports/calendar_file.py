"""A meeting as a calendar file: nothing of whoever reads it is in it, so that it may be handed on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services.meetings import meeting_of
from bot.services.telling import content_lines
from bot.services.unit_settings import least_minutes, settings_of
from bot.words import calendar as words
from bot.words import vi
from bot.words.times import ZONE, local

if TYPE_CHECKING:
    from icalendar import Timezone

ICS = "text/calendar; charset=utf-8"
NOWHERE = "chibot.invalid"


@dataclass(frozen=True, slots=True)
class Entry:
    """As much of a meeting as a calendar shows."""

    uid: str
    revision: int
    summary: str
    starts_at: datetime
    lasts: timedelta
    place: str
    text: str
    organiser: str
    host: str
    is_cancelled: bool
    made_at: datetime


async def calendar_file(
    db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime
) -> Callable[[], Document]:
    """`calendar:<member>:<meeting>`; raises NotAllowed for who is not on the list."""
    meeting = await meeting_of(db, int(args[0]))
    invited = select(Attendance.id).where(Attendance.meeting_id == meeting.id, Attendance.member_id == member_id)
    if await db.scalar(invited) is None:
        raise NotAllowed
    entry = await entry_of(db, meeting, now)
    return lambda: Document(words.name(meeting.id), ics(entry), ICS)


async def entry_of(db: AsyncSession, meeting: Meeting, now: datetime) -> Entry:
    """It lasts as long as such a meeting is to last at the least."""
    cell = await db.get_one(Unit, meeting.cell_id)
    host = urlsplit(db.info.get("public_url") or "").hostname or NOWHERE
    topic = [f"Chủ đề: {meeting.topic}."] if meeting.topic else []
    return Entry(
        uid=f"meeting-{meeting.id}@{host}",
        revision=meeting.revision,
        summary=words.summary(meeting.kind, vi.cell(cell.name)),
        starts_at=local(meeting.starts_at),
        lasts=timedelta(minutes=least_minutes(await settings_of(db, cell), meeting.kind)),
        place=meeting.place,
        text="\n".join([*topic, *content_lines(meeting)]),
        organiser=vi.cell(cell.name),
        host=host,
        is_cancelled=meeting.state is MeetingState.CANCELLED,
        made_at=now,
    )


def ics(entry: Entry) -> bytes:
    """The file (RFC 5545): a later one of the same meeting takes the place of the one before."""
    from icalendar import Calendar, Event, vCalAddress, vUri  # noqa: PLC0415 - slow to load, and for this alone

    calendar = Calendar()
    calendar.add("prodid", words.PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_zone())
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.revision)
    event.add("dtstamp", entry.made_at)
    event.add("dtstart", entry.starts_at.replace(tzinfo=None), {"TZID": str(ZONE)})
    event.add("dtend", (entry.starts_at + entry.lasts).replace(tzinfo=None), {"TZID": str(ZONE)})
    event.add("summary", entry.summary)
    event.add("location", entry.place)
    if entry.text:
        event.add("description", entry.text)
    organiser = vCalAddress(vUri(f"mailto:noreply@{entry.host}"))
    organiser.params["cn"] = entry.organiser
    event.add("organizer", organiser)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _zone() -> "Timezone":
    """One hour of the sun for all of the year, since 1975."""
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", str(ZONE))
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - by its nature on the clocks of this zone
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone
