"""What was proposed, decided and done about where one person belongs, and as what, for that person."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.member_changes import MemberChange
from bot.model.tree_changes import TreeChange, TreeChangeKind
from bot.model.units import Unit
from bot.services.change_words import sentence
from bot.services.member_changes import of_member
from bot.services.reorganising.changes import Change


@dataclass(frozen=True, slots=True)
class OwnChange:
    """A change with its sentence, in which nobody else is named."""

    row: MemberChange
    said: str


@dataclass(frozen=True, slots=True)
class OwnSplit:
    """A cell that is split, and the person goes with the part that leaves."""

    row: TreeChange
    cell: Unit
    into: str


async def changes_of(db: AsyncSession, member_id: int) -> list[OwnChange]:
    """All that was ever changed or proposed of somebody, the oldest first."""
    return [OwnChange(row, await sentence(db, row)) for row in await of_member(db, member_id)]


async def splits_of(db: AsyncSession, member_id: int, cell_ids: Collection[int]) -> list[OwnSplit]:
    """Those of these cells that name somebody, whether planned, done or dropped."""
    found = await db.execute(
        select(TreeChange, Unit)
        .join(Unit, Unit.id == TreeChange.unit_id)
        .where(TreeChange.unit_id.in_(cell_ids), TreeChange.kind == TreeChangeKind.SPLIT)
        .order_by(TreeChange.id)
    )
    read = [(row, cell, Change.read(row.facts)) for row, cell in found]
    return [OwnSplit(row, cell, change.name) for row, cell, change in read if member_id in change.people]
