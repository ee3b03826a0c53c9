"""Members who go over from one cell to another, as what they were, from a day on; and the offices that end there."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select

from bot.model.members import Membership, StatusKind
from bot.model.roles import Role
from bot.model.units import Unit
from bot.services.member_moves import statuses_from
from bot.services.reorganising.deeds import DAY, Deed


async def bring_people(
    deed: Deed, cell: Unit, to: Unit, only: Collection[int] | None = None, *, with_groups: bool
) -> list[int]:
    """Everybody who belongs to a cell on the day or later, or `only` these; returns who they are.

    Their statuses stay theirs. Who was received for a time goes on being received; who comes to the own cell is at
    home there. `with_groups`: the groups of the cell go along, and they stay in them.
    """
    places = await _places(deed, cell, only)
    there = {one.member_id: one for one in await _places(deed, to, {one.member_id for one in places})}
    for place in places:
        await _over(deed, place, there.get(place.member_id), to, with_groups=with_groups)
    await deed.db.flush()
    members = list(dict.fromkeys(one.member_id for one in places))
    deed.effects.people += len(members)
    deed.touched |= {cell.id, to.id}
    return members


async def _places(deed: Deed, cell: Unit, only: Collection[int] | None) -> Sequence[Membership]:
    wanted = select(Membership).where(
        Membership.unit_id == cell.id, or_(Membership.until_on.is_(None), Membership.until_on > deed.on)
    )
    if only is not None:
        wanted = wanted.where(Membership.member_id.in_(only))
    return (await deed.db.scalars(wanted.order_by(Membership.id))).all()


async def _over(deed: Deed, place: Membership, there: Membership | None, to: Unit, *, with_groups: bool) -> None:
    if there is not None and not there.is_temporary:  # at home there already
        if place.is_temporary:
            await _is_back(deed, place.member_id)
        _end(place, deed.on)
        return
    if there is not None:
        if place.is_temporary:
            _end(place, deed.on)
            return
        await _is_back(deed, place.member_id)
        _end(there, deed.on)
    group_id = place.group_id if with_groups else None
    if place.from_on is not None and place.from_on >= deed.on:
        place.unit_id, place.group_id = to.id, group_id
        return
    deed.db.add(
        Membership(
            member_id=place.member_id,
            unit_id=to.id,
            group_id=group_id,
            from_on=deed.on,
            until_on=place.until_on,
            is_temporary=place.is_temporary,
            decision=place.decision,
        )
    )
    place.until_on = deed.on


def _end(place: Membership, on: date) -> None:
    """From this day on; what begins later never holds."""
    place.until_on = max(place.from_on or on, on)


async def _is_back(deed: Deed, member_id: int) -> None:
    """Whoever was received for a time by the cell that is now the own one is away from nowhere."""
    for status in await statuses_from(deed.db, member_id, deed.on, [StatusKind.TEMPORARY_OUT]):
        status.until_on = deed.on - DAY


async def end_offices(deed: Deed, unit_ids: Collection[int], only: Collection[int] | None = None) -> None:
    """All offices at these units end the day before, or those of `only` these people."""
    held = select(Role).where(Role.unit_id.in_(unit_ids), or_(Role.until_on.is_(None), Role.until_on >= deed.on))
    if only is not None:
        held = held.where(Role.member_id.in_(only))
    for role in (await deed.db.scalars(held.order_by(Role.id))).all():
        role.until_on = deed.on - DAY
        deed.effects.offices[role.office.value] += 1
        deed.codes.append(role.member_id)
    await deed.db.flush()
