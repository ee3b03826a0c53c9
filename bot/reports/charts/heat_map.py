"""Units by months: a shade and the number in each cell, a cross where a meeting was due and none held."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.model.meetings import MeetingKind
from bot.reports.charts.look import (
    BLACK,
    DARK,
    MIDDLE,
    MOST_ROWS,
    PALE,
    RULE,
    SMALL,
    TINY,
    WHITE,
    WIDTH,
    Layer,
    Written,
    boxes,
    crosses,
    head,
    page_count,
    page_of,
    spec_of,
    written,
    year_heads,
)
from bot.reports.months import Month, UnitMonths
from bot.services.rate import Line
from bot.words import charts as words

NAMES, ROW, HEADS = 108, 21, 20
STEP = (WIDTH - NAMES) / 12
STEPS = (10, 25)
"""Percent points below the line from which a cell is darker."""
SHADES = (WHITE, PALE, MIDDLE, DARK)
"""What reaches the line, what does not, and what is that far below it; the number stays readable on each."""
KEY_LINE, KEY = 18, 12


def spec(
    name: str,
    units: Sequence[UnitMonths],
    line: Line,
    kind: MeetingKind = MeetingKind.REGULAR,
    page: int = 1,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """A page of 40 of the units; `name`: whose they are; `notes`: what else is to be known.

    IndexError for a page that is none.
    """
    shown = page_of(units, page)
    months = [one.month for one in units[0].months] if units else []
    last = months[-1] if months else ""
    texts, top = head(
        words.heat_title(name, last, page, page_count(len(units))), (*words.heat_notes(kind.value), *notes)
    )
    keys, height = _keys(line, top)
    top += height + HEADS
    texts += [*keys[1], *_heads(months, top)]
    names = written(_names(shown, MOST_ROWS * (page - 1), top))
    layers = [*names, *keys[0], *_cells(shown, line, top, texts)]  # a name that is too wide ends behind the cells
    said = [(one.name, *_counted(one, line)) for one in shown]
    return spec_of([*layers, *written(texts)], top + ROW * len(shown) + 2, words.heat_said(name, last, said))


def shade_of(month: Month, line: Line) -> int | None:
    """Its place among the shades, the palest first; None where there is no rate."""
    counts = month.counts
    if not counts.expected:
        return None
    if line.is_met(counts.present, counts.expected):
        return 0
    under = line.percent * counts.expected - 100 * counts.present
    return 1 + sum(under >= step * counts.expected for step in STEPS)


def _cells(units: Sequence[UnitMonths], line: Line, top: float, texts: list[Written]) -> list[Layer]:
    found: dict[int, list[dict[str, float]]] = {}
    missed: list[dict[str, float]] = []
    empty: list[dict[str, float]] = []
    for row, unit in enumerate(units):
        for column, month in enumerate(unit.months):
            box = _box(row, column, top)
            shade = shade_of(month, line)
            middle = {"x": box["x"] + STEP / 2, "y": box["y"] + ROW / 2}
            if shade is not None:
                found.setdefault(shade, []).append(box)
                texts.append(_number(middle, month, shade))
            else:
                empty.append(box)
                missed += [middle] * month.has_not_met
    layers = boxes(WHITE, empty, PALE)
    for shade in sorted(found):
        layers += boxes(SHADES[shade], found[shade], RULE)
    return layers + crosses(missed, 9)


def _box(row: int, column: int, top: float) -> dict[str, float]:
    x, y = NAMES + STEP * column, top + ROW * row
    return {"x": x, "x2": x + STEP, "y": y, "y2": y + ROW}


def _number(middle: dict[str, float], month: Month, shade: int) -> Written:
    is_dark = SHADES[shade] == DARK
    text = words.whole(month.counts.present, month.counts.expected)
    color = WHITE if is_dark else BLACK
    return Written(middle["x"], middle["y"], text, "center", TINY, is_bold=shade > 0, color=color)


def _heads(months: Sequence[str], top: float) -> Iterable[Written]:
    for column, month in enumerate(months):
        x = NAMES + STEP * (column + 0.5)
        yield Written(x, top - 8, words.month_head(month), "center", TINY)
    for column, year in year_heads(months):
        yield Written(NAMES + STEP * (column + 0.5), top - 19, year, "center", TINY)


def _names(units: Sequence[UnitMonths], first: int, top: float) -> Iterable[Written]:
    for row, unit in enumerate(units):
        name = words.numbered(first + row + 1, unit.name)
        yield Written(0, top + ROW * (row + 0.5), name, size=SMALL, limit=NAMES - 6)


def _keys(line: Line, top: float) -> tuple[tuple[list[Layer], list[Written]], float]:
    """What each shade means, two to a line."""
    names = words.heat_keys(line.operator, line.percent, STEPS)
    room = WIDTH // 2
    places = [(room * (place % 2), top + KEY_LINE * (place // 2)) for place in range(len(names))]
    layers: list[Layer] = []
    for (x, y), shade in zip(places, (*SHADES, WHITE), strict=True):
        layers += boxes(shade, [{"x": x, "x2": x + KEY, "y": y, "y2": y + KEY}], RULE)
    x, y = places[-1]
    layers += crosses([{"x": x + KEY / 2, "y": y + KEY / 2}], 8)
    texts = [Written(x + KEY + 5, y + KEY / 2, name) for (x, y), name in zip(places, names, strict=True)]
    return (layers, texts), KEY_LINE * -(-len(names) // 2) + 14.0


def _counted(unit: UnitMonths, line: Line) -> tuple[int, int]:
    low = sum(bool(shade_of(one, line)) for one in unit.months)
    return low, sum(one.has_not_met for one in unit.months)
