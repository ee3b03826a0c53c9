"""What pages show, counted the way that one writes first: GROUP BY over everything below a unit, person by person."""

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine

RATES = text("""
    SELECT child.id, count(*) FILTER (WHERE a.mark = 'present'), count(*)
    FROM units child
    JOIN units cell ON cell.path LIKE child.path || '%'
    JOIN meetings m ON m.cell_id = cell.id AND m.state = 'closed' AND m.starts_at >= :begin AND m.starts_at < :end
    JOIN attendances a ON a.meeting_id = m.id
    WHERE child.parent_id = :unit
    GROUP BY child.id
""")
"""The rate of each unit right below one."""
UNMET = text("""
    SELECT cell.id
    FROM units above
    JOIN units cell ON cell.path LIKE above.path || '%' AND cell.kind = 'cell'
    LEFT JOIN meetings m ON m.cell_id = cell.id AND m.state = 'closed' AND m.starts_at >= :begin AND m.starts_at < :end
    LEFT JOIN attendances a ON a.meeting_id = m.id
    WHERE above.id = :unit
    GROUP BY cell.id
    HAVING count(a.id) = 0
""")
"""The cells without a roll of these days."""
DOCUMENTS = text("""
    SELECT r.directive_id, count(*), count(r.acknowledged_at), count(r.studied_at)
    FROM units above
    JOIN units cell ON cell.path LIKE above.path || '%'
    JOIN directive_receipts r ON r.unit_id = cell.id
    WHERE above.id = :unit
    GROUP BY r.directive_id
    ORDER BY r.directive_id DESC
    LIMIT :most
""")
"""How far the newest documents have come: for how many people, who took note, who studied."""


async def rates(engine: AsyncEngine, unit_id: int, begin: object, end: object) -> tuple[float, int, int]:
    """Milliseconds, and the present and expected of all of it, to hold against what is kept."""
    took, found = await _asked(engine, RATES, unit=unit_id, begin=begin, end=end)
    return took, sum(row[1] for row in found), sum(row[2] for row in found)


async def unmet(engine: AsyncEngine, unit_id: int, begin: object, end: object) -> tuple[float, int]:
    """Milliseconds, and how many cells have not met."""
    took, found = await _asked(engine, UNMET, unit=unit_id, begin=begin, end=end)
    return took, len(found)


async def documents(engine: AsyncEngine, unit_id: int, most: int) -> tuple[float, dict[int, tuple[int, ...]]]:
    """Milliseconds, and expected, acknowledged and studied by document."""
    took, found = await _asked(engine, DOCUMENTS, unit=unit_id, most=most)
    return took, {row[0]: tuple(row[1:]) for row in found}


async def _asked(engine: AsyncEngine, statement: TextClause, **about: object) -> tuple[float, Sequence[Any]]:
    async with engine.connect() as db:
        begun = time.monotonic()
        found = (await db.execute(statement, about)).all()
        return (time.monotonic() - begun) * 1000, found
