"""What a notice says, worded when it leaves from what is true then; and why it may no longer leave."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Choice, Reply
from bot.model.attendances import Answer, Attendance
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.services.live_tally import worded_edit
from bot.services.notices import REMINDERS, from_content
from bot.services.permissions import Right, holders_at, role_holds
from bot.services.personal_links import link_for
from bot.services.tally import has_answered
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


def answer_choices(meeting: Meeting, member_id: int) -> tuple[Choice, Choice]:
    """The two answers. The revision is in the value: an old button must not answer for the new time."""
    where = f"answer:{meeting.id}:{meeting.revision}:{member_id}"
    return (Choice(vi.COMING, f"{where}:{Answer.COMING}"), Choice(vi.AWAY, f"{where}:{Answer.AWAY}"))


class Said(NamedTuple):
    """What somebody on the list has said so far."""

    answer: Answer | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a slice of notices is worded from, read in a few queries however many they are."""

    meetings: Mapping[int, Meeting]
    lines: Mapping[int, str]
    """What is said of each meeting, the same to everybody."""
    names: Mapping[int, str]
    """Of the members."""
    lists: Mapping[tuple[int, int], Said]
    """By meeting and member."""


async def gather(db: AsyncSession, notices: Sequence[Notice]) -> Facts:
    """Read what these notices are about, as it is now."""
    about = [one for one in notices if one.content is None and one.meeting_id and one.step is not Step.TALLY]
    found = await db.execute(
        select(Meeting, Unit)
        .join(Unit, Unit.id == Meeting.cell_id)
        .where(Meeting.id.in_({one.meeting_id for one in about}))
    )
    held = [(meeting, cell) for meeting, cell in found]
    chairs = await chairs_of(db, [meeting for meeting, _ in held])
    lines = {meeting.id: lines_of(meeting, cell, chairs[meeting.id]) for meeting, cell in held}
    people = {one.member_id for one in about}
    named = await db.execute(select(Member.id, Member.name).where(Member.id.in_(people)))
    listed = await db.execute(
        select(Attendance.meeting_id, Attendance.member_id, Attendance.answer, Attendance.is_stale).where(
            Attendance.meeting_id.in_(lines), Attendance.member_id.in_(people)
        )
    )
    lists = {(meeting_id, member_id): Said(answer, is_stale) for meeting_id, member_id, answer, is_stale in listed}
    return Facts({meeting.id: meeting for meeting, _ in held}, lines, dict(named.all()), lists)


async def word(
    db: AsyncSession, notice: Notice, now: datetime, capabilities: Capabilities, facts: Facts | None = None
) -> Reply | Moot:
    """The words of a notice for a network that can so much, or why nobody needs them any more."""
    if notice.expires_at is not None and notice.expires_at <= now:
        return Moot(NoticeState.EXPIRED, "expired")
    if notice.content is not None:
        return from_content(notice.content)
    if notice.step is Step.TALLY:
        return await worded_edit(db, notice, now) or Moot(NoticeState.CANCELLED, "tally_ended")
    facts = facts or await gather(db, [notice])
    meeting = facts.meetings.get(notice.meeting_id or 0)
    if meeting is None or notice.member_id is None:
        return Moot(NoticeState.CANCELLED, "nothing_to_say")
    if (moot := _moot(notice, meeting, facts)) is not None:
        return moot
    name, lines = facts.names[notice.member_id], facts.lines[meeting.id]
    if notice.step is Step.CANCELLED:
        return Reply(vi.called_off(name, lines))
    how = await _how(db, notice, meeting, capabilities, now)
    return Reply(_telling(notice.step)(name, lines, how), answer_choices(meeting, notice.member_id))


def _moot(notice: Notice, meeting: Meeting, facts: Facts) -> Moot | None:
    """Nobody is told what is no longer so, nor reminded of what they have answered."""
    if meeting.revision != notice.revision:
        return Moot(NoticeState.CANCELLED, "superseded")
    if notice.step is Step.CANCELLED:
        return None
    if meeting.state is not MeetingState.CALLED:
        return Moot(NoticeState.CANCELLED, f"meeting_{meeting.state}")
    row = facts.lists.get((meeting.id, notice.member_id or 0))
    if row is None:
        return Moot(NoticeState.CANCELLED, "not_invited")
    if has_answered(row) and (notice.step in REMINDERS or notice.attempts):
        return Moot(NoticeState.CANCELLED, "answered")  # a call that may have arrived did arrive: they speak of it
    return None


def _telling(step: Step) -> Callable[[str, str, str], str]:
    if step is Step.MOVED:
        return vi.moved
    return vi.reminder if step in REMINDERS else vi.notice


async def _how(db: AsyncSession, notice: Notice, meeting: Meeting, capabilities: Capabilities, now: datetime) -> str:
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
