"""Keeping the participation of every unit: due months by the clock, deltas by closings, summed up to every ancestor."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    case,
    cast,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.db.writing import add_all_up, add_up
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.participations import DueMonth, Participation, ParticipationDelta
from bot.model.units import CELLS, Unit
from bot.services.rate import Counts
from bot.services.tree import lines_on, parents_on
from bot.words.times import day_of, month_after, month_of

COUNTS = ("due", "met", "expected", "present", "excused", "unexcused")
KEY = ("unit_id", "under_id", "month", "kind")
DELTA = (
    ParticipationDelta.cell_id,
    ParticipationDelta.held_on,
    ParticipationDelta.month,
    ParticipationDelta.kind,
    *(getattr(ParticipationDelta, name) for name in COUNTS),
)
DAY = timedelta(days=1)
AT_ONCE = 500
Row = tuple[int, int, str, MeetingKind]
"""unit, the unit above it, month, kind."""


async def write_due_months(db: AsyncSession, now: datetime) -> int:
    """Give every cell a row for each month that it owes a meeting, up to this one; returns for how many cells."""
    cells = set()
    while written := await write_some_due_months(db, now):
        cells |= written
    return len(cells)


async def write_some_due_months(db: AsyncSession, now: datetime, limit: int = 70) -> set[int]:
    """At most so many of them, the oldest of each cell first; returns for which cells."""
    today = day_of(now)
    behind = await db.scalars(
        select(Unit)
        .where(
            Unit.kind.in_(CELLS),
            Unit.since_on <= today,
            ~_is_written_to(month_of(today)),
            or_(
                Unit.closed_on.is_(None),
                ~_is_written_to(_month_before(Unit.closed_on)) & (Unit.closed_on > Unit.since_on),
            ),
        )
        .order_by(Unit.id)
        .limit(limit)
        .with_for_update()
    )
    cells = behind.all()
    done = await _written(db, cells)
    owed = [(cell, month) for cell in cells for month in _months(cell, done.get(cell.id), _last(cell, today))][:limit]
    await owe_months(db, owed)
    return {cell.id for cell in cells}


def _is_written_to(month: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Whether a cell has a row for this month or a later one."""
    return exists().where(DueMonth.cell_id == Unit.id, DueMonth.month >= month)


async def _written(db: AsyncSession, cells: Sequence[Unit]) -> dict[int, str]:
    """The latest month of each of these cells; read once they are locked."""
    found = await db.execute(
        select(DueMonth.cell_id, func.max(DueMonth.month))
        .where(DueMonth.cell_id.in_([cell.id for cell in cells]))
        .group_by(DueMonth.cell_id)
    )
    return dict(found.all())


def _last(cell: Unit, today: date) -> str:
    """A unit is there until the day before it is closed."""
    return month_of(min(today, cell.closed_on - DAY) if cell.closed_on else today)


def _month(column: InstrumentedAttribute[date] | InstrumentedAttribute[date | None]) -> ColumnElement[str]:
    """The month of a day, as `month_of` writes it; both databases write days as 2026-12-03."""
    return func.substr(cast(column, String), 1, 7)


def _month_before(column: InstrumentedAttribute[date | None]) -> ColumnElement[str]:
    """The month of the day before a day."""
    text = cast(column, String)
    year, month = func.substr(text, 1, 4), func.substr(text, 6, 2)
    earlier = case({f"{one:02}": f"-{one - 1:02}" for one in range(2, 13)}, value=month)
    before = case((month == "01", cast(cast(year, Integer) - 1, String) + "-12"), else_=year + earlier)
    return case((func.substr(text, 9, 2) == "01", before), else_=_month(column))


def _months(cell: Unit, done: str | None, last: str) -> Iterable[str]:
    """Every month after those that are done: one that nobody looked at is no hole either."""
    month = max(month_after(done), month_of(cell.since_on)) if done else month_of(cell.since_on)
    while month <= last:
        yield month
        month = month_after(month)


async def owe_month(db: AsyncSession, cell: Unit, month: str) -> None:
    """Write one due month, with its delta; nothing where it is written already."""
    if not await db.scalar(select(DueMonth.id).filter_by(cell_id=cell.id, month=month)):
        await owe_months(db, [(cell, month)])


async def owe_months(db: AsyncSession, owed: Sequence[tuple[Unit, str]]) -> None:
    """Write due months that are not there yet: the cells' own rows at once, deltas for the units above."""
    by_day: defaultdict[date, list[Unit]] = defaultdict(list)
    for cell, month in owed:
        by_day[_first_day(cell, month)].append(cell)
    for on, due in by_day.items():
        written = await _have(db, [cell.id for cell in due], month_of(on))
        cells = [cell for cell in due if cell.id not in written]  # another process may have been quicker
        if not cells:
            continue
        above = await parents_on(db, [cell.id for cell in cells], on)
        place = {"month": month_of(on), "kind": MeetingKind.REGULAR, "due": 1}
        here = [{"cell_id": cell.id, "month": month_of(on), "held_on": on} for cell in cells]
        await db.execute(insert(DueMonth), here)
        await db.execute(insert(ParticipationDelta), [one | place for one in here])
        zeros = dict.fromkeys(COUNTS, 0)
        rows = [zeros | place | {"unit_id": cell.id, "under_id": above.get(cell.id) or 0} for cell in cells]
        await add_all_up(db, Participation, rows, KEY, COUNTS)


async def _have(db: AsyncSession, cell_ids: Sequence[int], month: str) -> set[int]:
    return set(await db.scalars(select(DueMonth.cell_id).filter_by(month=month).where(DueMonth.cell_id.in_(cell_ids))))


def _first_day(cell: Unit, month: str) -> date:
    """The day whose tree says who stood above: the first of the month or, in its first month, the cell's own."""
    first = date.fromisoformat(f"{month}-01")
    return cell.since_on if month_of(cell.since_on) == month else first


async def count_meeting(db: AsyncSession, meeting: Meeting, counts: Counts) -> None:
    """Add a meeting that is being closed; a cell has met in a month once, however often it met."""
    on = day_of(meeting.starts_at)
    kind = meeting.kind.counted_as
    if kind is MeetingKind.REGULAR:
        cell = await db.get_one(Unit, meeting.cell_id)
        done = await db.scalar(select(func.max(DueMonth.month)).filter_by(cell_id=cell.id))
        await owe_months(db, [(cell, month) for month in _months(cell, done, month_of(on))])
        await owe_month(db, cell, month_of(on))
    met = int(not await has_met(db, meeting.cell_id, month_of(on), kind, but=meeting.id))
    await add_delta(db, meeting.cell_id, on, kind, met=met, counts=counts)


async def has_met(db: AsyncSession, cell_id: int, month: str, kind: MeetingKind, but: int) -> bool:
    """Whether another meeting of this kind was closed in the month."""
    closed = await db.execute(
        select(Meeting.kind, Meeting.starts_at).where(
            Meeting.cell_id == cell_id, Meeting.state == MeetingState.CLOSED, Meeting.id != but
        )
    )
    return any(one.counted_as is kind and month_of(day_of(at)) == month for one, at in closed)


async def hold_cell(db: AsyncSession, cell_id: int) -> None:
    """Before a roll that was closed is counted otherwise: whoever moves the cell meanwhile is waited for, or waits."""
    await db.execute(select(Unit.id).where(Unit.id == cell_id).with_for_update(key_share=True))


async def add_delta(
    db: AsyncSession,
    cell_id: int,
    held_on: date,
    kind: MeetingKind,
    *,
    due: int = 0,
    met: int = 0,
    counts: Counts | None = None,
) -> None:
    """Add to the cell's own row at once, and leave a delta for the units above."""
    counts = counts or Counts()
    sums = {
        "due": due,
        "met": met,
        "expected": counts.expected,
        "present": counts.present,
        "excused": counts.excused,
        "unexcused": counts.unexcused,
    }
    delta = ParticipationDelta(cell_id=cell_id, held_on=held_on, month=month_of(held_on), kind=kind, **sums)
    db.add(delta)
    above = (await parents_on(db, [cell_id], held_on)).get(cell_id) or 0
    await _add(db, (cell_id, above, delta.month, kind), sums)


async def _add(db: AsyncSession, key: Row, sums: dict[str, int]) -> None:
    await add_up(db, Participation, dict(zip(KEY, key, strict=True)) | sums, KEY, COUNTS)


async def roll_up(db: AsyncSession, now: datetime, limit: int = 200) -> int:
    """Add some of the waiting deltas to all units above their cells, as the tree was on the day; returns how many.

    The rows are locked for this transaction, so that two processes never add the same one.
    """
    waiting = _waiting().limit(limit).with_for_update(skip_locked=True)
    return await _apply(db, (await db.execute(waiting)).all(), now)


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
