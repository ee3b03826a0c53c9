"""Where residents are reached: the chat in which they registered or their number; each phone once for one text."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new
from bot.model.endpoints import Address, Endpoint
from bot.model.members import Member
from bot.model.residents import Resident
from bot.model.units import Unit
from bot.services.addresses import Way
from bot.services.forms import WORD
from bot.services.terms import phone_channels, tariff_of
from bot.tariffs import Fare

AT_ONCE = 500
ALONE: Mapping[str, int] = {}
"""A text of one part everywhere."""
NUMBER = func.substr(Resident.phone, 2)
"""As networks write it: 84 and nine digits."""


class Chat(NamedTuple):
    """The chat in which somebody registered."""

    id: int
    channel: str
    account: str
    heard_at: datetime | None
    dead_at: datetime | None


CHAT = tuple(getattr(Endpoint, name) for name in Chat._fields)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is registered and has not stopped."""

    id: int
    unit_id: int
    phone: str | None
    chat: Chat | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a text, and how."""

    id: int
    unit_id: int
    channel: str | None
    """None: no way is open."""
    fare: Fare | None
    number: str | None
    """On a network of phone numbers."""
    chat: Chat | None
    """Elsewhere."""


def below(unit: Unit) -> tuple[ColumnElement[bool], ...]:
    """The open registrations at a unit and all below it; beside Resident and Unit in a query."""
    return (
        Unit.path.startswith(unit.path, autoescape=True),
        Unit.closed_on.is_(None),
        Resident.stopped_at.is_(None),
    )


async def recipients(db: AsyncSession, unit: Unit, now: datetime, parts: Mapping[str, int] = ALONE) -> list[Recipient]:
    """Each phone once, whoever registered it for which village, also where it is a chat's as well; chats first.

    `parts`: of the text, by network that counts them.
    """
    known = await _known(db, unit)
    numbers = await _numbers_of(db, [one.chat.id for one in known if one.chat])
    dead = await _dead(db, unit)
    each = [(one, _recipient(db, one, dead, now, parts)) for one in known]
    seen: set[str | int] = set()
    found = []
    for one, recipient in sorted(each, key=lambda pair: pair[1].channel is None):  # a dead chat hides no living number
        marks = _marks(one, numbers)
        if seen.isdisjoint(marks):
            found.append(recipient)
        seen |= marks
    return found


def _marks(one: Known, numbers: Mapping[int, Collection[str]]) -> set[str | int]:
    """By what it is known that two of them are one phone."""
    marks: set[str | int] = {one.phone} if one.phone else set()
    return marks | {one.chat.id, *numbers.get(one.chat.id, ())} if one.chat else marks


def _recipient(
    db: AsyncSession, one: Known, dead: Mapping[str, Collection[str]], now: datetime, parts: Mapping[str, int]
) -> Recipient:
    chat = one.chat
    if chat is not None and chat.dead_at is None and (fare := _fare(db, chat.channel, chat.heard_at, now)):
        return Recipient(one.id, one.unit_id, chat.channel, fare, None, chat)
    number = one.phone and one.phone.removeprefix("+")
    for channel in phone_channels(db) if number else ():
        if number not in dead[channel] and (fare := _fare(db, channel, None, now, parts)):
            return Recipient(one.id, one.unit_id, channel, fare, number, None)
    return Recipient(one.id, one.unit_id, None, None, None, None)


def _fare(
    db: AsyncSession, channel: str, heard_at: datetime | None, now: datetime, parts: Mapping[str, int] = ALONE
) -> Fare | None:
    return tariff_of(db, channel).fare(WORD, heard_at, 0, now, parts.get(channel, 1))


async def _known(db: AsyncSession, unit: Unit) -> list[Known]:
    found = await db.execute(
        select(Resident.id, Resident.unit_id, Resident.phone, *CHAT)
        .join(Unit, Unit.id == Resident.unit_id)
        .outerjoin(Endpoint, Endpoint.id == Resident.endpoint_id)
        .where(*below(unit))
        .order_by(Resident.endpoint_id.is_(None), Resident.id)
    )
    return [Known(row[0], row[1], row[2], Chat(*row[3:]) if row[3] else None) for row in found]


async def _numbers_of(db: AsyncSession, chats: Sequence[int]) -> Mapping[int, Collection[str]]:
    """The roster's numbers of the members whose chats these are: they are told there already."""
    numbers: defaultdict[int, set[str]] = defaultdict(set)
    for start in range(0, len(chats), AT_ONCE):
        found = await db.execute(
            select(Address.endpoint_id, Member.phone)
            .join(Member, Member.id == Address.member_id)
            .where(
                Address.endpoint_id.in_(chats[start : start + AT_ONCE]),
                Address.ended_at.is_(None),
                Member.phone.is_not(None),
            )
        )
        for endpoint_id, phone in found:
            numbers[endpoint_id].add(phone or "")
    return numbers


async def _dead(db: AsyncSession, unit: Unit) -> Mapping[str, Collection[str]]:
    """By network, the numbers that take nothing there."""
    theirs = select(NUMBER).join(Unit, Unit.id == Resident.unit_id).where(*below(unit), Resident.phone.is_not(None))
    dead: dict[str, set[str]] = {}
    for channel in phone_channels(db):
        found = await db.scalars(
            select(Endpoint.external_id).where(
                *_on(db, channel), Endpoint.dead_at.is_not(None), Endpoint.external_id.in_(theirs)
            )
        )
        dead[channel] = set(found)
    return dead


def _on(db: AsyncSession, channel: str) -> tuple[ColumnElement[bool], ...]:
    return Endpoint.channel == channel, Endpoint.account == tariff_of(db, channel).account


# Their endpoints


async def ways_to(db: AsyncSession, those: Iterable[Recipient]) -> dict[int, Way]:
    """The endpoint of each who can be reached, made where it is new."""
    ways = {}
    by_channel: defaultdict[str, list[Recipient]] = defaultdict(list)
    for one in those:
        if one.chat is not None:
            ways[one.id] = Way(one.chat.id, one.chat.channel, one.chat.account)
        elif one.channel is not None:
            by_channel[one.channel].append(one)
    for channel, own in by_channel.items():
        places = await places_at(db, channel, [one.number for one in own if one.number])
        ways |= {one.id: Way(places[one.number or ""], channel, tariff_of(db, channel).account) for one in own}
    return ways


async def places_at(db: AsyncSession, channel: str, numbers: Sequence[str]) -> dict[str, int]:
    """The endpoints of these numbers on one network, made where they are new."""
    places: dict[str, int] = {}
    account = tariff_of(db, channel).account
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        rows = [{"channel": channel, "account": account, "external_id": one} for one in sorted(some)]
        await add_if_new(db, Endpoint, rows, ["channel", "account", "external_id"])
        found = await db.execute(
            select(Endpoint.external_id, Endpoint.id).where(*_on(db, channel), Endpoint.external_id.in_(some))
        )
        places |= dict(found.all())
    return places


async def other_ways(db: AsyncSession, resident_id: int, now: datetime) -> list[Endpoint]:
    """Every place at which one of them can be reached just now, the preferred first; none once they have stopped."""
    one = await db.get(Resident, resident_id)
    if one is None or one.stopped_at is not None:
        return []
    ids = [one.endpoint_id] if one.endpoint_id else []
    for channel in phone_channels(db) if one.phone else ():
        ids += (await places_at(db, channel, [(one.phone or "").removeprefix("+")])).values()
    found = [await db.get_one(Endpoint, place) for place in ids]
    return [place for place in found if place.dead_at is None and _fare(db, place.channel, place.heard_at, now)]
