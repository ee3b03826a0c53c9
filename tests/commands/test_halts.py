"""Stopping, going on, sending again and confirming large numbers, at the command line."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.conftest import NOW

CELL = "bach-luu-hong-sen"
CALL = ("call", "--cell", CELL, "--kind", "regular", "--at", "2026-12-03T19:30", "--place", "Nhà văn hóa")


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda settings: NOW + timedelta(seconds=settings.clock_offset))


def write(folder: Path, statement: str) -> None:
    """As the sender would, who is not at work here."""
    with sqlite3.connect(folder / ".chibot" / "chibot.db") as db:
        db.execute(statement)
    db.close()


def test_everything_is_stopped_and_goes_on(commune: Chibot) -> None:
    assert commune("stop").json == {"unit": None, "waiting": 0, "stops": 1}
    assert commune("go").json == {"unit": None, "waiting": 0, "stops": 0}
    assert commune("go").code == 1


def test_how_many_wait_below_a_unit_is_said(commune: Chibot, tmp_path: Path) -> None:
    people = commune(*CALL).json["people"]
    write(tmp_path, "UPDATE notices SET state = 'waiting'")
    assert commune("stop", "bach-luu").json["waiting"] == people
    other = next(unit["code"] for unit in commune("units").json if unit["code"] not in {"bach-luu", CELL})
    assert commune("stop", other).json == {"unit": other, "waiting": 0, "stops": 2}
    assert commune("go", "bach-luu").json == {"unit": "bach-luu", "waiting": people, "stops": 1}


def test_the_stop_says_how_to_go_on(commune: Chibot) -> None:
    assert "chibot go bach-luu" in " ".join(commune("stop", "bach-luu", as_json=False).out.split())
    assert "chưa" not in commune("go", "bach-luu", as_json=False).out


def test_a_stop_that_was_forgotten_is_shown_by_the_doctor(commune: Chibot) -> None:
    """Everything looked well, and nobody was told of any meeting."""
    assert stops_seen(commune)["ok"]
    commune("stop", "bach-luu")
    commune("stop")
    seen = stops_seen(commune)
    assert not seen["ok"]
    assert all(word in seen["text"] for word in ("bach-luu, từ ", "toàn hệ thống, từ", "command-line:"))
    assert "chibot go bach-luu" in seen["text"]
    commune("go")
    commune("go", "bach-luu")
    assert stops_seen(commune)["ok"]


def stops_seen(commune: Chibot) -> dict[str, Any]:
    return next(one for one in commune("doctor").json["checks"] if one["name"] == "stops")


def test_a_unit_that_is_not_there_stops_nothing(commune: Chibot) -> None:
    assert commune("stop", "khong-co").code == 1
    assert commune("go").code == 1


def test_a_stop_from_above_is_ended_above(commune: Chibot) -> None:
    commune("stop")
    refusal = commune("go", CELL)
    assert refusal.code == 1
    assert "toàn hệ thống" in refusal.err


def test_whom_nothing_reaches_is_not_sent_again(commune: Chibot) -> None:
    called = commune(*CALL).json
    again = commune("resend", called["meeting_id"]).json
    assert again == {"meeting_id": called["meeting_id"], "resent": 0, "without_channel": called["people"], "cost": 0}


def test_a_meeting_that_is_not_there_is_not_sent_again(commune: Chibot) -> None:
    assert commune("resend", 99).code == 1


def test_more_people_than_the_limit_are_confirmed_by_their_number(commune: Chibot) -> None:
    commune("set", "--unit", "bach-luu", "confirm_above", "20")
    people = commune(*CALL, "--dry-run").json["people"]
    refusal = commune(*CALL)
    assert refusal.code == 1
    assert f"--yes {people}" in " ".join(refusal.err.split())
    assert commune(*CALL, "--yes", people + 1).code == 1
    assert commune(*CALL, "--yes", people).json["people"] == people


def test_moving_many_is_confirmed_and_calling_off_what_nobody_was_told_is_not(commune: Chibot) -> None:
    called = commune(*CALL).json
    commune("set", "--unit", "bach-luu", "confirm_above", "20")
    move = ("move", "--meeting", called["meeting_id"], "--at", "2026-12-04T19:30")
    assert commune(*move).code == 1
    assert commune(*move, "--yes", called["people"]).json["revision"] == 2
    assert commune("cancel", "--meeting", called["meeting_id"]).code == 0


def test_calling_off_what_many_were_told_is_confirmed(commune: Chibot, tmp_path: Path) -> None:
    called = commune(*CALL).json
    commune("set", "--unit", "bach-luu", "confirm_above", "20")
    write(tmp_path, "UPDATE notices SET state = 'sent'")
    off = ("cancel", "--meeting", called["meeting_id"])
    assert commune(*off).code == 1
    assert commune(*off, "--yes", called["people"]).json["state"] == "cancelled"
