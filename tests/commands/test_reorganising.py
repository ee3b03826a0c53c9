"""`chibot reorganise`: a file of the office is looked through, written as a whole, and known when it comes again."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.config import Settings
from bot.services.reorganising import plans
from tests.commands.conftest import Chibot
from tests.conftest import NOW

HEAD = "Ngày;Việc;Đơn vị (mã);Vào, đến (mã);Tên mới;Mã mới;Loại\n"


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)


def cells(chibot: Chibot) -> list[str]:
    return [one["code"] for one in chibot("units").json if one["kind"] == "cell"]


def csv(folder: Path, *rows: str) -> Path:
    (folder / "sap-xep.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8-sig")
    return folder / "sap-xep.csv"


def states(said: Any) -> list[str]:
    return [one["state"] for one in said["changes"]]


def test_a_file_is_looked_through_written_and_known(commune: Chibot, tmp_path: Path) -> None:
    first, second, *_ = cells(commune)
    file = csv(tmp_path, f"21/11/2026;nhập;{first};{second};;;", f"2026-11-21;đổi tên;{second};;Thôn Mới;;")
    tried = commune("reorganise", file).json
    assert (tried["written"], states(tried)) == (False, ["done", "done"])
    assert any("số liệu tính cho" in sentence for sentence in tried["changes"][0]["says"])
    before = {one["code"]: one["members"] for one in commune("units").json}
    written = commune("reorganise", file, "--write").json
    assert (written["written"], written["people"]) == (True, 2 * before[first] + before[second])
    after = {one["code"]: one for one in commune("units").json}
    assert (after[first]["members"], after[second]["members"]) == (0, before[first] + before[second])
    assert after[second]["name"] == "Thôn Mới"
    again = commune("reorganise", file, "--write")
    assert (again.code, states(again.json)) == (0, ["known", "known"])
    assert "Không có gì thay đổi" in commune("reorganise", file, as_json=False).err


@pytest.mark.parametrize("write", [False, True])
def test_others_write_while_a_file_is_looked_through(
    commune: Chibot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: bool
) -> None:
    """Hundreds of lines took seconds in which the command had SQLite's only writer, and the service could not write."""
    real, looked = plans.look_through, list[int]()

    async def look_through(*asked: Any) -> plans.Look:
        with closing(sqlite3.connect(tmp_path / ".chibot" / "chibot.db", timeout=2, isolation_level=None)) as service:
            looked.append(service.execute("UPDATE units SET settings = settings").rowcount)
        return await real(*asked)

    monkeypatch.setattr(plans, "look_through", look_through)
    first, second, *_ = cells(commune)
    file = csv(tmp_path, f"01/12/2026;nhập;{first};{second};;;")
    said = commune("reorganise", file, *(["--write"] if write else []))
    assert (said.code, said.json["written"], states(said.json)) == (0, write, ["planned"])
    assert len(looked) == 1


def test_while_a_line_is_wrong_nothing_is_written(commune: Chibot, tmp_path: Path) -> None:
    first, second, *_ = cells(commune)
    before = commune("units").json
    good, wrong = f"21/11/2026;nhập;{first};{second};;;", f"21/11/2026;chuyển;{second};khong-co;;;"
    said = commune("reorganise", csv(tmp_path, good, wrong), "--write")
    assert (said.code, said.json["written"], states(said.json)) == (1, False, ["done", "wrong"])
    assert "Không có đơn vị nào mang mã khong-co" in said.json["changes"][1]["says"][0]
    unread = commune("reorganise", csv(tmp_path, good, "hôm nay;chuyển;a;b;;;", "21/11/2026;bay;a;b;;;"), "--write")
    assert unread.code == 1
    assert [(one["row"], one["why"][:4]) for one in unread.json["bad"]] == [(3, "Ngày"), (4, "Việc")]
    assert commune("units").json == before


def test_a_cell_is_split_by_the_second_sheet(commune: Chibot, tmp_path: Path) -> None:
    cell = cells(commune)[0]
    people = commune("members", "--cell", cell).json
    assert commune("reorganise", "--template", tmp_path / "mau.xlsx").code == 0
    assert commune("reorganise", "--template", tmp_path / "mau.xlsx").code == 1
    book = load_workbook(tmp_path / "mau.xlsx")
    book["Sắp xếp"].append(["21/11/2026", "tách", cell, None, "Thôn Tách Ra", "thon-tach"])
    for one in people[:3]:
        book["Đảng viên"].append(["thon-tach", one["name"], one["phone"], one["id"]])
    book.save(tmp_path / "mau.xlsx")
    assert commune("reorganise", tmp_path / "mau.xlsx", "--write").json["people"] == 3
    assert {one["id"] for one in commune("members", "--cell", "thon-tach").json} == {one["id"] for one in people[:3]}
    book["Đảng viên"].append(["thon-tach", "Người Lạ"])
    book.save(tmp_path / "mau.xlsx")
    bad = commune("reorganise", tmp_path / "mau.xlsx").json["bad"]
    assert "Người Lạ" in bad[-1]["why"]


def test_what_is_for_a_day_to_come_waits_and_can_be_dropped(commune: Chibot, tmp_path: Path) -> None:
    first, second, *_ = cells(commune)
    file = csv(tmp_path, f"01/12/2026;nhập;{first};{second};;;")
    assert states(commune("reorganise", file, "--write").json) == ["planned"]
    (waiting,) = commune("reorganise", "--planned").json
    assert (waiting["on"], waiting["kind"], waiting["unit"]) == ("2026-12-01", "merge", first)
    assert commune("reorganise", "--cancel", waiting["id"]).json == {"cancelled": 1}
    assert commune("reorganise", "--planned").json == []
    assert commune("reorganise", "--cancel", waiting["id"]).code == 1


def test_one_thing_is_asked_at_a_time_and_a_file_that_is_none_is_said(commune: Chibot, tmp_path: Path) -> None:
    assert commune("reorganise").code == 2
    assert commune("reorganise", "--planned", "--cancel", 1).code == 2
    (tmp_path / "anh.xlsx").write_bytes(b"\x89PNG")
    assert commune("reorganise", tmp_path / "anh.xlsx").code == 1
    assert "Thiếu cột" in commune("reorganise", csv_without_day(tmp_path)).err


def csv_without_day(folder: Path) -> Path:
    (folder / "thieu.csv").write_text("Việc;Đơn vị\nchuyển;a\n", encoding="utf-8")
    return folder / "thieu.csv"
