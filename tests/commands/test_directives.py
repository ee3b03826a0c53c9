"""Documents at the command line: a dry run first, then once; looked at, passed on, withdrawn, sent again."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.conftest import NOW
from tests.services.papers import PNG, docx

COMMUNE, CELL = "bach-luu", "bach-luu-hong-sen"
LINE = "27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy: Quy định về sinh hoạt chi bộ; hạn 30/11; khẩn"


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda settings: NOW + timedelta(seconds=settings.clock_offset))


def test_a_dry_run_says_whom_and_sends_nothing(commune: Chibot) -> None:
    found = commune("directive", "new", CELL, LINE).json
    assert (found["directive_id"], found["units"]) == (None, 1)
    assert found["people"] == found["unreached"] > 0
    assert commune("directive", "list", COMMUNE).json == []
    assert "thêm --send" in commune("directive", "new", CELL, LINE, as_json=False).out


def test_it_is_sent_listed_shown_and_withdrawn(commune: Chibot) -> None:
    people = commune("directive", "new", COMMUNE, LINE).json["people"]
    made = commune("directive", "new", COMMUNE, LINE, "--send", "--yes", people).json
    assert (made["directive_id"], made["people"]) == (1, people)
    (listed,) = commune("directive", "list", COMMUNE).json
    assert (listed["number"], listed["due_on"], listed["withdrawn"]) == ("27-QĐ/TU", "2026-11-30", False)
    shown = commune("directive", "show", COMMUNE, 1).json
    assert shown["title"] == "KHẨN. Quyết định số 27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy"
    assert not shown["told_all"]
    own = shown["completion"]
    assert (own["code"], own["done"], own["expected"], own["rate"]) == (COMMUNE, 0, 0, None)
    assert CELL in {one["code"] for one in shown["below"]}
    assert "Hồng Sen: —" not in commune("directive", "show", COMMUNE, 1, as_json=False).out
    assert commune("directive", "send-again", COMMUNE, 1).json["resent"] == 0
    assert "không phải chuyển tiếp" in commune("directive", "pass", CELL, 1).json["error"]
    assert commune("directive", "cancel", 1).json == {"directive_id": 1, "dropped": 0}
    assert "đã thu hồi" in commune("directive", "cancel", 1).json["error"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("27-QĐ/TU ngày 05/11/2026: TÀI LIỆU MẬT", "văn thư bảo mật"),
        ("27-QĐ/TU: Quy định", "Chưa có ngày ban hành"),
        ("27/QĐ-TU ngày 05/11/2026: Quy định", "chưa đúng mẫu"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(commune: Chibot, line: str, why: str) -> None:
    result = commune("directive", "new", COMMUNE, line, "--send")
    assert result.code == 1
    assert why in result.json["error"]
    assert commune("directive", "list", COMMUNE).json == []


def test_a_file_is_looked_through_first(commune: Chibot, tmp_path: Path) -> None:
    (tmp_path / "mat.docx").write_bytes(docx("TUYỆT MẬT"))
    (tmp_path / "quyet dinh.docx").write_bytes(docx("Điều 1"))
    (tmp_path / "anh.png").write_bytes(PNG)
    line = ("directive", "new", CELL, LINE, "--send", "--file")
    assert "văn thư bảo mật" in commune(*line, tmp_path / "mat.docx").json["error"]
    assert "xác nhận" in commune(*line, tmp_path / "anh.png").json["error"]
    assert "không đặt cho phép gửi tệp" in commune(*line, tmp_path / "quyet dinh.docx").json["error"]
    assert commune("set", "--unit", CELL, "directive_body", "file").code == 0
    made = commune(*line, tmp_path / "quyet dinh.docx").json
    assert made.get("directive_id") == 1, made
