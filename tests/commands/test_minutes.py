"""Minutes and score sheets at the command line."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from bot.services.scoring.sheets import shipped_texts
from tests.commands.conftest import Chibot
from tests.conftest import NOW

CELL = "bach-luu-hong-sen"


@pytest.fixture
def held(commune: Chibot, monkeypatch: pytest.MonkeyPatch) -> int:
    """A meeting that has begun; its roll is closed."""
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)
    at, place = "2026-11-23T19:30", "Nhà văn hóa"
    called = commune("call", "--cell", CELL, "--kind", "regular", "--at", at, "--place", place)
    assert called.code == 0, called.err
    meeting: int = called.json["meeting_id"]
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW + timedelta(days=3))
    assert commune("roll", "--meeting", meeting, "--present", "all", "--close").code == 0
    return meeting


def test_the_minutes_are_written_to_a_file(commune: Chibot, held: int, tmp_path: Path) -> None:
    done = commune("minutes", held, "-o", tmp_path / "bb.docx").json
    assert done == {"meeting_id": held, "file": str(tmp_path / "bb.docx"), "is_draft": False}
    assert (tmp_path / "bb.docx").read_bytes().startswith(b"PK")
    assert commune("minutes", held).json["file"] == "bien-ban-thon-hong-sen-2026-11-23.docx"
    assert commune("minutes", 999).code == 1


def test_what_was_written_is_called_by_its_name(commune: Chibot, held: int, tmp_path: Path) -> None:
    """It once said that a sheet for the roll was there, whose numbers would stay."""
    assert commune("minutes", held, "-o", tmp_path / "bb.docx", as_json=False).out.startswith("Đã ghi biên bản vào ")


def test_an_office_gives_its_own_sheet_and_a_wrong_one_is_refused(commune: Chibot, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(shipped_texts()["tra_vinh"], encoding="utf-8")
    assert commune("scoring", "check", file).json["criteria"] == 5
    assert commune("scoring", "set", CELL, "own", "--file", file).code == 0
    listed = commune("scoring", "list", "--unit", CELL).json
    assert [one["name"] for one in listed if one["unit"] == CELL] == ["own"]
    assert commune("scoring", "show", "own", "--unit", CELL).json["text"] == file.read_text(encoding="utf-8")
    assert commune("scoring", "set", CELL, "none").code == 0
    for text in ("title = 7", "# Tối mật\n" + shipped_texts()["tra_vinh"]):
        file.write_text(text, encoding="utf-8")
        for line in (("check", file), ("set", CELL, "own", "--file", file)):
            assert commune("scoring", *line).code == 1
    assert commune("scoring", "set", CELL, "gone").code == 1
    assert commune("scoring", "check", tmp_path / "none.toml").code == 1


def test_without_a_unit_the_five_are_listed_for_people_too(commune: Chibot) -> None:
    assert len(commune("scoring", "list").json) == 5
    assert "hd12_frame" in commune("scoring", "list", as_json=False).out
    assert "[cutoffs]" in commune("scoring", "show", "hd12_frame", as_json=False).out
    assert commune("scoring", "show", "gone").code == 1
