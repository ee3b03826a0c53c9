"""`chibot sms` and what `doctor` says of the gateways, against companies over real HTTP."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.commands.conftest import Chibot
from tests.commands.test_zalo import beside
from tests.fakes.sms_http import FakeCompany, FakeESms, FakeVietGuys


def switched_on(monkeypatch: pytest.MonkeyPatch, **gateways: FakeCompany) -> None:
    monkeypatch.setenv("CHIBOT_PUBLIC_URL", "https://chibot.example.vn")
    monkeypatch.setenv("CHIBOT_SMS", json.dumps({name: company.written() for name, company in gateways.items()}))


@pytest.fixture
def esms(chibot: Chibot, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeESms]:
    """Switched on; the commands forget the address of every test."""
    with beside(FakeESms) as company:
        switched_on(monkeypatch, esms=company)
        yield company


def check(chibot: Chibot, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in chibot("doctor").json["checks"] if one["name"] == name)
    return found


def test_without_a_gateway_it_says_where_to_read(chibot: Chibot) -> None:
    assert chibot("sms").json == []
    assert "docs/channels/sms.md" in chibot("sms", as_json=False).out
    assert "docs/channels/sms.md" in chibot("sms", "esms").err


def test_it_lists_the_gateways_and_what_is_left(chibot: Chibot, esms: FakeESms) -> None:
    (one,) = chibot("sms").json
    assert (one["name"], one["kind"], one["two_way"], one["balance"], one["trouble"]) == (
        "esms",
        "esms",
        False,
        1e6,
        None,
    )
    assert "1.000.000 đồng" in chibot("sms", as_json=False).out


def test_with_a_name_it_shows_the_address_for_the_vendor_and_no_secret(chibot: Chibot, esms: FakeESms) -> None:
    out = chibot("sms", "esms", as_json=False).out
    hook = chibot("sms", "esms").json["hook"]
    assert hook.startswith("https://chibot.example.vn/hooks/sms/esms/")
    assert hook in out.replace("\n", "")
    assert not [secret for secret in esms.secrets.values() if secret in out]
    assert "esms" in chibot("sms", "other").err


def test_a_message_to_try_it_is_shown_with_its_price_before_it_is_sent(chibot: Chibot, esms: FakeESms) -> None:
    shown = chibot("sms", "esms", "--try", "0912 345 678", as_json=False).out
    assert "1 tin, 800 đồng" in shown
    assert "--send" in shown
    assert esms.sent == []
    tried = chibot("sms", "--try", "0912345678", "--send").json
    assert (tried["outcome"], tried["parts"], tried["cost"]) == ("accepted", 1, 800)
    assert [(one.phone, one.text) for one in esms.sent] == [("84912345678", tried["text"])]


def test_what_cannot_be_tried_is_said(chibot: Chibot, esms: FakeESms, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Số điện thoại không đúng" in chibot("sms", "--try", "8041").err
    esms.money = 10
    assert "không dùng được: sms103" in chibot("sms", "--try", "0912345678", "--send", as_json=False).out
    with beside(FakeVietGuys) as other:
        switched_on(monkeypatch, esms=esms, vietguys=other)
        assert "ghi tên cổng" in chibot("sms", "--try", "0912345678").err


def test_doctor_asks_every_gateway(chibot: Chibot, esms: FakeESms, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(chibot, "sms_esms")["ok"]
    esms.money = 100
    assert "hết tiền" in check(chibot, "sms_esms")["text"]
    monkeypatch.setenv("CHIBOT_SMS__ESMS__SECRETS__API_KEY", "wrong")
    found = check(chibot, "sms_esms")
    assert not found["ok"]
    assert "sms101" in found["text"]
