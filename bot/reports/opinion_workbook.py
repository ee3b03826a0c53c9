"""How many opinions came from each unit, as a workbook: numbers alone, small cells together."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from bot.messages import Document
from bot.model.members import Member
from bot.model.opinions import OpinionKind
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.period import Period, read_period
from bot.reports.period_days import span_of
from bot.services.audit import as_member, note
from bot.services.opinion_counts import COLUMNS, Counted, Row, counts_below, sees_counts
from bot.words import opinion_counts as counts_words
from bot.words.names import slug
from bot.words.report_words import exported
from bot.words.times import local
from bot.words.vi import cell as unit_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = 3
"""The row of the column heads, counted from 0."""
WIDE, NARROW = 40, 11


async def opinion_table(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`opinion_counts:<member>:<unit>:<period>`; raises NotAllowed."""
    unit, period = await db.get(Unit, int(args[0])), read_period(args[1])
    if unit is None or not await sees_counts(db, member_id, unit, now):
        raise NotAllowed
    found = await counts_below(db, unit, *span_of(period), now)
    note(db, as_member(member_id), "exported", f"unit:{unit.id}", now, what="opinions", period=period.as_value)
    exporter = (await db.get_one(Member, member_id)).name
    name = f"y-kien-{slug(unit.name)}-{slug(period.label)}.xlsx"
    return partial(_document, name, unit_name(unit.name), period, found, exporter, now)


def _document(name: str, unit: str, period: Period, found: Counted, exporter: str, at: datetime) -> Document:
    return Document(name, workbook_of(unit, period.label, found, exporter, at), XLSX)


def workbook_of(unit: str, period: str, found: Counted, exporter: str, at: datetime) -> bytes:
    """The rows right below and their sum; where too few people stand behind the numbers, none."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": counts_words.TITLE, "created": local(at).replace(tzinfo=None)})
        page, looks = book.add_worksheet(counts_words.SHEET_NAME), _looks(book)
        page.set_column(0, len(counts_words.HEADINGS), NARROW)
        page.set_column(1, 1, WIDE)
        page.freeze_panes(HEAD + 1, 2)
        page.write_string(0, 0, counts_words.TITLE, looks["text"])
        page.write_string(1, 0, f"{unit}, {period}", looks["text"])
        for column, head in enumerate(counts_words.HEADINGS):
            page.write_string(HEAD, column, head, looks["head"])
        last = _write_rows(page, found, looks)
        page.write_string(last + 2, 1, counts_words.FEW if found.is_hidden else counts_words.TABLE_NOTE, looks["text"])
        page.write_string(last + 3, 1, exported(exporter, at), looks["text"])
    return content.getvalue()


def _looks(book: Workbook) -> dict[str, Any]:
    """Every text is marked as text, so that not even an edit makes a formula of it."""
    text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
    head = {"border": 1, "bold": True, "text_wrap": True, "align": "center"}
    return {
        "text": book.add_format(text),
        "head": book.add_format(text | head),
        "count": book.add_format({"num_format": "0", "border": 1}),
    }


def _write_rows(page: Any, found: Counted, looks: dict[str, Any]) -> int:
    """Returns the number of the row of sums."""
    for number, row in enumerate(found.below, 1):
        page.write_number(HEAD + number, 0, number, looks["count"])
        page.write_string(HEAD + number, 1, _name(row), looks["text"])
        for column, count in enumerate(_numbers(row), 2):
            page.write_number(HEAD + number, column, count, looks["count"])
    last = HEAD + len(found.below) + 1
    page.write_string(last, 1, counts_words.TOTAL, looks["head"])
    for column, count in enumerate(_numbers(found.own), 2):
        span = f"{xl_rowcol_to_cell(HEAD + 1, column)}:{xl_rowcol_to_cell(last - 1, column)}"
        if found.below:
            page.write_formula(last, column, f"=SUM({span})", looks["count"], count)
    return last


def _name(row: Row) -> str:
    return unit_name(row.unit.name) if row.unit else counts_words.small_cells(row.cells)


def _numbers(row: Row) -> list[int]:
    return [row.total, *(row.states[one] for one in COLUMNS), *(row.kinds[one] for one in OpinionKind)]
