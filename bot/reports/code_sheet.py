"""The printable sheet of link codes, to be cut out and handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from docx.shared import Pt
from docx.table import _Cell as Cell

from bot.reports.strips import beside_qr, cut, next_line, sheet_of, write, write_name
from bot.services.joining import VALID
from bot.words import report_words as words

MONO = "Courier New"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One person; the link is missing where nothing that can be scanned leads to us."""

    name: str
    code: str
    link: str | None
    where: str | None = None
    """Where the code is to be typed, if that has to be said."""


def code_sheet(title: str, entries: Sequence[CodeEntry], at: datetime) -> bytes:
    """A .docx of all strips, with the title (which names the cell) on each; raises ValueError where there are none."""
    if not entries:
        raise ValueError("no codes to print")
    return sheet_of(title, f"{cut(title)}. {words.CUT}", [partial(_fill, title, entry, at) for entry in entries])


def _how(entry: CodeEntry) -> str:
    if entry.where is not None:
        return words.scan_or_type_at(entry.where) if entry.link else words.type_at(entry.where)
    return words.SCAN_OR_TYPE if entry.link else words.TYPE


def _fill(title: str, entry: CodeEntry, at: datetime, cell: Cell) -> None:
    write_name(cell, entry.name)
    write(next_line(cell), cut(title), Pt(10))
    write(next_line(cell), entry.code, Pt(20), is_bold=True, font=MONO, before=Pt(3))
    place = beside_qr(cell, entry.link) if entry.link else cell
    write(next_line(place), _how(entry), Pt(10))
    write(next_line(place), words.valid_until(at + VALID), Pt(10), before=Pt(4))
