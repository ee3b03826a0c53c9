"""By what the people of a unit and of those below it are reached, each counted once; and why the others are not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
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
    for path, how, count in await db.execute(*_asked(unit, now)):
        child = path.removeprefix(unit.path).partition("/")[0]
        counted.setdefault(int(child or unit.id), Counter())[how] += count
    columns = select(Unit.id, Unit.code, Unit.name, Unit.sort_key)
    units = await db.execute(columns.where(or_(Unit.parent_id == unit.id, Unit.id == unit.id)))
    rows = {one.id: _row(one, counted.get(one.id, Counter())) for one in units}
    together: Counter[str] = Counter()
    for counts in counted.values():
        together.update(counts)
    own = _row(unit, together)
    below = [one for one in rows.values() if one.people and one.unit_id != unit.id]
    here = [rows[unit.id]] if below and rows[unit.id].people else []
    return Reach(own, [*here, *sorted(below, key=lambda one: (one.sort_key, one.unit_id))])


def _row(unit: Any, counts: Counter[str]) -> Row:
    lacks = {one.value: counts[LACKS + one] for one in Lack}
    channels = {name: count for name, count in sorted(counts.items()) if not name.startswith(LACKS)}
    return Row(unit.id, unit.code, unit.name, unit.sort_key, channels, lacks)


LACKS = "-"
"""In front of what is lacking: no network is called so."""
DIGITS = 10**16
"""Position and number of an address, written with so many digits that the first is also the smallest as text."""
OPEN, STOPPED, GONE = "2", "3", "4"
"""What stands instead of `DIGITS` (they begin with 1) for an address that reaches nobody: the nearest is the smallest.
"""


ON, TOP, BELOW = bindparam("on", type_=Date), bindparam("top", type_=Unit.id.type), bindparam("below", type_=String())


def _asked(unit: Unit, now: datetime) -> tuple[Select[Any], Mapping[str, Any]]:
    is_group = unit.kind is UnitKind.GROUP
    about = {"top": unit.id} if is_group else {"below": f"{unit.path}%"}
    return _by_cell(is_group=is_group), {"on": day_of(now)} | about


@cache
def _by_cell(*, is_group: bool) -> Select[Any]:
    """Path of the cell, how they are reached, how many; put together once, which takes as long as the database does."""
    people = _people(is_group=is_group)
    best = people.c.best
    has_phone = exists().where(Member.id == people.c.member_id, Member.phone.is_not(None))
    how: SQLColumnExpression[str] = case(
        (best.is_(None), case((has_phone, LACKS + Lack.UNLINKED), else_=LACKS + Lack.PHONE)),
        (best == OPEN, LACKS + Lack.CONSENT),
        (best == STOPPED, LACKS + Lack.STOPPED),
        (best == GONE, LACKS + Lack.DEAD),
        else_=func.substr(best, len(str(DIGITS)) + 1),
    )
    labelled = select(people.c.unit_id, how.label("how")).subquery()
    counted = (
        select(labelled.c.unit_id, labelled.c.how, func.count().label("count"))
        .group_by(labelled.c.unit_id, labelled.c.how)
        .subquery()
    )
    return select(Unit.path, counted.c.how, counted.c.count).join(Unit, Unit.id == counted.c.unit_id)


def _people(*, is_group: bool) -> CTE:
    """Everybody once, with the best of their addresses: consents that are several change nothing.

    Reckoned before anything is read of it: SQLite would else seek the best of each anew for whatever is asked of it.
    """
    agreed = exists().where(
        Consent.member_id == Address.member_id,
        Consent.withdrawn_at.is_(None),
        or_(Consent.channel == Endpoint.channel, Consent.channel == ALL_CHANNELS),
    )
    first = cast(DIGITS + Address.position * 10**10 + Address.id, String)
    how = case(
        (Address.id.is_(None), None),
        (Endpoint.dead_at.is_not(None), GONE),
        (Address.stopped_at.is_not(None), STOPPED),
        (agreed, first + Endpoint.channel),
        else_=OPEN,
    )
    return (
        select(Membership.unit_id, Membership.member_id, func.min(how).label("best"))
        .join(Unit, Unit.id == Membership.unit_id)
        .outerjoin(Address, and_(Address.member_id == Membership.member_id, Address.ended_at.is_(None)))
        .outerjoin(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(_of(is_group=is_group), holds(ON), ~_is_guest())
        .group_by(Membership.unit_id, Membership.member_id)
        .cte("people")
        .prefix_with("MATERIALIZED")
    )


def _of(*, is_group: bool) -> ColumnElement[bool]:
    """Of a group whoever is in it, of every other unit whoever belongs to it or below it."""
    return Membership.group_id == TOP if is_group else Unit.path.like(BELOW)


def _is_guest() -> ColumnElement[bool]:
    """Received for a time, with a cell of their own in the books."""
    own = aliased(Membership)
    has_own = exists().where(
        own.member_id == Membership.member_id,
        own.is_temporary.is_(False),
        or_(own.from_on.is_(None), own.from_on <= ON),
        or_(own.until_on.is_(None), own.until_on > ON),
    )
    return and_(Membership.is_temporary.is_(True), has_own)
