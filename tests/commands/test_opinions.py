"""`chibot opinions`: counts and what is late; nobody's words."""

import sqlite3

import pytest

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)


def test_an_office_sees_counts_and_what_is_late_but_no_words(commune: Chibot) -> None:
    large = next(one["code"] for one in commune("units").json if one["kind"] == "cell" and one["members"] >= 5)
    with sqlite3.connect(".chibot/chibot.db") as db:
        ((cell_id,),) = db.execute("SELECT id FROM units WHERE code = ?", [large]).fetchall()
        db.execute(
            "INSERT INTO opinions (unit_id, kind, text, arrived_at, due_on, state, reminders) "
            "VALUES (?, 'economy', 'Đường hỏng nặng', '2026-11-02 02:00:00', '2026-11-20', 'held', 0)",
            [cell_id],
        )
    db.close()
    found = commune("opinions", "--unit", "bach-luu")
    assert found.json["kinds"] == {"economy": 1}
    assert [(one["unit"], one["total"], one["waiting"]) for one in found.json["units"]] == [(large, 1, 1)]
    assert commune("opinions", "--unit", "bach-luu", "--period", "q2026-3").json["total"] == 0
    late = commune("opinions", "--unit", "bach-luu", "--late")
    assert [(one["unit"], one["kind"], one["due_on"]) for one in late.json] == [(large, "economy", "2026-11-20")]
    shown = [commune("opinions", "--unit", "bach-luu", *more, as_json=False).out for more in ((), ("--late",))]
    assert "Đã chuyển lên" in shown[0]
    assert [one for one in (found.out, late.out, *shown) if "hỏng" in one] == []
    assert commune("opinions", "--unit", "bach-luu", "--period", "q9").code == 1
