"""An office changes only what stands below it, and lets it go only to where it has the right as well."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import Among
from bot.model.tree_changes import TreeChangeKind
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services.permissions import Right, offices_of, reaches
from bot.services.reorganising.changes import Change
from bot.words.times import day_of

AT_ONCE = 1000
"""Codes in one query."""
MANAGE = Right.MANAGE


async def demand_both_ends(db: AsyncSession, member_id: int, changes: Sequence[Change], now: datetime) -> None:
    """Raises NotAllowed where one of them is not for this person to decide."""
    if not changes or await out_of_reach(db, member_id, changes, now):
        raise NotAllowed


async def out_of_reach(db: AsyncSession, member_id: int, changes: Sequence[Change], now: datetime) -> list[Change]:
    """Those that this person may not decide: at one of the ends the right to manage is missing, or there is no unit.

    A unit that another of the lines founds is judged by where that one puts it.
    """
    ground = await _ground(db, changes)
    offices = await offices_of(db, member_id, day_of(now))
    founded = {one.new_code for one in changes if one.new_code} - ground.named.keys()
    foreign = []
    for change in changes:
        ends = _ends(ground, change, founded)
        able = [end is not None and any(reaches(role.office, at, MANAGE, end) for role, at in offices) for end in ends]
        stands_on_another = bool({change.unit, change.to} & founded)
        if not all(able) or not (able or stands_on_another):
            foreign.append(change)
    return foreign


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all the lines speak of, read once: a file has hundreds of them."""

    named: Mapping[str, Unit]
    """By code, in lower case."""
    above: Mapping[int, Unit]
    """By number: the units right above these."""

    def over(self, code: str) -> Unit | None:
        """None above a root, which nobody at a page moves."""
        unit = self.named.get(code)
        return self.above.get(unit.parent_id) if unit is not None and unit.parent_id else None


async def _ground(db: AsyncSession, changes: Sequence[Change]) -> _Ground:
    said = {code for one in changes for code in (one.unit, one.to, one.new_code)}
    codes = sorted(code for code in said if code and "\0" not in code)  # PostgreSQL does not even look for that
    named: list[Unit] = []
    for start in range(0, len(codes), AT_ONCE):
        named += await db.scalars(select(Unit).where(Unit.code.in_(codes[start : start + AT_ONCE])))
    over = {unit.parent_id for unit in named if unit.parent_id}
    above = (await db.scalars(select(Unit).where(Among(Unit.id, over)))).all()
    return _Ground({unit.code: unit for unit in named}, {unit.id: unit for unit in above})


def _ends(ground: _Ground, change: Change, founded: Collection[str]) -> list[Unit | None]:
    """The units whose offices decide: right above the unit, and where it goes."""
    ends = [] if not change.unit or change.unit in founded else [ground.over(change.unit)]
    if not change.to or change.to in founded:
        return ends
    becomes_part = change.kind in {TreeChangeKind.MERGE, TreeChangeKind.CLOSE}
    return [*ends, _heir(ground, change) if becomes_part else ground.named.get(change.to)]


def _heir(ground: _Ground, change: Change) -> Unit | None:
    """The heir of a merge changes too: whoever is above it decides; or it is the unit right above, which gains."""
    heir, unit = ground.named.get(change.to), ground.named.get(change.unit)
    if heir is not None and unit is not None and unit.parent_id == heir.id:
        return heir
    return ground.over(change.to)
