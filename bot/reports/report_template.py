"""Makes the form of the report that comes with us: `python -m bot.reports.report_template`.

The office may take the file, change it in Word and give it back (`chibot template set report FILE`). In `{{ }}` stand
the facts of `report_paper.py`.
"""

from pathlib import Path

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from docx.table import Table

from bot.reports.party_paper import each, heading, line, new_paper, saved, sign, title, write
from bot.words.report_paper import COLUMNS, FORM, SENT_TO, TITLE

FILE = Path(__file__).parent / "templates" / "report.docx"
WIDTHS = (Mm(12), Mm(58), Mm(18), Mm(27), Mm(22), Mm(28))
SMALL = Pt(12)


def template() -> bytes:
    """The form as a .docx: heading of a party document, sentences, the table, to whom it goes, who signs."""
    paper = new_paper(TITLE)
    heading(paper, FORM["number"])
    write(paper.add_paragraph(), TITLE, at=ALIGN.CENTER, is_bold=True, size=Pt(16))
    write(paper.add_paragraph(), "{{ subject }}", at=ALIGN.CENTER, is_bold=True)
    write(paper.add_paragraph(), "-----", at=ALIGN.CENTER)
    each(paper, "sentences", FORM["sentence"])
    title(paper, FORM["figures"])
    _figures(paper)
    line(paper, FORM["wanted"])
    _end(paper)
    return saved(paper)


def _figures(paper: Paper) -> None:
    """A row for each unit, then the sum."""
    table = paper.add_table(5, len(COLUMNS), style="Table Grid")
    _fill(table, 0, COLUMNS, is_bold=True)
    table.rows[1].cells[0].text = "{%tr for row in rows %}"
    facts = ("number", "name", "met", "came", "rate", "note")
    _fill(table, 2, [f"{{{{ row.{fact} }}}}" for fact in facts])
    table.rows[3].cells[0].text = "{%tr endfor %}"
    _fill(table, 4, ["", *(f"{{{{ total.{fact} }}}}" for fact in facts[1:])], is_bold=True)
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):  # some programs look here, others at the cells
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = width


def _fill(table: Table, row: int, texts: "list[str] | tuple[str, ...]", *, is_bold: bool = False) -> None:
    for cell, text in zip(table.rows[row].cells, texts, strict=True):
        write(cell.paragraphs[0], text, is_bold=is_bold, size=SMALL)


def _end(paper: Paper) -> None:
    line(paper, "")
    left, right = paper.add_table(1, 2).rows[0].cells
    write(left.paragraphs[0], SENT_TO, is_bold=True, is_underlined=True, size=SMALL)
    each(left, "sent_to", FORM["sent"])
    sign(right, [FORM["sign_for"], FORM["sign_title"]], "")
    write(paper.add_paragraph(), FORM["exported"], is_italic=True, size=Pt(10))


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(template())
