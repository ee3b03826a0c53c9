"""Paper to be cut up: eight strips to a page of A4, each for one person, with a picture to scan where there is one."""

from collections.abc import Callable, Sequence
from io import BytesIO

import segno
from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.shared import Length, Mm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

ACROSS = 2
PAPER = Mm(210), Mm(297)
MARGIN, TOP, BOTTOM = Mm(8), Mm(16), Mm(8)
STRIP = Mm(97), Mm(67)
"""Four of these and the empty line that ends a table just fill the height of a page."""
QR_SIDE, QR_COLUMN, WORDS_COLUMN = Mm(34), Mm(37), Mm(56)
LONGEST = 90
SIZES = ((24, Pt(15)), (40, Pt(12)), (LONGEST, Pt(9)))
"""Up to how many letters a name is written how large; a strip keeps its height."""
NOTHING = Pt(0)

Fill = Callable[[Cell], None]
"""Writes one strip."""


def sheet_of(title: str, head: str, fills: Sequence[Fill]) -> bytes:
    """A .docx with these strips; the head says on each page what to do with it."""
    paper = _paper(title, head)
    table = paper.add_table(-(-len(fills) // ACROSS), ACROSS, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for number, row in enumerate(table.rows):
        row.height, row.height_rule = STRIP[1], WD_ROW_HEIGHT_RULE.EXACTLY
        for cell, fill in zip(row.cells, fills[ACROSS * number :], strict=False):
            fill(cell)
        for cell in row.cells:
            cell.width = STRIP[0]
    flatten(paper.add_paragraph())
    content = BytesIO()
    paper.save(content)
    return content.getvalue()


def _paper(title: str, head: str) -> Paper:
    paper = Document()
    paper.core_properties.author, paper.core_properties.title = "", title
    section = paper.sections[0]
    section.page_width, section.page_height = PAPER
    section.left_margin = section.right_margin = MARGIN
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.header_distance, section.footer_distance = Mm(6), Mm(4)
    write(section.header.paragraphs[0], head, Pt(9))
    return paper


def write_name(cell: Cell, name: str) -> None:
    """As large as it fits."""
    shown = cut(name)
    write(next_line(cell), shown, next(size for most, size in SIZES if len(shown) <= most), is_bold=True, before=Pt(5))


def beside_qr(cell: Cell, link: str, side: Length = QR_SIDE) -> Cell:
    """The place to the right of the QR code."""
    inner = cell.add_table(1, 2)
    flatten(cell.paragraphs[-1])
    inner.autofit = False
    left, right = inner.rows[0].cells
    left.width, right.width = QR_COLUMN, WORDS_COLUMN
    left.paragraphs[0].add_run().add_picture(to_scan(link), width=side)
    return right


def next_line(cell: Cell) -> Paragraph:
    """A new line; the first one of a cell is there already."""
    last: Paragraph = cell.paragraphs[-1]
    return cell.add_paragraph() if last.text else last


def cut(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def to_scan(link: str) -> BytesIO:
    """As sharp on paper as it gets; its pale rim is part of it."""
    image = BytesIO()
    segno.make_qr(link, error="m").save(image, kind="png", scale=8)
    image.seek(0)
    return image


def write(
    line: Paragraph, text: str, size: Length, *, is_bold: bool = False, font: str = "Arial", before: Length = NOTHING
) -> None:
    run = line.add_run(text)
    run.bold, run.font.size, run.font.name = is_bold, size, font
    line.paragraph_format.space_before, line.paragraph_format.space_after = before, NOTHING
    line.paragraph_format.line_spacing = 1.0


def flatten(line: Paragraph) -> None:
    """Word ends every table with a line; a taller one would begin a page."""
    line.paragraph_format.space_before = line.paragraph_format.space_after = NOTHING
    line.paragraph_format.line_spacing = Pt(1)
