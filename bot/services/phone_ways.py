"""Ways made of the roster's phones, where a network's addresses are numbers: they need no linking, only consent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new
from bot.model.endpoints import Address, Consent, Endpoint
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.services.addresses import ALL_CHANNELS
from bot.services.audit import note
from bot.services.joining import unlink
from bot.services.notices import NO_CHANNEL, reopen_for
from bot.services.terms import PHONES_FROM, phone_channels, tariff_of

AT_ONCE = 500
BY = "roster"
NUMBER = func.substr(Member.phone, 2)
"""As networks write it: 84 and nine digits."""


@dataclass
class Rounds:
    """Goes through all members slice by slice, however they came in and agreed; each round begins with the first."""

    after: dict[str, int] = field(default_factory=dict)
    """By network, up to whom it has come."""

    async def make_some(self, db: AsyncSession, now: datetime) -> int:
        """Some of the ways that are still to be made; 0 when none is left."""
        made = 0
        for channel in phone_channels(db):
            members = await _make(db, channel, now, _wanted(db, channel, self.after.get(channel, 0)))
            self.after[channel] = max(members, default=0)
            made += len(members)
        return made


async def make_for(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> None:
    """The ways of these members, at once: they have agreed just now, or have a new phone."""
    for channel in phone_channels(db):
        for start in range(0, len(member_ids), AT_ONCE):
            these = Member.id.in_(member_ids[start : start + AT_ONCE])
            await _make(db, channel, now, [*_wanted(db, channel), these])


async def phones_changed(db: AsyncSession, before: Mapping[int, str | None], now: datetime) -> None:
    """Members have another phone than the one given here: nothing about them goes to that any more.

    A number that comes back is theirs again, unless they had stopped messages there.
    """
    await db.flush()
    members = list(before)
    for start in range(0, len(members), AT_ONCE):
        some = members[start : start + AT_ONCE]
        for channel in phone_channels(db):
            await _end_old(db, channel, {one: before[one] for one in some}, now)
            await _take_up(db, channel, some, now)
        await make_for(db, some, now)


def _wanted(db: AsyncSession, channel: str, after: int = 0) -> tuple[ColumnElement[bool], ...]:
    """Whoever has a phone and has agreed, and neither has a place there nor ever had one with this number.

    `after`: of those whose id is larger; said of each table, since databases do not infer it.
    """
    has_agreed = exists().where(
        Consent.member_id == Member.id,
        Consent.member_id > after,
        Consent.withdrawn_at.is_(None),
        Consent.channel.in_([channel, ALL_CHANNELS]),
    )
    has_place = exists().where(
        Address.member_id == Member.id,
        Address.member_id > after,
        Address.endpoint_id == Endpoint.id,
        *_at(db, channel),
        or_(Address.ended_at.is_(None), Endpoint.external_id == NUMBER),
    )
    return Member.id > after, Member.phone.is_not(None), has_agreed, ~has_place


def _at(db: AsyncSession, channel: str) -> tuple[ColumnElement[bool], ...]:
    return Endpoint.channel == channel, Endpoint.account == tariff_of(db, channel).account


async def _make(
    db: AsyncSession, channel: str, now: datetime, wanted: Collection[ColumnElement[bool]]
) -> Collection[int]:
    """A slice of them; returns the members."""
    await db.flush()
    found = await db.execute(select(Member.id, NUMBER).where(*wanted).order_by(Member.id).limit(AT_ONCE))
    numbers: dict[int, str] = dict(found.all())
    if not numbers:
        return []
    places = await _places(db, channel, set(numbers.values()))
    position = PHONES_FROM + phone_channels(db).index(channel)
    rows = [
        {"member_id": member_id, "endpoint_id": places[number], "position": position, "linked_at": now}
        for member_id, number in numbers.items()
    ]
    await add_if_new(db, Address, rows, ["member_id", "endpoint_id"])
    note(db, BY, "phone_ways_made", f"channel:{channel}", now, count=len(rows))
    await _reopen(db, numbers, now)
    return numbers


async def _places(db: AsyncSession, channel: str, numbers: Collection[str]) -> dict[str, int]:
    """The endpoints of these numbers; two members may share one."""
    account = tariff_of(db, channel).account
    rows = [{"channel": channel, "account": account, "external_id": number} for number in sorted(numbers)]
    await add_if_new(db, Endpoint, rows, ["channel", "account", "external_id"])
    found = await db.execute(
        select(Endpoint.external_id, Endpoint.id).where(*_at(db, channel), Endpoint.external_id.in_(numbers))
    )
    return dict(found.all())


async def _reopen(db: AsyncSession, member_ids: Collection[int], now: datetime) -> None:
    """What had failed because they could not be reached, and is still to come, waits again."""
    lost = await db.scalars(
        select(Notice.member_id)
        .where(
            Notice.member_id.in_(member_ids),
            Notice.state == NoticeState.FAILED,
            Notice.cause == NO_CHANNEL,
            Notice.expires_at > now,
        )
        .distinct()
    )
    for member_id in lost.all():
        if member_id is not None:
            await reopen_for(db, member_id, now)


async def _end_old(db: AsyncSession, channel: str, before: Mapping[int, str | None], now: datetime) -> None:
    found = await db.execute(
        select(Address.id, Address.member_id, Endpoint.external_id)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(*_at(db, channel), Address.member_id.in_(before), Address.ended_at.is_(None))
    )
    for address_id, member_id, number in found.all():
        if number == _number(before[member_id]):
            await unlink(db, member_id, address_id, BY, now)


async def _take_up(db: AsyncSession, channel: str, member_ids: Collection[int], now: datetime) -> None:
    found = await db.scalars(
        select(Address)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .join(Member, Member.id == Address.member_id)
        .where(
            *_at(db, channel),
            Address.member_id.in_(member_ids),
            Endpoint.external_id == NUMBER,
            Address.ended_at.is_not(None),
            Address.stopped_at.is_(None),
        )
    )
    for address in found.all():
        address.ended_at, address.linked_at = None, now


def _number(phone: str | None) -> str | None:
    return phone and phone.removeprefix("+")
