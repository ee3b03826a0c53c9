"""Makes the form of the minutes that comes with us: `python -m bot.reports.minutes_template`.

The office may take the file, change it in Word and give it back (`chibot template set minutes FILE`). In `{{ }}` stand
the facts of `minutes_facts.py`; a paragraph `{%p … %}` and a row `{%tr … %}` repeat or leave out what stands between
them, and are no lines themselves.
"""

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from bot.words.minutes_paper import FORM, SCORE_HEADINGS, TITLE
from bot.words.party_format import PARTY

FILE = Path(__file__).parent / "templates" / "minutes.docx"
FONT, SIZE = "Times New Roman", Pt(14)


def template() -> bytes:
    """The form as a .docx: heading of a party document, then the lines of `domain` 1.6, then the signatures."""
    paper = _paper()
    _heading(paper)
    _who(paper)
    _content(paper)
    _quality(paper)
    _signatures(paper)
    content = BytesIO()
    paper.save(content)
    return content.getvalue()


def _paper() -> Paper:
    """A4 with the margins of party documents, in their letters."""
    paper = Document()
    paper.core_properties.author, paper.core_properties.title = "", TITLE
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    return paper


def _heading(paper: Paper) -> None:
    """The committee and the cell on the left, the party and the date on the right."""
    left, right = paper.add_table(1, 2).rows[0].cells
    _write(left.paragraphs[0], "{{ upper_unit }}", at=ALIGN.CENTER)
    _write(left.add_paragraph(), "{{ unit }}", at=ALIGN.CENTER, is_bold=True)
    _write(left.add_paragraph(), "*", at=ALIGN.CENTER)
    _write(left.add_paragraph(), FORM["number"], at=ALIGN.CENTER)
    _write(right.paragraphs[0], PARTY, at=ALIGN.CENTER, is_bold=True, is_underlined=True)
    _write(right.add_paragraph(), "{{ signed_at_place }}, {{ signed_on }}", at=ALIGN.CENTER, is_italic=True)
    _line(paper, "")
    _write(paper.add_paragraph(), TITLE, at=ALIGN.CENTER, is_bold=True, size=Pt(16))
    _write(paper.add_paragraph(), "{{ kind }}", at=ALIGN.CENTER, is_bold=True)
    _if(paper, "draft", "{{ draft }}")


def _who(paper: Paper) -> None:
    _title(paper, "held")
    _line(paper, FORM["begun"])
    _line(paper, FORM["place"])
    _title(paper, "who")
    for name in ("total", "exempt", "out", "present", "excused"):
        _line(paper, FORM[name])
    _each(paper, "excused_people", FORM["excused_one"])
    _line(paper, FORM["unexcused"])
    _each(paper, "unexcused_people", FORM["unexcused_one"])
    for name in ("late", "guests", "upper"):
        _line(paper, FORM[name])
    _if(paper, "own_guests", FORM["own_guests"])
    _each(paper, "corrections", FORM["corrected"])
    _line(paper, FORM["chair"])
    _line(paper, FORM["clerk"])


def _content(paper: Paper) -> None:
    _title(paper, "content")
    _if(paper, "topic", FORM["topic"])
    _each(paper, "agenda", FORM["agenda_one"])
    _line(paper, FORM["opinions"])
    _title(paper, "conclusions")
    _each(paper, "conclusions", FORM["conclusion_one"])
    _line(paper, FORM["resolution"])


def _quality(paper: Paper) -> None:
    """The score sheet as a table; where nobody has graded, one line."""
    _title(paper, "quality")
    _line(paper, "{%p if score %}")
    table = paper.add_table(4, 3, style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, SCORE_HEADINGS, strict=True):
        _write(cell.paragraphs[0], heading, is_bold=True)
    table.rows[1].cells[0].text = "{%tr for row in score.rows %}"
    for cell, fact in zip(table.rows[2].cells, ("title", "got", "why"), strict=True):
        cell.text = f"{{{{ row.{fact} }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for row in table.rows:
        for cell, width in zip(row.cells, (Mm(70), Mm(25), Mm(70)), strict=True):
            cell.width = width
    _line(paper, FORM["quality_sum"])
    _line(paper, "{%p else %}")
    _line(paper, FORM["quality_none"])
    _line(paper, "{%p endif %}")
    _line(paper, FORM["ended"])


def _signatures(paper: Paper) -> None:
    left, right = paper.add_table(1, 2).rows[0].cells
    _sign(left, FORM["sign_clerk"], "{{ clerk }}")
    _sign(right, FORM["sign_chair"], "{{ chair }}")


def _sign(cell: Cell, whose: str, name: str) -> None:
    _write(cell.paragraphs[0], whose, at=ALIGN.CENTER, is_bold=True)
    for _ in range(3):
        cell.add_paragraph()
    _write(cell.add_paragraph(), name, at=ALIGN.CENTER, is_bold=True)


def _title(paper: Paper, name: str) -> None:
    _write(paper.add_paragraph(), FORM[name], is_bold=True)


def _line(paper: Paper, text: str) -> None:
    _write(paper.add_paragraph(), text)


def _each(paper: Paper, many: str, text: str) -> None:
    for line in (f"{{%p for one in {many} %}}", text, "{%p endfor %}"):
        _line(paper, line)


def _if(paper: Paper, fact: str, text: str) -> None:
    for line in (f"{{%p if {fact} %}}", text, "{%p endif %}"):
        _line(paper, line)


def _write(
    paragraph: Paragraph,
    text: str,
    *,
    at: ALIGN | None = None,
    is_bold: bool = False,
    is_italic: bool = False,
    is_underlined: bool = False,
    size: Pt | None = None,
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = is_bold or None, is_italic or None, is_underlined or None
    if size is not None:
        run.font.size = size
    if at is not None:
        paragraph.alignment = at


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(template())
