"""The sums of the units above: what closings and due months left as deltas is added to all of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_all_up
from bot.model.meetings import MeetingKind
from bot.model.participations import Participation, ParticipationDelta
from bot.services.participation.rows import COUNTS, KEY, Row
from bot.services.tree import lines_on

DELTA = (
    ParticipationDelta.cell_id,
    ParticipationDelta.held_on,
    ParticipationDelta.month,
    ParticipationDelta.kind,
    *(getattr(ParticipationDelta, name) for name in COUNTS),
)
AT_ONCE = 500


async def roll_up(db: AsyncSession, now: datetime, limit: int = 200) -> int:
    """Add some of the waiting deltas to all units above their cells, as the tree was on the day; returns how many.

    The rows are locked for this transaction, so that two processes never add the same one.
    """
    waiting = _waiting().limit(limit).with_for_update(skip_locked=True)
    return await _apply(db, (await db.execute(waiting)).all(), now)


async def roll_up_waiting(db: AsyncSession, now: datetime, limit: int = 200) -> int:
    """The same for the clock; 0 once fewer than a slice were left. What comes in meanwhile waits for the next look:

    while many rolls are closed, slices of two or three would follow each other without end, each as dear as a full one.
    """
    added = await roll_up(db, now, limit)
    return added if added == limit else 0


async def roll_up_of(db: AsyncSession, unit_ids: Select[int], now: datetime) -> None:
    """Add all that waits of these units, also what another process is just adding: it is waited for."""
    waiting = _waiting().where(ParticipationDelta.cell_id.in_(unit_ids)).limit(AT_ONCE).with_for_update()
    while await _apply(db, (await db.execute(waiting)).all(), now):
        pass


def _waiting() -> Select[Any]:
    return (
        select(ParticipationDelta.id, *DELTA)
        .where(ParticipationDelta.applied_at.is_(None))
        .order_by(ParticipationDelta.id)
    )


async def _apply(db: AsyncSession, deltas: Sequence[Any], now: datetime) -> int:
    if not deltas:
        return 0
    cells: defaultdict[date, set[int]] = defaultdict(set)
    for delta in deltas:
        cells[delta.held_on].add(delta.cell_id)
    lines = {on: await lines_on(db, sorted(some), on) for on, some in cells.items()}
    sums: defaultdict[Row, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    for delta in deltas:
        for key in rows_above(lines[delta.held_on][delta.cell_id], delta.month, delta.kind):
            _sum(sums[key], delta)
    await add_sums(db, sums)
    await db.execute(
        update(ParticipationDelta)
        .where(ParticipationDelta.id.in_([delta.id for delta in deltas]))
        .values(applied_at=now)
    )
    return len(deltas)


async def add_sums(db: AsyncSession, sums: Mapping[Row, dict[str, int]]) -> None:
    rows = [dict(zip(KEY, key, strict=True)) | sums[key] for key in sorted(sums)]  # one order everywhere: no deadlock
    await add_all_up(db, Participation, rows, KEY, COUNTS)


async def roll_up_all(db: AsyncSession, now: datetime) -> None:
    """Until nothing waits."""
    while await roll_up(db, now):
        await db.flush()


def rows_above(line: Sequence[int], month: str, kind: MeetingKind) -> Iterable[Row]:
    """The rows of the units above a cell, each under the unit above it."""
    return [(unit, above, month, kind) for unit, above in pairwise([*line[1:], 0])]


def _sum(sums: dict[str, int], delta: object) -> None:
    for name in COUNTS:
        sums[name] += getattr(delta, name)
