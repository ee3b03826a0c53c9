"""Who is reached how before anything is sent to many: for nothing, for money, in registered words, or not at all."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from typing import NamedTuple, Protocol, cast

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address, Endpoint
from bot.services.addresses import OPEN, has_agreed_to_it
from bot.services.budgets import Budget, Purse, purse_of
from bot.services.daily_quotas import left_today
from bot.services.quotas import left_this_month
from bot.services.terms import FREE, since_heard, tariff_of, tariffs_in
from bot.tariffs import Fare, Means, Tariff, Tariffs
from bot.words import costs
from bot.words.costs import Outlay

AT_ONCE = 5_000
ADDRESSES, ENDPOINTS = cast(Table, Address.__table__), cast(Table, Endpoint.__table__)
"""Past the mapper: a preview may be of many thousands."""


class Said(Protocol):
    """What is about to be said to each of some people: how many short messages that takes, and who pays for them."""

    @property
    def payers(self) -> Mapping[int, int]:
        """The unit of each member."""

    async def parts(self, db: AsyncSession, tariff: Tariff, member_ids: Collection[int]) -> dict[int, int]:
        """By member."""


class Place(NamedTuple):
    """An endpoint, as much of it as the fare depends on."""

    id: int
    channel: str
    account: str
    heard_at: datetime | None


PLACE = tuple(ENDPOINTS.c[name] for name in Place._fields)


class Reached(NamedTuple):
    """How one person is reached."""

    channel: str
    account: str
    fare: Fare


@dataclass(frozen=True, slots=True)
class Share:
    """What one network carries."""

    people: int
    free: int
    paid: int
    templates: int
    cost: int
    """Đồng."""
    messages: int = 0
    """Short messages, each part one; 0 where it is no SMS."""
    by_sms: int = 0
    """The people to whom they go."""

    sms_cost: int = 0

    @property
    def outlay(self) -> Outlay:
        """What is said of it."""
        paid = self.paid - (self.by_sms if self.sms_cost else 0)
        return Outlay(self.cost, paid, self.templates, self.messages, self.by_sms)


@dataclass(frozen=True)
class Plan:
    """Who is reached how, and what it costs as things stand now."""

    reached: Mapping[int, Reached] = field(default_factory=dict)
    unreached: Sequence[int] = ()
    """They are on the call list."""
    unpaid: Collection[int] = ()
    """Whom an SMS would have reached if there were money for it."""
    budgets: Sequence[Budget] = ()
    """The limits that hold, as they will stand then."""
    beside: Mapping[Reached, int] = field(default_factory=dict)
    """Very many are counted, and not read one by one: how many are reached so."""

    @property
    def people(self) -> int:
        return len(self.reached) + len(self.unreached) + sum(self.beside.values())

    @cached_property
    def shares(self) -> dict[str, Share]:
        """By network, in the order of their people's list."""
        fares: defaultdict[str, Counter[Fare]] = defaultdict(Counter)
        for one, count in self._all():
            fares[one.channel][one.fare] += count
        return {channel: _share(of_it) for channel, of_it in fares.items()}

    def _all(self) -> Iterable[tuple[Reached, int]]:
        return chain(self.beside.items(), ((one, 1) for one in self.reached.values()))

    @property
    def by_account(self) -> Mapping[tuple[str, str], int]:
        """How many messages each account of each network carries."""
        counts: Counter[tuple[str, str]] = Counter()
        for one, count in self._all():
            counts[one.channel, one.account] += count
        return counts

    @property
    def by_channel(self) -> dict[str, int]:
        return {channel: share.people for channel, share in self.shares.items()}

    @property
    def total(self) -> Share:
        fares: Counter[Fare] = Counter()
        for one, count in self._all():
            fares[one.fare] += count
        return _share(fares)


def _share(fares: Mapping[Fare, int]) -> Share:
    means: Counter[Means] = Counter()
    for fare, people in fares.items():
        means[fare.means] += people
    cost = sum(fare.cost * people for fare, people in fares.items())
    sms = {fare: people for fare, people in fares.items() if fare.parts}
    parts, by_sms = sum(fare.parts * people for fare, people in sms.items()), sum(sms.values())
    sms_cost = sum(fare.cost * people for fare, people in sms.items())
    counts = means[Means.FREE], means[Means.PAID], means[Means.TEMPLATE]
    return Share(sum(fares.values()), *counts, cost, parts, by_sms, sms_cost)


def together(plans: Iterable[Plan]) -> Plan:
    """Several messages, each to people of its own, as one."""
    every = list(plans)
    reached = {member_id: how for one in every for member_id, how in one.reached.items()}
    unpaid = {member_id for one in every for member_id in one.unpaid}
    budgets = next((one.budgets for one in reversed(every) if one.budgets), ())
    beside: Counter[Reached] = Counter()
    for one in every:
        beside.update(one.beside)
    return Plan(reached, [member_id for one in every for member_id in one.unreached], unpaid, budgets, beside)


async def plan(
    db: AsyncSession,
    member_ids: Collection[int],
    what: str,
    at: datetime,
    tariffs: Tariffs | None = None,
    said: Said | None = None,
) -> Plan:
    """How each of these is reached by a message of this kind (`Form.kind`) that leaves at that time.

    The first of a person's ways that takes it counts, as it will then; whoever writes meanwhile makes it cheaper. Of
    what is said depends how many short messages it is; where a unit has no money left for them, the next way counts.
    """
    known = tariffs_in(db) if tariffs is None else tariffs
    ways = await _ways(db, list(member_ids))
    counted = [way.id for _, way in ways if known.get(way.channel, FREE).free_in_window]
    had = await since_heard(db, counted)
    parts = await _parts(db, ways, said, known)
    purse = await purse_of(db, set(said.payers.values())) if said and parts else Purse({}, {})
    reached: dict[int, Reached] = {}
    unpaid: set[int] = set()
    for member_id, way in ways:
        if member_id in reached:
            continue
        count = parts.get((way.channel, member_id), 1)
        fare = known.get(way.channel, FREE).fare(what, way.heard_at, had.get(way.id, 0), at, count)
        if fare and fare.parts and said and not purse.pays(said.payers.get(member_id), fare.cost):
            unpaid.add(member_id)
        elif fare is not None:
            reached[member_id] = Reached(way.channel, way.account, fare)
    return Plan(reached, [one for one in member_ids if one not in reached], unpaid, list(purse.budgets.values()))


async def _parts(
    db: AsyncSession, ways: Sequence[tuple[int, Place]], said: Said | None, tariffs: Tariffs
) -> dict[tuple[str, int], int]:
    """By network and member, where messages are counted in parts."""
    parts: dict[tuple[str, int], int] = {}
    if said is None:
        return parts
    for channel in dict.fromkeys(way.channel for _, way in ways):
        tariff = tariffs.get(channel, FREE)
        if tariff.in_parts:
            members = [member_id for member_id, way in ways if way.channel == channel]
            found = await said.parts(db, tariff, members)
            parts |= {(channel, member_id): count for member_id, count in found.items()}
    return parts


def unpaid(plan: Plan) -> str:
    """That there is no money for everybody; nothing where there is."""
    return costs.unpaid(len(plan.unpaid), [(one.name, one.left) for one in plan.budgets])


async def running_short(db: AsyncSession, plan: Plan) -> dict[str, costs.Short]:
    """Networks that take fewer messages this month, or today, than this."""
    found = {}
    for (channel, account), needed in plan.by_account.items():
        short = await _short(db, channel, account, needed)
        if short is not None:
            found[channel] = short
    return found


async def _short(db: AsyncSession, channel: str, account: str, needed: int) -> costs.Short | None:
    """Months and days are those of the network's own clock."""
    real = datetime.now(UTC)
    if tariff_of(db, channel).monthly:
        left = await left_this_month(db, account, real)
        return costs.Short(left, needed) if left < needed else None
    today = await left_today(db, channel, account, real)
    return costs.Short(today, needed, is_of_today=True) if today is not None and today < needed else None


async def _ways(db: AsyncSession, member_ids: Sequence[int]) -> list[tuple[int, Place]]:
    """What `reachable` says of them, with the member, and when each was last heard there; the preferred first."""
    ways = []
    for start in range(0, len(member_ids), AT_ONCE):
        found = await db.execute(
            select(ADDRESSES.c.member_id, *PLACE)
            .join(ENDPOINTS, ENDPOINTS.c.id == ADDRESSES.c.endpoint_id)
            .where(
                ADDRESSES.c.member_id.in_(member_ids[start : start + AT_ONCE]),
                *OPEN,
                has_agreed_to_it(Address.member_id),
            )
            .order_by(ADDRESSES.c.position, ADDRESSES.c.id)
        )
        ways += [(row[0], Place._make(row[1:])) for row in found]
    return ways
