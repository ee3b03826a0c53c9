"""The report on paper: the heading of a party document, the table, sentences that the numbers make."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.reports.document_kinds import KINDS
from bot.reports.recipes import prepared, recipe
from bot.reports.report_paper import sentences
from bot.reports.report_template import template
from bot.services.rate import Counts, Line
from bot.services.templates import REPORT, filled_in, set_template
from tests.reports.samples import row, summary_of
from tests.reports.small_tree import NOW, small_tree


def text_of(content: bytes) -> str:
    """Everything on the paper, tables too."""
    paper = Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


async def paper_for(db: AsyncSession, member: Member, unit_id: int) -> bytes:
    said = recipe("report_docx", member.id, unit_id, "m2026-11")
    document = (await prepared(db, said, NOW))()
    assert document.name.endswith(".docx")
    return document.content


async def test_a_committee_reports_in_the_form_of_the_party(db: AsyncSession) -> None:
    tree = await small_tree(db)
    said = text_of(await paper_for(db, tree.committee, tree.commune.id))
    for line in (
        "ĐẢNG CỘNG SẢN VIỆT NAM", "HUYỆN ỦY BÌNH LIÊU", "ĐẢNG ỦY XÃ MỘT", "Số            -BC/ĐU",
        "Một, ngày 25 tháng 11 năm 2026", "BÁO CÁO", "Kết quả sinh hoạt chi bộ, tháng 11/2026", "Nơi nhận:",
        "- Huyện ủy Bình Liêu;", "- Lưu Văn phòng.", "T/M ĐẢNG ỦY", "BÍ THƯ",
    ):  # fmt: skip
        assert line in said
    assert "Nguyễn Văn" not in said


async def test_its_sentences_and_its_table_say_what_was_counted(db: AsyncSession) -> None:
    tree = await small_tree(db)
    content = await paper_for(db, tree.committee, tree.commune.id)
    said = text_of(content)
    for line in (
        "1. Trong tháng 11/2026, đã có 2/3 chi bộ họp thường kỳ.",
        "2. Có mặt 25/30 lượt đảng viên phải dự, đạt 83,33\u00a0%. Trừ vắng có lý do, tỷ lệ là 86,21\u00a0% (25/29).",
        "3. Vắng có lý do 1 lượt, vắng không lý do 4 lượt.",
        "4. Có 2 đơn vị dưới mức 95\u00a0%: Thôn Đông, Thôn Tây.",
        "5. Còn 1 chi bộ chưa họp: Thôn Bắc.",
        "6. Chất lượng các buổi sinh hoạt do chi bộ tự chấm: tốt 1.",
    ):
        assert line in said
    assert figures(content) == [
        ["1", "Thôn Bắc", "0/1", "—", "—", "chưa họp 1"],
        ["2", "Thôn Đông", "1/1", "8/10", "80,00\u00a0%", "dưới mức 95\u00a0%"],
        ["3", "Thôn Tây", "1/1", "17/20", "85,00\u00a0%", "dưới mức 95\u00a0%"],
        ["", "Cộng", "2/3", "25/30", "83,33\u00a0%", "dưới mức 95\u00a0%; chưa họp 1"],
    ]


def figures(content: bytes) -> list[list[str]]:
    (table,) = [one for one in Document(BytesIO(content)).tables if len(one.columns) == 6]
    return [[cell.text for cell in line.cells] for line in table.rows[1:]]


async def test_an_office_may_have_its_own_form(db: AsyncSession) -> None:
    tree = await small_tree(db)
    own = Document()
    own.add_paragraph("Mẫu riêng của {{ unit }}: {{ sentences|length }} câu")
    out = BytesIO()
    own.save(out)
    await set_template(db, tree.district, REPORT, out.getvalue(), KINDS[REPORT].sample, "test", NOW)
    assert "Mẫu riêng của ĐẢNG ỦY XÃ MỘT: 6 câu" in text_of(await paper_for(db, tree.committee, tree.commune.id))


def test_the_shipped_form_is_the_one_that_is_written_and_fits_its_sample() -> None:
    kind = KINDS[REPORT]
    assert Document(BytesIO(kind.shipped())).element.xml == Document(BytesIO(template())).element.xml
    assert "Suối Trong, ngày 03 tháng 12 năm 2026" in text_of(filled_in(kind.shipped(), kind.sample, strict=True))


def report(**how: Any) -> Any:
    summary = summary_of([row("Thôn A", 9, 10)], Line(">", 85))
    return replace(summary, own=replace(summary.own, **how))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"counts": Counts()}, "Chưa có buổi họp nào chốt điểm danh, nên chưa có tỷ lệ."),
        ({"counts": Counts(9, 9, 0, 0)}, "Không có lượt đảng viên nào vắng."),
        ({"trend": -210}, "So với quý III/2026, tỷ lệ giảm 2,10 điểm phần trăm."),
        ({"trend": 0}, "So với quý III/2026, tỷ lệ không đổi."),
        ({"met": 3, "due": 3}, "Trong quý IV/2026, đã có 3/3 lượt chi bộ họp thường kỳ."),
    ],
)
def test_sentences_say_what_is_so(how: dict[str, Any], said: str) -> None:
    assert said in sentences(report(**how), [], is_cell=False)


def test_a_cell_speaks_of_itself() -> None:
    said = sentences(report(is_below=True, met=2, due=3, trend=None), ["Thôn A"], is_cell=True)
    assert said == [
        "Trong quý IV/2026, chi bộ đã họp thường kỳ 2/3 tháng.",
        "Có mặt 9/10 lượt đảng viên phải dự, đạt 90,00\u00a0%.",
        "Vắng có lý do 0 lượt, vắng không lý do 1 lượt.",
        "Tỷ lệ chưa vượt mức 85\u00a0%.",
    ]
