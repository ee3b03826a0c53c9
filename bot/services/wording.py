"""What a notice says, worded when it leaves from what is true then; and why it may no longer leave."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Choice, Reply
from bot.model.meetings import Meeting, MeetingKind, MeetingState, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.services.forms import About, in_a_form
from bot.services.group_notices import group_word
from bot.services.live_tally import worded_edit
from bot.services.notice_facts import ON_NO_LIST, Facts, gather
from bot.services.notices import REMINDERS, from_content
from bot.services.permissions import role_holds
from bot.services.personal_links import link_for
from bot.services.resident_wording import resident_word
from bot.services.tally import has_answered
from bot.services.telling import CONTENTS, answer_choices, content_lines, cut_to_fit, told_of
from bot.services.told import Due, Told
from bot.services.worders import WORDERS
from bot.words import vi
from bot.words.meeting_papers import SEE_PAPERS, see_at
from bot.words.times import day_of

CALLED_AT = {MeetingKind.GROUP: Office.GROUP_LEADER, MeetingKind.BRIEFING: Office.OFFICE}
"""Whose phone is named to whoever can only call back; of all other kinds the secretary's."""
SENDER = "delivery"
"""Who makes the links that leave with messages."""


@dataclass(frozen=True, slots=True)
class Moot:
    """The notice is not sent: how it ends, and why."""

    state: NoticeState
    cause: str


def lines_of(meeting: Meeting, cell: Unit, chair: str | None = None) -> str:
    """Kind, cell, time, place, topic and, where it is given, the chair."""
    about = vi.cell(cell.name), meeting.kind, meeting.starts_at, meeting.place, meeting.topic
    return vi.meeting_lines(*about, chair, is_extended=meeting.is_extended, content=content_lines(meeting))


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
    if notice.step in ON_NO_LIST:
        said = await _on_no_list(db, notice, now, capabilities, facts)
        return said if isinstance(said, Reply) else Moot(NoticeState.CANCELLED, said)
    if meeting is None or notice.member_id is None:
        return Moot(NoticeState.CANCELLED, "nothing_to_say")
    told = facts.told[notice.id]
    if notice.step is Step.PAPERS and meeting.id not in facts.papers:
        return Moot(NoticeState.CANCELLED, "nothing_to_say")
    if (moot := _moot(notice, meeting, told)) is not None:
        return moot
    is_told_more = notice.step in CONTENTS and has_answered(told)
    how = "" if notice.step is Step.CANCELLED else await _how(db, notice, meeting, capabilities, now, is_told_more)
    choices = () if is_told_more else answer_choices(meeting, notice.member_id)
    if notice.step is Step.PAPERS:
        choices = (*choices, Choice(SEE_PAPERS, f"papers_of:{meeting.id}"))
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
    if notice.step in WORDERS:
        return await _by_its_worder(notice, now, capabilities, facts)
    meeting = facts.meetings.get(notice.meeting_id or 0)
    return await group_word(db, notice.id, meeting, facts.cells[meeting.id]) if meeting else "nothing_to_say"


async def _by_its_worder(notice: Notice | Due, now: datetime, capabilities: Capabilities, facts: Facts) -> Reply | str:
    words = facts.words.get(notice.id)
    if words is None:
        return "nothing_to_say"
    said = await words(facts.told[notice.id], capabilities, now)
    return said if isinstance(said, str) else cut_to_fit(said, capabilities)


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
    if has_answered(told) and notice.step not in CONTENTS and (notice.step in REMINDERS or notice.attempts):
        return Moot(NoticeState.CANCELLED, "answered")  # a call that may have arrived did arrive: they speak of it
    return None


async def _how(
    db: AsyncSession,
    notice: Notice | Due,
    meeting: Meeting,
    capabilities: Capabilities,
    now: datetime,
    is_told_more: bool,
) -> str:
    """How to answer: by a link that is made for this message, by button or number, else with a call.

    `is_told_more`: they have answered, and there is only more to see.
    """
    if capabilities.answers_by_link and notice.member_id is not None:
        link = await link_for(db, meeting, notice.member_id, SENDER, now, notice.endpoint_id)
        if link is not None:
            return see_at(link) if is_told_more else vi.by_link(link)
    if is_told_more:
        return ""
    if capabilities.inbound:
        return vi.BY_BUTTON if capabilities.buttons else vi.BY_NUMBER
    return vi.by_call(None if capabilities.abroad else await _secretarys_phone(db, meeting, now))


async def _secretarys_phone(db: AsyncSession, meeting: Meeting, now: datetime) -> str | None:
    """The phone of the cell's secretary of today; in a group of its leader, in a committee of its office."""
    phone: str | None = await db.scalar(
        select(Member.phone)
        .join(Role, Role.member_id == Member.id)
        .where(Role.unit_id == meeting.cell_id, Role.office == CALLED_AT.get(meeting.kind, Office.SECRETARY))
        .where(role_holds(day_of(now)))
        .order_by(Role.id)
    )
    return phone
