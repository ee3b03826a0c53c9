"""The printable sheet of link codes: eight to a page of A4, to be cut out and handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import segno
from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.shared import Length, Mm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from bot.services.joining import VALID
from bot.words import report_words as words

ACROSS, DOWN = 2, 4
PAPER = Mm(210), Mm(297)
MARGIN, TOP, BOTTOM = Mm(8), Mm(16), Mm(8)
STRIP = Mm(97), Mm(67)
"""Four of these and the empty line that ends a table just fill the height of a page."""
QR_SIDE, QR_COLUMN, WORDS_COLUMN = Mm(34), Mm(37), Mm(56)
LONGEST = 90
SIZES = ((24, Pt(15)), (40, Pt(12)), (LONGEST, Pt(9)))
"""Up to how many letters a name is written how large; a strip keeps its height."""
MONO, NOTHING = "Courier New", Pt(0)


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One person; the link is missing where the bot's name on the network is not known."""

    name: str
    code: str
    link: str | None


def code_sheet(title: str, entries: Sequence[CodeEntry], at: datetime) -> bytes:
    """A .docx of all strips, with the title (which names the cell) on each; raises ValueError where there are none."""
    if not entries:
        raise ValueError("no codes to print")
    paper = _paper(title)
    table = paper.add_table(-(-len(entries) // ACROSS), ACROSS, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for number, row in enumerate(table.rows):
        row.height, row.height_rule = STRIP[1], WD_ROW_HEIGHT_RULE.EXACTLY
        for cell, entry in zip(row.cells, entries[ACROSS * number :], strict=False):
            _fill(cell, title, entry, at)
        for cell in row.cells:
            cell.width = STRIP[0]
    _flatten(paper.add_paragraph())
    content = BytesIO()
    paper.save(content)
    return content.getvalue()


def _paper(title: str) -> Paper:
    paper = Document()
    paper.core_properties.author, paper.core_properties.title = "", title
    section = paper.sections[0]
    section.page_width, section.page_height = PAPER
    section.left_margin = section.right_margin = MARGIN
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.header_distance, section.footer_distance = Mm(6), Mm(4)
    head = section.header.paragraphs[0]
    _write(head, f"{_cut(title)}. {words.CUT}", Pt(9))
    return paper


def _fill(cell: Cell, title: str, entry: CodeEntry, at: datetime) -> None:
    name = _cut(entry.name)
    _write(_next(cell), name, _size(name), is_bold=True, before=Pt(5))
    _write(_next(cell), _cut(title), Pt(10))
    _write(_next(cell), entry.code, Pt(20), is_bold=True, font=MONO, before=Pt(3))
    place = _beside_qr(cell, entry.link) if entry.link else cell
    _write(_next(place), words.SCAN_OR_TYPE if entry.link else words.TYPE, Pt(10))
    _write(_next(place), words.valid_until(at + VALID), Pt(10), before=Pt(4))


def _beside_qr(cell: Cell, link: str) -> Cell:
    """The place to the right of the QR code."""
    inner = cell.add_table(1, 2)
    _flatten(cell.paragraphs[-1])
    inner.autofit = False
    left, right = inner.rows[0].cells
    left.width, right.width = QR_COLUMN, WORDS_COLUMN
    left.paragraphs[0].add_run().add_picture(_qr(link), width=QR_SIDE)
    return right


def _next(cell: Cell) -> Paragraph:
    """A new line; the first one of a cell is there already."""
    last: Paragraph = cell.paragraphs[-1]
    return cell.add_paragraph() if last.text else last


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _size(name: str) -> Length:
    return next(size for longest, size in SIZES if len(name) <= longest)


def _qr(link: str) -> BytesIO:
    """As sharp on paper as it gets; its pale rim is part of it."""
    image = BytesIO()
    segno.make_qr(link, error="m").save(image, kind="png", scale=8)
    image.seek(0)
    return image


def _write(
    line: Paragraph, text: str, size: Length, *, is_bold: bool = False, font: str = "Arial", before: Length = NOTHING
) -> None:
    run = line.add_run(text)
    run.bold, run.font.size, run.font.name = is_bold, size, font
    line.paragraph_format.space_before, line.paragraph_format.space_after = before, NOTHING
    line.paragraph_format.line_spacing = 1.0


def _flatten(line: Paragraph) -> None:
    """Word ends every table with a line; a taller one would begin a page."""
    line.paragraph_format.space_before = line.paragraph_format.space_after = NOTHING
    line.paragraph_format.line_spacing = Pt(1)
