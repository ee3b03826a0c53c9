"""Visits of some months as a workbook: by who went and by cell; nobody of the cells is named in it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from bot.messages import Document
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.looks import Formats, fit, formats_of, set_paper
from bot.reports.report_makers import XLSX
from bot.reports.visit_period import read_days
from bot.services.audit import as_member, note
from bot.services.permissions import Right, demand
from bot.services.visit_counts import VisitReport, visit_report
from bot.words import visit_report as words
from bot.words.names import slug
from bot.words.times import day_of, local
from bot.words.vi import cell as cell_name
from bot.words.visit_days import span_label

HEAD = 4
WIDTHS = (5, 44, 16, 16, 16)


async def visit_sheet(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """`visits:<member>:<unit>:<days>`; raises NotAllowed."""
    unit_id, said_days = args
    unit, days = await db.get(Unit, int(unit_id)), read_days(said_days).both
    if unit is None:
        raise NotAllowed
    await demand(db, member_id, Right.PLAN_VISITS, unit, day_of(now))
    report = await visit_report(db, unit, *days, now)
    exporter = (await db.get_one(Member, member_id)).name
    note(db, as_member(member_id), "exported", f"unit:{unit.id}", now, what="visits", period=said_days)
    name = words.file_name(slug(unit.name), *days)
    return lambda: Document(name, visit_workbook(report, days, exporter=exporter, at=now), XLSX)


def visit_workbook(report: VisitReport, days: tuple[date, date], *, exporter: str, at: datetime) -> bytes:
    """An .xlsx with two sheets; the same bytes for the same report."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": words.HEADING, "created": local(at).replace(tzinfo=None)})
        formats = formats_of(book)
        about = (words.HEADING, report.unit.name, span_label(*days), words.exported(exporter, at))
        visitors = [(one.name, one.cells, one.held, one.visits) for one in report.visitors]
        cells = [
            (cell_name(one.cell.name), one.visits, one.unannounced, "" if one.visits else words.NEVER_NOTE)
            for one in report.cells
        ]
        first, second = (book.add_worksheet(name) for name in words.SHEETS)
        end = _fill(first, about, words.VISITOR_COLUMNS, visitors, formats)
        first.write_string(end + 2, 1, f"{words.DIFFICULTIES_LEFT}: {report.open_difficulties}", formats.plain)
        _fill(second, about, words.CELL_COLUMNS, cells, formats)
    return content.getvalue()


def _fill(
    page: Any, about: Sequence[str], heads: Sequence[str], rows: Sequence[tuple[str | int, ...]], formats: Formats
) -> int:
    """Heads, rows and the sums, which follow when a number is mended; returns the row of the sums."""
    _set_up(page)
    for row, line in enumerate(about):
        page.write_string(row, 0, line, formats.title if row < 2 else formats.plain)
    for column, head in enumerate(heads):
        page.write_string(HEAD, column, head, formats.head)
    fit(page, HEAD, heads, WIDTHS[1:], is_bold=True)
    for number, cells in enumerate(rows, 1):
        page.write_number(HEAD + number, 0, number, formats.count)
        for column, value in enumerate(cells, 1):
            _write(page, HEAD + number, column, value, formats)
        fit(page, HEAD + number, cells, WIDTHS[1:])
    last = HEAD + len(rows) + 1
    page.write_string(last, 1, words.TOTAL, formats.total)
    for column in _numbers(heads):
        span = f"{xl_rowcol_to_cell(HEAD + 1, column)}:{xl_rowcol_to_cell(last - 1, column)}"
        total = sum(int(row[column - 1]) for row in rows)
        if rows:
            page.write_formula(last, column, f"=SUM({span})", formats.total, total)
    return last


def _numbers(heads: Sequence[str]) -> range:
    """The columns of counts: all behind the name, but the note at the end of the cells."""
    return range(2, len(heads) - (heads is words.CELL_COLUMNS))


def _write(page: Any, row: int, column: int, value: str | int, formats: Formats) -> None:
    """A text of people can start no formula."""
    if isinstance(value, int):
        page.write_number(row, column, value, formats.count)
    else:
        page.write_string(row, column, value, formats.text)


def _set_up(page: Any) -> None:
    page.freeze_panes(HEAD + 1, 2)
    set_paper(page, HEAD, is_wide=False)
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
