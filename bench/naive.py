"""What a page shows, counted the way that one writes first: GROUP BY over all attendances below a unit."""

import time

from sqlalchemy import text
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


async def rates(engine: AsyncEngine, unit_id: int, begin: object, end: object) -> tuple[float, int, int]:
    """Milliseconds, and the present and expected of all of it, to hold against what is kept."""
    async with engine.connect() as db:
        begun = time.monotonic()
        found = (await db.execute(RATES, {"unit": unit_id, "begin": begin, "end": end})).all()
        return (time.monotonic() - begun) * 1000, sum(row[1] for row in found), sum(row[2] for row in found)
