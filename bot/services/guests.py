"""People beside the list of a meeting: guests, who comes from above, own members who need not come (rule 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.guests import Guest, GuestKind
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import AWAY, Member, StatusKind
from bot.model.units import Unit
from bot.refusals import GuestUnreadable, MeetingWasCancelled, NoSuchGuest, TooManyGuests
from bot.services.audit import note
from bot.services.meetings import guard
from bot.services.party_groups import cell_of_group
from bot.services.people import people_of_cell
from bot.words.guests import person, read
from bot.words.times import day_of

MOST = 60
KINDS = tuple(GuestKind)


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody beside the list, under the number by which they are spoken of."""

    number: int
    id: int
    kind: GuestKind
    name: str
    title: str | None
    organisation: str | None
    came: bool | None

    @property
    def who(self) -> str:
        return person(self.name, self.title, self.organisation)


@dataclass(frozen=True, slots=True)
class Spared:
    """An own member who is not expected, and whether they came all the same."""

    member: Member
    status: StatusKind
    came: bool


async def beside(db: AsyncSession, meeting_id: int) -> list[Beside]:
    """Everybody beside the list of a meeting, in the order in which they were written."""
    found = await db.execute(
        select(Guest, Member.name)
        .outerjoin(Member, Member.id == Guest.member_id)
        .where(Guest.meeting_id == meeting_id)
        .order_by(Guest.id)
    )
    return [
        Beside(number, one.id, one.kind, name or one.name or "", one.title, one.organisation, one.came)
        for number, (one, name) in enumerate(found, 1)
    ]


async def add_guests(
    db: AsyncSession, meeting: Meeting, text: str, kind: GuestKind, by: str, now: datetime, *, harmless: bool = False
) -> int:
    """Write down the people of a line; returns how many are new: who stands there already is not written twice.

    Guests make the meeting an extended one.

    Raises SecrecyMarked or DoubtfulWords before anything is read, GuestUnreadable, TooManyGuests, MeetingWasCancelled.
    """
    guard((text,), harmless=harmless)
    _demand_held(meeting)
    try:
        said = read(text)
    except ValueError:
        raise GuestUnreadable from None
    if not said:
        raise GuestUnreadable
    there = await beside(db, meeting.id)
    known = {(one.kind, one.name, one.title, one.organisation) for one in there}
    said = [one for one in dict.fromkeys(said) if (kind, one.name, one.title, one.organisation) not in known]
    if len(there) + len(said) > MOST:
        raise TooManyGuests(most=MOST)
    db.add_all(
        Guest(
            meeting_id=meeting.id,
            kind=kind,
            name=one.name,
            title=one.title,
            organisation=one.organisation,
            by=by,
            at=now,
        )
        for one in said
    )
    if kind is GuestKind.GUEST:
        meeting.is_extended = True
    note(db, by, "guests_added", f"meeting:{meeting.id}", now, count=len(said), kind=kind)
    await db.flush()
    return len(said)


async def guest_of(db: AsyncSession, meeting: Meeting, guest_id: int) -> Guest:
    """Raises NoSuchGuest, also for somebody of another meeting."""
    found = await db.get(Guest, guest_id)
    if found is None or found.meeting_id != meeting.id:
        raise NoSuchGuest(which=guest_id)
    return found


async def note_came(
    db: AsyncSession, meeting: Meeting, guest_id: int, came: bool | None, by: str, now: datetime
) -> None:
    _demand_held(meeting)
    guest = await guest_of(db, meeting, guest_id)
    guest.came, guest.by, guest.at = came, by, now
    note(db, by, "guest_came", f"meeting:{meeting.id}", now, guest=guest_id, came=came)
    await db.flush()


async def remove_guest(db: AsyncSession, meeting: Meeting, guest_id: int, by: str, now: datetime) -> None:
    _demand_held(meeting)
    await db.delete(await guest_of(db, meeting, guest_id))
    note(db, by, "guest_removed", f"meeting:{meeting.id}", now, guest=guest_id)
    await db.flush()


async def spared(db: AsyncSession, meeting: Meeting) -> list[Spared]:
    """The cell's own people of that day who are not on the list, by name; none where only some of it meet."""
    if meeting.kind in {MeetingKind.COMMITTEE, MeetingKind.BRIEFING}:
        return []
    cell = await cell_of_group(db, await db.get_one(Unit, meeting.cell_id))
    listed = set(await db.scalars(select(Attendance.member_id).where(Attendance.meeting_id == meeting.id)))
    came = set(
        await db.scalars(
            select(Guest.member_id).where(
                Guest.meeting_id == meeting.id, Guest.member_id.is_not(None), Guest.came.is_(True)
            )
        )
    )
    here = await people_of_cell(db, cell.id, day_of(meeting.starts_at))
    return [
        Spared(one.member, next(status for status in AWAY if status in one.statuses), one.member_id in came)
        for one in here
        if one.is_away and one.member_id not in listed
    ]


async def own_came(db: AsyncSession, meeting: Meeting, member_id: int, came: bool, by: str, now: datetime) -> None:
    """An exempt member, or one who is away, was there: counted apart, in no rate. Raises NoSuchGuest for others."""
    _demand_held(meeting)
    if member_id not in {one.member.id for one in await spared(db, meeting)}:
        raise NoSuchGuest(which=member_id)
    found: Guest | None = await db.scalar(select(Guest).filter_by(meeting_id=meeting.id, member_id=member_id))
    if found is None and came:
        db.add(Guest(meeting_id=meeting.id, member_id=member_id, kind=GuestKind.OWN, came=True, by=by, at=now))
    elif found is not None and not came:
        await db.delete(found)
    note(db, by, "own_came", f"meeting:{meeting.id}", now, member=member_id, came=came)
    await db.flush()


def _demand_held(meeting: Meeting) -> None:
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingWasCancelled(meeting=meeting.id)


async def present_beside(db: AsyncSession, meeting_id: int) -> dict[GuestKind, list[str]]:
    """Who was there beside the list, by kind, as they are written in the minutes."""
    there: dict[GuestKind, list[str]] = {kind: [] for kind in KINDS}
    for one in await beside(db, meeting_id):
        if one.came:
            there[one.kind].append(one.who)
    return there


def counted(there: dict[GuestKind, list[str]]) -> Sequence[int]:
    """How many guests, from above, own members who need not have come."""
    return [len(there[kind]) for kind in KINDS]
