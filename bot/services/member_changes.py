"""Changes of members: who may make which, whom they wait for, who is told, how one is undone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.member_changes import WAITING, ChangeKind, ChangeState, MemberChange
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import CannotUndo, ChangeGone, NotAllowed
from bot.services import change_words as telling
from bot.services.audit import as_member, note
from bot.services.change_checks import NEW, Checked, check, demand_alone
from bot.services.change_clock import waits_from_now
from bot.services.change_facts import Facts
from bot.services.erasing import forget_newcomer
from bot.services.member_moves import carry_out, lock, offices_in_cell, renew
from bot.services.newcomers import add_member
from bot.services.permissions import Right, may
from bot.services.tracks import Tracks, take_back
from bot.services.unit_settings import settings_of
from bot.words.times import day_of

UNDONE_WITHIN = timedelta(days=30)
SECRETARY = "secretary"


async def may_carry_out(db: AsyncSession, member_id: int, cell: Unit, now: datetime) -> bool:
    """Whether this person changes members of the cell, and does not only propose it."""
    if await may(db, member_id, Right.MANAGE, cell, day_of(now)):
        return True
    is_own = await may(db, member_id, Right.ROSTER, cell, day_of(now))
    return is_own and (await settings_of(db, cell)).roster_by == SECRETARY


async def demand_part(db: AsyncSession, member_id: int, cell: Unit, now: datetime) -> None:
    """Raises NotAllowed for whoever neither changes nor proposes anything in this cell."""
    on = day_of(now)
    if not (await may(db, member_id, Right.ROSTER, cell, on) or await may(db, member_id, Right.MANAGE, cell, on)):
        raise NotAllowed


async def enter(
    db: AsyncSession, checked: Checked, by: str, now: datetime, *, at_once: bool, received: bool = False
) -> MemberChange:
    """Carry a change out or have it wait for the office; where another cell receives, for that cell.

    `at_once`: whoever enters it may carry it out; `received`: and knows that they have come to the other cell.
    """
    if checked.member is not None:
        await lock(db, checked.member.id)
        await check(db, checked.cell, checked.kind, checked.member.id, checked.to, checked.facts, now)
        await demand_alone(db, checked.member.id, checked.kind)
    change = MemberChange(
        member_id=checked.member.id if checked.member else None,
        unit_id=checked.cell.id,
        to_unit_id=checked.to.id if checked.to else None,
        kind=checked.kind,
        facts=checked.facts.as_json(),
        state=ChangeState.AT_OFFICE,
        asked_by=by,
        asked_at=now,
    )
    db.add(change)
    await db.flush()
    note(db, by, "change_asked", _about(change), now, change=change.id, kind=change.kind, unit=checked.cell.code)
    if at_once:
        await _approve(db, change, by, now, received=received)
    else:
        await telling.to_office(db, change, now)
    return change


def _about(change: MemberChange) -> str | None:
    return as_member(change.member_id) if change.member_id else None


async def open_change(db: AsyncSession, change_id: int, *states: ChangeState) -> MemberChange:
    """Held until the end of the transaction: of two answers at once the second sees the first. Raises ChangeGone."""
    found: MemberChange | None = await db.scalar(
        select(MemberChange)
        .where(MemberChange.id == change_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or found.state not in states:
        raise ChangeGone
    return found


async def approve(db: AsyncSession, change_id: int, by: str, now: datetime, *, received: bool = False) -> MemberChange:
    """The office agrees to what a secretary proposed. `received`: it answers for the other cell as well."""
    change = await open_change(db, change_id, ChangeState.AT_OFFICE)
    await _approve(db, change, by, now, received=received)
    return change


async def _approve(db: AsyncSession, change: MemberChange, by: str, now: datetime, *, received: bool) -> None:
    to = await db.get(Unit, change.to_unit_id) if change.to_unit_id else None
    receivers = await telling.receivers_at(db, to, now) if to else []
    receivers = [one for one in receivers if one != change.member_id]  # nobody says of themselves that they have come
    if receivers and not received and by not in {as_member(one) for one in receivers}:
        change.state = ChangeState.AT_RECEIVER
        note(db, by, "change_approved", _about(change), now, change=change.id)
        await waits_from_now(db, change, now)
        await telling.to_receiver(db, change, receivers, now)
        return
    await _do(db, change, by, now)


async def receive(db: AsyncSession, change_id: int, by: str, now: datetime) -> MemberChange:
    """The other cell says that they have come: only now they belong there, from the day that was said."""
    change = await open_change(db, change_id, ChangeState.AT_RECEIVER)
    await _do(db, change, by, now)
    return change


async def _do(db: AsyncSession, change: MemberChange, by: str, now: datetime) -> None:
    facts = Facts.read(change.facts)
    cell = await db.get_one(Unit, change.unit_id)
    if change.kind in NEW:
        tracks = Tracks()
        is_temporary = change.kind is ChangeKind.RECEIVE
        await check(db, cell, change.kind, None, None, facts, now)
        member = await add_member(db, cell, facts, tracks, by, now, is_temporary=is_temporary)
        change.member_id, change.facts = member.id, facts.without_person()
        change.before = await tracks.as_json(db)
        await renew(db, change, member.id, now)
    else:
        await lock(db, change.member_id or 0)
        to = await db.get(Unit, change.to_unit_id) if change.to_unit_id else None
        await check(db, cell, change.kind, change.member_id, to, facts, now)
        await carry_out(db, change, by, now)
    change.state, change.settled_by, change.settled_at = ChangeState.DONE, by, now
    note(db, by, "change_done", _about(change), now, change=change.id, kind=change.kind, unit=cell.code)
    await db.flush()
    await telling.that_it_is_done(db, change, by, now)


async def refuse(db: AsyncSession, change_id: int, by: str, now: datetime) -> MemberChange:
    """The office, or the cell that should receive somebody, says no; or whoever asked takes it back."""
    change = await open_change(db, change_id, *WAITING)
    change.state, change.settled_by, change.settled_at = ChangeState.REFUSED, by, now
    note(db, by, "change_refused", _about(change), now, change=change.id)
    facts = Facts.read(change.facts)
    await telling.that_it_is_refused(db, change, by, now)
    change.facts = facts.without_person()
    await db.flush()
    return change


async def undo(db: AsyncSession, change_id: int, by: str, now: datetime) -> MemberChange:
    """As if it had not been; rolls that were closed meanwhile stay. Raises ChangeGone or CannotUndo."""
    change = await open_change(db, change_id, ChangeState.DONE)
    member = await lock(db, change.member_id or 0)
    if member is None or change.before is None or change.id != await newest_of(db, member.id, now):
        raise CannotUndo
    await _demand_no_office(db, change, member.id, now)
    await telling.that_it_is_undone(db, change, by, now)
    await take_back(db, change.before)
    change.state, change.settled_by, change.settled_at = ChangeState.UNDONE, by, now
    note(db, by, "change_undone", _about(change), now, change=change.id)
    await renew(db, change, member.id, now)
    if change.kind in NEW:
        await forget_newcomer(db, member, by, now)
    return change


async def _demand_no_office(db: AsyncSession, change: MemberChange, member_id: int, now: datetime) -> None:
    """Nobody keeps an office of a cell that they have never been in; raises CannotUndo where one was given since."""
    came_to = change.unit_id if change.kind in NEW else change.to_unit_id
    if came_to is not None and await offices_in_cell(db, member_id, came_to, day_of(now)):
        raise CannotUndo


async def may_undo(db: AsyncSession, member_id: int, change: MemberChange, now: datetime) -> bool:
    """Whoever carries out changes of the cell; where somebody received them in another cell, of that one."""
    cell = await db.get_one(Unit, change.unit_id)
    to = await db.get(Unit, change.to_unit_id) if change.to_unit_id else None
    if to is not None and await telling.receivers_at(db, to, now):
        return await may_carry_out(db, member_id, to, now)
    return await may_carry_out(db, member_id, cell, now)


async def newest_of(db: AsyncSession, member_id: int, now: datetime) -> int | None:
    """The last change of somebody, where it is not too old to be undone."""
    found: int | None = await db.scalar(
        select(MemberChange.id)
        .where(
            MemberChange.member_id == member_id,
            MemberChange.state == ChangeState.DONE,
            MemberChange.settled_at > now - UNDONE_WITHIN,
        )
        .order_by(MemberChange.settled_at.desc(), MemberChange.id.desc())
        .limit(1)
    )
    return found


# Those that wait


async def waiting_below(db: AsyncSession, units: Sequence[Unit], *states: ChangeState) -> list[MemberChange]:
    """What waits in or for a cell below these units, the oldest first.

    The other cell hears of somebody who comes only when the own office has agreed.
    """
    if not units:
        return []
    inside = or_(*(Unit.path.startswith(unit.path, autoescape=True) for unit in units))
    cells = select(Unit.id).where(inside)
    comes = MemberChange.to_unit_id.in_(cells) & (MemberChange.state == ChangeState.AT_RECEIVER)
    of_cell = or_(MemberChange.unit_id.in_(cells), comes)
    found = await db.scalars(
        select(MemberChange).where(MemberChange.state.in_(states), of_cell).order_by(MemberChange.id)
    )
    return list(found)


async def of_member(db: AsyncSession, member_id: int) -> list[MemberChange]:
    """All that was ever changed or proposed of somebody, the oldest first."""
    found = await db.scalars(select(MemberChange).filter_by(member_id=member_id).order_by(MemberChange.id))
    return list(found)


async def checked_again(db: AsyncSession, change: MemberChange) -> Checked:
    """What a stored change says, to be said to people."""
    member = await db.get(Member, change.member_id) if change.member_id else None
    to = await db.get(Unit, change.to_unit_id) if change.to_unit_id else None
    cell = await db.get_one(Unit, change.unit_id)
    return Checked(member, cell, to, change.kind, Facts.read(change.facts))
