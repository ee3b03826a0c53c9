"""The office's days off at the command line: seen with their source, added, taken away, read from a file."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.conftest import NOW

HEADINGS = ["STT", "Ngày", "Tên ngày nghỉ", "Loại", "Căn cứ", "Ngày văn bản"]
CULTURE: list[Any] = [1, date(2026, 11, 24), "Ngày Văn hóa Việt Nam", "nghỉ", "Văn bản số 1", date(2026, 11, 1)]
SWAP: list[Any] = [2, "22/08/2026", "Làm bù cho 31/8", "làm bù", "Văn bản số 2", "5/1/2026"]


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)


def workbook(folder: Path, *rows: list[Any], headings: list[str] = HEADINGS) -> Path:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    every: list[list[Any]] = [[None, "NGÀY NGHỈ NĂM 2026"], headings, *rows]
    for row in every:
        book.active.append(row)
    book.save(folder / "nghi.xlsx")
    return folder / "nghi.xlsx"


def days_in(folder: Path) -> int:
    with sqlite3.connect(folder / ".chibot" / "chibot.db") as db:
        (count,) = db.execute("SELECT count(*) FROM holidays").fetchone()
    db.close()
    return int(count)


def test_the_list_has_the_lunar_days_and_says_where_they_are_from(chibot: Chibot) -> None:
    found = {one["on"]: one for one in chibot("holidays", "list", "--year", 2027).json}
    assert found["2027-02-06"]["name"] == "Tết Nguyên đán"
    assert found["2027-04-16"] == {
        "on": "2027-04-16",
        "name": "Giỗ Tổ Hùng Vương",
        "kind": "off",
        "source": "Bộ luật Lao động số 45/2019/QH14, Điều 111 và 112; ngày âm lịch tính theo giờ Việt Nam",
        "source_date": "2019-11-20",
    }
    assert "2027-11-24" not in found


def test_a_day_is_added_changed_and_taken_away(chibot: Chibot) -> None:
    line = (
        "holidays",
        "add",
        "24/11/2026",
        "Ngày Văn hóa Việt Nam",
        "--source",
        "Văn bản 1",
        "--source-date",
        "1/11/2026",
    )
    assert chibot(*line).json["on"] == "2026-11-24"
    assert chibot(*line[:4], "--source", "Văn bản 3", *line[6:], "--working").json["kind"] == "working"
    said = chibot("holidays", "list", "--year", 2026, as_json=False).out
    assert ("Văn bản 3" in said, "Văn bản 1" in said) == (True, False)
    assert chibot("holidays", "remove", "2026-11-24", as_json=False).out.startswith("Đã bỏ Thứ Ba 24/11/2026")
    again = chibot("holidays", "remove", "2026-11-24")
    assert (again.code, "24/11/2026 không có trong danh sách" in again.json["error"]) == (1, True)


@pytest.mark.parametrize("day", ["31/02/2027", "tháng 5/2027", "2027", "mai"])
def test_what_is_no_day_is_a_wrong_use(chibot: Chibot, day: str) -> None:
    assert chibot("holidays", "remove", day).code == 2


def test_what_bears_a_secrecy_mark_is_not_kept(chibot: Chibot, tmp_path: Path) -> None:
    before = chibot("holidays", "list").json
    result = chibot("holidays", "add", "1/6/2027", "Ngày tài liệu mật", "--source", "x", "--source-date", "1/6/2027")
    assert (result.code, len(before)) == (1, days_in(tmp_path))


def test_a_file_is_looked_at_then_written_then_the_same(chibot: Chibot, tmp_path: Path) -> None:
    file = workbook(tmp_path, CULTURE, SWAP)
    assert chibot("holidays", "import", file).json["written"] is False
    assert days_in(tmp_path) == 0
    done = chibot("holidays", "import", file, "--write").json
    assert (done["new"], done["written"]) == (["2026-11-24", "2026-08-22"], True)
    again = chibot("holidays", "import", file, "--write").json
    assert (again["new"], again["changed"], again["same"]) == ([], [], 2)


def test_a_file_with_semicolons_is_read(chibot: Chibot, tmp_path: Path) -> None:
    file = tmp_path / "nghi.csv"
    file.write_text("Ngày;Tên;Căn cứ;Ngày văn bản\n24/11/2026;Ngày Văn hóa;VB 1;01/11/2026\n", encoding="utf-8-sig")
    assert chibot("holidays", "import", file, "--write").json["new"] == ["2026-11-24"]


def test_one_bad_row_and_nothing_is_written(chibot: Chibot, tmp_path: Path) -> None:
    rows = [
        CULTURE,
        [2, "30/02/2027", "Ngày sai", None, "VB", date(2026, 1, 1)],
        [3, date(2027, 3, 1), None, None, "VB", date(2026, 1, 1)],
        [4, date(2027, 3, 2), "Tên", "có lẽ", "VB", date(2026, 1, 1)],
        [5, date(2027, 3, 3), "Tên", None, None, date(2026, 1, 1)],
        [6, date(2027, 3, 4), "Tên", None, "VB", "tháng 1/2026"],
        [7, date(2026, 11, 24), "Lại", None, "VB", date(2026, 1, 1)],
        [8, date(1999, 1, 1), "Xa", None, "VB", date(2026, 1, 1)],
    ]
    result = chibot("holidays", "import", workbook(tmp_path, *rows), "--write")
    assert (result.code, result.json["written"], days_in(tmp_path)) == (1, False, 0)
    assert [one["cell"] for one in result.json["bad"]] == ["B4", "C5", "D6", "E7", "F8", "B9", "B10"]


def test_a_file_without_its_columns_is_refused_with_what_is_missing(chibot: Chibot, tmp_path: Path) -> None:
    result = chibot("holidays", "import", workbook(tmp_path, headings=["Ngày", "Tên"]))
    assert (result.code, "Thiếu cột: Căn cứ, Ngày văn bản" in result.json["error"]) == (1, True)
    assert chibot("holidays", "import", tmp_path / "khong-co.csv").code == 1
