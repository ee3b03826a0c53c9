"""What units were called on a day: a report of old months says the names of those months."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import Among
from bot.model.tree_changes import TreeChange, TreeChangeKind, TreeChangeState


async def former_names(db: AsyncSession, unit_ids: Collection[int], on: date) -> dict[int, str]:
    """Of those alone that were called otherwise on the day: the name that the first change behind it ended."""
    found = await db.execute(
        select(TreeChange.unit_id, TreeChange.was)
        .where(
            Among(TreeChange.unit_id, sorted(unit_ids)),
            TreeChange.kind == TreeChangeKind.RENAME,
            TreeChange.state == TreeChangeState.DONE,
            TreeChange.on > on,
        )
        .order_by(TreeChange.on.desc(), TreeChange.id.desc())
    )
    return {unit_id: was for unit_id, was in found if unit_id is not None and was is not None}
