"""The proof of the counts of documents: every unit computed anew from who is asked there and what they have done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DirectiveUnit, Receipt
from bot.model.units import Unit
from bot.services.persons_kept import persons_end

COUNTS = ("expected", "acknowledged", "studied")


@dataclass(frozen=True, slots=True)
class Differing:
    """A unit of a document whose counts its receipts do not bear out."""

    directive_id: int
    code: str
    stored: dict[str, int]
    recounted: dict[str, int]


async def differing(db: AsyncSession, now: datetime) -> list[Differing]:
    """Of all documents whose receipts are still kept; nothing is changed."""
    row, receipt = DirectiveUnit, Receipt
    stored = row.expected, row.acknowledged, row.studied
    columns = func.count(receipt.id), func.count(receipt.acknowledged_at), func.count(receipt.studied_at)
    is_its = (receipt.directive_id == row.directive_id) & (receipt.unit_id == row.unit_id)
    found = await db.execute(
        select(row.directive_id, Unit.code, *stored, *columns)
        .join(Unit, Unit.id == row.unit_id)
        .join(Directive, Directive.id == row.directive_id)
        .outerjoin(receipt, is_its)
        .where(Directive.made_at >= persons_end(now), row.told_at.is_not(None))
        .group_by(row.id, row.directive_id, Unit.code, *stored)
        .having(or_(*(kept != counted for kept, counted in zip(stored, columns, strict=True))))
        .order_by(row.directive_id, Unit.code)
    )
    return [
        Differing(one, code, dict(zip(COUNTS, counts[:3], strict=True)), dict(zip(COUNTS, counts[3:], strict=True)))
        for one, code, *counts in found
    ]
