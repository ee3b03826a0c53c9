"""What a notice says, worded when it leaves from what is true then; and why it may no longer leave."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.messages import Capabilities, Reply
from bot.model.attendances import Answer, Attendance
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.services.addresses import is_open_to
from bot.services.forms import About, in_a_form
from bot.services.group_notices import group_word
from bot.services.live_tally import worded_edit
from bot.services.notices import REMINDERS, from_content
from bot.services.permissions import Right, holders_at, role_holds
from bot.services.personal_links import link_for
from bot.services.resident_wording import resident_word
from bot.services.tally import has_answered
from bot.services.telling import answer_choices, cut_to_fit, in_full_or_less, told_of
from bot.words import vi
from bot.words.times import day_of

SENDER = "delivery"
"""Who makes the links that leave with messages."""


@dataclass(frozen=True, slots=True)
class Moot:
    """The notice is not sent: how it ends, and why."""

    state: NoticeState
    cause: str


def lines_of(meeting: Meeting, cell: Unit, chair: str | None = None) -> str:
    """Kind, cell, time, place, topic and, where it is given, the chair."""
    return vi.meeting_lines(vi.cell(cell.name), meeting.kind, meeting.starts_at, meeting.place, meeting.topic, chair)


async def chairs_of(db: AsyncSession, meetings: Sequence[Meeting]) -> dict[int, str | None]:
    """Who chairs each meeting: the secretary of that day or, where there is none, the deputy (`domain` 1.6).

    A query for each day on which they are held, and one for the names.
    """
    by_day: defaultdict[date, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        by_day[day_of(meeting.starts_at)].append(meeting)
    leading: dict[int, int] = {}
    for on, held in by_day.items():
        leaders = await holders_at(db, [meeting.cell_id for meeting in held], Right.DECIDE_LEAVE, on)
        leading |= {one.id: leaders[one.cell_id][0] for one in held if leaders[one.cell_id]}
    found = await db.execute(select(Member.id, Member.name).where(Member.id.in_(leading.values())))
    names = dict(found.all())
    return {meeting.id: names.get(leading.get(meeting.id, 0)) for meeting in meetings}


class Due(NamedTuple):
    """A notice that is due: as much of its row as sending needs, without the cost of an entity."""

    id: int
    about: str
    meeting_id: int | None
    revision: int
    member_id: int | None
    step: Step
    endpoint_id: int | None
    content: dict[str, Any] | None
    urgency: int
    expires_at: datetime | None
    attempts: int


DUE = tuple(getattr(Notice, name) for name in Due._fields)


class Told(NamedTuple):
    """Whoever is told, and what they have said so far."""

    address: str | None
    heard_at: datetime | None
    """When somebody last wrote or pressed there."""
    may_be_told: bool
    """The endpoint is still one that this member may be sent to."""
    name: str | None
    is_listed: bool
    answer: Answer | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a slice of notices is worded from, read in a few queries however many they are."""

    meetings: Mapping[int, Meeting]
    cells: Mapping[int | None, Unit]
    """By meeting."""
    lines: Mapping[int, Sequence[str]]
    """What is said of each meeting, the same to everybody: in full, and less of it where there is less room."""
    told: Mapping[int, Told]
    """By notice."""


async def gather(db: AsyncSession, notices: Sequence[Notice | Due]) -> Facts:
    """Read what these notices are about, as it is now."""
    held_by = {one.meeting_id for one in notices if one.meeting_id and one.step is not Step.TALLY}
    found = await db.execute(
        select(Meeting, Unit).join(Unit, Unit.id == Meeting.cell_id).where(Meeting.id.in_(filled_up(held_by)))
    )
    held = [(meeting, cell) for meeting, cell in found]
    chairs = await chairs_of(db, [meeting for meeting, _ in held]) if held else {}
    lines = {meeting.id: in_full_or_less(meeting, cell.name, chairs[meeting.id]) for meeting, cell in held}
    told = await _told(db, [one.id for one in notices])
    return Facts({one.id: one for one, _ in held}, {one.id: cell for one, cell in held}, lines, told)


async def _told(db: AsyncSession, notice_ids: Sequence[int]) -> dict[int, Told]:
    invited = (Attendance.meeting_id == Notice.meeting_id) & (Attendance.member_id == Notice.member_id)
    found = await db.execute(
        select(
            Notice.id,
            Endpoint.external_id,
            Endpoint.heard_at,
            is_open_to(Notice.member_id),
            Member.name,
            Attendance.id.is_not(None),
            Attendance.answer,
            func.coalesce(Attendance.is_stale, false()),
        )
        .outerjoin(Endpoint, Endpoint.id == Notice.endpoint_id)
        .outerjoin(Member, Member.id == Notice.member_id)
        .outerjoin(Attendance, invited)
        .where(Notice.id.in_(filled_up(notice_ids)))
    )
    return {notice_id: Told._make(rest) for notice_id, *rest in found}


async def word(
    db: AsyncSession, notice: Notice | Due, now: datetime, capabilities: Capabilities, facts: Facts | None = None
) -> Reply | Moot:
    """The words of a notice for a network that can so much, or why nobody needs them any more."""
    facts = facts or await gather(db, [notice])
    said = await _in_words(db, notice, now, capabilities, facts)
    if isinstance(said, Moot) or capabilities.takes_words(facts.told[notice.id].heard_at, now):
        return said
    if notice.step is Step.REPLY and capabilities.forms_only:
        return Moot(NoticeState.CANCELLED, "forms_only")  # a press is answered by no second one, which costs money
    meeting, name = facts.meetings.get(notice.meeting_id or 0), facts.told[notice.id].name or ""
    return in_a_form(notice, said, About(meeting, facts.cells[meeting.id].name, name) if meeting else None)


async def _in_words(
    db: AsyncSession, notice: Notice | Due, now: datetime, capabilities: Capabilities, facts: Facts
) -> Reply | Moot:
    if notice.expires_at is not None and notice.expires_at <= now:
        return Moot(NoticeState.EXPIRED, "expired")
    if notice.content is not None:
        return cut_to_fit(from_content(notice.content), capabilities)
    meeting = facts.meetings.get(notice.meeting_id or 0)
    if notice.step in {Step.TALLY, Step.RESIDENTS, Step.GROUP}:
        said = await _on_no_list(db, notice, now, capabilities, facts)
        return said if isinstance(said, Reply) else Moot(NoticeState.CANCELLED, said)
    if meeting is None or notice.member_id is None:
        return Moot(NoticeState.CANCELLED, "nothing_to_say")
    told = facts.told[notice.id]
    if (moot := _moot(notice, meeting, told)) is not None:
        return moot
    how = "" if notice.step is Step.CANCELLED else await _how(db, notice, meeting, capabilities, now)
    choices = answer_choices(meeting, notice.member_id)
    return told_of(notice.step, told.name or "", facts.lines[meeting.id], how, choices, capabilities)


async def _on_no_list(
    db: AsyncSession, notice: Notice | Due, now: datetime, capabilities: Capabilities, facts: Facts
) -> Reply | str:
    """A tally that is edited in place, and what residents and groups are told; or why it need not be said."""
    if notice.step is Step.TALLY:
        owed = notice if isinstance(notice, Notice) else await db.get_one(Notice, notice.id)
        return await worded_edit(db, owed, now) or "tally_ended"
    if notice.step is Step.RESIDENTS:
        return await resident_word(db, notice.id, capabilities)
    meeting = facts.meetings.get(notice.meeting_id or 0)
    return await group_word(db, notice.id, meeting, facts.cells[meeting.id]) if meeting else "nothing_to_say"


def _moot(notice: Notice | Due, meeting: Meeting, told: Told) -> Moot | None:
    """Nobody is told what is no longer so, nor reminded of what they have answered."""
    if meeting.revision != notice.revision:
        return Moot(NoticeState.CANCELLED, "superseded")
    if notice.step is Step.CANCELLED:
        return None
    if meeting.state is not MeetingState.CALLED:
        return Moot(NoticeState.CANCELLED, f"meeting_{meeting.state}")
    if not told.is_listed:
        return Moot(NoticeState.CANCELLED, "not_invited")
    if has_answered(told) and (notice.step in REMINDERS or notice.attempts):
        return Moot(NoticeState.CANCELLED, "answered")  # a call that may have arrived did arrive: they speak of it
    return None


async def _how(
    db: AsyncSession, notice: Notice | Due, meeting: Meeting, capabilities: Capabilities, now: datetime
) -> str:
    """How to answer: by a link that is made for this message, by button or number, else with a call."""
    if capabilities.answers_by_link and notice.member_id is not None:
        link = await link_for(db, meeting, notice.member_id, SENDER, now, notice.endpoint_id)
        if link is not None:
            return vi.by_link(link)
    if capabilities.inbound:
        return vi.BY_BUTTON if capabilities.buttons else vi.BY_NUMBER
    return vi.by_call(None if capabilities.abroad else await _secretarys_phone(db, meeting, now))


async def _secretarys_phone(db: AsyncSession, meeting: Meeting, now: datetime) -> str | None:
    """The phone of the cell's secretary of today."""
    phone: str | None = await db.scalar(
        select(Member.phone)
        .join(Role, Role.member_id == Member.id)
        .where(Role.unit_id == meeting.cell_id, Role.office == Office.SECRETARY, role_holds(day_of(now)))
        .order_by(Role.id)
    )
    return phone
