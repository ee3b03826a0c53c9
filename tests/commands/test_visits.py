"""The office's working groups at the command line: made, sent by a line or by a file, counted."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.conftest import NOW

UNIT = "bach-luu"


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)


def cells(chibot: Chibot) -> list[dict[str, Any]]:
    return [one for one in chibot("units").json if one["kind"] in {"cell", "grassroots_cell"}]


def group_of_two(chibot: Chibot) -> list[int]:
    """The first group, with two people of the first cell."""
    code = cells(chibot)[0]["code"]
    first, second = [one["id"] for one in chibot("members", "--cell", code).json[:2]]
    made = chibot("workgroup", UNIT, "tổ 1", "--leader", first, "--members", f"{second}").json
    assert made["name"] == "Tổ công tác số 1"
    return [first, second]


def sheet(folder: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    headings = ["STT", "Tổ công tác", "Chi bộ", "Thời gian", "Hình thức", "Ghi chú"]
    every: list[list[Any]] = [[None, "PHÂN CÔNG DỰ SINH HOẠT CHI BỘ"], headings, *rows]
    for row in every:
        book.active.append(row)
    book.save(folder / "phan-cong.xlsx")
    return folder / "phan-cong.xlsx"


def test_a_group_is_made_listed_sent_and_ended(commune: Chibot) -> None:
    people = group_of_two(commune)
    (listed,) = commune("workgroups", UNIT).json
    assert [one["member_id"] for one in listed["members"] if one["is_leader"]] == people[:1]
    second = cells(commune)[1]["code"]
    tried = commune("assign", UNIT, "--group", "1", "--cells", second, "--during", "quý 1/2027").json
    assert (tried["new"], tried["written"], tried["last"]) == ([second], False, "2027-03-31")
    line = ("assign", UNIT, "--group", "1", "--during", "quý 1/2027", "--unannounced", "--write")
    assert len(commune(*line).json["new"]) == len(cells(commune))
    assert commune(*line).json["new"] == []
    assert commune("workgroups", UNIT).json[0]["assigned"] == len(cells(commune))
    found = commune("visits", UNIT, "--during", "quý 1/2027").json
    assert found["visitors"] == [{"name": "Tổ công tác số 1", "cells": len(cells(commune)), "held": 0, "visits": 0}]
    assert len(found["never"]) == len(cells(commune))
    assert "Chưa được dự" in commune("visits", UNIT, as_json=False).out
    assert commune("workgroup", UNIT, "1", "--end").json["ended"] == len(cells(commune))
    assert commune("workgroups", UNIT).json == []


def test_one_person_is_sent_to_one_meeting(commune: Chibot) -> None:
    person = group_of_two(commune)[0]
    cell = cells(commune)[1]["code"]
    called = commune("call", "--cell", cell, "--kind", "regular", "--at", "2026-12-03T19:30", "--place", "Nhà văn hóa")
    meeting = called.json["meeting_id"]
    said = commune("assign", UNIT, "--member", person, "--meeting", meeting, "--write").json
    assert (said["new"], said["called"]) == ([cell], [meeting])
    assert commune("assign", UNIT, "--member", person).code == 2
    assert commune("assign", UNIT, "--group", "7", "--during", "quý 1/2027").code == 1
    assert commune("assign", UNIT, "--member", person, "--during", "khi nào").code == 1


def test_a_file_is_looked_through_as_a_whole_first(commune: Chibot, tmp_path: Path) -> None:
    group_of_two(commune)
    first, second = [one["name"] for one in cells(commune)[:2]]
    good = [[1, "Tổ 1", first, "quý 1/2027", "đột xuất", None], [2, "1", second, "Tháng 1/2027", None, "Dự cả buổi"]]
    bad = [
        [3, "Tổ 9", first, "quý 1/2027", None, None],
        [4, "Tổ 1", "Không có", "quý 1/2027", None, None],
        [5, "Tổ 1", first, "khi rảnh", None, None],
        [6, "Tổ 1", first, "tháng 2/2027", None, None],
        [7, "Tổ 1", second, "quý 2/2027", "lúc nào cũng được", None],
    ]
    result = commune("import-assignments", UNIT, sheet(tmp_path, *good, *bad), "--write")
    assert result.code == 1
    assert [one["cell"] for one in result.json["bad"]] == ["B5", "C6", "D7", "C8", "E9"]
    assert not result.json["written"]
    assert commune("import-assignments", UNIT, sheet(tmp_path, *good)).json == {
        "new": 2, "known": 0, "bad": [], "written": False,
    }  # fmt: skip
    assert commune("import-assignments", UNIT, sheet(tmp_path, *good), "--write").json["written"]
    assert commune("import-assignments", UNIT, sheet(tmp_path, *good), "--write").json["known"] == 2
    assert commune("workgroups", UNIT).json[0]["assigned"] == 2
