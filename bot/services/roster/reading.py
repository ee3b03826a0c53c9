"""A roster from file to records: open it, find the headings, go through the lines, say what is odd."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.services.roster.doubts import Crowd
from bot.services.roster.encodings import Encoding, decode, recognise
from bot.services.roster.marks import doubts_about_secrets
from bot.services.roster.pages import Page
from bot.services.roster.records import BadCell, Person, Sheet, StatusNote, UnreadableWorkbook
from bot.services.roster.rejects import HEADINGS, save_bad_rows
from bot.services.roster.titles import committee_of
from bot.services.roster.workbook import STEP, Progress, RawBook, RawSheet, Row, Value, open_workbook
from bot.words import roster_words as words
from bot.words.names import tidy

__all__ = ["BadCell", "Person", "Sheet", "StatusNote", "UnreadableWorkbook", "read_roster", "save_bad_rows"]

ETH = {0xD0: 0x110, 0xF0: 0x111}
"""The Icelandic letter that looks like the barred d, and that old keyboards wrote for it."""
PARTS, HALF = 1000, 500
"""Of the work: opening the file is one half, understanding it the other."""


def read_roster(path: Path, today: date, progress: Progress | None = None) -> Sheet:
    """People, bad cells and warnings; raises UnreadableWorkbook where the file as a whole is refused."""
    report = progress or _silent
    book = open_workbook(path, lambda done, total: report(HALF * done // total, PARTS))
    encodings = {sheet.title: _settle(sheet) for sheet in book.sheets}
    warnings = [words.converted(title, encoding) for title, encoding in encodings.items() if encoding]
    warnings += doubts_about_secrets(book)
    return _read(book, warnings, {title for title, encoding in encodings.items() if encoding}, today, report)


def _silent(done: int, total: int) -> None:
    """For callers who show no progress."""


def _settle(sheet: RawSheet) -> Encoding | None:
    """Makes every text of the sheet Unicode and tidy, once; says which old encoding it was in, if any."""
    texts = {value for row in sheet.rows for value in row.values if isinstance(value, str)}
    encoding = recognise(texts)
    tidied = {text: _settled(text, encoding) for text in texts}
    sheet.rows = [Row(row.number, tuple(_turned(v, tidied) for v in row.values)) for row in sheet.rows]
    return encoding


def _settled(text: str, encoding: Encoding | None) -> str | None:
    """Lines stay apart, for they may be two titles or two remarks."""
    decoded = decode(text, encoding) if encoding else text
    lines = [tidy(line.translate(ETH)) for line in decoded.splitlines()]
    return "\n".join(line for line in lines if line) or None


def _turned(value: Value, tidied: dict[str, str | None]) -> Value:
    return tidied[value] if isinstance(value, str) else value


@dataclass(slots=True)
class _Steps:
    """Tells every few hundred lines how far the understanding is."""

    total: int
    progress: Progress
    done: int = 0

    def one(self) -> None:
        self.done += 1
        if self.done % STEP == 0:
            self.progress(HALF + HALF * self.done // self.total, PARTS)


def _read(book: RawBook, warnings: list[str], converted: set[str], today: date, report: Progress) -> Sheet:
    roster, crowd = Sheet(None, bad_rows=[HEADINGS], warnings=warnings), Crowd()
    steps = _Steps(sum(len(sheet.rows) for sheet in book.sheets), report)
    titles = []
    read_any = False
    for sheet in book.sheets:
        page = Page(sheet, roster, crowd, today, is_converted=sheet.title in converted)
        if sheet.is_hidden:
            roster.warnings.append(words.hidden(sheet.title))
        elif page.read(steps.one):
            titles.append(committee_of(page.titles))
            read_any = True
        elif sheet.rows:
            roster.warnings.append(words.no_header(sheet.title))
    if not read_any:
        raise UnreadableWorkbook(words.NO_HEADER)
    roster.warnings.extend(crowd.warnings)
    report(PARTS, PARTS)
    return replace(roster, title=next(filter(None, titles), None))
