"""The months that cells owe a regular meeting: by the clock, or by a closing that is quicker."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Integer, String, case, cast, exists, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.db.writing import add_all_up
from bot.model.meetings import MeetingKind
from bot.model.participations import DueMonth, Participation, ParticipationDelta
from bot.model.units import CELLS, Unit
from bot.services.participation.rows import COUNTS, KEY
from bot.services.tree import parents_on
from bot.words.times import day_of, month_after, month_of

DAY = timedelta(days=1)


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


async def owe_months_until(db: AsyncSession, cell: Unit, month: str) -> None:
    """All that are not written yet until this one, and this one even if the cell began later."""
    done = await db.scalar(select(func.max(DueMonth.month)).filter_by(cell_id=cell.id))
    await owe_months(db, [(cell, one) for one in _months(cell, done, month)])
    await owe_month(db, cell, month)


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
