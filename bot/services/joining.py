"""Linking a phone to a member: by a link, by a typed code, by the own number; and what becomes of the old phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.endpoints import PUT_AWAY, Address, Endpoint, LinkCode
from bot.model.members import Member
from bot.model.tallies import Tally
from bot.services.api_tokens import revoke_made_by
from bot.services.audit import as_member, note
from bot.services.codes import bare, code_of, hash_of, looks_like_code, new_token
from bot.services.logins import end_logins
from bot.services.notices import owe_reply, reopen_for
from bot.services.open_links import end_open_links
from bot.services.people import members_by_phone
from bot.services.personal_links import end_links
from bot.services.quotas import demand_room
from bot.services.terms import PHONES_FROM
from bot.words.vi import linked_elsewhere

VALID = timedelta(days=14)
MOST_WRONG = 5
LOCKED_FOR = timedelta(hours=1)
TOLD_FOR = timedelta(days=2)
"""So long the phone that was there before is tried, to be told of the new one."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a secretary hands over; neither is stored as it is."""

    member: Member
    token: str
    code: str


async def invite(db: AsyncSession, members: Sequence[Member], by: str, now: datetime) -> list[Invitation]:
    """A new link and code for each; the earlier unused ones of these members end. The old phone stays until then."""
    await end_codes(db, [member.id for member in members], now)
    invitations = [Invitation(member, token, code_of(token)) for member in members if (token := new_token())]
    for one in invitations:
        db.add(
            LinkCode(
                member_id=one.member.id,
                token_hash=hash_of(one.token),
                code_hash=hash_of(one.code),
                made_by=by,
                made_at=now,
                expires_at=now + VALID,
            )
        )
        note(db, by, "code_made", f"member:{one.member.id}", now)
    await db.flush()
    return invitations


async def end_codes(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> None:
    """What was handed out for these people and is not used links nobody any more."""
    await db.execute(
        update(LinkCode)
        .where(LinkCode.member_id.in_(member_ids), LinkCode.used_at.is_(None), LinkCode.expires_at > now)
        .values(expires_at=now)
    )


async def end_every_code(db: AsyncSession, now: datetime) -> int:
    """All that wait, also of groups; returns how many."""
    waits = LinkCode.used_at.is_(None), LinkCode.expires_at > now
    ended = await db.scalars(update(LinkCode).where(*waits).values(expires_at=now).returning(LinkCode.id))
    return len(ended.all())


def is_locked(endpoint: Endpoint) -> bool:
    """Whether too many wrong codes came from here within the hour; by the real clock."""
    return endpoint.locked_until is not None and endpoint.locked_until > datetime.now(UTC)


async def is_good_code(db: AsyncSession, endpoint: Endpoint, text: str, now: datetime) -> bool:
    """Whether words typed in the middle of something are a code that links; one that is none is a wrong try."""
    if not looks_like_code(text) or is_locked(endpoint):
        return False
    good = LinkCode.code_hash == hash_of(bare(text)), LinkCode.used_at.is_(None), LinkCode.expires_at > now
    is_good = await db.scalar(select(LinkCode.id).where(*good)) is not None
    if not is_good:
        count_wrong(endpoint)
    return is_good


async def redeem(db: AsyncSession, endpoint: Endpoint, secret: str, now: datetime) -> Member | None:
    """Link the endpoint to the member whose link or code this is; None, and one try less, where it is nobody's."""
    if is_locked(endpoint):
        return None
    hashes = (hash_of(secret.strip()), hash_of(bare(secret)))
    found: LinkCode | None = await db.scalar(
        select(LinkCode)
        .where(
            or_(LinkCode.token_hash == hashes[0], LinkCode.code_hash == hashes[1]),
            LinkCode.used_at.is_(None),
            LinkCode.expires_at > now,
        )
        .with_for_update()
    )
    if found is None:
        count_wrong(endpoint)
        return None
    found.used_at, endpoint.wrong_codes, endpoint.locked_until = now, 0, None
    member = await db.get_one(Member, found.member_id)
    await link(db, endpoint, member, as_member(member.id), now)
    return member


def count_wrong(endpoint: Endpoint) -> None:
    """One try less from here."""
    if endpoint.locked_until is not None and not is_locked(endpoint):
        endpoint.locked_until, endpoint.wrong_codes = None, 0
    endpoint.wrong_codes += 1
    if endpoint.wrong_codes >= MOST_WRONG:
        endpoint.locked_until = datetime.now(UTC) + LOCKED_FOR


async def link_by_phone(db: AsyncSession, endpoint: Endpoint, number: str, now: datetime) -> list[Member]:
    """Link the endpoint to everybody on the roster with this phone, which the network has vouched for.

    Not to whom it was taken from: whoever holds a stolen phone can share its number. A code brings it back.
    """
    gone = await taken_from(db, endpoint)
    members = [member for member in await members_by_phone(db, number) if member.id not in gone]
    for member in members:
        await link(db, endpoint, member, as_member(member.id), now)
    return members


async def taken_from(db: AsyncSession, endpoint: Endpoint) -> set[int]:
    """The members whose phone this was once, and is no more."""
    found = await db.scalars(
        select(Address.member_id).where(Address.endpoint_id == endpoint.id, Address.ended_at.is_not(None))
    )
    return set(found)


async def unlink(db: AsyncSession, member_id: int, address_id: int, by: str, now: datetime) -> bool:
    """End a phone that is lost or stolen, at once; False where it has ended already. What was agreed to stays."""
    found = await db.execute(
        select(Address, Endpoint)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(Address.id == address_id, Address.member_id == member_id, Address.ended_at.is_(None))
        .with_for_update(of=Address)
    )
    row = found.one_or_none()
    if row is None:
        return False
    await end_address(db, row.Address, row.Endpoint, now)
    note(db, by, "phone_unlinked", as_member(member_id), now, channel=row.Endpoint.channel)
    await db.flush()
    return True


async def link(db: AsyncSession, endpoint: Endpoint, member: Member, by: str, now: datetime) -> Address:
    """Make this the member's phone on its network; the one before ends and hears nothing more of this member.

    Raises NoRoomHere where the network takes nobody else.
    """
    position = await _make_room(db, endpoint, member, now)
    address: Address | None = await db.scalar(select(Address).filter_by(member_id=member.id, endpoint_id=endpoint.id))
    if address is None:
        await demand_room(db, endpoint)
        address = Address(member_id=member.id, endpoint_id=endpoint.id, position=position, linked_at=now)
        db.add(address)
    elif address.ended_at is not None:
        address.position, address.linked_at, address.ended_at, address.stopped_at = position, now, None, None
    endpoint.dead_at = endpoint.dead_reason = None
    note(db, by, "phone_linked", as_member(member.id), now, channel=endpoint.channel)
    await db.flush()
    await reopen_for(db, member.id, now)
    return address


async def _make_room(db: AsyncSession, endpoint: Endpoint, member: Member, now: datetime) -> int:
    """End the member's other phones on this network; returns the place of a new one among the channels.

    That of the phone whose place it takes, else behind all others.
    """
    found = await db.execute(
        select(Address, Endpoint)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(Address.member_id == member.id, Address.endpoint_id != endpoint.id, Address.ended_at.is_(None))
    )
    positions: dict[str, int] = {}
    for address, place in found:
        if address.position >= PHONES_FROM and place.channel != endpoint.channel:
            continue  # it stays behind, and a message there would cost money
        positions[place.channel] = address.position
        owe_reply(db, f"linked:{address.id}", place, Reply(linked_elsewhere(member.name)), now).expires_at = (
            now + TOLD_FOR
        )
        if place.channel == endpoint.channel:
            await end_address(db, address, place, now)
    return positions.get(endpoint.channel, max(positions.values(), default=0) + 1)


async def end_address(db: AsyncSession, address: Address, place: Endpoint, now: datetime) -> None:
    """From now on nothing that was shown or begun for this member there can be seen again."""
    address.ended_at = now
    place.offered = PUT_AWAY if place.offered or place.step else []
    place.step = place.draft = None
    await db.execute(
        update(Tally)
        .where(Tally.member_id == address.member_id, Tally.endpoint_id == place.id, Tally.ended_at.is_(None))
        .values(ended_at=now)
    )
    await end_open_links(db, address.member_id, now)
    await end_logins(db, address.member_id, now)
    await revoke_made_by(db, address.member_id, now)
    await end_links(db, address.member_id, place.id)
