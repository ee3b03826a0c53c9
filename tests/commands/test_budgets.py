"""A month's money for SMS, from the command line: set, spent, shown."""

from pathlib import Path

import pytest

from tests.commands.conftest import Chibot
from tests.commands.test_commands import CELL
from tests.commands.test_progress import change

ESMS = {
    "PUBLIC_URL": "https://chibot.example.vn",
    "SMS__ESMS__PRESET": "esms",
    "SMS__ESMS__SENDER": "CHIBOXA",
    "SMS__ESMS__PRICE": "850",
    "SMS__ESMS__SECRETS__API_KEY": "k",
    "SMS__ESMS__SECRETS__SECRET_KEY": "s",
    "SMS__ESMS__URL": "http://127.0.0.1:9/send",
    "SMS__ESMS__BALANCE__URL": "http://127.0.0.1:9/balance",
}
NOTICE = (
    "INSERT INTO notices (id, about, step, round, revision, urgency, not_before, state, attempts) "
    "VALUES (900, 'inbox:1', 'reply', 1, 1, 0, datetime('now'), 'sent', 1)"
)
PLACE = (
    "INSERT INTO endpoints (id, channel, account, external_id, offered, wrong_codes) "
    "VALUES (900, 'sms_esms', 'esms', '84912345678', '[]', 0)"
)
ATTEMPT = (
    "INSERT INTO attempts (notice_id, endpoint_id, channel, begun_at, ended_at, outcome, cost, unit_id) "
    "SELECT 900, 900, 'sms_esms', datetime('now'), datetime('now'), 'accepted', 900, id "
    "FROM units WHERE code = '{cell}'"
)


@pytest.fixture
def paying(commune: Chibot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Chibot:
    """The commune has 1,000 đồng a month, of which a cell has spent 900."""
    for name, value in ESMS.items():
        monkeypatch.setenv(f"CHIBOT_{name}", value)
    assert commune("set", "--unit", "bach-luu", "sms_budget", "1.000").code == 0
    for line in (NOTICE, PLACE, ATTEMPT):
        change(tmp_path / ".chibot" / "chibot.db", line.format(cell=CELL))
    return commune


def test_progress_says_what_is_used(paying: Chibot) -> None:
    assert paying("progress").json["sms_budgets"] == [{"unit": "bach-luu", "used": 900, "most": 1000}]


def test_doctor_says_it_too_and_is_well_until_it_is_used_up(paying: Chibot) -> None:
    def check() -> tuple[bool, str]:
        checks = {one["name"]: one for one in paying("doctor").json["checks"]}
        return checks["sms_budget bach-luu"]["ok"], checks["sms_budget bach-luu"]["text"]

    assert check() == (True, "Ngân sách SMS tháng này của Đảng ủy xã Bạch Lưu: đã dùng 900/1.000 đồng.")
    paying("set", "--unit", "bach-luu", "sms_budget", "900")
    assert check()[0] is False


def test_what_is_no_amount_is_refused_with_an_example(paying: Chibot) -> None:
    refused = paying("set", "--unit", "bach-luu", "sms_budget", "nhiều", as_json=False)
    assert refused.code == 1
    assert "500000" in refused.err + refused.out
