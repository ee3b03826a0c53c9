"""`chibot report` as a file: which tables there are, as what, and what is said to who asks for another."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.commands.conftest import Chibot

MONTHS = ("--from", "2026-11", "--to", "2026-11")
YEAR = ("--from", "2026-01", "--to", "2026-12")


@pytest.mark.parametrize(("table", "head"), [("A", "Bảng A"), ("b", "Bảng B"), ("public", "BẢNG ĐỂ CÔNG KHAI")])
def test_a_table_is_a_workbook(commune: Chibot, tmp_path: Path, table: str, head: str) -> None:
    out = tmp_path / "bang.xlsx"
    said = commune("report", "--unit", "bach-luu", *MONTHS, "--table", table, "--out", out).json
    assert said == {"unit": "bach-luu", "table": table.lower(), "file": str(out)}
    page = load_workbook(BytesIO(out.read_bytes())).active
    assert page is not None
    assert str(page["A1"].value).startswith(head)


def test_the_end_of_the_name_says_what_it_becomes(commune: Chibot, tmp_path: Path) -> None:
    sheet, paper = tmp_path / "tong-hop.csv", tmp_path / "bao-cao.docx"
    assert commune("report", "--unit", "bach-luu", *MONTHS, "-o", sheet).json["table"] == "summary"
    assert sheet.read_bytes().startswith("\ufeffSTT;Đơn vị;".encode())
    assert commune("report", "--unit", "bach-luu", *YEAR, "-o", paper).json["table"] == "report"
    assert "Kết quả sinh hoạt chi bộ, năm 2026" in [one.text for one in Document(str(paper)).paragraphs]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((*MONTHS, "--table", "E"), "A, B, C, D hoặc public"),
        ((*MONTHS, "--out", "x.pdf"), ".xlsx, .csv hoặc .docx"),
        ((*MONTHS, "--table", "A", "--out", "x.docx"), "bỏ --table"),
        ((*MONTHS, "--table", "C"), "--directive"),
        (("--from", "2026-10", "--to", "2026-11", "--table", "A"), "một tháng, một quý hoặc một năm"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(
    commune: Chibot, tmp_path: Path, line: tuple[str, ...], said: str
) -> None:
    done = commune("report", "--unit", "bach-luu", *line)
    assert done.code == 2
    assert said in " ".join(done.err.replace("│", " ").split())
    assert [one.name for one in tmp_path.iterdir()] == [".chibot"]


def test_table_c_is_of_a_document_that_there_is(commune: Chibot) -> None:
    done = commune("report", "--unit", "bach-luu", *MONTHS, "--table", "C", "--directive", 99)
    assert (done.code, "99" in done.err) == (1, True)
