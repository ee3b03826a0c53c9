"""The shipped template of the invitation letter, made anew by `python -m bot.reports.invitation_template`.

An office opens the file in Word, changes it, and gives it back with `chibot template set`. What may be named in it is
what `bot/reports/letters.py` fills in.
"""

from collections.abc import Collection, Sequence
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from bot.words import letters as words

FILE = Path(__file__).parent / "templates" / "invitation.docx"
FONT = "Times New Roman"
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def make() -> bytes:
    """The template as a .docx: one letter, as the party's rules of form have it."""
    paper = _paper()
    left, right = paper.add_table(1, 2).rows[0].cells
    _lines(left, words.HEAD_LEFT, bold={1})
    _lines(right, words.HEAD_RIGHT, bold={0})
    title = _line(paper.add_paragraph(), words.TITLE, Pt(16), is_bold=True, at=CENTER, after=Pt(12))
    title.paragraph_format.space_before = Pt(18)
    for text in words.BODY:
        _line(paper.add_paragraph(), text)
    left, right = paper.add_table(1, 2).rows[0].cells
    _lines(left, words.FOOT_LEFT, bold={0}, at=None)
    _lines(right, words.FOOT_RIGHT, bold={0, 1, 4})
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _paper() -> Paper:
    paper = Document()
    font = paper.styles["Normal"].font
    font.name, font.size = FONT, Pt(14)
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    paper.core_properties.author, paper.core_properties.title = "Chibot", words.FILE_TITLE
    return paper


def _lines(cell: Cell, lines: Sequence[str], bold: Collection[int], at: WD_ALIGN_PARAGRAPH | None = CENTER) -> None:
    for number, text in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _line(paragraph, text, Pt(13), is_bold=number in bold, at=at, after=Pt(0))


def _line(
    paragraph: Paragraph,
    text: str,
    size: Pt | None = None,
    *,
    is_bold: bool = False,
    at: WD_ALIGN_PARAGRAPH | None = JUSTIFY,
    after: Pt = Pt(6),  # noqa: B008 - a length never changes
) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.font.size = is_bold, size
    paragraph.paragraph_format.alignment, paragraph.paragraph_format.space_after = at, after
    return paragraph


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(make())
