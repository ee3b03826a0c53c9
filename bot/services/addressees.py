"""To whom a unit speaks below itself: subtree × kind × role × status, counted first and told in one statement."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy
from sqlalchemy import Select, SQLColumnExpression, Subquery, Table, case, func, literal, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.lists import filled_up
from bot.db.writing import adding_found_if_new
from bot.model.endpoints import Address, Endpoint
from bot.model.meetings import Step
from bot.model.members import AWAY, Membership, MemberStatus, StatusKind
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office, Role
from bot.model.units import CELLS, Unit, UnitKind
from bot.refusals import NoSuchUnitsBelow
from bot.services.addresses import OPEN, first_way_of, has_agreed_to_it
from bot.services.notices import NO_CHANNEL
from bot.services.people import has_status, holds
from bot.services.permissions import role_holds

NOTICES = cast(Table, Notice.__table__)
KEY = ("about", "revision", "member_id", "step", "round")


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom it is for. Nothing said about kinds, offices or statuses: all members of the cells who are not away."""

    unit_ids: tuple[int, ...]
    """The units it goes to, each with all below it."""
    kinds: tuple[UnitKind, ...] = ()
    offices: tuple[Office, ...] = ()
    """Who holds one of these there, instead of members."""
    statuses: tuple[StatusKind, ...] = ()
    """Only members of whom one of these holds."""
    with_away: bool = False
    """Also the exempt, the sent out, those on special duty."""

    def as_json(self) -> dict[str, Any]:
        said = {"kinds": self.kinds, "offices": self.offices, "statuses": self.statuses}
        words = {name: [one.value for one in some] for name, some in said.items()}
        return {"units": list(self.unit_ids), "with_away": self.with_away, **words}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Addressees":
        return cls(
            tuple(said["units"]),
            tuple(map(UnitKind, said["kinds"])),
            tuple(map(Office, said["offices"])),
            tuple(map(StatusKind, said["statuses"])),
            said["with_away"],
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly whom it would reach, as things stand now."""

    units: int
    """Where somebody is told."""
    people: int
    by_channel: dict[str, int]
    """By the first network of each; who has none is in `unreached`."""
    unreached: int


def demand_below(unit: Unit, units: list[Unit]) -> None:
    """Raises NoSuchUnitsBelow for those that are neither this unit nor below it."""
    strangers = [one.code for one in units if not one.path.startswith(unit.path)]
    if strangers:
        raise NoSuchUnitsBelow(codes=", ".join(strangers), code=unit.code)


async def units_addressed(db: AsyncSession, to: Addressees, on: date) -> Select[int]:
    """The ids of the units it goes to, without those that are closed."""
    found = await db.scalars(select(Unit.path).where(Unit.id.in_(to.unit_ids)))
    below = or_(*(Unit.path.startswith(path) for path in found), sqlalchemy.false())
    kinds = to.kinds or (tuple(UnitKind) if to.offices else CELLS)
    is_open = or_(Unit.closed_on.is_(None), Unit.closed_on > on)
    return select(Unit.id).where(below, Unit.kind.in_(kinds), is_open)


async def people_addressed(
    db: AsyncSession, to: Addressees, on: date, among: Collection[int] | None = None
) -> Select[int, int]:
    """Member and unit of each, everybody once: whoever is reached at two units is told at the one that is older.

    `among`: only at these units.
    """
    units = await units_addressed(db, to, on)
    if among is not None:
        units = units.where(Unit.id.in_(filled_up(among)))
    if to.offices:
        held = Role.office.in_(to.offices), Role.unit_id.in_(units), role_holds(on)
        return select(Role.member_id, func.min(Role.unit_id).label("unit_id")).where(*held).group_by(Role.member_id)
    belongs = Membership.unit_id.in_(units), holds(on)
    people = select(Membership.member_id, func.min(Membership.unit_id).label("unit_id")).where(*belongs)
    if not to.with_away:
        people = people.where(~_is_away(on))
    if to.statuses:
        people = people.where(_status(on).where(MemberStatus.kind.in_(to.statuses)).exists())
    return people.group_by(Membership.member_id)


def _status(on: date) -> Select[int]:
    return select(MemberStatus.id).where(MemberStatus.member_id == Membership.member_id, has_status(on))


def _is_away(on: date) -> SQLColumnExpression[bool]:
    """From this cell: whoever is received for a time was sent out by the own one, and is here."""
    sent_here = Membership.is_temporary & (MemberStatus.kind == StatusKind.TEMPORARY_OUT)
    return _status(on).where(MemberStatus.kind.in_(AWAY), ~sent_here).exists()


async def preview(db: AsyncSession, to: Addressees, on: date) -> Preview:
    """Counted by the database, in one pass; nobody is read."""
    people = (await people_addressed(db, to, on)).subquery()
    ways = ways_of(people)
    found = await db.execute(
        select(ways.c.channel, ways.c.unit_id, func.count())
        .where(ways.c.place == 1)
        .group_by(ways.c.channel, ways.c.unit_id)
    )
    units, reached = set(), Counter[str]()
    people_count = 0
    for channel, unit_id, count in found:
        units.add(unit_id)
        people_count += count
        if channel is not None:
            reached[channel] += count
    return Preview(len(units), people_count, dict(reached), people_count - reached.total())


def ways_of(people: Subquery, *more: str) -> Subquery:
    """What `first_way_of` says of each, as a join: of very many people PostgreSQL answers it in a third of the time.

    With `unit_id`, the `channel`, None where there is none, and the `place` of the way, 1 for the first; `more`:
    further columns, of people, or of the way its `account` and when it was `heard_at`.
    """
    open_ones = (
        select(Address.member_id, Address.position, Address.id, Endpoint.channel, Endpoint.account, Endpoint.heard_at)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(*OPEN, has_agreed_to_it(Address.member_id))
        .subquery()
    )
    in_order = func.row_number().over(partition_by=people.c.member_id, order_by=(open_ones.c.position, open_ones.c.id))
    columns = [(open_ones if name in {"account", "heard_at"} else people).c[name] for name in more]
    return (
        select(people.c.unit_id, open_ones.c.channel, in_order.label("place"), *columns)
        .select_from(people)
        .outerjoin(open_ones, open_ones.c.member_id == people.c.member_id)
        .subquery()
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """What is said to each of many, as their notices have it."""

    about: str
    step: Step
    urgency: int
    not_before: datetime
    expires_at: datetime
    round: int = 1
    revision: int = 1


async def tell(db: AsyncSession, telling: Telling, people: Subquery, now: datetime) -> None:
    """Owe it to each of these, columns `member_id` and `unit_id`, by their first channel, whoever has none as failed.

    One statement; whoever has this round of it already is left out. A column `revision` of these holds instead of
    that of the telling.
    """
    await db.flush()
    way = aliased(Endpoint)
    is_reached = way.id.is_not(None)
    row: dict[str, SQLColumnExpression[Any]] = {
        "about": literal(telling.about),
        "revision": people.c.revision if "revision" in people.c else literal(telling.revision),
        "member_id": people.c.member_id,
        "unit_id": people.c.unit_id,
        "step": literal(telling.step, Notice.step.type),
        "round": literal(telling.round),
        "urgency": literal(telling.urgency),
        "not_before": literal(telling.not_before, Notice.not_before.type),
        "expires_at": literal(telling.expires_at, Notice.not_before.type),
        "channel": way.channel,
        "account": way.account,
        "endpoint_id": way.id,
        "state": case((is_reached, NoticeState.WAITING), else_=NoticeState.FAILED),
        "cause": case((is_reached, null()), else_=NO_CHANNEL),
        "settled_at": case((is_reached, null()), else_=literal(now, Notice.not_before.type)),
        "attempts": literal(0),
    }
    found = select(*row.values()).select_from(people).outerjoin(way, way.id == first_way_of(people.c.member_id))
    in_order = found.order_by(people.c.unit_id, people.c.member_id)
    await db.execute(adding_found_if_new(db.get_bind().dialect.name, NOTICES, list(row), in_order, KEY))
