"""What a unit that is no more leaves: its series end, and what waits at it waits at its heir."""

from typing import Any

from sqlalchemy import CursorResult, Update, or_, select, update

from bot.model.groups import UnitGroup
from bot.model.halts import Halt
from bot.model.member_changes import WAITING as CHANGES_WAITING
from bot.model.member_changes import ChangeState, MemberChange
from bot.model.opinions import WAITING, Opinion, OpinionState
from bot.model.residents import Resident
from bot.model.units import Unit
from bot.model.visits import DifficultyState, VisitAssignment, VisitDifficulty, WorkingGroup
from bot.refusals import CannotReorganise
from bot.services.reorganising.deeds import Deed
from bot.services.series import KINDS, end_series
from bot.services.standing_assignments import end_assignment, end_group
from bot.words.reorganising_refused import Why, why_not


async def demand_no_halt(deed: Deed, unit: Unit) -> None:
    """Raises CannotReorganise: whoever stopped the sending below it has to say first that it may go on."""
    if await deed.db.scalar(select(Halt.id).where(Halt.unit_id == unit.id, Halt.ended_at.is_(None)).limit(1)):
        raise CannotReorganise(why=why_not(Why.HALTED, unit=unit.name))


async def wind_up(deed: Deed, unit: Unit) -> None:
    """Nothing is called or sent in its name any more."""
    for kind in KINDS:
        while await end_series(deed.db, unit, deed.by, deed.now, kind):
            deed.effects.counts["series"] += 1
            await deed.db.flush()
    chats = update(UnitGroup).where(UnitGroup.unit_id == unit.id, UnitGroup.ended_at.is_(None))
    deed.effects.counts["chats"] += await _count(deed, chats.values(ended_at=deed.now))
    await _end_visits(deed, unit)


async def _end_visits(deed: Deed, unit: Unit) -> None:
    """To its meetings nobody goes any more, and it sends nobody."""
    concerns = or_(VisitAssignment.cell_id == unit.id, VisitAssignment.unit_id == unit.id)
    to_come = VisitAssignment.ended_at.is_(None), VisitAssignment.until_on >= deed.on
    for one in (await deed.db.scalars(select(VisitAssignment).where(concerns, *to_come))).all():
        await end_assignment(deed.db, one, deed.by, deed.now)
        deed.effects.counts["visits"] += 1
    still = or_(WorkingGroup.until_on.is_(None), WorkingGroup.until_on >= deed.on)
    for group in (await deed.db.scalars(select(WorkingGroup).where(WorkingGroup.unit_id == unit.id, still))).all():
        await end_group(deed.db, group, deed.by, deed.now)
        deed.effects.counts["working_groups"] += 1


async def demand_nothing_waits(deed: Deed, unit: Unit) -> None:
    """Raises CannotReorganise where somebody waits for an answer of a unit that leaves no heir."""
    waits = select(Opinion.id).where(Opinion.unit_id == unit.id, Opinion.state.in_(WAITING))
    if await deed.db.scalar(waits.limit(1)):
        raise CannotReorganise(why=why_not(Why.OPINIONS_WAIT, unit=unit.name))


async def hand_over_matters(deed: Deed, unit: Unit, heir: Unit) -> None:
    """Opinions and difficulties without an answer, changes of members, residents who registered."""
    await _hand_over_opinions(deed, unit, heir)
    open_ones = VisitDifficulty.unit_id == unit.id, VisitDifficulty.state != DifficultyState.ANSWERED
    statement = update(VisitDifficulty).where(*open_ones).values(unit_id=heir.id)
    deed.effects.counts["difficulties"] += await _count(deed, statement)
    await _hand_over_changes(deed, unit, heir)
    await _hand_over_residents(deed, unit, heir)


async def _hand_over_opinions(deed: Deed, unit: Unit, heir: Unit) -> None:
    """What has an end stays where it was answered."""
    still = Opinion.state.in_((*WAITING, OpinionState.PASSED)), Opinion.settled_at.is_(None)
    here = update(Opinion).where(Opinion.unit_id == unit.id, *still)
    deed.effects.counts["opinions"] += await _count(deed, here.values(unit_id=heir.id))
    above = update(Opinion).where(Opinion.from_unit_id == unit.id, *still)
    await _count(deed, above.values(from_unit_id=heir.id))


async def _hand_over_changes(deed: Deed, unit: Unit, heir: Unit) -> None:
    """Whoever was to come or to go from the one to the other is there."""
    waiting = MemberChange.state.in_(CHANGES_WAITING)
    for column in ("unit_id", "to_unit_id"):
        theirs = update(MemberChange).where(getattr(MemberChange, column) == unit.id, waiting)
        deed.effects.counts["changes"] += await _count(deed, theirs.values({column: heir.id}))
    done: dict[str, Any] = {"state": ChangeState.REFUSED, "settled_by": deed.by, "settled_at": deed.now}
    within = MemberChange.unit_id == heir.id, MemberChange.to_unit_id == heir.id, waiting
    await _count(deed, update(MemberChange).where(*within).values(done))


async def _hand_over_residents(deed: Deed, unit: Unit, heir: Unit) -> None:
    """Who has registered with both is told once, as before."""
    if not (unit.is_cell and heir.is_cell):
        return
    rows = (await deed.db.scalars(select(Resident).where(Resident.unit_id.in_([unit.id, heir.id])))).all()
    known = {(one.phone or None, one.endpoint_id) for one in rows if one.unit_id == heir.id}
    phones, chats = {phone for phone, _ in known} - {None}, {chat for _, chat in known} - {None}
    for one in rows:
        if one.unit_id == unit.id and one.phone not in phones and one.endpoint_id not in chats:
            one.unit_id = heir.id
            deed.effects.counts["residents"] += 1
    await deed.db.flush()


async def _count(deed: Deed, statement: Update) -> int:
    result: Any = await deed.db.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - so it is for UPDATE
    return result.rowcount
