"""The office changes members, answers requests about data and writes breaches down at the command line."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)


def cells(commune: Chibot) -> tuple[str, str]:
    first, second = [one["code"] for one in commune("units").json if one["kind"] == "cell"][:2]
    return first, second


def test_somebody_is_added_shown_transferred_and_back(commune: Chibot) -> None:
    here, there = cells(commune)
    line = ("--phone", "0912 345 678", "--birth-year", 1990, "--probationary", "03/02/2026")
    added = commune("member", "add", here, "Vàng A Páo", *line)
    assert added.code == 0, added.err
    who = added.json["member"]
    moved = commune("member", "transfer", who, "--to", there, "--from", "01/12/2026", "--decision", "12-QĐ/ĐU")
    assert moved.code == 0, moved.err
    assert moved.json["state"] in {"done", "at_receiver"}
    if moved.json["state"] == "at_receiver":
        assert [one["id"] for one in commune("member", "waiting").json] == [moved.json["change"]]
        assert commune("member", "agree", moved.json["change"]).json["state"] == "done"
    shown = commune("member", "show", who).json
    assert shown["cells"] == [here, there]
    assert [one["kind"] for one in shown["changes"]] == ["add", "transfer"]
    assert "912" not in "".join(shown["lines"])
    assert commune("member", "undo", moved.json["change"]).json["state"] == "undone"
    assert commune("member", "show", who).json["cells"] == [here]


def test_a_status_has_its_days_and_wrong_ones_are_refused(commune: Chibot) -> None:
    here, _ = cells(commune)
    who = commune("member", "add", here, "Vàng A Páo").json["member"]
    wrong = commune("member", "status", who, "exempt", "--from", "31/02/2026", as_json=False)
    assert wrong.code == 1
    assert "Chưa đọc được ngày" in wrong.err
    turned = commune("member", "status", who, "exempt", "--from", "01/12/2026", "--until", "30/11/2026", as_json=False)
    assert "trước ngày đầu" in turned.err
    assert commune("member", "status", who, "transfer").code == 2
    line = ("--from", "22/11/2026", "--until", "30/06/2027", "--decision", "05-NQ/CB")
    done = commune("member", "status", who, "exempt", *line, as_json=False)
    assert "đến hết ngày 30/06/2027, theo số 05-NQ/CB" in done.out.replace("\n", " ")


def test_two_entries_are_merged_after_a_dry_run(commune: Chibot) -> None:
    here, there = cells(commune)
    ids = [commune("member", "add", cell, "Vàng A Páo", "--birth-year", 1990).json["member"] for cell in (here, there)]
    (pair,) = [one for one in commune("member", "twins").json if {row["id"] for row in one["members"]} == set(ids)]
    assert [row["cell"] for row in pair["members"]] == [here, there]
    assert commune("member", "merge", *ids).json["written"] is False
    assert commune("member", "merge", *ids, "--write").json["meetings"] == 0
    assert commune("member", "show", ids[1]).json["merged_into"] == ids[0]
    again = commune("member", "merge", *ids, "--write", as_json=False)
    assert again.code == 1
    assert "Không gộp được" in again.err


def test_without_requests_there_is_nothing_to_answer(chibot: Chibot) -> None:
    assert chibot("data-request", "list").json == []
    assert "đã được trả lời" in chibot("data-request", "answer", 7, "--met", as_json=False).err
    assert chibot("data-request", "answer", 7).code == 2
    (check,) = [one for one in chibot("doctor").json["checks"] if one["name"] == "data_requests"]
    assert check["ok"] is True


def test_what_was_asked_on_paper_is_entered_and_met(commune: Chibot, tmp_path: Path) -> None:
    """So it is done again, too, what a restore has undone."""
    who = commune("members", "--cell", cells(commune)[0]).json[0]["id"]
    asked = commune("data-request", "add", who, "restriction").json
    assert (asked["outcome"], commune("data-request", "add", who, "restriction").json["id"]) == (None, asked["id"])
    assert [one["id"] for one in commune("data-request", "list").json] == [asked["id"]]
    assert commune("data-request", "answer", asked["id"], "--met").json["outcome"] == "met"
    assert commune("data-request", "add", who, "deletion", "--met").json["outcome"] == "met"
    assert commune("data-request", "list").json == []
    with sqlite3.connect(tmp_path / ".chibot" / "chibot.db") as db:
        assert db.execute("SELECT phone FROM members WHERE id = ?", (who,)).fetchall() == [(None,)]
    db.close()
    assert commune("data-request", "add", 99_999, "deletion").code == 1
    assert commune("data-request", "add", who, "correction").code == 2


def test_a_breach_shows_its_deadline_and_a_draft(chibot: Chibot) -> None:
    found = (NOW - timedelta(hours=5)).isoformat()
    made = chibot("breach", "add", "--found", found, "--scope", "Mất máy tính có tệp danh sách.", "--sensitive").json
    assert made["until"] == (NOW + timedelta(hours=67)).isoformat()
    assert "còn 67 giờ" in chibot("breach", "list", as_json=False).out.replace("\n", " ")
    text = chibot("breach", "notice", made["id"]).json["text"]
    assert "có dữ liệu cá nhân nhạy cảm" in text
    assert "Mất máy tính" in text
    assert chibot("breach", "reported", made["id"]).json["reported_at"] == NOW.isoformat()
    later = (NOW + timedelta(hours=1)).isoformat()
    wrong = chibot("breach", "add", "--found", later, "--scope", "x", "--basic", as_json=False)
    assert wrong.code == 1
    assert "không sau bây giờ" in " ".join(wrong.err.split())
