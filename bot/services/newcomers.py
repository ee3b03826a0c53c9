"""Somebody new in a cell: written down, and looked for among those who are known."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.units import Unit
from bot.services.change_facts import Facts, Newcomer
from bot.services.party_groups import group_named, put_into
from bot.services.people import holds
from bot.services.tracks import Tracks
from bot.words.names import fold, given_name, sort_key

DAY = timedelta(days=1)


async def add_member(
    db: AsyncSession, cell: Unit, facts: Facts, tracks: Tracks, by: str, now: datetime, *, is_temporary: bool
) -> Member:
    """A new member of a cell, into the group that is named. Raises NoGroups or NoSuchPartyGroup."""
    newcomer = facts.newcomer
    assert newcomer is not None  # noqa: S101 - only such changes come here
    member = Member(birth_year=newcomer.birth_year, phone=newcomer.phone)
    call(member, newcomer.name)
    db.add(member)
    await db.flush()
    until_on = facts.until_on + DAY if facts.until_on else None
    place = {"from_on": facts.from_on, "until_on": until_on, "is_temporary": is_temporary, "decision": facts.decision}
    tracks.make(db, Membership(member_id=member.id, unit_id=cell.id, **place))
    for kind, from_on, last in _statuses(newcomer):
        tracks.make(db, MemberStatus(member_id=member.id, kind=kind, from_on=from_on, until_on=last, decision=None))
    await db.flush()
    if newcomer.group:
        await put_into(db, cell, await group_named(db, cell, newcomer.group), [member.id], by, now)
    return member


def call(member: Member, name: str) -> None:
    """Give somebody this name, with the keys by which they are sorted and found."""
    member.name, member.sort_key, member.search_key = name, sort_key(name), fold(name)


def _statuses(one: Newcomer) -> list[tuple[StatusKind, date | None, date | None]]:
    if one.official_on is None:
        return [(StatusKind.PROBATIONARY, one.probationary_on, None)]
    before = [(StatusKind.PROBATIONARY, one.probationary_on, one.official_on - DAY)] if one.probationary_on else []
    return [*before, (StatusKind.OFFICIAL, one.official_on, None)]


async def alike(db: AsyncSession, newcomer: Newcomer, on: date) -> Sequence[tuple[Member, Unit]]:
    """Who may be the same person: the same name and year, or the same phone and given name; with their cells."""
    by_name = (Member.search_key == fold(newcomer.name)) & (Member.birth_year == newcomer.birth_year)
    by_phone = Member.phone == newcomer.phone
    found = await db.execute(
        select(Member, Unit)
        .join(Membership, Membership.member_id == Member.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(by_name | by_phone, Member.merged_into_id.is_(None), holds(on))
        .order_by(Member.id)
    )
    own = fold(given_name(newcomer.name))
    return [(one, unit) for one, unit in found if fold(given_name(one.name)) == own]
