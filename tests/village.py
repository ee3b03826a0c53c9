"""People and cells that the tests talk about; all invented."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Kind
from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.roles import Office, Role
from bot.model.units import Unit, UnitKind
from bot.services.meetings import call_meeting, checked
from bot.services.tree import add_unit
from bot.words.names import fold, sort_key

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
    person = Member(name=name, sort_key=sort_key(name), search_key=fold(name), phone=phone)
    db.add(person)
    await db.flush()
    db.add(Membership(member_id=person.id, unit_id=at.id, is_temporary=temporary))
    kinds = [StatusKind.OFFICIAL if official else StatusKind.PROBATIONARY, *statuses]
    db.add_all(MemberStatus(member_id=person.id, kind=kind) for kind in kinds)
    await db.flush()
    return person


async def members(db: AsyncSession, at: Unit, count: int) -> list[Member]:
    return [
        await member(db, at, f"Trần Văn Số{chr(97 + number // 26)}{chr(97 + number % 26)}") for number in range(count)
    ]


async def office(db: AsyncSession, person: Member, at: Unit, held: Office = Office.SECRETARY) -> None:
    db.add(Role(member_id=person.id, unit_id=at.id, office=held, from_on=LONG_AGO, given_by="test"))
    await db.flush()


async def reachable_at(
    db: AsyncSession, person: Member, now: datetime, chat: str | None = None, channel: str = "rehearsal"
) -> Endpoint:
    """Link somebody to a chat, with consent."""
    chat = chat or str(1000 + person.id)
    found = Endpoint(channel=channel, account=channel, external_id=chat, offered=[], wrong_codes=0)
    db.add(found)
    await db.flush()
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
