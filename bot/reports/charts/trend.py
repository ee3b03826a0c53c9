"""The rate of a unit over twelve months, beside the year before and the line to reach."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from bot.model.meetings import MeetingKind
from bot.reports.charts.look import (
    BLACK,
    MIDDLE,
    RULE,
    SMALL,
    TINY,
    WIDTH,
    Layer,
    Written,
    crosses,
    head,
    rules,
    spec_of,
    written,
    year_heads,
)
from bot.reports.months import Month, UnitMonths
from bot.services.rate import Line
from bot.words import charts as words
from bot.words.report_words import line as line_to_reach

LEFT, HEIGHT, FOOT = 30, 170, 40
STEP = (WIDTH - LEFT) / 12
Point = tuple[float, float]


def spec(
    unit: UnitMonths,
    line: Line,
    last_year: Sequence[Month] = (),
    kind: MeetingKind = MeetingKind.REGULAR,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """A gap and a cross where nothing was held; `last_year`: the same months a year earlier, as many."""
    last = unit.months[-1].month
    said = words.trend_notes(kind.value, line.operator, line.percent, has_last_year=_has_any(last_year))
    texts, top = head(words.trend_title(unit.name, last), (*said, *notes))
    lowest = _lowest([*unit.months, *last_year], line)
    plot = _Plot(top + 14, lowest)
    layers = [
        *_scale(plot, texts),
        *rules(BLACK, [_across(plot.y(line.percent))], 1.5, (2, 3)),
        *_way(plot.points(last_year), MIDDLE, 1.5, (5, 4)),
        *_way(plot.points(unit.months), BLACK, 2.5),
        *crosses([{"x": plot.x(n), "y": plot.bottom - 8} for n, one in enumerate(unit.months) if one.has_not_met], 9),
    ]
    texts += _heads(plot, unit.months)
    texts += _labels(plot, unit.months)
    months = [(one.month, one.counts.strict, one.has_not_met) for one in unit.months]
    description = words.trend_said(unit.name, last, months, line_to_reach(line.operator, line.percent))
    return spec_of([*layers, *written(texts)], plot.bottom + FOOT, description)


class _Plot:
    """Where months and percents stand."""

    def __init__(self, top: float, lowest: int) -> None:
        self.top, self.bottom, self.lowest = top, top + HEIGHT, lowest

    def x(self, place: int) -> float:
        return LEFT + STEP * (place + 0.5)

    def y(self, rate: float) -> float:
        return self.bottom - HEIGHT * (rate - self.lowest) / (100 - self.lowest)

    def points(self, months: Sequence[Month]) -> Iterable[list[Point]]:
        """Runs of months that were met: a line ends where one was not."""
        run: list[Point] = []
        for place, one in enumerate(months):
            if one.counts.expected:
                run.append((self.x(place), self.y(100 * one.counts.present / one.counts.expected)))
            elif run:
                yield run
                run = []
        if run:
            yield run


def _has_any(months: Sequence[Month]) -> bool:
    return any(one.counts.expected for one in months)


def _lowest(months: Sequence[Month], line: Line) -> int:
    """A ten below all that is shown, so that what differs can be seen; at most 80."""
    rates = [100 * one.counts.present // one.counts.expected for one in months if one.counts.expected]
    return max(0, min(80, (min([*rates, line.percent]) - 5) // 10 * 10))


def _across(y: float) -> dict[str, float]:
    return {"x": LEFT, "x2": WIDTH, "y": y, "y2": y}


def _scale(plot: _Plot, texts: list[Written]) -> list[Layer]:
    step = 10 if plot.lowest >= 50 else 20
    rates = range(plot.lowest, 101, step)
    texts += [Written(LEFT - 4, plot.y(rate), str(rate), "right", TINY) for rate in rates]
    return rules(RULE, [_across(plot.y(rate)) for rate in rates], 0.7)


def _way(runs: Iterable[list[Point]], color: str, width: float, dash: Sequence[int] = ()) -> list[Layer]:
    """Lines between neighbours, and a dot for each, so that a month alone is seen."""
    every = list(runs)
    parts = [{"x": x, "y": y, "x2": x2, "y2": y2} for run in every for (x, y), (x2, y2) in pairwise(run)]
    dots = [{"x": x, "y": y} for run in every for x, y in run]
    if not dots:
        return []
    mark = {"type": "point", "shape": "circle", "filled": True, "size": 12 * width, "color": color, "opacity": 1}
    return [*rules(color, parts, width, dash), {"data": {"values": dots}, "mark": mark}]


def _heads(plot: _Plot, months: Sequence[Month]) -> Iterable[Written]:
    """The number of each month, and the year below the first one of it."""
    for place, one in enumerate(months):
        yield Written(plot.x(place), plot.bottom + 12, words.month_head(one.month), "center", SMALL)
    for place, year in year_heads([one.month for one in months]):
        yield Written(plot.x(place), plot.bottom + 28, year, "center", TINY)


def _labels(plot: _Plot, months: Sequence[Month]) -> Iterable[Written]:
    """Above a point; below it where the line comes down to it and goes up again."""
    rates = [100 * one.counts.present / one.counts.expected if one.counts.expected else None for one in months]
    for place, (one, rate) in enumerate(zip(months, rates, strict=True)):
        if rate is not None:
            near = (*rates[max(0, place - 1) : place], *rates[place + 1 : place + 2])
            beside = [one for one in near if one is not None]
            is_low = bool(beside) and min(beside) > rate
            y = plot.y(rate) + (13 if is_low else -11)
            text = words.whole(one.counts.present, one.counts.expected)
            yield Written(plot.x(place), y, text, "center", TINY)
