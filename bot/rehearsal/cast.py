"""Who plays: three seats, and whoever can sit in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address, Endpoint
from bot.model.members import Member, Membership
from bot.model.roles import Office, Role
from bot.model.units import CELLS, Unit
from bot.services.people import holds
from bot.services.permissions import role_holds
from bot.words.names import fold
from bot.words.times import day_of

MOST = 12
"""So many people are shown to choose from."""
NEW_PHONE = "rehearsal"
LEADERS = (Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.CLERK, Office.CELL_COMMITTEE)
OFFICIALS = (Office.OFFICE, Office.ORG_DEPT, Office.INSPECTION, Office.COMMUNE_COMMITTEE, Office.DISTRICT_COMMITTEE)


Fitting = tuple[Member, Unit, Office | None]


class Seat(StrEnum):
    """One of the three phones."""

    MEMBER = "dv"
    SECRETARY = "bt"
    COMMITTEE = "cu"


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody in a seat, and the phone in their hand."""

    member: Member
    office: Office | None
    unit: Unit
    """Where the office is held or, without one, the own cell."""
    network: str
    number: str
    above: str
    """The name of the unit above, since many communes have a cell of the same name; empty at the top."""
    is_linked: bool
    """False: the phone is new, and the code that the secretary gives has to be typed into it."""


async def candidates(
    db: AsyncSession, seat: Seat, sought: str, now: datetime, within: str | None = None
) -> list[Player]:
    """Whoever fits a seat and is called so, has this phone or belongs to a unit of this name; the highest first."""
    at_cell = [Unit.code == within] if within else []
    return await _with_phones(db, await _fitting(db, seat, now, _is_called(sought), *at_cell))


async def player(db: AsyncSession, seat: Seat, member_id: int, now: datetime) -> Player | None:
    """This member in this seat; None where they do not fit it."""
    made = await _with_phones(db, await _fitting(db, seat, now, Member.id == member_id))
    return made[0] if made else None


async def first_cast(db: AsyncSession, cell_code: str, now: datetime) -> dict[Seat, int]:
    """Who sits where at the beginning: two of one cell, and somebody who sees all."""
    seats: dict[Seat, int] = {}
    for seat in (Seat.SECRETARY, Seat.COMMITTEE, Seat.MEMBER):
        within = None if seat is Seat.COMMITTEE else cell_code
        people = [one for one in await candidates(db, seat, "", now, within) if one.member.id not in seats.values()]
        for one in (await _easiest_first(db, people, now))[:1]:
            seats[seat] = one.member.id
    return seats


async def _easiest_first(db: AsyncSession, people: Sequence[Player], now: datetime) -> list[Player]:
    """Whoever had a phone with buttons, also if it was changed in play, and a mere member before a leader."""
    ids = [one.member.id for one in people]
    held_buttons = select(Address.member_id).join(Endpoint, Endpoint.id == Address.endpoint_id)
    at_ease = set(await db.scalars(held_buttons.where(Address.member_id.in_(ids), Endpoint.channel == NEW_PHONE)))
    leading = set(await db.scalars(select(Role.member_id).where(Role.member_id.in_(ids), role_holds(day_of(now)))))
    return sorted(people, key=lambda one: (not one.is_linked or one.member.id not in at_ease, one.member.id in leading))


async def _fitting(db: AsyncSession, seat: Seat, now: datetime, *those: ColumnElement[bool]) -> list[Fitting]:
    on = day_of(now)
    if seat is Seat.MEMBER:
        found = await db.execute(
            select(Member, Unit)
            .join(Membership, and_(Membership.member_id == Member.id, holds(on)))
            .join(Unit, Unit.id == Membership.unit_id)
            .where(*those)
            .order_by(Unit.path, Member.sort_key, Member.id)
            .limit(MOST)
        )
        return [(member, unit, None) for member, unit in found]
    offices, is_cell = (LEADERS, True) if seat is Seat.SECRETARY else (OFFICIALS, False)
    serving = await db.execute(
        select(Member, Unit, Role.office)
        .join(Role, and_(Role.member_id == Member.id, role_holds(on), Role.office.in_(offices)))
        .join(Unit, Unit.id == Role.unit_id)
        .where(Unit.kind.in_(CELLS) if is_cell else Unit.kind.not_in(CELLS), *those)
        .order_by(Unit.path, Role.id)
        .limit(MOST)
    )
    return [(member, unit, office) for member, unit, office in serving]


def _is_called(sought: str) -> ColumnElement[bool]:
    words = fold(sought)
    digits = "".join(letter for letter in words if letter.isdigit()).lstrip("0")
    ways = [Member.search_key.contains(words, autoescape=True), Unit.search_key.contains(words, autoescape=True)]
    if digits:
        ways.append(Member.phone.contains(digits, autoescape=True))
    return or_(*ways)


async def _with_phones(db: AsyncSession, rows: Sequence[Fitting]) -> list[Player]:
    """The first of each one's phones; whoever has none buys one."""
    found = await db.execute(
        select(Address.member_id, Endpoint.channel, Endpoint.external_id)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(Address.member_id.in_([member.id for member, _, _ in rows]), Address.ended_at.is_(None))
        .order_by(Address.position.desc(), Address.id.desc())
    )
    phones = {member_id: (channel, number) for member_id, channel, number in found}
    units = await db.execute(select(Unit.id, Unit.name).where(Unit.id.in_([unit.parent_id for _, unit, _ in rows])))
    names: dict[int | None, str] = {unit_id: name for unit_id, name in units}  # noqa: C416 - a top has no parent
    return [
        Player(
            member,
            office,
            unit,
            *phones.get(member.id, (NEW_PHONE, member.phone or f"moi-{member.id}")),
            above=names.get(unit.parent_id, ""),
            is_linked=member.id in phones,
        )
        for member, unit, office in rows
    ]
