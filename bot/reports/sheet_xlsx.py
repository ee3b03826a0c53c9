"""Tables as an .xlsx: numbers stay numbers, sums are formulas, and no text of people can start one."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from bot.reports.looks import Formats, fit, formats_of, set_paper
from bot.reports.sheet_shape import Column, Drawing, Look, Share, Table, Value
from bot.words.report_words import NOTHING
from bot.words.times import local

HEAD = 4
"""The row of the column heads, counted from 0: above it stand the titles."""
MOST_DRAWN = 60
"""More bars than these nobody can tell apart."""
BAR, LEAST = 22, 260
"""Pixels of a bar, and of the shortest chart."""
SHADES = ("#404040", "#A6A6A6", "#000000")


def xlsx_of(tables: Sequence[Table], *, title: str, at: datetime) -> bytes:
    """A sheet for each; the same bytes for the same tables."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": local(at).replace(tzinfo=None)})
        formats = formats_of(book)
        for table in tables:
            _write(book, book.add_worksheet(table.name), table, formats)
    return content.getvalue()


def _write(book: Workbook, page: Any, table: Table, formats: Formats) -> None:
    _set_up(page, table.columns)
    for row, text in enumerate(table.titles):
        page.write_string(row, 0, text, formats.title if row < 2 else formats.plain)
    for column, one in enumerate(table.columns):
        page.write_string(HEAD, column, one.head, formats.head)
    fit(page, HEAD, [one.head for one in table.columns], _widths(table), is_bold=True)
    for number, values in enumerate(table.rows, start=1):
        _write_row(page, HEAD + number, table, values, formats)
    last = HEAD + len(table.rows)
    if table.total is not None:
        last += 1
        _write_total(page, last, table, table.total, formats)
    for number, note in enumerate(table.notes):
        page.write_string(last + 2 + number, 1, note, formats.plain)
    if table.drawing is not None and table.rows:
        _draw(book, page, table, table.drawing, last + 3 + len(table.notes))


def _write_row(page: Any, row: int, table: Table, values: Sequence[Value], formats: Formats) -> None:
    gaps = table.drawing.values if table.drawing and table.drawing.are_lines else ()
    for column, (one, value) in enumerate(zip(table.columns, values, strict=True)):
        if value is None and column in gaps:  # a line would go down to a word as if it were 0
            page.write_blank(row, column, None, formats.rate)
        else:
            _write_value(page, row, column, one.look, value, formats)
    fit(page, row, values, _widths(table))


def _widths(table: Table) -> list[int]:
    return [one.width for one in table.columns]


def _set_up(page: Any, columns: Sequence[Column]) -> None:
    """Its head stays in sight on the screen and comes again on every sheet of paper."""
    page.freeze_panes(HEAD + 1, 2)
    set_paper(page, HEAD)
    for number, column in enumerate(columns):
        page.set_column(number, number, column.width)


def _write_value(page: Any, row: int, column: int, look: Look, value: Value, formats: Formats) -> None:
    if look is Look.TEXT and value:
        page.write_string(row, column, " ".join(str(value).splitlines()), formats.text)
    elif look is Look.TEXT:
        page.write_blank(row, column, None, formats.text)
    elif look is Look.COUNT:
        _write_count(page, row, column, value, formats.count, formats)
    elif value is None:
        page.write_string(row, column, NOTHING, formats.rate)
    else:
        number, shown = (float(value), formats.rate) if look is Look.RATE else (int(value) / 100, formats.trend)
        page.write_number(row, column, number, shown)


def _write_count(page: Any, row: int, column: int, value: Value, look: Any, formats: Formats) -> None:
    """What is not known stays empty: it is not 0."""
    if value is None:
        page.write_blank(row, column, None, look)
    elif isinstance(value, str):
        page.write_string(row, column, value, formats.text)
    else:
        page.write_number(row, column, value, look)


# The last row


def _write_total(page: Any, row: int, table: Table, texts: Sequence[Value], formats: Formats) -> None:
    """Sums that follow when a number above is mended; what they come to now is kept beside, for phones."""
    for number, (column, said) in enumerate(zip(table.columns, texts, strict=True)):
        if column.is_summed and table.rows:
            _write_sum(page, row, number, table, formats)
        elif column.share is not None:
            _write_share(page, row, number, table, column.share, formats)
        elif column.look is Look.TREND:
            _write_last_trend(page, row, number, said, formats)
        elif isinstance(said, int):
            page.write_number(row, number, said, formats.total)
        elif said is None:
            page.write_blank(row, number, None, formats.total)
        else:
            page.write_string(row, number, said, formats.total_text)


def _write_sum(page: Any, row: int, column: int, table: Table, formats: Formats) -> None:
    """Of what nobody knows the sum is not 0."""
    span = _span(row, column)
    if any(isinstance(values[column], int) for values in table.rows):
        page.write_formula(row, column, f"=SUM({span})", formats.total, table.sum_of(column))
    else:
        page.write_formula(row, column, f'=IF(COUNT({span})=0,"",SUM({span}))', formats.total, "")


def _span(row: int, column: int) -> str:
    return f"{xl_rowcol_to_cell(HEAD + 1, column)}:{xl_rowcol_to_cell(row - 1, column)}"


def _write_share(page: Any, row: int, column: int, table: Table, share: Share, formats: Formats) -> None:
    """Sum over sum, with nothing to divide by as a dash (rules 9 and 11)."""
    part, whole = xl_rowcol_to_cell(row, share.part), xl_rowcol_to_cell(row, share.whole)
    by = whole if share.less is None else f"({whole}-{xl_rowcol_to_cell(row, share.less)})"
    rate = table.rate_of(share)
    now = NOTHING if rate is None else float(rate)
    formula = f'=IF({by}=0,"{NOTHING}",ROUND(100*{part}/{by},2))'
    page.write_formula(row, column, formula, formats.total_rate, now)


def _write_last_trend(page: Any, row: int, column: int, value: Value, formats: Formats) -> None:
    if value is None:
        page.write_string(row, column, NOTHING, formats.total_trend)
    else:
        page.write_number(row, column, int(value) / 100, formats.total_trend)


# The chart


def _draw(book: Workbook, page: Any, table: Table, drawing: Drawing, row: int) -> None:
    """Below the table; in greys, for it is printed too."""
    shown = min(len(table.rows), MOST_DRAWN)
    first, last = HEAD + 1, HEAD + shown
    chart = book.add_chart({"type": "line" if drawing.are_lines else "bar"})
    for shade, column in zip(SHADES, drawing.values, strict=False):
        chart.add_series(
            {
                "name": [table.name, HEAD, column],
                "categories": [table.name, first, drawing.names, last, drawing.names],
                "values": [table.name, first, column, last, column],
                "fill": {"color": shade},
                "line": {"color": shade, "width": 2.25},
                "marker": {"type": "circle" if column == drawing.values[0] else "none", "size": 6},
            }
        )
    chart.set_title({"name": drawing.title, "name_font": {"size": 12}})
    if not drawing.are_lines:
        chart.set_y_axis({"reverse": True, "interval_unit": 1})
        chart.set_x_axis({"min": 0, **_end(table), "major_gridlines": {"visible": True, "line": {"color": "#D0D0D0"}}})
    chart.set_legend({"position": "bottom"} if len(drawing.values) > 1 else {"none": True})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 900, "height": max(LEAST, 120 + BAR * shown * (not drawing.are_lines))})
    page.insert_chart(row, 1, chart, {"description": drawing.title})


def _end(table: Table) -> dict[str, int]:
    """Rates end at a hundred."""
    drawn = table.drawing.values if table.drawing else ()
    return {"max": 100} if all(table.columns[one].look is Look.RATE for one in drawn) else {}
