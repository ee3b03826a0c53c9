"""The roll on paper by command, and who was late."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.commands.test_commands import CALL, member_ids
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _the_hour_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)


def names_on(file: Path) -> list[str]:
    rows = Document(BytesIO(file.read_bytes())).tables[0].rows[1:]
    return [row.cells[1].text for row in rows]


def test_a_sheet_is_written_with_everybody_expected(commune: Chibot, tmp_path: Path) -> None:
    commune(*CALL)
    made = commune("roll-sheet", "--meeting", 1, "-o", tmp_path / "to.docx")
    assert (made.code, made.json) == (0, {"meeting_id": 1, "file": str(tmp_path / "to.docx")})
    assert len(names_on(tmp_path / "to.docx")) == 25
    assert (tmp_path / "to.docx").stat().st_mode & 0o777 == 0o600


def test_where_it_cannot_be_written_nothing_is_kept(commune: Chibot, tmp_path: Path) -> None:
    commune(*CALL)
    refused = commune("roll-sheet", "--meeting", 1, "-o", tmp_path / "none" / "to.docx")
    assert refused.code == 2
    assert "Không ghi được tệp" in refused.err


def test_a_meeting_that_is_closed_has_no_sheet(commune: Chibot) -> None:
    commune(*CALL)
    ids = member_ids(commune)
    late = commune("roll", "--meeting", 1, "--present", "all", "--late", ids[0], "--early", ids[1], "--close")
    assert (late.code, late.json["present"]) == (0, 25)
    assert commune("roll-sheet", "--meeting", 1).code == 1
