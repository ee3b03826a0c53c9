"""An office changes only what stands below it, and lets it go only to where it has the right as well."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.tree_changes import TreeChangeKind
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services.permissions import Right, may
from bot.services.reorganising.changes import Change
from bot.services.tree import find_unit
from bot.words.times import day_of


async def demand_both_ends(db: AsyncSession, member_id: int, changes: Sequence[Change], now: datetime) -> None:
    """Raises NotAllowed where one of them is not for this person to decide."""
    if not changes or await out_of_reach(db, member_id, changes, now):
        raise NotAllowed


async def out_of_reach(db: AsyncSession, member_id: int, changes: Sequence[Change], now: datetime) -> list[Change]:
    """Those that this person may not decide: at one of the ends the right to manage is missing, or there is no unit.

    A unit that another of the lines founds is judged by where that one puts it.
    """
    codes = {one.new_code for one in changes if one.new_code}
    founded = {code for code in codes if await find_unit(db, code) is None}
    foreign = []
    for change in changes:
        ends = await _ends(db, change, founded)
        able = [end is not None and await may(db, member_id, Right.MANAGE, end, day_of(now)) for end in ends]
        stands_on_another = bool({change.unit, change.to} & founded)
        if not all(able) or not (able or stands_on_another):
            foreign.append(change)
    return foreign


async def _ends(db: AsyncSession, change: Change, founded: Collection[str]) -> list[Unit | None]:
    """The units whose offices decide: right above the unit, and where it goes."""
    ends = [] if not change.unit or change.unit in founded else [await _above(db, change.unit)]
    if not change.to or change.to in founded:
        return ends
    becomes_part = change.kind in {TreeChangeKind.MERGE, TreeChangeKind.CLOSE}
    return [*ends, await (_heir(db, change) if becomes_part else find_unit(db, change.to))]


async def _above(db: AsyncSession, code: str) -> Unit | None:
    """None above a root, which nobody at a page moves."""
    unit = await find_unit(db, code)
    return await db.get(Unit, unit.parent_id) if unit is not None and unit.parent_id else None


async def _heir(db: AsyncSession, change: Change) -> Unit | None:
    """The heir of a merge changes too: whoever is above it decides; or it is the unit right above, which gains."""
    heir = await find_unit(db, change.to)
    unit = await find_unit(db, change.unit)
    if heir is not None and unit is not None and unit.parent_id == heir.id:
        return heir
    return await _above(db, change.to)
