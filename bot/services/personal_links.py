"""A link of one member to one meeting: it shows the call and takes the answer, without a login, until the meeting."""

import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Answer, Attendance, Leave
from bot.model.endpoints import Address
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.personal_links import PersonalLink
from bot.model.units import Unit
from bot.refusals import NotInvited
from bot.services.attendance import Source, give_reason, invited, record_answer
from bot.services.audit import as_member
from bot.services.codes import hash_of
from bot.services.meetings import meeting_of
from bot.words.names import given_name
from bot.words.times import day_of

PATH = "/m/"
CHANNEL = "link"
"""Where an answer came from that was given on the page of a link."""
SIGNS = string.ascii_letters + string.digits
"""Nothing at which an SMS app might take the link to be at its end."""
LENGTH = 22
"""131 bits."""
LINK = re.compile(rf"{PATH}([A-Za-z0-9]{{{LENGTH}}})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link shows: the call, and what its member has said for the present time."""

    meeting: Meeting
    cell: Unit
    member: Member
    endpoint_id: int | None
    answer: Answer | None
    reason: Reason | None
    leave: Leave | None
    takes_answers: bool

    @property
    def given_name(self) -> str:
        return given_name(self.member.name)

    @property
    def is_cancelled(self) -> bool:
        return self.meeting.state is MeetingState.CANCELLED

    @property
    def has_moved(self) -> bool:
        """They may know another hour or place than this one."""
        return self.meeting.revision > 1 and self.answer is None and not self.is_cancelled


class Taken(StrEnum):
    """What became of an answer given on the page."""

    NOTED = "noted"
    GONE = "gone"
    MOVED = "moved"
    """It was given to an earlier hour or place: they are asked anew."""
    TOO_LATE = "too_late"
    NOT_AWAY = "not_away"
    """A reason of somebody who has not said that they stay away."""
    UNREADABLE = "unreadable"


async def link_for(
    db: AsyncSession, meeting: Meeting, member_id: int, by: str, now: datetime, endpoint_id: int | None = None
) -> str | None:
    """A new link of this member to this meeting; None where our site has no address."""
    site: str | None = db.info.get("public_url")
    if site is None:
        return None
    token = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    db.add(
        PersonalLink(
            token_hash=hash_of(token),
            meeting_id=meeting.id,
            member_id=member_id,
            endpoint_id=endpoint_id,
            made_by=by,
            made_at=now,
        )
    )
    await db.flush()
    return f"{site}{PATH}{token}"


async def take_back(db: AsyncSession, text: str) -> None:
    """This text has reached nobody: a link in it opens nothing, and another one is made when it is tried again."""
    hashes = [hash_of(token) for token in LINK.findall(text)]
    if hashes:
        await db.execute(delete(PersonalLink).where(PersonalLink.token_hash.in_(hashes)))


async def end_links(db: AsyncSession, member_id: int, endpoint_id: int) -> None:
    """A phone is lost or replaced: what was sent to it opens nothing, nor what was handed over and may lie there."""
    there = or_(PersonalLink.endpoint_id == endpoint_id, PersonalLink.endpoint_id.is_(None))
    await db.execute(delete(PersonalLink).where(PersonalLink.member_id == member_id, there))


async def opened(db: AsyncSession, token: str, now: datetime) -> Opened | None:
    """What the link shows; None where it is wrong, the meeting over, or its member not invited or no more there."""
    found = await db.execute(
        select(PersonalLink.endpoint_id, Meeting, Unit, Member, Attendance)
        .join(Meeting, Meeting.id == PersonalLink.meeting_id)
        .join(Unit, Unit.id == Meeting.cell_id)
        .join(Member, Member.id == PersonalLink.member_id)
        .join(Attendance, (Attendance.meeting_id == Meeting.id) & (Attendance.member_id == Member.id))
        .where(PersonalLink.token_hash == hash_of(token), _is_still_there())
    )
    row = found.one_or_none()
    if row is None or _is_over(row.Meeting, now):
        return None
    said: Attendance | None = None if row.Attendance.is_stale else row.Attendance
    return Opened(
        row.Meeting,
        row.Unit,
        row.Member,
        row.endpoint_id,
        said.answer if said else None,
        said.reason if said else None,
        said.leave if said else None,
        takes_answers=row.Meeting.state is MeetingState.CALLED and now < row.Meeting.starts_at,
    )


def _is_still_there() -> ColumnElement[bool]:
    """Whoever has lost the phone, or handed it on, is not to be answered for from there."""
    theirs = select(Address.id).where(
        Address.member_id == PersonalLink.member_id,
        Address.endpoint_id == PersonalLink.endpoint_id,
        Address.ended_at.is_(None),
    )
    return or_(PersonalLink.endpoint_id.is_(None), theirs.exists())


def _is_over(meeting: Meeting, now: datetime) -> bool:
    return meeting.state is MeetingState.CLOSED or day_of(now) > day_of(meeting.starts_at)


async def answer_by_link(
    db: AsyncSession, token: str, about: tuple[int, int], said: Answer | Reason, now: datetime
) -> Taken:
    """Store what was chosen on the page. `about`: the meeting and the revision that the page had shown."""
    found = await _opened_for_answer(db, token, now)
    if found is None:
        return Taken.GONE
    meeting_id, revision = about
    if meeting_id != found.meeting.id:
        return Taken.UNREADABLE
    if not found.takes_answers:
        return Taken.TOO_LATE
    if revision != found.meeting.revision:
        return Taken.MOVED
    return await _store(db, found, said, now)


async def _opened_for_answer(db: AsyncSession, token: str, now: datetime) -> Opened | None:
    """Held until the answer is stored: a move waits, and of two answers at once the second sees the first."""
    whose = select(PersonalLink.meeting_id, PersonalLink.member_id).where(PersonalLink.token_hash == hash_of(token))
    link = (await db.execute(whose)).one_or_none()
    if link is None:
        return None
    await meeting_of(db, link.meeting_id, share=True)
    try:
        await invited(db, link.meeting_id, link.member_id)
    except NotInvited:
        return None
    return await opened(db, token, now)


async def _store(db: AsyncSession, found: Opened, said: Answer | Reason, now: datetime) -> Taken:
    meeting_id, member_id = found.meeting.id, found.member.id
    source = Source(CHANNEL, as_member(member_id), found.endpoint_id)
    if isinstance(said, Answer):
        reason = found.reason if said is found.answer else None  # a second tap takes nothing back
        await record_answer(db, meeting_id, member_id, said, source, now, reason)
    elif found.answer is not Answer.AWAY:
        return Taken.NOT_AWAY
    else:
        await give_reason(db, meeting_id, member_id, said, source, now)
    return Taken.NOTED
