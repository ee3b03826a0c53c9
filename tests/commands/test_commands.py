"""What operators' scripts rely on: names, shapes, exit codes."""

import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import ROSTER, Chibot

CELL = "bach-luu-hong-sen"
CALL = ("call", "--cell", CELL, "--kind", "regular", "--at", "2026-12-03T19:30", "--place", "Nhà văn hóa")


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands tell the hour from the machine; here it stands still."""
    from datetime import timedelta  # noqa: PLC0415

    from bot.config import Settings  # noqa: PLC0415 - beside its only use
    from tests.conftest import NOW  # noqa: PLC0415

    monkeypatch.setattr(Settings, "now", lambda settings: NOW + timedelta(seconds=settings.clock_offset))


def test_a_dry_run_is_the_default_and_writes_nothing(chibot: Chibot) -> None:
    result = chibot("import", ROSTER, "--under", "bach-luu")
    assert result.code == 0
    assert set(result.json) == {"added", "changed", "unchanged", "absent", "bad", "warnings", "written"}
    assert (result.json["added"], result.json["written"]) == (165, False)
    assert chibot("units").json == []


def test_the_roster_makes_165_members_in_10_cells(commune: Chibot) -> None:
    units = commune("units").json
    assert set(units[0]) == {"code", "name", "kind", "parent", "members"}
    assert (units[0]["kind"], units[0]["members"]) == ("commune", 165)
    assert [unit["parent"] for unit in units[1:]] == ["bach-luu"] * 10
    assert sum(unit["members"] for unit in units[1:]) == 165


def test_the_same_file_twice_changes_nothing(commune: Chibot) -> None:
    again = commune("import", ROSTER, "--under", "bach-luu", "--write").json
    assert (again["added"], again["changed"], again["unchanged"], again["absent"]) == (0, 0, 165, [])


def test_members_show_what_scripts_need(commune: Chibot) -> None:
    members = commune("members", "--cell", CELL).json
    assert set(members[0]) == {
        "id", "name", "cell", "duty", "phone", "status", "exempt", "temporary_out", "linked",
    }  # fmt: skip
    assert len(members) == 27
    assert sum(member["exempt"] for member in members) == 2
    assert [member["duty"] for member in members if member["duty"] == "secretary"] == ["secretary"]


def test_people_are_found_without_marks_in_any_cell_and_sorted_as_vietnamese_names_are(commune: Chibot) -> None:
    found = commune("members", "--name", "trieu minh thuy").json
    assert [(one["name"], one["cell"]) for one in found] == [("Triệu Minh Thủy", CELL)] * 2
    names = [one["name"].split()[-1] for one in commune("members", "--cell", CELL).json]
    assert names[:3] == ["Ánh", "Ân", "Bảo"]
    assert commune("members", "--name", "%").json == []
    assert commune("members").code == 2


def test_a_refused_write_prints_the_same_and_exits_with_1(chibot: Chibot, tmp_path: Path) -> None:
    result = chibot("import", ROSTER.parent / "bad-phones.xlsx", "--under", "xa", "--write")
    assert (result.code, result.json["written"]) == (1, False)
    assert result.json["bad"]
    assert set(result.json["bad"][0]) == {"cell", "reason"}
    assert chibot("units").json == []


def test_skipping_the_bad_rows_writes_the_rest_and_saves_them(chibot: Chibot, tmp_path: Path) -> None:
    file = tmp_path / "ds.xlsx"
    shutil.copy(ROSTER.parent / "bad-phones.xlsx", file)
    result = chibot("import", file, "--under", "xa", "--skip-bad", "--write")
    assert (result.code, result.json["written"]) == (0, True)
    assert (tmp_path / "ds-dong-sai.xlsx").is_file()


@pytest.mark.parametrize("name", ["empty.xlsx", "nothing.xlsx", "../test_stage.py"])
def test_a_file_that_is_no_roster_is_refused_with_a_sentence(chibot: Chibot, name: str) -> None:
    result = chibot("import", ROSTER.parent / name, "--under", "xa")
    assert result.code == 1
    assert result.err.strip().endswith(".")
    assert "Traceback" not in result.err


def member_ids(commune: Chibot) -> list[int]:
    return [m["id"] for m in commune("members", "--cell", CELL).json if not m["exempt"] and not m["temporary_out"]]


def test_a_code_is_ten_letters_and_digits(commune: Chibot) -> None:
    one = commune("code", "--member", 1).json
    assert set(one) == {"code", "link", "ways"}
    assert re.fullmatch(r"[A-Z0-9]{10}", one["code"])
    many = commune("code", "--cell", CELL).json
    assert len(many) == 27
    assert set(many[0]) == {"member_id", "code", "link", "ways"}


def test_a_call_is_its_own_confirmation_and_a_dry_run_calls_nothing(commune: Chibot) -> None:
    assert commune(*CALL, "--dry-run").json == {"meeting_id": None, "people": 25, "cost": 0}
    assert commune(*CALL).json == {"meeting_id": 1, "people": 25, "cost": 0}
    again = commune(*CALL)
    assert again.code == 1
    assert "đã có buổi sinh hoạt" in again.err


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"--at": "2025-12-03T19:30"}, 1),
        ({"--at": "2029-12-03T19:30"}, 1),
        ({"--at": "3/12"}, 2),
        ({"--at": "2026-12-03"}, 2),
        ({"--at": "2026-W50"}, 2),
        ({"--at": "0001-01-01T00:00"}, 2),
        ({"--place": "  "}, 1),
        ({"--place": "x" * 201}, 1),
        ({"--kind": "party"}, 1),
        ({"--cell": "bach-luu"}, 1),
        ({"--cell": "nowhere"}, 1),
        ({"--topic": "Quán triệt văn bản tuyệt mật"}, 1),
        ({"--topic": "Liên hoan thân mật"}, 1),
    ],
)
def test_what_cannot_be_called_is_refused_and_nothing_is_written(
    commune: Chibot, change: dict[str, str], code: int
) -> None:
    line = dict(zip(CALL[1::2], CALL[2::2], strict=True)) | change
    result = commune("call", *(part for pair in line.items() for part in pair))
    assert result.code == code
    assert "meeting_id" not in result.out
    assert commune(*CALL).json["meeting_id"] == 1


def test_a_harmless_topic_passes_when_confirmed(commune: Chibot) -> None:
    assert commune(*CALL, "--topic", "Liên hoan thân mật", "--harmless").code == 0


def test_a_marked_topic_leaves_no_trace_on_the_disk(commune: Chibot, tmp_path: Path) -> None:
    commune(*CALL, "--topic", "Kế hoạch XYZZY tuyệt mật")
    found = [file for file in tmp_path.rglob("*") if file.is_file() and b"XYZZY" in file.read_bytes()]
    assert found == []


def test_every_invited_person_has_a_row_in_answers_and_ledger(commune: Chibot) -> None:
    commune(*CALL)
    rows = commune("answers", "--meeting", 1).json
    assert set(rows[0]) == {"member_id", "name", "answer", "reason", "leave", "channel", "at"}
    book = commune("ledger", "--meeting", 1).json
    states = ("waiting", "sent", "failed", "uncertain", "cancelled", "expired")
    assert book["owed"] == sum(book[state] for state in states) == len(book["people"]) == len(rows) == 25
    assert set(book["people"][0]) == {"member_id", "channel", "state", "attempts", "error"}
    assert book["failed"] == 25


def test_a_roll_closes_and_the_report_counts_it(commune: Chibot) -> None:
    commune(*CALL)
    ids = member_ids(commune)
    marks = ("--excused", ",".join(map(str, ids[:3])), "--unexcused", ids[3])
    closed = commune("roll", "--meeting", 1, "--present", ",".join(map(str, ids[4:])), *marks, "--close")
    assert (closed.code, closed.json["state"]) == (0, "closed")
    lines = commune("report", "--unit", "bach-luu", "--from", "2026-01", "--to", "2026-12").json
    keys = {"code", "name", "met", "due", "expected", "present", "excused", "unexcused", "rate_strict", "rate_adjusted"}
    assert all(set(line) == keys for line in lines)
    assert lines[0]["code"] == "bach-luu"
    by_code: dict[str, Any] = {line["code"]: line for line in lines}
    assert (by_code[CELL]["rate_strict"], by_code[CELL]["rate_adjusted"]) == ("84.00", "95.45")
    assert [line["rate_strict"] for line in lines if line["code"] not in {CELL, "bach-luu"}] == [None] * 9
    assert commune("doctor", "--recount").json["agrees"]


def test_nobody_becomes_unexcused_without_having_been_named(commune: Chibot) -> None:
    commune(*CALL)
    ids = member_ids(commune)
    refused = commune("roll", "--meeting", 1, "--present", ",".join(map(str, ids[1:])), "--close")
    assert refused.code == 1
    assert f"{ids[0]} " in refused.err
    assert commune("roll", "--meeting", 1, "--present", "all", "--close").json["present"] == 25


def test_a_correction_after_closing_changes_the_rate(commune: Chibot) -> None:
    commune(*CALL)
    commune("roll", "--meeting", 1, "--present", "all", "--close")
    corrected = commune("roll", "--meeting", 1, "--unexcused", member_ids(commune)[0]).json
    assert (corrected["present"], corrected["unexcused"], corrected["rate_strict"]) == (24, 1, "96.00")
    assert commune("doctor", "--recount").json["agrees"]


def test_recount_sees_a_tampered_row(commune: Chibot, tmp_path: Path) -> None:
    commune(*CALL)
    commune("roll", "--meeting", 1, "--present", "all", "--close")
    with sqlite3.connect(tmp_path / ".chibot" / "chibot.db") as file:
        file.execute("UPDATE participations SET present = present - 1 WHERE expected > 0")
    file.close()
    result = commune("doctor", "--recount")
    assert result.code == 1
    assert {one["code"] for one in result.json["differences"]} == {CELL, "bach-luu"}


def test_reasons_are_shown_only_when_asked_for_and_that_is_written_down(commune: Chibot, tmp_path: Path) -> None:
    commune(*CALL)
    commune("answers", "--meeting", 1, "--with-reasons")
    with sqlite3.connect(tmp_path / ".chibot" / "chibot.db") as file:
        deeds = [row[0] for row in file.execute("SELECT deed FROM audit WHERE about = 'meeting:1' ORDER BY id")]
    file.close()
    assert deeds == ["meeting_called", "reasons_seen"]


def test_a_role_is_given_and_ended(commune: Chibot) -> None:
    given = commune(
        "role", "--member", 1, "--unit", "bach-luu", "--role", "district_committee", "--until", "2027-01-31"
    )
    assert given.code == 0
    assert commune("role", "--member", 1, "--unit", "bach-luu", "--role", "district_committee", "--end").code == 0
    assert commune("role", "--member", 1, "--unit", "bach-luu", "--role", "district_committee", "--end").code == 1
    assert commune("role", "--member", 1, "--unit", "bach-luu", "--role", "king").code == 1
    assert commune("role", "--member", 1, "--unit", "bach-luu", "--role", "secretary").code == 1


def test_replies_are_made_out_line_by_line(chibot: Chibot, tmp_path: Path) -> None:
    (tmp_path / "replies.txt").write_text("vang\nvâng\n2 ốm\n", encoding="utf-8")
    rows = chibot("understand", "replies.txt").json
    assert rows == [
        {"text": "vang", "meaning": "unclear", "reason": None},
        {"text": "vâng", "meaning": "present", "reason": None},
        {"text": "2 ốm", "meaning": "absent", "reason": "illness"},
    ]


def test_json_may_stand_anywhere_and_all_else_goes_to_stderr(commune: Chibot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIBOT_CLOCK_OFFSET", "60")
    result = commune("--json", "units", as_json=False)
    assert len(result.json) == 11
    assert "+60" in result.err


@pytest.mark.parametrize(
    "line", [("units", "--what"), ("nonsense",), ("call",), ("roll", "--meeting", "1"), ("roll", "--meeting", "x"),
             ("report", "--unit", "x", "--from", "2026-13", "--to", "2026-12"), ("code",),
             ("report", "--unit", "x", "--from", "9999-12", "--to", "9999-12"),
             ("report", "--unit", "x", "--from", "0001-01", "--to", "0001-01")]
)  # fmt: skip
def test_wrong_usage_exits_with_2(chibot: Chibot, line: tuple[str, ...]) -> None:
    assert chibot(*line).code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUIET_HOURS", "9 to 5"), ("PORT", "70000"), ("TELEGRAM__TOKEN", "no-colon"), ("TELEGRAM__MODE", "pigeon"),
        ("PUBLIC_URL", "http://example.vn"), ("DATABASE_URL", "mysql://root:geheim@x/y"), ("CLOCK_OFFSET", "tomorrow"),
    ],
)  # fmt: skip
def test_a_wrong_setting_stops_the_start_and_names_itself_without_its_value(
    chibot: Chibot, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"CHIBOT_{name}", value)
    result = chibot("units")
    assert result.code == 1
    assert f"CHIBOT_{name}" in result.err
    assert "geheim" not in result.err
    assert "Traceback" not in result.err


def test_a_setting_may_come_from_a_file(chibot: Chibot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "offset").write_text("120\n")
    monkeypatch.setenv("CHIBOT_CLOCK_OFFSET_FILE", str(tmp_path / "offset"))
    assert "+120" in chibot("units").err


def test_doctor_says_what_to_do(chibot: Chibot) -> None:
    result = chibot("doctor")
    assert result.code == 1
    assert any("CHIBOT_TELEGRAM__TOKEN" in check["text"] for check in result.json["checks"])


def test_a_database_of_an_earlier_version_is_not_touched_by_a_command(chibot: Chibot, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / ".chibot" / "chibot.db") as file:
        file.execute("UPDATE alembic_version SET version_num = '0000'")
    file.close()
    result = chibot("units")
    assert result.code == 1
    assert "chibot migrate" in result.err


def test_consents_on_paper_are_entered_for_a_whole_cell(commune: Chibot) -> None:
    assert commune("consent", "--cell", CELL, "--on", "2026-11-20").json == {"entered": 27}
    assert commune("consent", "--cell", CELL, "--on", "2026-11-20").json == {"entered": 0}
    assert commune("consent", "--member", "1,2", "--on", "2026-12-31").code == 1


def test_a_meeting_is_moved_and_cancelled(commune: Chibot) -> None:
    commune(*CALL)
    moved = commune("move", "--meeting", 1, "--at", "2026-12-04T19:30")
    assert moved.json == {"meeting_id": 1, "revision": 2, "cost": 0}
    assert commune("cancel", "--meeting", 1).json["state"] == "cancelled"
    assert commune("move", "--meeting", 1, "--at", "2026-12-05T19:30").code == 1
    assert commune("roll", "--meeting", 1, "--present", "all").code == 1


def test_a_light_command_loads_neither_aiogram_nor_fastapi() -> None:
    import subprocess  # noqa: PLC0415 - beside its only use
    import sys  # noqa: PLC0415

    heavy = ("aiogram", "fastapi", "uvicorn", "alembic", "prometheus_client")
    code = f"import sys, bot.__main__; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
