"""The summary as a picture for the chat, where a table is wider than a phone: one Vega-Lite spec, drawn into a PNG."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Any

from bot.reports.charts.drawing import png_of
from bot.reports.summary import Row, Summary
from bot.words import report_words as words
from bot.words.office import percent

FONT = "Liberation Sans"
"""It travels within vl-convert and has every Vietnamese letter, whatever fonts the machine has."""
WIDTH, MARGIN = 1080, 20
TOP, HEADER, LINE, FOOT = 96, 50, 48, 70
MOST_ROWS = 40
NAME, MET, PRESENT, BAR, RATE, TREND = MARGIN, 465, 648, 665, 930, 1065
"""Where the columns begin (name, bar) or end (the others)."""
BAR_WIDTH = 128
NORMAL, SMALL, LARGE = 25, 20, 32
ONE_LINE, TWO_LINES = 27, 34
"""Letters of a name that fit beside the numbers, in one line or in each of two smaller ones."""
BLACK, PALE, STRIPE = "#000000", "#b8b8b8", "#f0f0f0"

Text = tuple[tuple[str, int, bool], dict[str, Any]]
"""How it stands (aligned, size, bold), and what stands where."""
Layer = dict[str, Any]


def page_count(report: Summary) -> int:
    """How many pictures show all rows."""
    return -(-len(report.rows) // MOST_ROWS)


def picture_of(report: Summary, page: int = 1) -> bytes:
    """A PNG of one page of the rows, with the total of all at its end; IndexError for a page that is none."""
    return drawn(spec_of(report, page))


def drawn(spec: dict[str, Any]) -> bytes:
    """The PNG of a Vega-Lite spec whose pixels are those of the picture; slow, from a thread."""
    return png_of(spec, scale=1)


def rows_of(report: Summary, page: int) -> Sequence[tuple[int, Row]]:
    """The numbered rows of a page; the pages are of one length, but for one row."""
    count, rows = page_count(report), list(enumerate(report.rows, start=1))
    if not 1 <= page <= count:
        raise IndexError(page)
    return rows[len(rows) * (page - 1) // count : len(rows) * page // count]


def spec_of(report: Summary, page: int) -> dict[str, Any]:
    """What is drawn: boxes and words by the pixel, all of it in the spec."""
    rows = [*rows_of(report, page), *([(0, report.own)] if report.below else [])]
    height = TOP + HEADER + LINE * len(rows) + FOOT
    tops = [TOP + HEADER + LINE * place for place in range(len(rows))]
    texts = [*_frame(report, page, height)]
    for top, (number, row) in zip(tops, rows, strict=True):
        name = f"{number}. {row.name}" if number else words.total(len(report.rows), page_count(report))
        texts += _line(top + LINE // 2, name, row, bold=number == 0)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": height,
        "padding": 0,
        "background": "white",
        "config": {"view": {"stroke": None}, "font": FONT},
        "encoding": {
            "x": _pixels("x", [0, WIDTH]),
            "y": _pixels("y", [height, 0]),
        },
        "layer": [
            *_stripes(tops),
            *_bars(tops, [row for _, row in rows]),
            _line_to_reach(report, tops),
            *_written(texts),
        ],
    }


def _pixels(field: str, domain: list[int]) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": domain, "nice": False}}


def _boxes(color: str, boxes: Sequence[dict[str, float]]) -> list[Layer]:
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return [{"data": {"values": boxes}, "mark": {"type": "rect", "color": color}, "encoding": ends}] if boxes else []


def _stripes(tops: Sequence[int]) -> list[Layer]:
    return _boxes(STRIPE, [{"x": 0, "x2": WIDTH, "y": top, "y2": top + LINE} for top in tops[::2]])


def _bars(tops: Sequence[int], rows: Sequence[Row]) -> list[Layer]:
    """Black below the line and pale above it: seen on a print in black and white too."""
    boxes: dict[bool, list[dict[str, float]]] = {True: [], False: []}
    for top, row in zip(tops, rows, strict=True):
        share = row.counts.present / row.counts.expected if row.counts.expected else 0
        box = {"x": BAR, "x2": BAR + share * BAR_WIDTH, "y": top + 13, "y2": top + LINE - 13}
        boxes[row.is_below] += [box] if share else []
    return _boxes(PALE, boxes[False]) + _boxes(BLACK, boxes[True])


def _line_to_reach(report: Summary, tops: Sequence[int]) -> Layer:
    x = BAR + BAR_WIDTH * report.line.percent / 100
    across = {"x": x, "y": tops[0], "y2": tops[-1] + LINE}
    mark = {"type": "rule", "color": BLACK, "strokeWidth": 2, "strokeDash": [4, 4]}
    return {"data": {"values": [across]}, "mark": mark, "encoding": {"y2": {"field": "y2"}}}


def _frame(report: Summary, page: int, height: int) -> Iterable[Text]:
    """The title, the heads of the columns, the note at the foot."""
    period = report.period
    yield _text(MARGIN, 34, f"{report.own.name}{words.page(page, page_count(report))}", size=LARGE, bold=True)
    yield _text(MARGIN, 72, words.about(report.kind.value, period.label, period.before.label), size=SMALL)
    for x, head in zip((NAME, MET, PRESENT, RATE, TREND), words.PICTURE_COLUMNS, strict=True):
        yield _text(x, TOP + HEADER // 2, head, "left" if x == NAME else "right", size=SMALL, bold=True)
    line = report.line
    below = words.below(line.operator, line.percent)
    for place, note in enumerate(words.picture_note(line.percent, below)):
        yield _text(MARGIN, height - FOOT + 22 + 28 * place, note, size=SMALL)


def _line(y: int, name: str, row: Row, *, bold: bool) -> Iterable[Text]:
    counts = row.counts
    yield from _name(y, name, bold=bold)
    yield _text(MET, y, f"{row.met}/{row.due}", "right", bold=bold or row.not_met > 0)
    if counts.expected:
        yield _text(PRESENT, y, f"{counts.present}/{counts.expected}", "right", bold=bold)
    elif row.not_met:
        yield _text(BAR, y, words.HAS_NOT_MET, size=SMALL)
    mark = words.BELOW_MARK if row.is_below else ""
    yield _text(RATE, y, f"{mark}{percent(counts.strict)}", "right", bold=bold or row.is_below)
    yield _text(TREND, y, words.trend(row.trend), "right", bold=bold)


def _name(y: int, name: str, *, bold: bool) -> Iterable[Text]:
    if len(name) <= ONE_LINE:
        yield _text(NAME, y, name, bold=bold)
        return
    lines = wrap(name, TWO_LINES, max_lines=2, placeholder="…")
    for place, line in enumerate(lines):
        yield _text(NAME, y + (place * 2 - 1) * 11 * (len(lines) > 1), line, size=SMALL, bold=bold)


def _text(x: int, y: int, text: str, align: str = "left", *, size: int = NORMAL, bold: bool = False) -> Text:
    return (align, size, bold), {"x": x, "y": y, "text": text}


def _written(texts: Iterable[Text]) -> Iterable[Layer]:
    """A layer for each way in which text stands."""
    for (align, size, bold), some in groupby(sorted(texts, key=lambda one: one[0]), key=lambda one: one[0]):
        mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": size, "font": FONT, "color": BLACK}
        yield {
            "data": {"values": [value for _, value in some]},
            "mark": mark | {"fontWeight": "bold" if bold else "normal", "limit": WIDTH - 2 * MARGIN},
            "encoding": {"text": {"field": "text", "type": "nominal"}},
        }
