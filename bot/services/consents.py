"""Consent before the first message, and stopping at any time (rules 38, 39). Neither touches the roll."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.members import Member
from bot.refusals import DayToCome, NotLinked
from bot.services.addresses import ALL_CHANNELS, consents_of
from bot.services.audit import as_member, note
from bot.services.notices import reopen_for
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


async def enter_paper(
    db: AsyncSession, members: Sequence[Member], signed_on: date, by: str, version: str, now: datetime
) -> int:
    """Consents signed on paper, for every channel, entered by the secretary; returns how many are new.

    Nobody is entered who has taken a consent back since the day of the paper.
    """
    if signed_on > day_of(now):
        raise DayToCome(day=day(signed_on))
    agreed = await consents_of(db, [member.id for member in members])
    stopped = await _stopped_since(db, members, signed_on)
    new = [member for member in members if ALL_CHANNELS not in agreed[member.id] and member.id not in stopped]
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
    """No more messages for this member here, from now on; the consent is withdrawn, everything else stays."""
    address = await address_at(db, member_id, endpoint)
    address.stopped_at = now
    given = await db.scalars(
        select(Consent).where(
            Consent.member_id == member_id,
            Consent.channel.in_([endpoint.channel, ALL_CHANNELS]),
            Consent.withdrawn_at.is_(None),
        )
    )
    for consent in given:
        consent.withdrawn_at = now
    note(db, as_member(member_id), "messages_stopped", as_member(member_id), now, channel=endpoint.channel)
    await db.flush()


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
    agreed = await consents_of(db, [member.id for member in members])
    stopped = set(
        await db.scalars(
            select(Address.member_id).where(Address.endpoint_id == endpoint.id, Address.stopped_at.is_not(None))
        )
    )
    return [
        member for member in members if member.id in stopped or not agreed[member.id] & {endpoint.channel, ALL_CHANNELS}
    ]
