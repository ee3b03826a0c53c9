"""Announcements at the command line: whom it would reach first, then owed, and how it stands in counts."""

import pytest

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.conftest import NOW

CELL = "bach-luu-hong-sen"
TEXT = "Chiều thứ Bảy dọn đường vào nhà văn hóa."


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)


def test_only_with_send_it_is_announced(commune: Chibot) -> None:
    shown = commune("announce", CELL, TEXT)
    assert (shown.json["announcement_id"], shown.json["cost"]) == (None, 0)
    assert shown.json["people"] == shown.json["unreached"] > 20
    sent = commune("announce", CELL, TEXT, "--send").json
    (row,) = commune("announcements", CELL).json["announcements"]
    assert (row["id"], row["text"], row["people"], row["failed"]) == (
        sent["announcement_id"], TEXT, sent["people"], sent["people"],
    )  # fmt: skip
    assert "Thông báo, lấy ý kiến" in commune("announcements", CELL, as_json=False).out


def test_a_mark_of_secrecy_and_a_commune_are_refused(commune: Chibot) -> None:
    assert commune("announce", CELL, "TÀI LIỆU MẬT: danh sách", "--send").code == 1
    assert "không phải là chi bộ" in commune("announce", "bach-luu", TEXT, "--send").err
    assert commune("announcements", CELL).json == {"announcements": [], "polls": []}
