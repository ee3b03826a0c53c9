"""Table C of `domain` 10: how far a document has come, a line for each unit right below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.reports.sheet_shape import Column, Drawing, Look, Share, Table, Value, total_of
from bot.services.directive_completion import Row
from bot.words import directive_progress as words
from bot.words import tables
from bot.words.report_words import exported
from bot.words.times import day, day_of

WIDTHS = (5, 36, 24, 8, 10, 9, 9, 9, 14, 12, 18)
NAME, NUMBER, CLASSES, DONE, EXPECTED, RATE, MADE_UP, DONE_ON, DUE, STATE = range(1, 11)
TEXTS = (NAME, NUMBER, DONE_ON, DUE, STATE)
SUMMED = (CLASSES, DONE, EXPECTED, MADE_UP)


@dataclass(frozen=True, slots=True)
class Extra:
    """What the counts of a unit do not say."""

    made_up: int = 0
    last_at: datetime | None = None
    """When the last person had done it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit in the table."""

    row: Row
    extra: Extra
    due_on: date | None

    @property
    def is_hidden(self) -> bool:
        """It stands for so few people that no count of them is given."""
        return not self.row.unit_id and not self.row.expected


@dataclass(frozen=True, slots=True)
class ProgressTable:
    """All that is written, read before."""

    number: str
    must_study: bool
    own: Line
    lines: Sequence[Line]

    @property
    def title(self) -> str:
        return words.sheet_title(self.number)


def table_of(found: ProgressTable, *, exporter: str, at: datetime) -> Table:
    """As a sheet; where a line gives no counts, the sum would say them, and is left out."""
    columns = _columns(words.COLUMNS if found.must_study else words.ACK_COLUMNS)
    is_hidden = any(one.is_hidden for one in found.lines)
    today = day_of(at)
    texts = {NAME: words.TOTAL, **dict(zip((NUMBER, DONE_ON, DUE, STATE), _said(found, found.own, today), strict=True))}
    return Table(
        words.SHEET_NAME,
        (found.title, found.own.row.name),
        columns,
        tuple(_row(number, one, found, today) for number, one in enumerate(found.lines, start=1)),
        None if is_hidden else total_of(columns, texts),
        (*([tables.TOO_SMALL_NOTE] if is_hidden else []), exported(exporter, at)),
        Drawing(tables.c_drawing(found.number), NAME, (RATE,)),
    )


def _columns(heads: Sequence[str]) -> tuple[Column, ...]:
    return tuple(
        Column(head, width, _look(number), number in SUMMED, Share(DONE, EXPECTED) if number == RATE else None)
        for number, (head, width) in enumerate(zip(heads, WIDTHS, strict=True))
    )


def _look(number: int) -> Look:
    return Look.TEXT if number in TEXTS else Look.RATE if number == RATE else Look.COUNT


def _row(number: int, one: Line, found: ProgressTable, today: date) -> tuple[Value, ...]:
    row = one.row
    which, done_on, due_on, state = _said(found, one, today)
    counts = (row.classes, row.done, row.expected, row.rate, one.extra.made_up)
    return (number, row.name, which, *counts, done_on, due_on, state)


def _said(found: ProgressTable, one: Line, today: date) -> tuple[str, str, str, str]:
    """Which document, when it was whole, by when it has to be, how it stands."""
    done_on = day_of(one.extra.last_at) if one.row.is_whole and one.row.expected and one.extra.last_at else None
    return (
        found.number,
        day(done_on) if done_on else words.NOTHING,
        day(one.due_on) if one.due_on else words.NOTHING,
        words.STATES[state_of(one, done_on, today)],
    )


def state_of(line: Line, done_on: date | None, today: date) -> str:
    """Late is after the day itself (rule 35)."""
    if done_on is not None:
        return "late_whole" if line.due_on and done_on > line.due_on else "whole"
    return "late" if line.due_on and today > line.due_on else "open"
