"""The series of a cell at the command line."""

import pytest

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.conftest import NOW

CELL = "bach-luu-hong-sen"
SAID = "thứ Năm đầu tiên hằng tháng 19h30, Nhà văn hóa"


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)


def test_a_series_is_set_shown_changed_for_one_month_and_ended(commune: Chibot) -> None:
    done = commune("series", "set", CELL, SAID).json
    assert [one["rule"] for one in done["series"]] == ["nth:1:thu"]
    assert [one["at"] for one in done["next"]][:3] == [
        "2026-12-03T19:30:00+07:00", "2027-01-07T19:30:00+07:00", "2027-02-04T19:30:00+07:00",
    ]  # fmt: skip
    assert [one["day_off"] for one in done["next"]][:3] == [False, False, True]
    moved = commune("series", "move", CELL, "11/2/2027").json["next"][2]
    assert moved == {"month": "2027-02", "at": "2027-02-11T19:30:00+07:00", "changed": True, "day_off": False}
    assert commune("series", "skip", CELL, "2027-01").json["next"][1]["at"] is None
    assert commune("series", "restore", CELL, "2027-01").json["next"][1]["at"] == "2027-01-07T19:30:00+07:00"
    assert "02/2027: Thứ Năm, 11/02/2027, 19 giờ 30" in commune("series", "show", CELL, as_json=False).out
    assert commune("series", "end", CELL).code == 0
    assert commune("series", "end", CELL).code == 1


def test_from_a_month_on_another_holds(commune: Chibot) -> None:
    commune("series", "set", CELL, SAID)
    done = commune("series", "set", CELL, "mùng 5 19h30, Nhà văn hóa", "--from", "2027-03").json
    assert [(one["rule"], one["from"], one["until"]) for one in done["series"]] == [
        ("nth:1:thu", None, "2027-02"),
        ("day:5", "2027-03", None),
    ]


def test_a_series_of_themes_is_another(commune: Chibot) -> None:
    said = "ngày 20 tháng 3, 6, 9, 12, 14h, Hội trường"
    done = commune("series", "set", CELL, said, "--kind", "thematic").json
    assert done["series"][0]["months"] == [3, 6, 9, 12]
    assert commune("series", "show", CELL).json["series"] == []


@pytest.mark.parametrize(
    "line",
    [
        ("set", CELL, "thứ Năm 19h30, Nhà văn hóa"),
        ("set", CELL, "mùng 3, Nhà văn hóa"),
        ("set", CELL, "mùng 3 7h, Nhà văn hóa"),
        ("set", CELL, "mùng 3 19h30"),
        ("set", CELL, SAID, "--from", "tháng 3"),
        ("set", CELL, SAID, "--kind", "congress"),
        ("skip", CELL, "2027-13"),
    ],
)
def test_what_is_not_said_whole_is_a_wrong_use(commune: Chibot, line: tuple[str, ...]) -> None:
    assert commune("series", *line).code == 2


@pytest.mark.parametrize("line", [("skip", CELL, "2027-01"), ("move", CELL, "5/1/2027"), ("end", CELL)])
def test_without_a_series_there_is_nothing_to_change(commune: Chibot, line: tuple[str, ...]) -> None:
    result = commune("series", *line)
    assert (result.code, "chưa có lịch hằng tháng" in result.json["error"]) == (1, True)
