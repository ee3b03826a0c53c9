"""The look that all charts share: as wide as a phone, black and grey, everything placed by the unit.

A chart is 360 units wide. On a phone a unit is a pixel, on a desktop the page lets it grow, a PNG has three pixels for
each; so the smallest letters, of 10 units, can be read everywhere. What differs, differs in shade and in words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, TypeVar

FONT = "Liberation Sans, Arial, sans-serif"
"""The first travels within vl-convert and has every Vietnamese letter; the second, on other machines, is as wide."""
WIDTH = 360
MOST_ROWS = 40
"""Of a page: one more is another page."""
TITLE, NORMAL, SMALL, TINY = 15, 13, 11, 10
LINE, PADDING = 16, 5
"""Height of a line of small words; what is left free around all."""
LETTERS, TITLE_LETTERS = 58, 36
"""Of small words that fit in a line, and of a title: also where a machine has only wider letters than ours."""
BLACK, DARK, MIDDLE, PALE, RULE, WHITE = "#000000", "#404040", "#8c8c8c", "#d0d0d0", "#b8b8b8", "#ffffff"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
T = TypeVar("T")
Layer = dict[str, Any]
Box = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """Words at a place, and how they stand there."""

    x: float
    y: float
    text: str
    align: str = "left"
    size: int = SMALL
    is_bold: bool = False
    color: str = BLACK
    limit: int = 0
    """Units after which it is cut; 0: it is known to be short, and need not be measured twice."""


def page_count(rows: int) -> int:
    return max(1, -(-rows // MOST_ROWS))


def page_of(rows: Sequence[T], page: int) -> Sequence[T]:
    """The rows of a page, counted from 1; IndexError for one that is none."""
    if not 1 <= page <= page_count(len(rows)):
        raise IndexError(page)
    return rows[MOST_ROWS * (page - 1) : MOST_ROWS * page]


def spec_of(layers: Iterable[Layer], height: float, description: str) -> dict[str, Any]:
    """All layers share one field of units, its beginning at the top on the left."""
    return {
        "$schema": SCHEMA,
        "description": description,
        "width": WIDTH,
        "height": height,
        "padding": PADDING,
        "background": WHITE,
        "config": {"view": {"stroke": None}, "font": FONT, "aria": False},
        "encoding": {"x": _units("x", [0, WIDTH]), "y": _units("y", [height, 0])},
        "layer": list(layers),
    }


def _units(field: str, domain: list[float]) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": domain, "nice": False}}


def head(title: str, notes: Sequence[str]) -> tuple[list[Written], float]:
    """The title and what is to be known of the chart, and how high that is."""
    lines = wrap(title, TITLE_LETTERS)
    found = [Written(0, 11 + 19 * place, line, size=TITLE, is_bold=True) for place, line in enumerate(lines)]
    top = 19.0 * len(lines) + 4
    below = [line for note in notes for line in wrap(note, LETTERS)]
    found += [Written(0, top + 8 + LINE * place, line) for place, line in enumerate(below)]
    return found, top + LINE * len(below) + 6


def year_heads(months: Sequence[str]) -> list[tuple[int, str]]:
    """Above or below which of these months their year stands: the first and each January, unless they would touch."""
    found = [(place, one[:4]) for place, one in enumerate(months) if place == 0 or one.endswith("-01")]
    return [one for one in found if one[0] or len(found) == 1 or found[1][0] > 1]


def boxes(fill: str, found: Sequence[Box], edge: str | None = None) -> list[Layer]:
    """From x, y to x2, y2."""
    mark = {"type": "rect", "color": fill, **({"stroke": edge, "strokeWidth": 1} if edge else {})}
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return [{"data": {"values": list(found)}, "mark": mark, "encoding": ends}] if found else []


def rules(color: str, found: Sequence[Box], width: float = 1, dash: Sequence[int] = ()) -> list[Layer]:
    """Straight lines from x, y to x2, y2."""
    mark = {"type": "rule", "color": color, "strokeWidth": width, **({"strokeDash": list(dash)} if dash else {})}
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return [{"data": {"values": list(found)}, "mark": mark, "encoding": ends}] if found else []


def crosses(found: Sequence[Box], size: float) -> list[Layer]:
    """An x in the middle of each place: nothing was held."""
    half = size / 2
    ends = [
        {"x": one["x"] - half, "x2": one["x"] + half, "y": one["y"] + lean * half, "y2": one["y"] - lean * half}
        for one in found
        for lean in (1, -1)
    ]
    return rules(BLACK, ends, 1.5)


def written(texts: Iterable[Written]) -> list[Layer]:
    """A layer for each way in which words stand."""
    ways: dict[tuple[Any, ...], list[Box]] = {}
    for one in texts:
        way = (one.align, one.size, one.is_bold, one.color, one.limit)
        ways.setdefault(way, []).append({"x": one.x, "y": one.y, "text": one.text})
    return [_text(way, values) for way, values in ways.items()]


def _text(way: tuple[Any, ...], values: Sequence[Box]) -> Layer:
    align, size, is_bold, color, limit = way
    mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": size, "color": color}
    shape = {"fontWeight": "bold" if is_bold else "normal", **({"limit": limit} if limit else {})}
    return {
        "data": {"values": list(values)},
        "mark": mark | shape,
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }
