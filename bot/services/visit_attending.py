"""Whoever was sent says that they are there: from then on the cell sees them too, among the guests (rule 10)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.guests import Guest, GuestKind
from bot.model.members import Member
from bot.model.visits import VisitAnswer, VisitPerson
from bot.refusals import VisitTooEarly
from bot.services.audit import as_member, note
from bot.services.own_visits import OwnVisit, lock, own_visit
from bot.services.visit_people import assignment_of, names_of, people_of
from bot.services.visit_telling import about
from bot.words.names import fold

OPENS = timedelta(hours=1)
"""So long before the beginning somebody may already be there."""


async def arrive(db: AsyncSession, visit_id: int, member_id: int, now: datetime) -> OwnVisit:
    """One person is there; raises NoSuchVisit or VisitTooEarly."""
    own = await _begun(db, visit_id, member_id, now)
    own.person.came = True
    await _note_came(db, own, True, now)
    return own


async def say_came(db: AsyncSession, visit_id: int, member_id: int, came: bool, now: datetime) -> OwnVisit:
    """Whether those who were sent were there: whoever says so and who had said that they come, or nobody."""
    own = await _begun(db, visit_id, member_id, now)
    for one in (await people_of(db, [visit_id]))[visit_id]:
        if not came:
            one.came = False
        elif one.came is None or own.visit.came is False:
            one.came = True if one.answer is VisitAnswer.COMING or one.member_id == member_id else one.came
    await _note_came(db, own, came, now)
    return own


async def say_of(db: AsyncSession, visit_id: int, by: int, member_id: int, came: bool, now: datetime) -> OwnVisit:
    """Whether one of those who were sent was there; raises NoSuchVisit for others."""
    own = await _begun(db, visit_id, by, now)
    about_one = await own_visit(db, visit_id, [member_id])
    about_one.person.came = came
    people = (await people_of(db, [visit_id]))[visit_id]
    await _note_came(db, own, any(one.came for one in people), now)
    return own


async def _begun(db: AsyncSession, visit_id: int, member_id: int, now: datetime) -> OwnVisit:
    await lock(db, visit_id)
    own = await own_visit(db, visit_id, [member_id])
    if now < own.meeting.starts_at - OPENS:
        raise VisitTooEarly(at=own.meeting.starts_at)
    return own


async def _note_came(db: AsyncSession, own: OwnVisit, came: bool, now: datetime) -> None:
    by = as_member(own.member.id)
    own.visit.came, own.visit.came_at, own.visit.came_by = came, now, by
    await db.flush()
    await _among_guests(db, own, by, now)
    note(db, by, "visit_came", about(own.visit.id), now, came=came)


async def _among_guests(db: AsyncSession, own: OwnVisit, by: str, now: datetime) -> None:
    """Whoever the clerk has written down by name already stands there once."""
    assignment = await assignment_of(db, own.visit)
    title = (await names_of(db, [assignment]))[assignment.id] if assignment.group_id else None
    there = (await db.scalars(select(Guest).where(Guest.meeting_id == own.meeting.id))).all()
    for person, member in await _people(db, own):
        written = next((one for one in there if _is(one, member)), None)
        if written is not None and person.came is not None:
            written.came, written.by, written.at = person.came, by, now
        elif person.came:
            db.add(_guest(own, member, title, by, now))
    await db.flush()


def _is(guest: Guest, member: Member) -> bool:
    is_named = guest.kind is GuestKind.UPPER and guest.name is not None and fold(guest.name) == member.search_key
    return guest.member_id == member.id or is_named


async def _people(db: AsyncSession, own: OwnVisit) -> Sequence[tuple[VisitPerson, Member]]:
    """Without whoever is on the list of the meeting itself: they are counted there."""
    listed = select(Attendance.member_id).where(Attendance.meeting_id == own.meeting.id)
    found = await db.execute(
        select(VisitPerson, Member)
        .join(Member, Member.id == VisitPerson.member_id)
        .where(VisitPerson.visit_id == own.visit.id, VisitPerson.member_id.not_in(listed))
        .order_by(VisitPerson.is_leader.desc(), VisitPerson.id)
    )
    return [(person, member) for person, member in found]


def _guest(own: OwnVisit, member: Member, title: str | None, by: str, now: datetime) -> Guest:
    return Guest(
        meeting_id=own.meeting.id, member_id=member.id, kind=GuestKind.UPPER, title=title, came=True, by=by, at=now
    )


async def names_sent(db: AsyncSession, visit_id: int) -> list[tuple[VisitPerson, str]]:
    """Everybody who is sent, with their names."""
    found = await db.execute(
        select(VisitPerson, Member.name)
        .join(Member, Member.id == VisitPerson.member_id)
        .where(VisitPerson.visit_id == visit_id)
        .order_by(VisitPerson.is_leader.desc(), VisitPerson.id)
    )
    return [(person, name) for person, name in found]
