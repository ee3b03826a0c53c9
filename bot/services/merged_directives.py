"""Of two entries for one person: what was sent to both was sent to one, and the units count one person less."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import DirectiveUnit, Receipt
from bot.model.members import Member


async def merge_receipts(db: AsyncSession, keep: Member, gone: Member) -> None:
    """Whatever either entry has taken note of or studied, the one person has."""
    found = await db.scalars(select(Receipt).where(Receipt.member_id.in_([keep.id, gone.id])).with_for_update())
    rows = found.all()
    mine = {row.directive_id: row for row in rows if row.member_id == keep.id}
    for other in rows:
        if other.member_id == gone.id and (own := mine.get(other.directive_id)) is not None:
            _take_over(own, other)
            await db.delete(other)
            await db.flush()
            await count_again(db, own.directive_id, {own.unit_id, other.unit_id})


def _take_over(own: Receipt, other: Receipt) -> None:
    if own.acknowledged_at is None or _is_earlier(other.acknowledged_at, own.acknowledged_at):
        own.acknowledged_at, own.acknowledged_by = other.acknowledged_at, other.acknowledged_by
    if own.studied_at is None:
        own.studied_at, own.studied_by = other.studied_at, other.studied_by
        own.study_meeting_id = other.study_meeting_id


def _is_earlier(one: datetime | None, other: datetime) -> bool:
    return one is not None and one < other


async def count_again(db: AsyncSession, directive_id: int, unit_ids: set[int]) -> None:
    theirs = (Receipt.directive_id == DirectiveUnit.directive_id) & (Receipt.unit_id == DirectiveUnit.unit_id)
    counts = {
        "expected": select(func.count(Receipt.id)).where(theirs),
        "acknowledged": select(func.count(Receipt.acknowledged_at)).where(theirs),
        "studied": select(func.count(Receipt.studied_at)).where(theirs),
    }
    await db.execute(
        update(DirectiveUnit)
        .where(DirectiveUnit.directive_id == directive_id, DirectiveUnit.unit_id.in_(unit_ids))
        .values({name: count.correlate(DirectiveUnit).scalar_subquery() for name, count in counts.items()})
    )
