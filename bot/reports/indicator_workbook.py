"""A round of a number as a workbook: sums and rates are formulas over numbers, and no text of people can start one."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from bot.model.indicators import FigureKind, Indicator
from bot.reports.indicator_lines import Line
from bot.reports.looks import Formats, fit, formats_of, set_paper
from bot.services.rate import percent
from bot.words import indicator_sheet as words
from bot.words import report_words
from bot.words.times import local

HEAD = 4
"""The row of the column heads, counted from 0."""
FIRST = 3
"""The first column with what was answered."""


class Columns(NamedTuple):
    """Where things stand, by the number of what is answered."""

    parts: range
    sum: int | None
    """Of classes: how many in all."""
    planned: int
    rate: int | None
    at: int
    state: int


def columns_of(indicator: Indicator) -> Columns:
    count = len(words.heads(indicator.kind, indicator.classes))
    is_classed = indicator.kind is FigureKind.CLASSES
    after = FIRST + count
    return Columns(
        range(FIRST, after),
        after if is_classed else None,
        after + 1 if is_classed else after,
        None if is_classed else after + 1,
        after + 2,
        after + 3,
    )


def workbook_of(
    indicator: Indicator, titles: Sequence[str], lines: Sequence[Line], *, exporter: str, at: datetime
) -> bytes:
    """An .xlsx of all units that were asked, and their sum; `titles` stand above it. The same bytes for the same."""
    content = BytesIO()
    columns = columns_of(indicator)
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": words.SHEET, "created": local(at).replace(tzinfo=None)})
        page, formats = book.add_worksheet(words.SHEET), formats_of(book)
        _set_up(page, columns)
        _write_heads(page, indicator, titles, columns, formats)
        for number, line in enumerate(lines, start=1):
            _write_line(page, HEAD + number, number, line, columns, formats)
        last = HEAD + len(lines)
        if lines:
            _write_total(page, last + 1, lines, columns, formats)
        page.write_string(last + 3, 1, words.NOTE, formats.plain)
        page.write_string(last + 4, 1, report_words.exported(exporter, at), formats.plain)
    return content.getvalue()


def _set_up(page: Any, columns: Columns) -> None:
    page.freeze_panes(HEAD + 1, 2)
    set_paper(page, HEAD)
    for column, width in enumerate(_widths(columns)):
        page.set_column(column, column, width)


def _widths(columns: Columns) -> list[int]:
    return [5, 36, 36, *[12] * (columns.at - FIRST), *[18] * (columns.state + 1 - columns.at)]


def _write_heads(page: Any, indicator: Indicator, titles: Sequence[str], columns: Columns, formats: Formats) -> None:
    for row, title in enumerate(titles[:HEAD]):
        page.write_string(row, 0, title, formats.title if row == 0 else formats.plain)
    heads = [words.NUMBER, words.UNIT, words.UNDER, *words.heads(indicator.kind, indicator.classes)]
    heads += [words.TOTAL] if columns.sum is not None else []
    heads += [words.PLANNED, *([words.RATE] if columns.rate is not None else []), words.AT, words.STATE]
    for column, head in enumerate(heads):
        page.write_string(HEAD, column, head, formats.head)
    fit(page, HEAD, heads, _widths(columns), is_bold=True)


def _write_line(page: Any, row: int, number: int, line: Line, columns: Columns, formats: Formats) -> None:
    page.write_number(row, 0, number, formats.count)
    page.write_string(row, 1, line.name, formats.text)
    page.write_string(row, 2, line.under, formats.text)
    for column, part in zip(columns.parts, line.parts or (None,) * len(columns.parts), strict=True):
        _write_count(page, row, column, part, formats.count)
    if columns.sum is not None:
        _write_sum(page, row, columns, sum(line.parts) if line.parts else None, formats.count)
    _write_count(page, row, columns.planned, line.planned, formats.count)
    _write_rate(page, row, columns, _of(line, columns), formats.rate)
    page.write_string(row, columns.at, words.at(line.answered_at) if line.answered_at else "", formats.text)
    state = words.state(is_answered=line.parts is not None, is_late=line.is_late, is_corrected=line.is_corrected)
    page.write_string(row, columns.state, state, formats.text)
    fit(page, row, (line.name, line.under), _widths(columns)[1:])


def _of(line: Line, columns: Columns) -> tuple[int, int] | None:
    """Part and whole of one unit."""
    if line.parts is None:
        return None
    if len(columns.parts) == 1:
        return (line.parts[0], line.planned) if line.planned is not None else None
    return line.parts[0], line.parts[1]


def _write_count(page: Any, row: int, column: int, number: int | None, look: Any) -> None:
    """What nobody has answered stays empty: it is not 0."""
    if number is None:
        page.write_blank(row, column, None, look)
    else:
        page.write_number(row, column, number, look)


def _write_sum(page: Any, row: int, columns: Columns, number: int | None, look: Any) -> None:
    assert columns.sum is not None  # noqa: S101 - only of classes
    if number is None:
        page.write_blank(row, columns.sum, None, look)
        return
    first, last = xl_rowcol_to_cell(row, columns.parts[0]), xl_rowcol_to_cell(row, columns.parts[-1])
    page.write_formula(row, columns.sum, f"=SUM({first}:{last})", look, number)


def _write_rate(page: Any, row: int, columns: Columns, of: tuple[int, int] | None, look: Any) -> None:
    """Part over whole, with nothing to divide by as a dash (rule 9)."""
    if columns.rate is None:
        return
    part = xl_rowcol_to_cell(row, columns.parts[0])
    whole = xl_rowcol_to_cell(row, _whole(columns))
    rate = percent(*of) if of else None
    now = words.NOTHING if rate is None else float(rate)
    formula = f'=IF(OR({part}="",{whole}="",{whole}=0),"{words.NOTHING}",ROUND(100*{part}/{whole},2))'
    page.write_formula(row, columns.rate, formula, look, now)


def _write_total(page: Any, row: int, lines: Sequence[Line], columns: Columns, formats: Formats) -> None:
    """Sums that follow when a number above is mended; what they come to now is kept beside, for phones."""
    for column in (0, 2, columns.at, columns.state):
        page.write_blank(row, column, None, formats.total)
    page.write_string(row, 1, words.TOTAL, formats.total)
    said = [one.parts for one in lines if one.parts is not None]
    for place, column in enumerate(columns.parts):
        _write_total_of(page, row, column, sum(parts[place] for parts in said), formats)
    if columns.sum is not None:
        _write_total_of(page, row, columns.sum, sum(map(sum, said)), formats)
    _write_total_of(page, row, columns.planned, sum(one.planned or 0 for one in lines), formats)
    if columns.rate is not None:
        _write_total_rate(page, row, columns.rate, lines, columns, formats)


def _write_total_of(page: Any, row: int, column: int, now: int, formats: Formats) -> None:
    page.write_formula(row, column, f"=SUM({_span(row, column)})", formats.total, now)


def _span(row: int, column: int) -> str:
    return f"{xl_rowcol_to_cell(HEAD + 1, column)}:{xl_rowcol_to_cell(row - 1, column)}"


def _write_total_rate(
    page: Any, row: int, column: int, lines: Sequence[Line], columns: Columns, formats: Formats
) -> None:
    """Sum over sum, of those alone who have answered and have a plan."""
    of = [one for one in (_of(line, columns) for line in lines) if one is not None]
    part, whole = _span(row, columns.parts[0]), _span(row, _whole(columns))
    sums = f'SUMIFS({part},{whole},"<>")', f'SUMIFS({whole},{part},"<>")'
    rate = percent(sum(part for part, _ in of), sum(whole for _, whole in of))
    now = words.NOTHING if rate is None else float(rate)
    formula = f'=IF({sums[1]}=0,"{words.NOTHING}",ROUND(100*{sums[0]}/{sums[1]},2))'
    page.write_formula(row, column, formula, formats.total_rate, now)


def _whole(columns: Columns) -> int:
    return columns.parts[1] if len(columns.parts) > 1 else columns.planned
