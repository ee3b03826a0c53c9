"""Documents that people have still to take note of; read for all who speak at the same moment at once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.lists import filled_up
from bot.model.directives import Directive, DirectiveUnit, Receipt

Columns = TypeVarTuple("Columns")
OPEN_FOR = timedelta(days=90)
"""An older document is found by its button, and no longer by "đã rõ" alone."""
LEVELS = 4
"""So many committees may stand between whoever passes a document down and a cell."""


class OpenReceipt(NamedTuple):
    """One person who has not said yet that a document is clear; no entity, since very many are read."""

    id: int
    directive_id: int
    member_id: int
    unit_id: int
    number: str
    due_on: date | None
    """The day that holds at this unit."""


async def open_receipts(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> dict[int, list[OpenReceipt]]:
    """By member, the oldest document first; nobody who has none."""
    if not member_ids:
        return {}
    here = aliased(DirectiveUnit)
    is_here = (here.directive_id == Receipt.directive_id) & (here.unit_id == Receipt.unit_id)
    due_on, above = due_day()
    columns = Receipt.id, Receipt.directive_id, Receipt.member_id, Receipt.unit_id, Directive.number, due_on
    joined = select(*columns).join(Directive, Directive.id == Receipt.directive_id).outerjoin(here, is_here)
    found = await db.execute(
        with_those_above(joined, here, above)
        .where(
            Receipt.member_id.in_(filled_up(member_ids)),
            Receipt.acknowledged_at.is_(None),
            Directive.cancelled_at.is_(None),
            Directive.made_at > now - OPEN_FOR,
        )
        .order_by(Receipt.directive_id, Receipt.id)
    )
    by_member: dict[int, list[OpenReceipt]] = {}
    for row in found:
        by_member.setdefault(row.member_id, []).append(OpenReceipt._make(row))
    return by_member


def due_day() -> tuple[SQLColumnExpression[date | None], Sequence[type[DirectiveUnit]]]:
    """The day that holds at a unit: what the nearest committee above it has set, or else the document; and the rows of
    those committees, to be joined by `with_those_above`."""
    above = [aliased(DirectiveUnit) for _ in range(LEVELS)]
    return func.coalesce(*(one.due_on for one in above), Directive.due_on), above


def with_those_above(
    statement: Select[*Columns], here: type[DirectiveUnit], above: Sequence[type[DirectiveUnit]]
) -> Select[*Columns]:
    """`here`: the unit's own row, which is part of the statement, as the document is."""
    for below, one in pairwise([here, *above]):
        is_above = (one.directive_id == below.directive_id) & (one.unit_id == below.from_unit_id)
        statement = statement.outerjoin(one, is_above)
    return statement
