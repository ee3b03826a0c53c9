"""People and cells that the tests talk about; all invented."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Kind, Reason
from bot.model.attendances import Answer, Attendance
from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.meetings import Meeting, MeetingKind, Step
from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office, Role
from bot.model.units import Unit, UnitKind
from bot.services.addresses import endpoint_at
from bot.services.attendance import Source, record_answer
from bot.services.invitations import invited_to
from bot.services.meetings import call_meeting, checked
from bot.services.notices import NO_CHANNEL
from bot.services.roll import Marks, close_roll, take_roll
from bot.services.tree import add_unit
from bot.words.names import fold, sort_key
from bot.words.times import at_local

LONG_AGO = date(2020, 1, 1)
TEXT = Kind.TEXT


async def commune(db: AsyncSession, code: str = "xa", since: date = date(2026, 11, 1)) -> Unit:
    return await add_unit(db, code, "Đảng ủy xã Suối Trong", UnitKind.COMMUNE, None, since)


async def cell(
    db: AsyncSession, under: Unit | None = None, code: str = "thon", since: date = date(2026, 11, 1)
) -> Unit:
    return await add_unit(db, code, f"Thôn {code}", UnitKind.CELL, under, since)


async def member(
    db: AsyncSession,
    at: Unit,
    name: str = "Nguyễn Văn An",
    *statuses: StatusKind,
    official: bool = True,
    temporary: bool = False,
    phone: str | None = None,
) -> Member:
    """Somebody of a cell; a full member unless said otherwise."""
    (person,) = await _people(db, at, [name], [*statuses], official=official, temporary=temporary)
    person.phone = phone
    await db.flush()
    return person


async def _people(
    db: AsyncSession,
    at: Unit,
    names: list[str],
    statuses: list[StatusKind],
    *,
    official: bool = True,
    temporary: bool = False,
) -> list[Member]:
    people = [Member(name=name, sort_key=sort_key(name), search_key=fold(name)) for name in names]
    db.add_all(people)
    await db.flush()
    kinds = [StatusKind.OFFICIAL if official else StatusKind.PROBATIONARY, *statuses]
    db.add_all(Membership(member_id=one.id, unit_id=at.id, is_temporary=temporary) for one in people)
    db.add_all(MemberStatus(member_id=one.id, kind=kind) for one in people for kind in kinds)
    await db.flush()
    return people


async def members(db: AsyncSession, at: Unit, count: int) -> list[Member]:
    """So many full members, in the order of their names."""
    names = [f"Trần Văn Số{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(count)]
    return await _people(db, at, names, [])


async def office(db: AsyncSession, person: Member, at: Unit, held: Office = Office.SECRETARY) -> None:
    db.add(Role(member_id=person.id, unit_id=at.id, office=held, from_on=LONG_AGO, given_by="test"))
    await db.flush()


async def reachable_at(
    db: AsyncSession,
    person: Member,
    now: datetime,
    chat: str | None = None,
    channel: str = "rehearsal",
    account: str | None = None,
) -> Endpoint:
    """Link somebody to a chat, their own or one that is there, with consent."""
    chat = chat or str(1000 + person.id)
    found = await endpoint_at(db, channel, account or channel, chat)
    db.add(Address(member_id=person.id, endpoint_id=found.id, position=1, linked_at=now))
    db.add(Consent(member_id=person.id, channel=channel, kind=ConsentKind.TAPPED, text_version="test", given_at=now))
    await db.flush()
    return found


async def meeting(
    db: AsyncSession,
    at: Unit,
    now: datetime,
    after: timedelta = timedelta(days=1),
    kind: MeetingKind = MeetingKind.REGULAR,
) -> Meeting:
    """A meeting that was called just now."""
    return await call_meeting(db, at, checked(kind, now + after, "Nhà văn hóa", None, now), "test", now)


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An hour on the clocks of Viet Nam."""
    return at_local(date(year, month, day), time(hour, minute))


async def held(
    db: AsyncSession,
    cell: Unit,
    starts_at: datetime,
    kind: MeetingKind = MeetingKind.REGULAR,
    *,
    excused: int = 0,
    unexcused: int = 0,
) -> Meeting:
    """A meeting called the day before and closed two hours after its beginning; the first of the list were away."""
    called, closed = starts_at - timedelta(days=1), starts_at + timedelta(hours=2)
    found = await call_meeting(db, cell, checked(kind, starts_at, "Nhà văn hóa", None, called), "test", called)
    ids = await invited_to(db, found.id)
    away = excused + unexcused
    said = Marks(excused=ids[:excused], unexcused=ids[excused:away], everybody_present=True)
    await take_roll(db, found.id, said, "test", closed)
    return await close_roll(db, found.id, "test", closed)


async def says(
    db: AsyncSession, about: Meeting, person: Member, answer: Answer, now: datetime, reason: Reason | None = None
) -> Attendance:
    return await record_answer(db, about.id, person.id, answer, Source("rehearsal", "test"), now, reason)


async def row_of(db: AsyncSession, about: Meeting, person: Member) -> Attendance:
    """The member's row on the list of a meeting."""
    return (await db.execute(select(Attendance).filter_by(meeting_id=about.id, member_id=person.id))).scalar_one()


async def notices_of(db: AsyncSession, about: Meeting, person: Member) -> list[Notice]:
    """What the member is owed about a meeting, oldest first."""
    found = await db.scalars(select(Notice).filter_by(meeting_id=about.id, member_id=person.id).order_by(Notice.id))
    return list(found)


async def has_been_told(db: AsyncSession, about: Meeting, person: Member) -> None:
    """All that waits for the member about this meeting has arrived."""
    for notice in await notices_of(db, about, person):
        if notice.state is NoticeState.WAITING:
            notice.state = NoticeState.SENT
    await db.flush()


def status(person: Member, kind: StatusKind, from_on: date | None, until_on: date | None) -> MemberStatus:
    return MemberStatus(member_id=person.id, kind=kind, from_on=from_on, until_on=until_on)


def failed_reminder(about: Meeting, person: Member) -> Notice:
    """A reminder for somebody who could not be reached."""
    return Notice(
        about=f"meeting:{about.id}",
        meeting_id=about.id,
        revision=about.revision,
        member_id=person.id,
        step=Step.REMINDER,
        not_before=about.called_at,
        expires_at=about.starts_at,
        state=NoticeState.FAILED,
        cause=NO_CHANNEL,
        settled_at=about.called_at,
    )


async def cell_with(db: AsyncSession, about: Meeting) -> Unit:
    """The cell of a meeting."""
    return await db.get_one(Unit, about.cell_id)


async def belongs(db: AsyncSession, person: Member, to: Unit) -> None:
    db.add(Membership(member_id=person.id, unit_id=to.id))
    await db.flush()


async def place_of(db: AsyncSession, person: Member) -> Membership:
    """The only membership of somebody."""
    return (await db.execute(select(Membership).filter_by(member_id=person.id))).scalar_one()


async def all_notices(db: AsyncSession) -> list[Notice]:
    return list(await db.scalars(select(Notice).order_by(Notice.id)))
