"""Carrying out what changes about a member: memberships, statuses and offices are dated, the past stays as it was."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address
from bot.model.member_changes import ChangeKind, MemberChange
from bot.model.members import AWAY, Member, Membership, MemberStatus, StatusKind
from bot.model.roles import Role
from bot.model.units import Unit, UnitKind
from bot.services.change_facts import Facts
from bot.services.directive_leavers import settle_receipts
from bot.services.invitations import renew_open_lists
from bot.services.joining import end_codes, unlink
from bot.services.lying_open import put_away
from bot.services.people import has_status, holds
from bot.services.tracks import Tracks
from bot.services.visits import renew_visits_of

FLAGS = {
    ChangeKind.SEND_OUT: StatusKind.TEMPORARY_OUT,
    ChangeKind.EXEMPT: StatusKind.EXEMPT,
    ChangeKind.SPECIAL_DUTY: StatusKind.SPECIAL_DUTY,
}
ENDS = frozenset({ChangeKind.LEAVE, ChangeKind.DIE})
DAY = timedelta(days=1)


async def carry_out(db: AsyncSession, change: MemberChange, by: str, now: datetime) -> Tracks:
    """Write what the change says; meetings to come have their lists renewed on both sides."""
    tracks, facts = Tracks(), Facts.read(change.facts)
    member_id = change.member_id or 0
    if change.kind is ChangeKind.TRANSFER:
        await _transfer(db, change, facts, tracks)
    elif change.kind in FLAGS:
        await _flag(db, change, facts, tracks)
    elif change.kind is ChangeKind.OFFICIAL:
        await _make_official(db, member_id, facts, tracks)
    elif change.kind is ChangeKind.RETURN:
        await _bring_back(db, change, facts, tracks)
    elif change.kind in ENDS:
        await _end(db, change, facts, tracks, by, now)
    await _tidy(db, member_id, tracks, now)
    change.before = await tracks.as_json(db)
    await renew(db, change, member_id, now)
    return tracks


async def renew(db: AsyncSession, change: MemberChange, member_id: int, now: datetime) -> None:
    """The lists of all cells in which they stand or stood, their groups and committees above included; whom they visit,
    and what they are still asked to take note of.
    """
    places = await db.scalars(select(Membership.unit_id).where(Membership.member_id == member_id))
    offices = await db.scalars(select(Role.unit_id).where(Role.member_id == member_id))
    cells = {change.unit_id, *places, *([change.to_unit_id] if change.to_unit_id else [])}
    found = await db.scalars(select(Unit).where(Unit.id.in_(cells | set(offices))))
    paths = [unit.path for unit in found]
    above = {int(part) for path in paths for part in path.strip("/").split("/")}
    groups = await db.scalars(select(Unit.id).where(Unit.parent_id.in_(cells), Unit.kind == UnitKind.GROUP))
    await renew_open_lists(db, sorted(above | set(groups)), now)
    await renew_visits_of(db, [member_id], now)
    await settle_receipts(db, [member_id], now)


async def _tidy(db: AsyncSession, member_id: int, tracks: Tracks, now: datetime) -> None:
    """Whose office is over sees no list of it any more, and no code opens it."""
    if any(table == "roles" for table, *_ in tracks.changed):
        await end_codes(db, [member_id], now)
        await put_away(db, [member_id], now)


# Where they belong


async def _transfer(db: AsyncSession, change: MemberChange, facts: Facts, tracks: Tracks) -> None:
    on, member_id = facts.from_on, change.member_id or 0
    for place in await places_after(db, member_id, on):
        if place.is_temporary and place.unit_id == change.to_unit_id:  # there for a time until now, and now for good
            for status in await statuses_from(db, member_id, on, [StatusKind.TEMPORARY_OUT]):
                tracks.end(status, on - DAY)
            tracks.end(place, on)
        elif not place.is_temporary:
            tracks.end(place, on)
    await _end_offices_of_cell(db, change, on, tracks)
    if change.to_unit_id is not None:
        tracks.make(
            db,
            Membership(
                member_id=change.member_id,
                unit_id=change.to_unit_id,
                from_on=on,
                until_on=None,
                decision=facts.decision,
            ),
        )


async def places_after(db: AsyncSession, member_id: int, on: date) -> Sequence[Membership]:
    """The memberships that hold on this day or begin later."""
    found = await db.scalars(
        select(Membership)
        .where(Membership.member_id == member_id, or_(Membership.until_on.is_(None), Membership.until_on > on))
        .order_by(Membership.id)
    )
    return found.all()


async def offices_in_cell(db: AsyncSession, member_id: int, cell_id: int, on: date) -> Sequence[Role]:
    """What they hold in a cell or a group of it on a day or later: it ends where they leave the cell."""
    groups = select(Unit.id).where(Unit.parent_id == cell_id, Unit.kind == UnitKind.GROUP)
    found = await db.scalars(
        select(Role)
        .where(
            Role.member_id == member_id,
            or_(Role.unit_id == cell_id, Role.unit_id.in_(groups)),
            or_(Role.until_on.is_(None), Role.until_on >= on),
        )
        .order_by(Role.id)
    )
    return found.all()


async def _end_offices_of_cell(db: AsyncSession, change: MemberChange, on: date, tracks: Tracks) -> None:
    for role in await offices_in_cell(db, change.member_id or 0, change.unit_id, on):
        tracks.end(role, on - DAY)


# As what they belong there


async def _flag(db: AsyncSession, change: MemberChange, facts: Facts, tracks: Tracks) -> None:
    """Exempt, on special duty or sent out; where the other cell is known, they are received there as long."""
    kind = FLAGS[change.kind]
    tracks.make(
        db,
        MemberStatus(
            member_id=change.member_id,
            kind=kind,
            from_on=facts.from_on,
            until_on=facts.until_on,
            decision=facts.decision,
        ),
    )
    if change.to_unit_id is not None:
        tracks.make(
            db,
            Membership(
                member_id=change.member_id,
                unit_id=change.to_unit_id,
                from_on=facts.from_on,
                until_on=facts.until_on + DAY if facts.until_on else None,
                is_temporary=True,
                decision=facts.decision,
            ),
        )


async def _make_official(db: AsyncSession, member_id: int, facts: Facts, tracks: Tracks) -> None:
    for status in await statuses_from(db, member_id, facts.from_on, [StatusKind.PROBATIONARY]):
        tracks.end(status, facts.from_on - DAY)
    official = {"kind": StatusKind.OFFICIAL, "from_on": facts.from_on, "decision": facts.decision}
    tracks.make(db, MemberStatus(member_id=member_id, until_on=None, **official))


async def statuses_from(
    db: AsyncSession, member_id: int, on: date, kinds: Sequence[StatusKind]
) -> Sequence[MemberStatus]:
    """The statuses of these kinds that hold on a day."""
    found = await db.scalars(
        select(MemberStatus)
        .where(MemberStatus.member_id == member_id, MemberStatus.kind.in_(kinds), has_status(on))
        .order_by(MemberStatus.id)
    )
    return found.all()


async def statuses_within(
    db: AsyncSession, member_id: int, on: date, until: date | None, kind: StatusKind
) -> Sequence[MemberStatus]:
    """The statuses of this kind that hold on any of these days; `until` None: for ever."""
    begins = [MemberStatus.from_on.is_(None) | (MemberStatus.from_on <= until)] if until else []
    lasts = MemberStatus.until_on.is_(None) | (MemberStatus.until_on >= on)
    found = await db.scalars(
        select(MemberStatus).where(MemberStatus.member_id == member_id, MemberStatus.kind == kind, lasts, *begins)
    )
    return found.all()


async def received_at(db: AsyncSession, member_id: int, cell_id: int, on: date) -> Membership | None:
    """Their membership in this cell on a day where it is for a time only."""
    found: Membership | None = await db.scalar(
        select(Membership).where(
            Membership.member_id == member_id, Membership.unit_id == cell_id, Membership.is_temporary, holds(on)
        )
    )
    return found


async def _bring_back(db: AsyncSession, change: MemberChange, facts: Facts, tracks: Tracks) -> None:
    """From here back to the own cell; or in the own cell from whatever kept them away."""
    member_id, on = change.member_id or 0, facts.from_on
    here = await received_at(db, member_id, change.unit_id, on)
    kinds = [StatusKind.TEMPORARY_OUT] if here else list(AWAY)
    for status in await statuses_from(db, member_id, on, kinds):
        tracks.end(status, on - DAY)
    for place in await places_after(db, member_id, on):
        if place.is_temporary and here in {None, place}:
            tracks.end(place, on)


async def _end(db: AsyncSession, change: MemberChange, facts: Facts, tracks: Tracks, by: str, now: datetime) -> None:
    """No member any more: every membership and office ends; the phones of somebody who died are let go."""
    member_id, on = change.member_id or 0, facts.from_on
    for place in await places_after(db, member_id, on):
        tracks.end(place, on)
    held = await db.scalars(
        select(Role).where(Role.member_id == member_id, or_(Role.until_on.is_(None), Role.until_on >= on))
    )
    for role in held.all():
        tracks.end(role, on - DAY)
    await end_codes(db, [member_id], now)
    if change.kind is ChangeKind.DIE:
        linked = await db.scalars(select(Address.id).where(Address.member_id == member_id, Address.ended_at.is_(None)))
        for address_id in linked.all():
            await unlink(db, member_id, address_id, by, now)


async def lock(db: AsyncSession, member_id: int) -> Member | None:
    """The member's row, held until the end: of two changes at once the second sees the first."""
    found: Member | None = await db.scalar(
        select(Member).where(Member.id == member_id).with_for_update().execution_options(populate_existing=True)
    )
    return found
