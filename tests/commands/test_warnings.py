"""`chibot warnings`: how many, by unit and kind; nobody's name, and no count that could name somebody."""

import sqlite3

import pytest

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.conftest import NOW

GIVEN = (("unexcused_note", "member:1"), ("unexcused_note", "member:2"), ("no_minutes", "meeting:1"))


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)


def warned(code: str) -> None:
    """Three warnings of a cell, of this year."""
    with sqlite3.connect(".chibot/chibot.db") as db:
        ((cell_id,),) = db.execute("SELECT id FROM units WHERE code = ?", [code]).fetchall()
        db.executemany(
            "INSERT INTO unit_warnings (unit_id, name, subject, period, stage, at) VALUES (?, ?, ?, '2026', ?, ?)",
            [(cell_id, name, subject, "secretary", "2026-11-20 02:00:00") for name, subject in GIVEN],
        )
    db.close()


def test_an_office_sees_counts_by_unit_and_kind(commune: Chibot) -> None:
    cells = [one for one in commune("units").json if one["kind"] == "cell" and one["members"]]
    large = next(one["code"] for one in cells if one["members"] >= 5)
    warned(large)
    found = commune("warnings", "--unit", "bach-luu").json
    assert found["since"] == "2026-01-01"
    assert [(one["unit"], one["name"], one["count"]) for one in found["warnings"]] == [
        (large, "no_minutes", 1),
        (large, "unexcused_note", 2),
    ]
    assert commune("warnings", "--unit", "bach-luu", "--from", "2026-12").json["warnings"] == []
    assert "Chậm biên bản" in commune("warnings", "--unit", "bach-luu", as_json=False).out


def test_people_of_a_small_cell_are_counted_with_those_of_others(commune: Chibot) -> None:
    small = next(one["code"] for one in commune("units").json if one["kind"] == "cell")
    warned(small)
    with sqlite3.connect(".chibot/chibot.db") as db:
        all_left = (
            "UPDATE memberships SET until_on = '2026-01-01' WHERE unit_id IN (SELECT id FROM units WHERE code = ?)"
        )
        db.execute(all_left, [small])
    db.close()
    found = commune("warnings", "--unit", "bach-luu").json["warnings"]
    assert [(one["unit"], one["name"]) for one in found] == [(small, "no_minutes"), (None, "unexcused_note")]


def test_an_unknown_unit_is_refused(chibot: Chibot) -> None:
    assert chibot("warnings", "--unit", "khong-co").code == 1
