"""Where a member can be reached now: linked, agreed to, not stopped, not dead; in the order of their channels."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address, Consent, Endpoint
from bot.model.members import Member
from bot.refusals import NotLinked
from bot.services.ahead import ahead_of
from bot.services.terms import PHONES_FROM

ALL_CHANNELS = "*"
"""What a consent on paper covers."""


class Way(NamedTuple):
    """An endpoint, as much of it as a notice has to know."""

    id: int
    channel: str
    account: str


OPEN: tuple[ColumnElement[bool], ...] = (
    Address.ended_at.is_(None),
    Address.stopped_at.is_(None),
    Endpoint.dead_at.is_(None),
)


def has_agreed_to_it(member_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return exists().where(
        Consent.member_id == member_id,
        Consent.withdrawn_at.is_(None),
        or_(Consent.channel == Endpoint.channel, Consent.channel == ALL_CHANNELS),
    )


def is_open_to(member_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Whether an endpoint is among the ways of a member that `reachable` tells of; beside both in a query."""
    has_address = exists().where(
        Address.member_id == member_id,
        Address.endpoint_id == Endpoint.id,
        Address.ended_at.is_(None),
        Address.stopped_at.is_(None),
    )
    return Endpoint.dead_at.is_(None) & has_address & has_agreed_to_it(member_id)


async def first_ways(db: AsyncSession, member_ids: Collection[int]) -> dict[int, Way]:
    """The preferred of what `reachable` says, in one query however many they are; nobody who has none."""
    has_agreed = has_agreed_to_it(Address.member_id)
    found = await db.execute(
        select(Address.member_id, Endpoint.id, Endpoint.channel, Endpoint.account)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(Address.member_id.in_(bindparam("members", list(member_ids), expanding=True)), *OPEN, has_agreed)
        .order_by(Address.position.desc(), Address.id.desc())
    )
    ways = {}
    for member_id, *way in found:  # the first comes last, and stays
        ways[member_id] = Way._make(way)
    return ways


def first_way_of(member_id: SQLColumnExpression[Any]) -> ScalarSelect[int]:
    """The id of the endpoint that `first_ways` tells of, beside a member in a query; null for who has none."""
    return (
        select(Endpoint.id)
        .join(Address, Address.endpoint_id == Endpoint.id)
        .where(Address.member_id == member_id, *OPEN, has_agreed_to_it(Address.member_id))
        .order_by(Address.position, Address.id)
        .limit(1)
        .scalar_subquery()
    )


async def reachable(db: AsyncSession, member_ids: Sequence[int]) -> dict[int, list[Endpoint]]:
    """The endpoints of each member that may be sent to, the preferred first; an empty list where there is none."""
    agreed = await consents_of(db, member_ids)
    found = await db.execute(
        select(Address.member_id, Endpoint)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(
            Address.member_id.in_(member_ids),
            *OPEN,
        )
        .order_by(Address.position, Address.id)
    )
    ways: dict[int, list[Endpoint]] = {member_id: [] for member_id in member_ids}
    for member_id, endpoint in found:
        if agreed[member_id] & {endpoint.channel, ALL_CHANNELS}:
            ways[member_id].append(endpoint)
    return ways


async def consents_of(db: AsyncSession, member_ids: Sequence[int]) -> defaultdict[int, set[str]]:
    """The channels that each member has agreed to and not taken back."""
    found = await db.execute(
        select(Consent.member_id, Consent.channel).where(
            Consent.member_id.in_(member_ids), Consent.withdrawn_at.is_(None)
        )
    )
    channels: defaultdict[int, set[str]] = defaultdict(set)
    for member_id, channel in found:
        channels[member_id].add(channel)
    return channels


async def prefer(db: AsyncSession, member_id: int, endpoint_id: int) -> None:
    """Make this the first of the member's channels; the others keep their order. Raises NotLinked."""
    found = await db.scalars(
        select(Address)
        .where(Address.member_id == member_id, Address.ended_at.is_(None))
        .order_by(Address.position, Address.id)
        .with_for_update()
    )
    own = found.all()
    first = [address for address in own if address.endpoint_id == endpoint_id]
    if not first:
        raise NotLinked
    others = [one for one in own if one not in first and one.position < PHONES_FROM]  # a roster's number stays behind
    for position, address in enumerate([*first, *others], 1):
        address.position = position
    await db.flush()


async def members_at(db: AsyncSession, endpoint_id: int) -> Sequence[Member]:
    """Whose phone this is: nobody's, one member's or several people's."""
    if (ahead := ahead_of(db)) is not None and (known := ahead.members(endpoint_id)) is not None:
        return known
    found = await db.scalars(
        select(Member)
        .join(Address, Address.member_id == Member.id)
        .where(Address.endpoint_id == endpoint_id, Address.ended_at.is_(None))
        .order_by(Address.id)
    )
    return found.all()


async def endpoint_at(db: AsyncSession, channel: str, account: str, external_id: str) -> Endpoint:
    """The endpoint with this address on the network, made where it is new."""
    if (ahead := ahead_of(db)) is not None and (known := ahead.endpoint((channel, account, external_id))) is not None:
        return known
    place = {"channel": channel, "account": account, "external_id": external_id}
    endpoint: Endpoint | None = await db.scalar(select(Endpoint).filter_by(**place))
    if endpoint is None:
        endpoint = Endpoint(**place, offered=[], wrong_codes=0)
        db.add(endpoint)
        await db.flush()
    return endpoint
