"""Forms of papers of the party: A4 with its margins and letters, its heading, lines that repeat or are left out.

In `{{ }}` stand facts; a paragraph `{%p … %}` and a row `{%tr … %}` repeat or leave out what stands between them, and
are no lines themselves.
"""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from bot.words.party_format import PARTY

FONT, SIZE = "Times New Roman", Pt(14)


def new_paper(title: str) -> Paper:
    """A4 with the margins of party documents, in their letters."""
    paper = Document()
    paper.core_properties.author, paper.core_properties.title = "", title
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    return paper


def heading(paper: Paper, number: str) -> None:
    """Who issues it and its number on the left, the party and the date on the right; then an empty line."""
    left, right = paper.add_table(1, 2).rows[0].cells
    write(left.paragraphs[0], "{{ upper_unit }}", at=ALIGN.CENTER)
    write(left.add_paragraph(), "{{ unit }}", at=ALIGN.CENTER, is_bold=True)
    write(left.add_paragraph(), "*", at=ALIGN.CENTER)
    write(left.add_paragraph(), number, at=ALIGN.CENTER)
    write(right.paragraphs[0], PARTY, at=ALIGN.CENTER, is_bold=True, is_underlined=True)
    write(right.add_paragraph(), "{{ signed_at_place }}, {{ signed_on }}", at=ALIGN.CENTER, is_italic=True)
    line(paper, "")


def sign(cell: Cell, whose: Sequence[str], name: str) -> None:
    """For whom is signed, room for the hand, the name."""
    write(cell.paragraphs[0], whose[0], at=ALIGN.CENTER, is_bold=True)
    for one in whose[1:]:
        write(cell.add_paragraph(), one, at=ALIGN.CENTER, is_bold=True)
    for _ in range(3):
        cell.add_paragraph()
    write(cell.add_paragraph(), name, at=ALIGN.CENTER, is_bold=True)


def title(paper: Paper, text: str) -> None:
    write(paper.add_paragraph(), text, is_bold=True)


def line(paper: Paper, text: str) -> None:
    write(paper.add_paragraph(), text)


def each(paper: Paper | Cell, many: str, text: str) -> None:
    """A line for each of many, which is called `one` in it."""
    for part in (f"{{%p for one in {many} %}}", text, "{%p endfor %}"):
        write(paper.add_paragraph(), part)


def only_if(paper: Paper, fact: str, text: str) -> None:
    for part in (f"{{%p if {fact} %}}", text, "{%p endif %}"):
        line(paper, part)


def write(
    paragraph: Paragraph,
    text: str,
    *,
    at: ALIGN | None = None,
    is_bold: bool = False,
    is_italic: bool = False,
    is_underlined: bool = False,
    size: Length | None = None,
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = is_bold or None, is_italic or None, is_underlined or None
    if size is not None:
        run.font.size = size
    if at is not None:
        paragraph.alignment = at


def saved(paper: Paper) -> bytes:
    content = BytesIO()
    paper.save(content)
    return content.getvalue()
