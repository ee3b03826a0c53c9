"""What it would take to tell everybody, from the command line."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from tests.commands.conftest import Chibot
from tests.commands.test_commands import CALL, CELL
from tests.commands.test_progress import change
from tests.conftest import NOW

ZALO = {
    "PUBLIC_URL": "https://chibot.example.vn",
    "ZALO_OA__APP_ID": "431287",
    "ZALO_OA__APP_SECRET": "secret",
    "ZALO_OA__OA_ID": "388613280",
    "ZALO_OA__FORMS": '{"call": {"id": "1", "price": 560}}',
}
HEARD = {1: timedelta(hours=1), 2: timedelta(days=3), 3: timedelta(days=30)}
"""By member, how long ago they wrote."""


@pytest.fixture
def zalo(commune: Chibot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Chibot:
    """Three of the commune are on Zalo; nobody else has a phone linked."""
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)
    for name, value in ZALO.items():
        monkeypatch.setenv(f"CHIBOT_{name}", value)
    file = tmp_path / ".chibot" / "chibot.db"
    members = [row["id"] for row in commune("members", "--cell", CELL).json]
    for number, ago in HEARD.items():
        at = (NOW - ago).strftime("%Y-%m-%d %H:%M:%S.000000")
        change(file, PLACE.format(number=number, at=at))
        change(file, ADDRESS.format(number=number, member=members[number]))
        change(file, CONSENT.format(member=members[number]))
    return commune


PLACE = (
    "INSERT INTO endpoints (id, channel, account, external_id, offered, wrong_codes, heard_at) "
    "VALUES ({number}, 'zalo_oa', '388613280', 'u{number}', '[]', 0, '{at}')"
)
ADDRESS = (
    "INSERT INTO addresses (member_id, endpoint_id, position, linked_at) "
    "VALUES ({member}, {number}, 1, '2026-11-01 00:00:00')"
)
CONSENT = (
    "INSERT INTO consents (member_id, channel, kind, text_version, given_at) "
    "VALUES ({member}, 'zalo_oa', 'tapped', 'v1', '2026-11-01 00:00:00')"
)


def test_without_networks_that_cost_everything_is_free(commune: Chibot) -> None:
    found = commune("plan", "bach-luu").json
    assert (found["cost"], found["unreached"], found["by_channel"]) == (0, found["people"], {})


def test_a_unit_is_told_for_nothing_for_money_and_by_template(zalo: Chibot) -> None:
    found = zalo("plan", "bach-luu").json
    assert found["by_channel"]["zalo_oa"] == {"people": 3, "free": 1, "paid": 1, "templates": 1, "sms": 0, "cost": 615}
    assert found["cost"] == 615
    assert found["unreached"] > 20


def test_people_read_it_in_a_table(zalo: Chibot) -> None:
    said = zalo("plan", "bach-luu", as_json=False).out
    assert "không nhắn được" in said
    assert "615" in said


def test_a_unit_that_is_not_there_is_refused(commune: Chibot) -> None:
    assert commune("plan", "khong-co").code == 1


def test_the_preview_of_a_call_says_what_it_costs(zalo: Chibot) -> None:
    """Whoever wrote lately will have been silent for more than a week when the invitations leave."""
    assert zalo(*CALL, "--dry-run").json["cost"] == 3 * 560
    said = zalo(*CALL, "--dry-run", as_json=False).out
    assert "Dự kiến hết 1.680 đồng (3 tin theo mẫu)." in said


TAKEN = (
    "INSERT INTO attempts (notice_id, endpoint_id, channel, begun_at, ended_at, outcome, cost) "
    "SELECT id, endpoint_id, channel, '2026-11-30 12:30:00', '2026-11-30 12:30:01', '{outcome}', 560 "
    "FROM notices WHERE endpoint_id = {number}"
)


def test_what_was_taken_has_cost_so_much(zalo: Chibot, tmp_path: Path) -> None:
    zalo(*CALL)
    assert [zalo(*line).json["cost"] for line in SHOWS] == [0, 0]
    for number, outcome in ((1, "accepted"), (2, "rejected"), (3, "accepted")):
        change(tmp_path / ".chibot" / "chibot.db", TAKEN.format(number=number, outcome=outcome))
    assert [zalo(*line).json["cost"] for line in SHOWS] == [1120, 1120]
    for line in SHOWS:
        assert "chi phí 1.120 đồng" in zalo(*line, as_json=False).out


SHOWS = (("progress", 1), ("ledger", "--meeting", 1))
