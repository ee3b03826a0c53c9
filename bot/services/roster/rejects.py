"""The rows that were left out, kept so that they can be mended and brought back."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

from bot.services.roster.dates import read_year
from bot.services.roster.records import BadCell, Sheet
from bot.services.roster.rows import Line, one_line, shown
from bot.services.roster.workbook import Value
from bot.words.roster_headers import Field
from bot.words.roster_words import REASON, SKIPPED_COLUMNS, SKIPPED_SHEET, WHERE

HEADINGS = [WHERE, *SKIPPED_COLUMNS]
WIDTH = 22


def bad_row(line: Line, cell: str, today: date) -> list[str]:
    """The columns that are read and no other; of a birth date the year, where it can be told."""
    fields = (Field.DUTY, Field.JOINED, Field.OFFICIAL, Field.PHONE)
    born = (line.value(one) for one in (Field.BORN, Field.BORN_MALE, Field.BORN_FEMALE))
    years = " ".join(_year(value, today) for value in born if value is not None)
    return [line.where, line.name, years, cell, *map(line.text, fields), one_line(line.note)]


def _year(value: Value, today: date) -> str:
    try:
        return str(read_year(value, latest=today.year))
    except ValueError:
        return one_line(shown(value))


def save_bad_rows(path: Path, sheet: Sheet) -> None:
    """Text only, each cell marked as text: nothing in it can start a formula, not even after an edit."""
    reasons = _reasons(sheet.bad)
    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(SKIPPED_SHEET)
        plain = book.add_format({"num_format": "@", "quote_prefix": True, "text_wrap": True, "valign": "top"})
        page.set_column(0, len(HEADINGS), WIDTH)
        for number, row in enumerate(sheet.bad_rows):
            reason = reasons.get(row[0], "") if number else REASON
            for column, text in enumerate([*row, reason]):
                page.write_string(number, column, text, plain)


def _reasons(bad: Iterable[BadCell]) -> dict[str, str]:
    """What is wrong with each row, by the place of its first cell."""
    reasons: dict[str, list[str]] = {}
    for one in bad:
        sheet, _, cell = one.cell.rpartition("!")
        reasons.setdefault(f"{sheet}!A{cell.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}", []).append(one.reason)
    return {where: " ".join(dict.fromkeys(found)) for where, found in reasons.items()}
