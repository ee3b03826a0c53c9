"""By what the people of a unit and of those below it are reached, each counted once; and why the others are not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.model.endpoints import Address, Consent, Endpoint
from bot.model.members import Member, Membership
from bot.model.units import Unit, UnitKind
from bot.services.addresses import ALL_CHANNELS
from bot.services.people import holds
from bot.words.times import day_of


class Lack(StrEnum):
    """Why nothing reaches somebody: the nearest to being reached counts."""

    CONSENT = "consent"
    """A phone is linked, and they have not agreed."""
    STOPPED = "stopped"
    """They asked for no more messages."""
    DEAD = "dead"
    """The network delivers nothing there any more."""
    UNLINKED = "unlinked"
    """A number is known, and linked to nothing."""
    PHONE = "phone"
    """No number is known."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit with all below it: everybody once, by the network that carries their messages, or by what is lacking."""

    unit_id: int
    code: str
    name: str
    sort_key: str
    channels: Mapping[str, int]
    lacks: Mapping[str, int]

    @property
    def reached(self) -> int:
        return sum(self.channels.values())

    @property
    def unreached(self) -> int:
        return sum(self.lacks.values())

    @property
    def people(self) -> int:
        return self.reached + self.unreached


@dataclass(frozen=True, slots=True)
class Reach:
    """A unit, and those right below it by name."""

    own: Row
    below: Sequence[Row]


async def reach_below(db: AsyncSession, unit: Unit, now: datetime) -> Reach:
    """In two queries, however many people; each is counted where they belong.

    Whoever is received from elsewhere counts there, unless their own cell is in the books.
    """
    counted: dict[int, Counter[str]] = {}
    for path, how, count in await db.execute(_by_cell(unit, now)):
        child = path.removeprefix(unit.path).partition("/")[0]
        counted.setdefault(int(child or unit.id), Counter())[how] += count
    units = await db.scalars(select(Unit).where(or_(Unit.parent_id == unit.id, Unit.id == unit.id)))
    rows = {one.id: _row(one, counted.get(one.id, Counter())) for one in units}
    own = _row(unit, sum(counted.values(), Counter()))
    below = [one for one in rows.values() if one.people and one.unit_id != unit.id]
    here = [rows[unit.id]] if below and rows[unit.id].people else []
    return Reach(own, [*here, *sorted(below, key=lambda one: (one.sort_key, one.unit_id))])


def _row(unit: Unit, counts: Counter[str]) -> Row:
    lacks = {one.value: counts[LACKS + one] for one in Lack}
    channels = {name: count for name, count in sorted(counts.items()) if not name.startswith(LACKS)}
    return Row(unit.id, unit.code, unit.name, unit.sort_key, channels, lacks)


LACKS = "-"
"""In front of what is lacking: no network is called so."""
DIGITS = 10**16
"""Position and number of an address, written with so many digits that the first is also the smallest as text."""


def _by_cell(unit: Unit, now: datetime) -> Select[Any]:
    """Path of the cell, how they are reached, how many."""
    people = _people(unit, now)
    how: SQLColumnExpression[str] = case(
        (people.c.best.is_not(None), func.substr(people.c.best, len(str(DIGITS)) + 1)),
        (people.c.is_open == 1, LACKS + Lack.CONSENT),
        (people.c.is_stopped == 1, LACKS + Lack.STOPPED),
        (people.c.is_linked == 1, LACKS + Lack.DEAD),
        (people.c.phone.is_not(None), LACKS + Lack.UNLINKED),
        else_=LACKS + Lack.PHONE,
    )
    labelled = select(people.c.path, how.label("how")).subquery()
    return select(labelled.c.path, labelled.c.how, func.count()).group_by(labelled.c.path, labelled.c.how)


def _people(unit: Unit, now: datetime) -> Subquery:
    """Everybody once, with the best of their addresses: consents that are several change nothing."""
    is_alive = Endpoint.dead_at.is_(None)
    is_open = and_(Address.id.is_not(None), Address.stopped_at.is_(None), is_alive)
    first = cast(DIGITS + Address.position * 10**10 + Address.id, String)
    agreed = and_(
        Consent.member_id == Member.id,
        Consent.withdrawn_at.is_(None),
        or_(Consent.channel == Endpoint.channel, Consent.channel == ALL_CHANNELS),
    )
    return (
        select(
            Unit.path,
            Member.id,
            Member.phone,
            func.min(case((and_(is_open, Consent.id.is_not(None)), first + Endpoint.channel))).label("best"),
            _any(is_open).label("is_open"),
            _any(and_(Address.stopped_at.is_not(None), is_alive)).label("is_stopped"),
            _any(Address.id.is_not(None)).label("is_linked"),
        )
        .select_from(Membership)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(Member, Member.id == Membership.member_id)
        .outerjoin(Address, and_(Address.member_id == Member.id, Address.ended_at.is_(None)))
        .outerjoin(Endpoint, Endpoint.id == Address.endpoint_id)
        .outerjoin(Consent, agreed)
        .where(_of(unit), holds(day_of(now)), ~_is_guest(now))
        .group_by(Unit.id, Member.id)
        .subquery()
    )


def _any(is_so: ColumnElement[bool]) -> ColumnElement[int]:
    return func.max(case((is_so, 1), else_=0))


def _of(unit: Unit) -> ColumnElement[bool]:
    """Of a group whoever is in it, of every other unit whoever belongs to it or below it."""
    if unit.kind is UnitKind.GROUP:
        return Membership.group_id == unit.id
    return Unit.path.startswith(unit.path, autoescape=True)


def _is_guest(now: datetime) -> ColumnElement[bool]:
    """Received for a time, with a cell of their own in the books."""
    own = aliased(Membership)
    on = day_of(now)
    has_own = exists().where(
        own.member_id == Membership.member_id,
        own.is_temporary.is_(False),
        or_(own.from_on.is_(None), own.from_on <= on),
        or_(own.until_on.is_(None), own.until_on > on),
    )
    return and_(Membership.is_temporary.is_(True), has_own)
