"""The sheet on paper as it is printed on A4: names in order, boxes to tick, room for guests and a signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row

from bot.reports.strips import PAPER, to_scan, write
from bot.words import roll_paper as words

MARGIN = Mm(15)
WIDTHS = (Mm(11), Mm(62), Mm(18), Mm(18), Mm(18), Mm(16), Mm(16), Mm(21))
GUEST_WIDTHS = (Mm(141), Mm(39))
FREE_LINES = 4
"""Lines for guests whom nobody has announced."""
QR_SIDE = Mm(28)
NAME, HEAD, SMALL = Pt(11), Pt(14), Pt(9)


@dataclass(frozen=True, slots=True)
class RollPaper:
    """What stands on it. `scanned`: what the picture holds, the beginning of the line that is sent afterwards."""

    head: Sequence[str]
    people: Sequence[tuple[int, str]]
    guests: Sequence[str]
    how: Sequence[str]
    scanned: str


def drawn(sheet: RollPaper) -> bytes:
    """A .docx; long lists go on over several pages, each with the heads of the columns."""
    paper = _paper(sheet.head[0])
    for number, line in enumerate(sheet.head):
        _line(paper, line, HEAD if not number else NAME, is_bold=not number)
    _people(paper, sheet.people)
    _line(paper, words.GUESTS, NAME, is_bold=True)
    _guests(paper, sheet.guests)
    _how(paper, sheet.how, sheet.scanned)
    content = BytesIO()
    paper.save(content)
    return content.getvalue()


def _paper(title: str) -> Paper:
    paper = Document()
    paper.core_properties.author, paper.core_properties.title = "", title
    section = paper.sections[0]
    section.page_width, section.page_height = PAPER
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    return paper


def _line(paper: Paper, text: str, size: Length, *, is_bold: bool = False) -> None:
    line = paper.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_bold and size is HEAD else WD_ALIGN_PARAGRAPH.LEFT
    write(line, text, size, is_bold=is_bold, font=words.FONT, before=Pt(3))


def _people(paper: Paper, people: Sequence[tuple[int, str]]) -> None:
    table = _table(paper, len(people) + 1, WIDTHS)
    _fill(table.rows[0], words.COLUMNS, is_bold=True)
    _repeat(table.rows[0])
    for row, (number, name) in zip(table.rows[1:], people, strict=True):
        _fill(row, [str(number), name])
        _keep_whole(row)


def _guests(paper: Paper, guests: Sequence[str]) -> None:
    table = _table(paper, len(guests) + FREE_LINES + 1, GUEST_WIDTHS)
    _fill(table.rows[0], words.GUEST_COLUMNS, is_bold=True)
    for row, who in zip(table.rows[1:], guests, strict=False):
        _fill(row, [who])


def _how(paper: Paper, how: Sequence[str], scanned: str) -> None:
    """What is sent afterwards beside the picture, and the signature below; never torn over two pages."""
    table = paper.add_table(1, 2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(34), Mm(146)
    left.paragraphs[0].add_run().add_picture(to_scan(scanned), width=QR_SIDE)
    for number, line in enumerate(how):
        write(
            right.paragraphs[0] if not number else right.add_paragraph(),
            line,
            NAME,
            font=words.FONT,
        )
    _keep_whole(table.rows[0])
    signature = paper.add_paragraph()
    signature.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(signature, words.SIGNATURE, NAME, font=words.FONT, before=Pt(8))


def _table(paper: Paper, rows: int, widths: Sequence[Length]) -> Table:
    table: Table = paper.add_table(rows, len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return table


def _fill(row: _Row, texts: Sequence[str], *, is_bold: bool = False) -> None:
    cells: Sequence[_Cell] = row.cells
    for cell, text in zip(cells, texts, strict=False):
        write(cell.paragraphs[0], text, SMALL if is_bold else NAME, is_bold=is_bold, font=words.FONT, before=Pt(2))


def _repeat(row: _Row) -> None:
    """The heads of the columns stand on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
