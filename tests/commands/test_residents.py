"""Residents at the command line: a list on paper, a text with its price first, counts, and who wants no more."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.config import Settings
from bot.services.residents import MOST_VILLAGES
from tests.commands.conftest import Chibot
from tests.conftest import NOW

COMMUNE, CELL = "bach-luu", "bach-luu-hong-sen"
HEADINGS = ["STT", "Họ tên", "Số ĐT", "Thôn/bản", "Số phiếu", "Ngày ký"]
GOOD: list[Any] = [1, "Trần Văn Bảy", "0900 000 101", "Hồng Sen", "12/PDY", date(2026, 11, 2)]
GATEWAY = """
public_url = "https://chibot.example"
[sms.a]
kind = "http"
url = "https://gateway.example/send"
body = { text = "{text}", to = "{phone_national}" }
ok_when = { path = "ok", in = ["1"] }
price = 350
"""


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda settings: NOW + timedelta(seconds=settings.clock_offset))


def listed(folder: Path, *rows: list[Any], headings: list[str] = HEADINGS) -> Path:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    every: list[list[Any]] = [[None, "DANH SÁCH NGƯỜI DÂN ĐỒNG Ý NHẬN TIN"], headings, *rows]
    for row in every:
        book.active.append(row)
    book.save(folder / "dan.xlsx")
    return folder / "dan.xlsx"


def rows_in(folder: Path, what: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / ".chibot" / "chibot.db") as db:
        found = db.execute(what).fetchall()
    db.close()
    return found


def test_a_dry_run_writes_nothing(commune: Chibot, tmp_path: Path) -> None:
    result = commune("import-residents", listed(tmp_path, GOOD))
    assert result.json == {"new": 1, "known": 0, "stopped": 0, "bad": [], "twice": [], "written": False}
    assert rows_in(tmp_path, "SELECT * FROM residents") == []


def test_the_proof_is_kept_and_no_name(commune: Chibot, tmp_path: Path) -> None:
    assert commune("import-residents", listed(tmp_path, GOOD), "--write").json["written"]
    columns = "phone, registered, consent, proof, signed_on, verified_at"
    assert rows_in(tmp_path, f"SELECT {columns} FROM residents") == [  # noqa: S608 - fixed words
        ("+84900000101", "paper", "paper", "12/PDY", "2026-11-02", None)
    ]
    (audited,) = rows_in(tmp_path, "SELECT count(*) FROM audit WHERE deed = 'resident_registered'")
    assert audited == (1,)
    dump = "".join(str(row) for row in rows_in(tmp_path, "SELECT * FROM residents"))
    assert "Bảy" not in dump


def test_what_is_wrong_is_listed_cell_by_cell_and_nothing_is_written(commune: Chibot, tmp_path: Path) -> None:
    file = listed(
        tmp_path,
        GOOD,
        [2, "", "12345", "Hồng Sen", "13/PDY", date(2026, 11, 2)],
        [3, "", "0900 000 102", "Phú Quốc", "14/PDY", date(2026, 11, 2)],
        [4, "", "0900 000 103", "Hồng Sen", None, date(2026, 11, 2)],
        [5, "", "0900 000 104", "Hồng Sen", "16/PDY", None],
        [6, "", "0900 000 105", "Hồng Sen", "17/PDY", date(2026, 12, 2)],
        [7, "", "+84 900 000 101", "Thôn Hồng Sen", "12/PDY", date(2026, 11, 2)],
    )
    result = commune("import-residents", file, "--write")
    assert result.code == 1
    assert [bad["cell"] for bad in result.json["bad"]] == ["C4", "D5", "E6", "F7", "F8"]
    assert result.json["twice"] == ["C9"]
    assert rows_in(tmp_path, "SELECT * FROM residents") == []
    assert "ngày ký chưa tới" in commune("import-residents", file, as_json=False).out
    assert commune("import-residents", file, "--write", "--skip-bad").json["written"]
    assert len(rows_in(tmp_path, "SELECT * FROM residents")) == 1


@pytest.mark.parametrize("apart", [",", ";", "\t"])
def test_a_csv_file_does_as_well(commune: Chibot, tmp_path: Path, apart: str) -> None:
    lines = [["Số điện thoại", "Mã thôn", "Số giấy", "Ngày đồng ý"], ["0900000101", CELL, "12", "02/11/2026"]]
    file = tmp_path / "dan.csv"
    file.write_text("\n".join(apart.join(line) for line in lines), encoding="utf-8-sig")
    assert commune("import-residents", file, "--write").json["new"] == 1


def test_a_missing_column_is_named(commune: Chibot, tmp_path: Path) -> None:
    result = commune("import-residents", listed(tmp_path, GOOD[:4], headings=HEADINGS[:4]))
    assert result.code == 1
    assert "Thiếu cột: Số phiếu, Ngày ký" in result.err


@pytest.mark.parametrize("name", ["none.xlsx", "none.csv", "broken.csv", "broken.xlsx"])
def test_a_file_that_cannot_be_read_is_refused(commune: Chibot, tmp_path: Path, name: str) -> None:
    if name.startswith("broken"):
        (tmp_path / name).write_bytes(b"\xff\xfe\x00\x01 broken")
    result = commune("import-residents", tmp_path / name)
    assert result.code == 1
    assert "error" in result.json


def test_importing_again_changes_nothing(commune: Chibot, tmp_path: Path) -> None:
    file = listed(tmp_path, GOOD)
    commune("import-residents", file, "--write")
    assert commune("import-residents", file, "--write").json["known"] == 1
    assert len(rows_in(tmp_path, "SELECT * FROM residents")) == 1


def test_an_older_paper_does_not_bring_back_who_has_stopped(commune: Chibot, tmp_path: Path) -> None:
    commune("import-residents", listed(tmp_path, GOOD), "--write")
    assert commune("stop-resident", "0900 000 101").json == {"stopped": 1}
    assert commune("stop-resident", "0900 000 101").json == {"stopped": 0}
    assert commune("import-residents", listed(tmp_path, GOOD), "--write").json["stopped"] == 1
    assert rows_in(tmp_path, "SELECT count(*) FROM residents WHERE stopped_at IS NULL") == [(0,)]


def test_villages_elsewhere_are_not_taken(commune: Chibot, tmp_path: Path) -> None:
    other = next(unit["code"] for unit in commune("units").json if unit["code"] not in {COMMUNE, CELL})
    assert len(commune("import-residents", listed(tmp_path, GOOD), "--under", other).json["bad"]) == 1
    assert commune("import-residents", listed(tmp_path, GOOD), "--under", COMMUNE).json["new"] == 1


def test_one_number_for_every_village_is_no_resident(commune: Chibot, tmp_path: Path) -> None:
    codes = [unit["code"] for unit in commune("units").json if unit["code"] != COMMUNE][: MOST_VILLAGES + 1]
    rows = [[n, "", "0900000101", code, "1", date(2026, 11, 2)] for n, code in enumerate(codes)]
    found = commune("import-residents", listed(tmp_path, *rows)).json
    assert found["new"] == MOST_VILLAGES
    assert len(found["bad"]) == 1


# Texts


@pytest.fixture
def with_residents(commune: Chibot, tmp_path: Path) -> Chibot:
    """Three of Hồng Sen, and a gateway."""
    (tmp_path / "chibot.toml").write_text(GATEWAY, encoding="utf-8")
    rows = [[n, "", f"09000001{n:02}", "Hồng Sen", str(n), date(2026, 11, 2)] for n in range(3)]
    assert commune("import-residents", listed(tmp_path, *rows), "--write").json["new"] == 3
    return commune


def test_words_parts_and_price_first_and_nothing_is_sent(with_residents: Chibot, tmp_path: Path) -> None:
    found = with_residents("text-residents", COMMUNE, "Chiều nay có lũ, không qua ngầm").json
    assert (found["message_id"], found["people"], found["parts"], found["cost"]) == (None, 3, {"sms_a": 1}, 1050)
    assert found["shown"]["sms_a"].endswith(
        "Chieu nay co lu, khong qua ngam. Ngung nhan: https://chibot.example/dang-ky/ngung"
    )
    assert rows_in(tmp_path, "SELECT * FROM notices") == []
    assert "Chưa gửi gì" in with_residents("text-residents", COMMUNE, "Chiều nay có lũ", as_json=False).out


def test_sent_once_it_is_wanted(with_residents: Chibot, tmp_path: Path) -> None:
    found = with_residents("text-residents", CELL, "Chiều nay có lũ", "--send").json
    assert found["message_id"] == 1
    assert rows_in(tmp_path, "SELECT count(*), min(state), min(step) FROM notices") == [(3, "waiting", "residents")]
    (text,) = with_residents("residents", COMMUNE).json["texts"]
    assert (text["people"], text["waiting"], text["sent"]) == (3, 3, 0)


def test_very_many_need_their_number(with_residents: Chibot, tmp_path: Path) -> None:
    rows = [[n, "", f"09000002{n:02}", "Hồng Sen", str(n), date(2026, 11, 2)] for n in range(20)]
    with_residents("import-residents", listed(tmp_path, *rows), "--write")
    with_residents("set", "--unit", COMMUNE, "confirm_above", "20")
    assert "--yes 23" in with_residents("text-residents", CELL, "Chiều nay có lũ", "--send").err
    assert with_residents("text-residents", CELL, "Chiều nay có lũ", "--send", "--yes", 22).code == 1
    assert with_residents("text-residents", CELL, "Chiều nay có lũ", "--send", "--yes", 23).code == 0


def test_what_is_secret_is_refused(with_residents: Chibot) -> None:
    assert "tài liệu mật" in with_residents("text-residents", CELL, "Tài liệu mật về quân số", "--send").err


def test_counts_by_village(with_residents: Chibot) -> None:
    with_residents("stop-resident", "0900000100")
    (village,) = with_residents("residents", COMMUNE).json["villages"]
    assert village == {"unit": CELL, "name": "Thôn Hồng Sen", "registered": 2, "stopped": 1, "reached": 0}
    assert "Thôn Hồng Sen" in with_residents("residents", COMMUNE, as_json=False).out


def test_the_numbers_that_were_missed_are_written_down_as_seen(with_residents: Chibot, tmp_path: Path) -> None:
    with_residents("text-residents", CELL, "Chiều nay có lũ", "--send")
    with sqlite3.connect(tmp_path / ".chibot" / "chibot.db") as db:
        db.execute("UPDATE notices SET state = 'failed' WHERE id = 1")
    db.close()
    assert with_residents("residents", COMMUNE, "--missed", 1).json == ["0900 000 100"]
    assert rows_in(tmp_path, "SELECT count(*) FROM audit WHERE deed = 'phones_seen'") == [(1,)]
    other = next(unit["code"] for unit in with_residents("units").json if unit["code"] not in {COMMUNE, CELL})
    assert with_residents("residents", other, "--missed", 1).code == 1


def test_no_members_figure_changes(with_residents: Chibot) -> None:
    before = [with_residents("units").json, with_residents("members", "--cell", CELL).json]
    with_residents("text-residents", CELL, "Chiều nay có lũ", "--send")
    assert [with_residents("units").json, with_residents("members", "--cell", CELL).json] == before
