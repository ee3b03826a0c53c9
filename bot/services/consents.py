"""Consent before the first message, and stopping at any time (rules 38, 39). Neither touches the roll."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.members import Member
from bot.refusals import DayToCome, NotLinked
from bot.services.addresses import ALL_CHANNELS, consents_of
from bot.services.ahead import ahead_of
from bot.services.audit import as_member, note
from bot.services.notices import reopen_for
from bot.services.phone_ways import make_for
from bot.services.terms import stopped_with
from bot.words.times import at_local, day, day_of


async def agree(
    db: AsyncSession, member_id: int, endpoint: Endpoint, kind: ConsentKind, version: str, now: datetime
) -> None:
    """A member agrees at the own phone. Raises NotLinked for somebody else's; agreeing again starts messages again."""
    address = await address_at(db, member_id, endpoint)
    address.stopped_at = None
    agreed = (await consents_of(db, [member_id]))[member_id]
    if not agreed & {endpoint.channel, ALL_CHANNELS}:
        db.add(Consent(member_id=member_id, channel=endpoint.channel, kind=kind, text_version=version, given_at=now))
        note(db, as_member(member_id), "consent_given", as_member(member_id), now, channel=endpoint.channel)
    await db.flush()
    await reopen_for(db, member_id, now)


@dataclass(frozen=True, slots=True)
class Papers:
    """What becomes of papers that were signed on one day."""

    new: list[Member]
    known: list[Member]
    """Theirs has been entered before."""
    stopped: list[Member]
    """They have taken a consent back since: this paper is older than that."""


async def papers_of(db: AsyncSession, members: Sequence[Member], signed_on: date, now: datetime) -> Papers:
    """Who of these would be entered; nothing is written. Raises DayToCome."""
    if signed_on > day_of(now):
        raise DayToCome(day=day(signed_on))
    agreed = await consents_of(db, [member.id for member in members])
    known = [member for member in members if ALL_CHANNELS in agreed[member.id]]
    since = await _stopped_since(db, members, signed_on)
    stopped = [member for member in members if member.id in since and member not in known]
    return Papers([member for member in members if member not in [*known, *stopped]], known, stopped)


async def enter_paper(
    db: AsyncSession, members: Sequence[Member], signed_on: date, by: str, version: str, now: datetime
) -> int:
    """Consents signed on paper, for every channel, entered by the secretary; returns how many are new.

    Nobody is entered who has taken a consent back since the day of the paper.
    """
    new = (await papers_of(db, members, signed_on, now)).new
    for member in new:
        db.add(
            Consent(
                member_id=member.id,
                channel=ALL_CHANNELS,
                kind=ConsentKind.PAPER,
                text_version=version,
                given_at=now,
                signed_on=signed_on,
                entered_by=by,
            )
        )
        note(db, by, "paper_consent_entered", as_member(member.id), now, signed_on=signed_on.isoformat())
    await db.flush()
    await make_for(db, [member.id for member in new], now)
    for member in new:
        await reopen_for(db, member.id, now)
    return len(new)


async def _stopped_since(db: AsyncSession, members: Sequence[Member], signed_on: date) -> set[int]:
    """Who took a consent back on that day or later: an older paper does not bring it back."""
    found = await db.scalars(
        select(Consent.member_id).where(
            Consent.member_id.in_([member.id for member in members]),
            Consent.withdrawn_at >= at_local(signed_on, time.min),
        )
    )
    return set(found)


async def stop(db: AsyncSession, member_id: int, endpoint: Endpoint, now: datetime) -> None:
    """No more messages for this member here, from now on; the consent is withdrawn, everything else stays.

    Of a paper for every channel, the channels that are in use and were not named stay agreed to; not what the same
    account sends to their phone's number, which comes into the same chat.
    """
    address = await address_at(db, member_id, endpoint)
    address.stopped_at = now
    with_it = stopped_with(db, endpoint.channel)
    await _stop_at_number(db, member_id, with_it, now)
    given = await db.scalars(
        select(Consent).where(
            Consent.member_id == member_id,
            Consent.channel.in_([endpoint.channel, *with_it, ALL_CHANNELS]),
            Consent.withdrawn_at.is_(None),
        )
    )
    for consent in given.all():
        consent.withdrawn_at = now
        if consent.channel == ALL_CHANNELS:
            others = await _others(db, member_id, {endpoint.channel, *with_it})
            db.add_all(_for_one_channel(consent, channel) for channel in others)
    note(db, as_member(member_id), "messages_stopped", as_member(member_id), now, channel=endpoint.channel)
    await db.flush()


async def _stop_at_number(db: AsyncSession, member_id: int, channels: Collection[str], now: datetime) -> None:
    """Their phone's number is one of their places on these channels."""
    if not channels:
        return
    places = select(Endpoint.id).where(Endpoint.channel.in_(channels))
    await db.execute(
        update(Address)
        .where(Address.member_id == member_id, Address.ended_at.is_(None), Address.endpoint_id.in_(places))
        .values(stopped_at=now)
    )


async def _others(db: AsyncSession, member_id: int, channels: Collection[str]) -> set[str]:
    """The other channels that the member is linked on and has neither stopped nor agreed to apart."""
    found = await db.scalars(
        select(Endpoint.channel)
        .join(Address, Address.endpoint_id == Endpoint.id)
        .where(
            Address.member_id == member_id,
            Address.ended_at.is_(None),
            Address.stopped_at.is_(None),
            Endpoint.channel.not_in(channels),
        )
    )
    return set(found) - (await consents_of(db, [member_id]))[member_id]


def _for_one_channel(paper: Consent, channel: str) -> Consent:
    return Consent(
        member_id=paper.member_id,
        channel=channel,
        kind=paper.kind,
        text_version=paper.text_version,
        given_at=paper.given_at,
        signed_on=paper.signed_on,
        entered_by=paper.entered_by,
    )


async def given_by(db: AsyncSession, member_id: int) -> Sequence[Consent]:
    """What a member has agreed to and not taken back."""
    found = await db.scalars(
        select(Consent).where(Consent.member_id == member_id, Consent.withdrawn_at.is_(None)).order_by(Consent.id)
    )
    return found.all()


async def address_at(db: AsyncSession, member_id: int, endpoint: Endpoint) -> Address:
    """The member's address at this endpoint; raises NotLinked."""
    address: Address | None = await db.scalar(
        select(Address).where(
            Address.member_id == member_id, Address.endpoint_id == endpoint.id, Address.ended_at.is_(None)
        )
    )
    if address is None:
        raise NotLinked
    return address


async def without_consent(db: AsyncSession, members: Sequence[Member], endpoint: Endpoint) -> list[Member]:
    """Those of these members who have not agreed to messages at this endpoint's network, or have stopped them."""
    ahead = ahead_of(db)
    if ahead is not None and ahead.knows([member.id for member in members]):
        agreed, stopped = ahead.agreed, ahead.stopped_at(endpoint.id)
    else:
        agreed, stopped = await consents_of(db, [member.id for member in members]), await _stopped_at(db, endpoint)
    covering = {endpoint.channel, ALL_CHANNELS}
    return [member for member in members if member.id in stopped or not agreed[member.id] & covering]


async def _stopped_at(db: AsyncSession, endpoint: Endpoint) -> set[int]:
    found = await db.scalars(
        select(Address.member_id).where(Address.endpoint_id == endpoint.id, Address.stopped_at.is_not(None))
    )
    return set(found)
