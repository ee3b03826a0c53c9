"""The slips of a call, opened again: each has the name, the call, and a picture that leads to the own page."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Paper

from bot.reports.slip_sheet import LINE, LINES, SlipEntry, fitting, slip_sheet

TITLE = "Phiếu mời họp, Chi bộ Thôn Hồng Sen"
CALL = [
    "Sinh hoạt thường kỳ, Chi bộ Thôn Hồng Sen.",
    "Thời gian: Thứ Năm, 03/12/2026, 19 giờ 30.",
    "Địa điểm: Nhà văn hóa.",
]
LINK = "https://chibot.example/m/AbCdEfGhIjKlMnOpQrStUv"


def opened(count: int) -> Paper:
    people = [SlipEntry(f"Nguyễn Văn Số{number}", f"{LINK[:-1]}{number}") for number in range(count)]
    return Document(BytesIO(slip_sheet(TITLE, CALL, people)))


def slips(paper: Paper) -> list[Any]:
    return [cell for row in paper.tables[0].rows for cell in row.cells]


def words_of(slip: Any) -> str:
    inner = [line.text for table in slip.tables for cell in table.rows[0].cells for line in cell.paragraphs]
    return "\n".join([line.text for line in slip.paragraphs] + inner)


def test_a_slip_has_the_name_the_call_and_the_link() -> None:
    slip = words_of(slips(opened(1))[0])
    assert [text for text in ("Nguyễn Văn Số0", *CALL, f"{LINK[:-1]}0", "quét hình") if text not in slip] == []


def test_each_has_a_picture_and_a_link_of_their_own() -> None:
    paper = opened(3)
    assert len(list(paper.part.package.image_parts)) == 3
    assert [f"{LINK[:-1]}{number}" in words_of(slips(paper)[number]) for number in range(3)] == [True] * 3
    assert f"{LINK[:-1]}1" not in words_of(slips(paper)[0])


@pytest.mark.parametrize(("people", "rows"), [(1, 1), (8, 4), (9, 5)])
def test_everybody_has_one_slip(people: int, rows: int) -> None:
    paper = opened(people)
    assert len(paper.tables[0].rows) == rows
    assert sum("quét hình" in words_of(slip) for slip in slips(paper)) == people


def test_a_long_place_has_two_rows_and_what_is_too_long_is_cut() -> None:
    shown = fitting(["Hội nghị", "Thứ Năm", "Địa điểm: " + "x" * 200, "Chủ đề: " + "y" * 300])
    assert [len(line) for line in shown] == [8, 7, 2 * LINE, 2 * LINE]
    assert sum(-(-len(line) // LINE) for line in shown) <= LINES


def test_however_long_they_are_the_lines_leave_room_for_the_picture() -> None:
    shown = fitting(["x" * 400] * 5)
    assert sum(-(-len(line) // LINE) for line in shown) == LINES


def test_no_sheet_is_printed_for_nobody() -> None:
    with pytest.raises(ValueError, match="no slips"):
        slip_sheet(TITLE, CALL, [])


def test_the_head_of_each_page_says_what_to_do_with_it() -> None:
    head = opened(1).sections[0].header.paragraphs[0].text
    assert head.startswith(TITLE)
    assert "trao tận tay" in head
