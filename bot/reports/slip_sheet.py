"""The printable slips of a call, for those whom no message reaches: read on paper, answered by scanning."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from docx.shared import Mm, Pt
from docx.table import _Cell as Cell

from bot.reports.strips import beside_qr, cut, next_line, sheet_of, write, write_name
from bot.words import report_words as words

QR_SIDE = Mm(29)
"""Smaller than that of a code: the lines of the call take the room."""
LINE, LINES = 56, 6
"""So many letters, and so many lines, have room above the picture."""


@dataclass(frozen=True, slots=True)
class SlipEntry:
    """One person, and their link."""

    name: str
    link: str


def slip_sheet(title: str, lines: Sequence[str], entries: Sequence[SlipEntry]) -> bytes:
    """A .docx with a slip for each, the lines of the call on all; raises ValueError where there is nobody."""
    if not entries:
        raise ValueError("no slips to print")
    shown = fitting(lines)
    return sheet_of(title, f"{cut(title)}. {words.CUT}", [partial(_fill, shown, entry) for entry in entries])


def fitting(lines: Sequence[str]) -> list[str]:
    """Each line on one row of the slip, and as many of them on two as there is room for, the first ones first."""
    spare = LINES - len(lines)
    shown = []
    for line in lines:
        takes_two = spare > 0 and len(line) > LINE
        spare -= takes_two
        shown.append(cut(line, 2 * LINE if takes_two else LINE))
    return shown


def _fill(lines: Sequence[str], entry: SlipEntry, cell: Cell) -> None:
    write_name(cell, words.invited(entry.name))
    for line in lines:
        write(next_line(cell), line, Pt(9))
    place = beside_qr(cell, entry.link, QR_SIDE)
    write(next_line(place), words.SCAN_OR_CALL, Pt(9))
    write(next_line(place), entry.link, Pt(8), before=Pt(3))
