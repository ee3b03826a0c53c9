"""Who is linked how: the people of a cell, the phones that are theirs, and what keeps a message from each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address, Endpoint
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.refusals import NoSuchMember
from bot.services import addresses
from bot.services.notices import route
from bot.services.people import people_of_cell
from bot.services.permissions import out_of_reach
from bot.services.terms import PHONES_FROM
from bot.words.times import day_of


class WayState(StrEnum):
    """Whether messages arrive at a phone, and if not, why; the best first."""

    OPEN = "open"
    UNAGREED = "unagreed"
    DEAD = "dead"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Way:
    """One phone or chat of a member."""

    address: Address
    endpoint: Endpoint
    state: WayState

    @property
    def is_number(self) -> bool:
        """It was made of the roster's phone, and nobody linked it."""
        return self.address.position >= PHONES_FROM


@dataclass(frozen=True, slots=True)
class Linked:
    """Somebody of the cell, with their phones in the order in which these are tried."""

    number: int
    """On the list of the cell, from 1."""
    member: Member
    name: str
    """With the birth year where two of the cell are called the same."""
    ways: Sequence[Way]

    @property
    def has_linked(self) -> bool:
        return any(not way.is_number for way in self.ways)

    @property
    def state(self) -> WayState | None:
        """That of the best of their phones; None where there is none."""
        states = {way.state for way in self.ways}
        return next((state for state in WayState if state in states), None)


async def linked_in(db: AsyncSession, cell_id: int, now: datetime) -> list[Linked]:
    """Everybody of a cell, by name."""
    members = [one.member for one in await people_of_cell(db, cell_id, day_of(now))]
    ways = await ways_of(db, [member.id for member in members])
    alike = Counter(member.name for member in members)
    names = [_apart(member) if alike[member.name] > 1 else member.name for member in members]
    return [Linked(at, one, name, ways[one.id]) for at, (one, name) in enumerate(zip(members, names, strict=True), 1)]


def _apart(member: Member) -> str:
    return f"{member.name} ({member.birth_year})" if member.birth_year else member.name


async def one_linked(db: AsyncSession, cell_id: int, member_id: int, now: datetime) -> Linked:
    """Somebody of this very cell; raises NoSuchMember."""
    for one in await linked_in(db, cell_id, now):
        if one.member.id == member_id:
            return one
    raise NoSuchMember(who=member_id)


class Whom(StrEnum):
    """For whom of a cell codes are made."""

    UNLINKED = "unlinked"
    """Whoever has no phone here yet."""
    ALL = "all"


async def people_for(db: AsyncSession, cell_id: int, whom: Whom, by: int, now: datetime) -> list[Linked]:
    """By name, those for whom this person makes codes: the office does for who serves elsewhere, or higher."""
    people = [one for one in await linked_in(db, cell_id, now) if whom is Whom.ALL or not one.has_linked]
    cell = await db.get_one(Unit, cell_id)
    others = await out_of_reach(db, [one.member.id for one in people], cell, by, day_of(now))
    return [one for one in people if one.member.id not in others]


def counted(people: Iterable[Linked]) -> Counter[WayState | None]:
    """How many stand how; None are those without a phone."""
    return Counter(one.state for one in people)


async def ways_of(db: AsyncSession, member_ids: Sequence[int]) -> dict[int, list[Way]]:
    """The phones of each member, in the order in which they are tried, also those where nothing arrives."""
    agreed = await addresses.consents_of(db, member_ids)
    found = await db.execute(
        select(Address, Endpoint)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(Address.member_id.in_(member_ids), Address.ended_at.is_(None))
        .order_by(Address.position, Address.id)
    )
    ways: dict[int, list[Way]] = {member_id: [] for member_id in member_ids}
    for address, endpoint in found:
        is_agreed = bool(agreed[address.member_id] & {endpoint.channel, addresses.ALL_CHANNELS})
        ways[address.member_id].append(Way(address, endpoint, _state(address, endpoint, is_agreed=is_agreed)))
    return ways


def _state(address: Address, endpoint: Endpoint, *, is_agreed: bool) -> WayState:
    if address.stopped_at is not None:
        return WayState.STOPPED
    if not is_agreed:
        return WayState.UNAGREED
    return WayState.OPEN if endpoint.dead_at is None else WayState.DEAD


async def prefer(db: AsyncSession, member_id: int, endpoint_id: int, now: datetime) -> None:
    """Try this phone first, for what waits already too; raises NotLinked."""
    await addresses.prefer(db, member_id, endpoint_id)
    ways = await addresses.reachable(db, [member_id])
    waiting = await db.scalars(
        select(Notice)
        .where(Notice.member_id == member_id, Notice.state == NoticeState.WAITING, Notice.meeting_id.is_not(None))
        .with_for_update(skip_locked=True)
    )
    for notice in waiting:
        route(notice, ways[member_id], now)
    await db.flush()
