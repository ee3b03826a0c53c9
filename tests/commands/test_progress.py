"""How far a sending has come, and whether the books are right, from the command line."""

import sqlite3
from pathlib import Path

import pytest

from bot.config import Settings
from bot.words import watching
from tests.commands.conftest import Chibot
from tests.commands.test_commands import CALL
from tests.conftest import NOW


def change(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as database:
        database.execute(statement)
    database.close()


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / ".chibot" / "chibot.db"


WAITS = "UPDATE notices SET state = 'waiting', cause = NULL, not_before = '2020-01-01', urgency = 3"


def test_everybody_called_is_counted_once_with_the_cause(commune: Chibot) -> None:
    commune(*CALL)
    found = commune("progress", 1).json
    assert (found["owed"], found["failed"], found["causes"], found["due"]) == (25, 25, {"no_channel": 25}, 0)
    (only,) = found["broadcasts"]
    assert (only["about"], only["step"], only["revision"], only["round"]) == ("meeting:1", "notice", 1, 1)


def test_without_a_number_it_is_about_what_is_being_sent(commune: Chibot, data: Path) -> None:
    commune(*CALL)
    assert commune("progress").json["owed"] == 0
    change(data, f"{WAITS} WHERE id > 20")
    found = commune("progress").json
    assert (found["owed"], found["waiting"], found["due"], found["failed"]) == (25, 5, 5, 20)
    assert (found["per_second"], found["ends_at"]) == (0.0, None)


def test_people_are_told_in_words(commune: Chibot, data: Path) -> None:
    commune(*CALL)
    assert watching.NOTHING_UNDER_WAY in commune("progress", as_json=False).out
    said = commune("progress", 1, as_json=False).out
    assert "phải gửi 25" in said
    assert "chưa nối máy 25" in said


def test_progress_of_a_meeting_that_is_not_there_is_refused(commune: Chibot) -> None:
    assert commune("progress", 77).code == 1


def ledger_check(commune: Chibot) -> bool:
    checks = {check["name"]: check["ok"] for check in commune("doctor").json["checks"]}
    return bool(checks["ledger"])


def test_doctor_notices_a_state_that_nobody_counts(commune: Chibot, data: Path) -> None:
    commune(*CALL)
    assert ledger_check(commune)
    change(data, "UPDATE notices SET state = 'pondering' WHERE id = 1")
    assert not ledger_check(commune)


def test_doctor_notices_what_nobody_would_ever_send(commune: Chibot, data: Path) -> None:
    commune(*CALL)
    change(data, f"{WAITS} WHERE id = 1")
    assert not ledger_check(commune)
