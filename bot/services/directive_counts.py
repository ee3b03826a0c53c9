"""The counts that are kept at every unit of a document: they move with its receipts, in the same transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import DirectiveUnit

UNITS = cast(Table, DirectiveUnit.__table__)
Place = tuple[int, int]
"""Directive and unit."""


def counted(places: Iterable[tuple[int, int]]) -> Counter[Place]:
    return Counter((directive_id, unit_id) for directive_id, unit_id in places)


async def hold_rows(db: AsyncSession, row_ids: Sequence[int]) -> None:
    """Until the end, before several are written: in the order of `add_counts`, so that nobody waits in a circle."""
    rows = select(DirectiveUnit.id).where(DirectiveUnit.id.in_(row_ids))
    await db.execute(rows.order_by(DirectiveUnit.directive_id, DirectiveUnit.unit_id).with_for_update(key_share=True))


def add_counts(connection: Connection, column: str, counts: Mapping[Place, int]) -> None:
    """Add so many to `acknowledged` or `studied` of each; in one order everywhere, so that nobody waits in a circle."""
    rows = [
        {"at_directive": directive_id, "at_unit": unit_id, "more": count}
        for (directive_id, unit_id), count in sorted(counts.items())
        if count
    ]
    if rows:
        here = UNITS.c.directive_id == bindparam("at_directive"), UNITS.c.unit_id == bindparam("at_unit")
        connection.execute(update(UNITS).where(*here).values({column: UNITS.c[column] + bindparam("more")}), rows)
