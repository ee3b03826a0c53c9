"""The participation of the year, added up at once for every unit; the recount is its proof."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.model.meetings import MeetingKind
from bot.rehearsal.cells import Cell
from bot.rehearsal.rolls import Minutes
from bot.rehearsal.writing import Row
from bot.services.participation import COUNTS, KEY
from bot.words.times import day_of

Key = tuple[int, int, str, MeetingKind]


def due_rows(cells: Sequence[Cell], month: str) -> list[Row]:
    """Every cell owes a regular meeting."""
    return [{"cell_id": cell.id, "month": month, "held_on": date.fromisoformat(f"{month}-01")} for cell in cells]


def due_deltas(cells: Sequence[Cell], month: str, now: datetime) -> list[Row]:
    on = date.fromisoformat(f"{month}-01")
    return [_delta(cell, on, month, MeetingKind.REGULAR, now, due=1) for cell in cells]


def roll_deltas(cells: Sequence[Cell], meetings: Iterable[Minutes], now: datetime) -> list[Row]:
    """What the meetings of one month add; a cell has met at most once of each kind."""
    return [meeting_delta(cells[one.held.cell], one, now) for one in meetings]


def meeting_delta(cell: Cell, meeting: Minutes, now: datetime) -> Row:
    """What one meeting adds at the unit that held it."""
    marks = Counter(one.mark.value for one in meeting.seen)
    held = meeting.held
    return _delta(cell, day_of(held.starts_at), held.month, held.kind, now, met=1, expected=len(meeting.seen), **marks)


def _delta(cell: Cell, on: date, month: str, kind: MeetingKind, now: datetime, **counts: int) -> Row:
    row: Row = {"cell_id": cell.id, "held_on": on, "month": month, "kind": kind, "applied_at": now}
    return row | dict.fromkeys(COUNTS, 0) | counts


def participation_rows(cells: Sequence[Cell], deltas: Iterable[Row], district: int) -> list[Row]:
    """One for each cell, committee and the district, under whom they stand."""
    by_id = {cell.id: cell for cell in cells}
    sums: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for delta in deltas:
        for unit, under in _line(by_id[delta["cell_id"]], district):
            counts = sums[unit, under, delta["month"], delta["kind"]]
            for name in COUNTS:
                counts[name] += delta[name]
    return [dict(zip(KEY, key, strict=True)) | {name: counts[name] for name in COUNTS} for key, counts in sums.items()]


def _line(cell: Cell, district: int) -> list[tuple[int, int]]:
    """Each unit from the cell upward, with the one above it."""
    line = [cell.id, *([] if cell.under_id == district else [cell.under_id]), district]
    return list(zip(line, [*line[1:], 0], strict=True))
