"""A round of a number as a picture for the chat: a bar for each unit right below, beside it what it has answered."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from bot.model.indicators import FigureKind, Indicator
from bot.reports.picture import BLACK, FONT, NORMAL, PALE, SMALL, WIDTH, drawn
from bot.services.indicator_sums import Row, Table
from bot.words import indicator_sheet as words

MOST_ROWS = 40
LINE, TITLE = 44, 68
"""Pixels of a row; letters of a title that fit in one line."""
NAMES, NUMBERS = 380, 300
"""Pixels for the names before the bars and the numbers behind them."""
SHADES = ("#000000", "#666666", "#a6a6a6", "#dddddd", "#444444", "#c4c4c4")


def rows_of(table: Table) -> Sequence[Row]:
    return table.below or (table.own,)


def page_count(table: Table) -> int:
    return -(-len(rows_of(table)) // MOST_ROWS)


def picture_of(indicator: Indicator, titles: Sequence[str], table: Table, page: int = 1) -> bytes:
    """A PNG of one page of the rows; `titles` stand above it."""
    return drawn(spec_of(indicator, titles, table, page))


def spec_of(indicator: Indicator, titles: Sequence[str], table: Table, page: int) -> dict[str, Any]:
    """Black and grey: it is read on paper too."""
    rows = rows_of(table)[MOST_ROWS * (page - 1) : MOST_ROWS * page]
    title, *below = titles
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH - NAMES - NUMBERS,
        "height": {"step": LINE},
        "padding": 20,
        "background": "white",
        "config": {
            "view": {"stroke": None},
            "font": FONT,
            "axis": {"labelFontSize": SMALL, "titleFontSize": SMALL, "grid": False, "domain": False, "ticks": False},
            "legend": {"labelFontSize": SMALL, "orient": "bottom", "title": None, "labelLimit": 320},
            "text": {"fontSize": SMALL, "color": BLACK},
        },
        "title": {
            "text": wrap(f"{title}{words.page(page, page_count(table))}", TITLE),
            "subtitle": [*below, words.NOTE],
            "anchor": "start",
            "fontSize": NORMAL,
            "subtitleFontSize": SMALL,
        },
        "encoding": {"y": _names(rows)},
        "layer": [_classes(indicator, rows) if indicator.kind is FigureKind.CLASSES else _bars(rows), _labels(rows)],
    }


def _names(rows: Sequence[Row]) -> dict[str, Any]:
    """In their order; two units of one name are two rows."""
    names = [_name(place, row) for place, row in enumerate(rows, start=1)]
    axis = {"labelLimit": NAMES - 20, "title": None}
    return {"field": "name", "type": "nominal", "sort": names, "scale": {"domain": names}, "axis": axis}


def _name(place: int, row: Row) -> str:
    return f"{place}. {row.name}"


def _bars(rows: Sequence[Row]) -> dict[str, Any]:
    """By percent where there is one to be had, else by the number itself."""
    is_rated = any(row.sums.of for row in rows)
    known = [(_name(place, row), _value(row, is_rated=is_rated)) for place, row in enumerate(rows, start=1)]
    values = [{"name": name, "value": value} for name, value in known if value is not None]
    most = {"domainMax": max([100.0, *(value for _, value in known if value is not None)])} if is_rated else {}
    axis = {"title": words.PERCENT_AXIS if is_rated else words.COUNT_AXIS}
    x = {"field": "value", "type": "quantitative", "axis": axis, "scale": {"domainMin": 0, **most}}
    return {"data": {"values": values}, "mark": {"type": "bar", "color": PALE, "height": 24}, "encoding": {"x": x}}


def _value(row: Row, *, is_rated: bool) -> float | None:
    if row.sums.parts is None:
        return None
    if is_rated:
        return float(row.sums.rate) if row.sums.rate is not None else None
    return float(row.sums.parts[0])


def _classes(indicator: Indicator, rows: Sequence[Row]) -> dict[str, Any]:
    """The share of each class, side by side."""
    values = [
        {"name": _name(place, row), "class": name, "value": part, "order": order}
        for place, row in enumerate(rows, start=1)
        for order, (name, part) in enumerate(zip(indicator.classes, row.sums.parts or (), strict=False))
    ]
    x = {"field": "value", "type": "quantitative", "stack": "normalize", "axis": {"title": None, "format": "%"}}
    shades = {"domain": list(indicator.classes), "range": list(SHADES[: len(indicator.classes)])}
    color = {"field": "class", "type": "nominal", "sort": list(indicator.classes), "scale": shades}
    encoding = {"x": x, "color": color, "order": {"field": "order"}}
    return {"data": {"values": values}, "mark": {"type": "bar", "height": 24, "stroke": BLACK}, "encoding": encoding}


def _labels(rows: Sequence[Row]) -> dict[str, Any]:
    """Behind the bars, in a column of their own."""
    values = [{"name": _name(place, row), "label": _label(row)} for place, row in enumerate(rows, start=1)]
    at = {"value": WIDTH - NAMES - NUMBERS + 12}
    mark = {"type": "text", "align": "left", "baseline": "middle", "limit": NUMBERS - 20}
    return {"data": {"values": values}, "mark": mark, "encoding": {"x": at, "text": {"field": "label"}}}


def _label(row: Row) -> str:
    sums = row.sums
    return words.bar(sums.of, sums.parts, sums.rate, sums.answered, sums.asked)
