"""Makes the form of the minutes that comes with us: `python -m bot.reports.minutes_template`.

The office may take the file, change it in Word and give it back (`chibot template set minutes FILE`). In `{{ }}` stand
the facts of `minutes_facts.py`; a paragraph `{%p … %}` and a row `{%tr … %}` repeat or leave out what stands between
them, and are no lines themselves.
"""

from pathlib import Path

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from bot.reports.party_paper import each, heading, line, new_paper, only_if, saved, sign, title, write
from bot.words.minutes_paper import FORM, SCORE_HEADINGS, TITLE

FILE = Path(__file__).parent / "templates" / "minutes.docx"


def template() -> bytes:
    """The form as a .docx: heading of a party document, then the lines of `domain` 1.6, then the signatures."""
    paper = new_paper(TITLE)
    _heading(paper)
    _who(paper)
    _content(paper)
    _quality(paper)
    _signatures(paper)
    return saved(paper)


def _heading(paper: Paper) -> None:
    """The committee and the cell on the left, the party and the date on the right; what it is."""
    heading(paper, FORM["number"])
    write(paper.add_paragraph(), TITLE, at=ALIGN.CENTER, is_bold=True, size=Pt(16))
    write(paper.add_paragraph(), "{{ kind }}", at=ALIGN.CENTER, is_bold=True)
    only_if(paper, "draft", "{{ draft }}")


def _who(paper: Paper) -> None:
    _title(paper, "held")
    line(paper, FORM["begun"])
    line(paper, FORM["place"])
    _title(paper, "who")
    for name in ("total", "exempt", "out", "present", "excused"):
        line(paper, FORM[name])
    each(paper, "excused_people", FORM["excused_one"])
    line(paper, FORM["unexcused"])
    each(paper, "unexcused_people", FORM["unexcused_one"])
    for name in ("late", "guests", "upper"):
        line(paper, FORM[name])
    only_if(paper, "own_guests", FORM["own_guests"])
    each(paper, "corrections", FORM["corrected"])
    line(paper, FORM["chair"])
    line(paper, FORM["clerk"])


def _content(paper: Paper) -> None:
    _title(paper, "content")
    only_if(paper, "topic", FORM["topic"])
    each(paper, "agenda", FORM["agenda_one"])
    line(paper, FORM["opinions"])
    _title(paper, "conclusions")
    each(paper, "conclusions", FORM["conclusion_one"])
    line(paper, FORM["resolution"])


def _quality(paper: Paper) -> None:
    """The score sheet as a table; where nobody has graded, one line."""
    _title(paper, "quality")
    line(paper, "{%p if score %}")
    table = paper.add_table(4, 3, style="Table Grid")
    for cell, name in zip(table.rows[0].cells, SCORE_HEADINGS, strict=True):
        write(cell.paragraphs[0], name, is_bold=True)
    table.rows[1].cells[0].text = "{%tr for row in score.rows %}"
    for cell, fact in zip(table.rows[2].cells, ("title", "got", "why"), strict=True):
        cell.text = f"{{{{ row.{fact} }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for row in table.rows:
        for cell, width in zip(row.cells, (Mm(70), Mm(25), Mm(70)), strict=True):
            cell.width = width
    line(paper, FORM["quality_sum"])
    line(paper, "{%p else %}")
    line(paper, FORM["quality_none"])
    line(paper, "{%p endif %}")
    line(paper, FORM["ended"])


def _signatures(paper: Paper) -> None:
    left, right = paper.add_table(1, 2).rows[0].cells
    sign(left, [FORM["sign_clerk"]], "{{ clerk }}")
    sign(right, [FORM["sign_chair"]], "{{ chair }}")


def _title(paper: Paper, name: str) -> None:
    title(paper, FORM[name])


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(template())
