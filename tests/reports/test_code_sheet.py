"""The sheet of codes, opened again: eight strips to a page, each with all that its owner needs."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_ROW_HEIGHT_RULE

from bot.reports.code_sheet import CodeEntry, code_sheet
from tests.village import at

TITLE = "Mã nối máy, Chi bộ Thôn Hồng Sen"
LINK = "https://t.me/suoitrong_bot?start=AbCdEfGhIjKlMnOpQrStUv"
NOW = at(2026, 11, 21)


def entries(count: int, name: str = "Nguyễn Văn An", link: str | None = LINK) -> list[CodeEntry]:
    return [CodeEntry(name, f"ACDEF 3467{number % 10}", link) for number in range(count)]


def opened(people: Sequence[CodeEntry]) -> Paper:
    return Document(BytesIO(code_sheet(TITLE, people, NOW)))


def strips(paper: Paper) -> list[Any]:
    return [cell for row in paper.tables[0].rows for cell in row.cells]


def words_of(strip: Any) -> str:
    inner = [line.text for table in strip.tables for cell in table.rows[0].cells for line in cell.paragraphs]
    return "\n".join([line.text for line in strip.paragraphs] + inner)


def test_a_strip_has_the_name_the_cell_the_code_and_how_to_use_it() -> None:
    strip = words_of(strips(opened(entries(1)))[0])
    for text in ("Nguyễn Văn An", "Chi bộ Thôn Hồng Sen", "ACDEF 34670", "quét hình", "đến 09h00 ngày 05/12"):
        assert text in strip


def test_the_code_is_large_and_every_letter_as_wide_as_another() -> None:
    strip = strips(opened(entries(1)))[0]
    (run,) = [line.runs[0] for line in strip.paragraphs if line.text.startswith("ACDEF")]
    assert (run.font.name, run.font.size.pt, run.bold) == ("Courier New", 20, True)


def test_each_link_has_a_picture_of_its_own() -> None:
    people = [CodeEntry("An", "ACDEF 34679", f"{LINK}{number}") for number in range(3)]
    paper = opened(people)
    assert [part.partname for part in paper.part.package.image_parts] == [
        f"/word/media/image{n}.png" for n in (1, 2, 3)
    ]


def test_without_a_link_the_code_is_to_be_typed() -> None:
    paper = opened(entries(2, link=None))
    assert list(paper.part.package.image_parts) == []
    strip = words_of(strips(paper)[0])
    assert "nhắn mã trên" in strip
    assert "quét" not in strip


@pytest.mark.parametrize(("people", "rows"), [(1, 1), (2, 1), (3, 2), (8, 4), (9, 5), (30, 15)])
def test_everybody_has_one_strip(people: int, rows: int) -> None:
    paper = opened(entries(people))
    assert len(paper.tables[0].rows) == rows
    assert [("ACDEF" in words_of(strip)) for strip in strips(paper)] == [True] * people + [False] * (2 * rows - people)


def test_eight_strips_fill_a_page_of_a4() -> None:
    paper = opened(entries(9, "Nguyễn Thị " + "Hoàng Ngân " * 30))
    (page,) = paper.sections
    assert page.page_height is not None
    assert page.top_margin is not None
    assert page.bottom_margin is not None
    room = page.page_height - page.top_margin - page.bottom_margin
    heights = {row.height for row in paper.tables[0].rows}
    assert {row.height_rule for row in paper.tables[0].rows} == {WD_ROW_HEIGHT_RULE.EXACTLY}
    (height,) = (one for one in heights if one is not None)
    assert room // height == 4


@pytest.mark.parametrize(
    ("name", "size"), [("Lê Thị Bé", 15), ("Công Tằng Tôn Nữ Hoàng Ngân Thị", 12), ("Nguyễn " * 30, 9), ("Ê" * 200, 9)]
)
def test_a_longer_name_is_written_smaller_and_cut_at_last(name: str, size: int) -> None:
    first = strips(opened(entries(1, name)))[0].paragraphs[0]
    assert first.runs[0].font.size.pt == size
    assert len(first.text) <= 90


def test_no_sheet_is_printed_for_nobody() -> None:
    with pytest.raises(ValueError, match="no codes"):
        code_sheet(TITLE, [], NOW)


def test_the_head_of_each_page_says_what_to_do_with_it() -> None:
    head = opened(entries(1)).sections[0].header.paragraphs[0].text
    assert head.startswith(TITLE)
    assert "trao tận tay" in head
