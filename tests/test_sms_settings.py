"""What is written of SMS gateways: presets, what goes before them, and one clear sentence for what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings, WrongSettings, read_settings
from bot.gateways import open_gateway, sms_hook
from bot.sms_http_settings import HttpSms, presets
from bot.sms_settings import hook_key
from tests.fakes.sms_http import COMPANIES

ESMS: dict[str, Any] = {"preset": "esms", "sender": "CHIBO", "secrets": {"api_key": "k1", "secret_key": "s1"}}


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHIBOT_PUBLIC_URL", "https://chibot.example.vn")


def test_five_companies_come_with_us() -> None:
    assert set(presets()) == set(COMPANIES) == {"esms", "speedsms", "vietguys", "viettel", "vnpt"}


def written(toml: str) -> Settings:
    Path("chibot.toml").write_text(toml, encoding="utf-8")
    return read_settings()


def test_a_few_lines_are_enough() -> None:
    settings = written(
        '[sms.esms]\npreset = "esms"\nsender = "CHIBO"\nprice = 850\nsecrets = { api_key = "k1", secret_key = "s1" }\n'
    )
    terms = settings.sms["esms"]
    assert (terms.sender, terms.price, terms.two_way, terms.idempotent) == ("CHIBO", 850, False, True)
    assert settings.accounts == {"sms_esms": "esms"}
    assert "k1" not in repr(settings)


def test_secrets_come_from_the_environment_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIBOT_SMS__ESMS__SECRETS__API_KEY", "k1")
    (Path.cwd() / "secret").write_text("s1\n", encoding="utf-8")
    monkeypatch.setenv("CHIBOT_SMS__ESMS__SECRETS__SECRET_KEY_FILE", "secret")
    monkeypatch.setenv("CHIBOT_SMS__ESMS__SECRETS__SECRET_KEY", "")
    monkeypatch.delenv("CHIBOT_SMS__ESMS__SECRETS__SECRET_KEY")  # remembered by now, and taken away after the test
    terms = written('[sms.esms]\npreset = "esms"\nsender = "CHIBO"\n').sms["esms"]
    assert sorted(terms.own_secrets()) == ["k1", "s1"]


def test_whatever_is_written_goes_before_the_preset() -> None:
    terms = HttpSms.model_validate(ESMS | {"body": {"SmsType": "8"}, "ok_when": {"in": ["0"]}, "rate": 2})
    assert isinstance(terms.body, dict)
    assert (terms.body["SmsType"], terms.body["Phone"], terms.rate) == ("8", "{phone_national}", 2.0)
    assert [(one.path, one.is_in) for one in terms.ok_when] == [("CodeResult", ["0"])]


def test_a_gateway_is_described_without_a_preset_too() -> None:
    terms = HttpSms.model_validate({
        "method": "GET", "url": "https://sms.example.vn/{secret:token}/send", "body_type": "query",
        "body": {"to": "{phone_international}", "text": "{text}"}, "ok_when": {"regex": "^OK"},
        "secrets": {"token": "t"},
    })  # fmt: skip
    assert not terms.needs_our_address


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"preset": "nobody"}, "CHIBOT_SMS__ONE: preset: write one of esms, speedsms, vietguys, viettel, vnpt"),
        ({"sender": ""}, "CHIBOT_SMS__ONE: sender: the name or number that people see is missing"),
        ({"secrets": {"api_key": "k1"}}, "CHIBOT_SMS__ONE: secrets.secret_key: it is missing"),
        ({"secrets": {"api_key": "", "secret_key": "s"}}, "CHIBOT_SMS__ONE: secrets.api_key: it is missing"),
        ({"two_way": True}, "CHIBOT_SMS__ONE: secrets.mo_key: it is missing"),
        ({"max_parts": 0}, "CHIBOT_SMS__ONE__MAX_PARTS: Input should be greater than or equal to 1"),
        ({"url": "esms.vn"}, "CHIBOT_SMS__ONE__URL: write a whole address, such as https://gateway.example.vn/send"),
        ({"url": "http://esms.vn/"}, "CHIBOT_SMS__ONE: http can be read by anybody on the way: write https, or "),
        ({"kind": "fax"}, "CHIBOT_SMS__ONE: kind: write one of http"),
        ({"body": {"Content": "{txet}"}}, "CHIBOT_SMS__ONE: {txet}: write one of attempt_key, callback_url, "),
        ({"headers": {"X": "{text}"}}, "CHIBOT_SMS__ONE: headers: {text} cannot stand there"),
        ({"ok_when": {"regex": "("}}, "REGEX: it is no regular expression"),
        ({"body_type": "xml"}, "CHIBOT_SMS__ONE: body: one text for body_type xml, a table of fields for the others"),
        ({"body_type": "xml", "body": "<a>{text}</b>"}, "CHIBOT_SMS__ONE: body: it is no XML"),
        ({"body_type": "form", "body": {"x": {"y": "z"}}}, "CHIBOT_SMS__ONE: body: a form has no tables within it"),
        ({"hook_secret": "short"}, "CHIBOT_SMS__ONE__HOOK_SECRET: at least 16 letters and digits"),
        ({"colour": "red"}, "CHIBOT_SMS__ONE__COLOUR: Extra inputs are not permitted"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(
    more: dict[str, Any], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIBOT_SMS", json.dumps({"one": ESMS | more}))
    with pytest.raises(WrongSettings) as told:
        read_settings()
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)
    assert not {"k1", "s1", "short"} & set(str(told.value).split())


@pytest.mark.parametrize("name", ["ESMS", "e-sms", "seventeen0letters", ""])
def test_a_gateways_name_is_short_and_plain(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIBOT_SMS", json.dumps({name: ESMS}))
    with pytest.raises(WrongSettings, match="a gateway's name is 1 to 16 small letters and digits"):
        read_settings()


def test_reports_need_our_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHIBOT_PUBLIC_URL")
    with pytest.raises(WrongSettings, match="the webhook needs the address under which SMS esms reaches us"):
        written('[sms.esms]\npreset = "esms"\nsender = "X"\nsecrets = { api_key = "k", secret_key = "s" }\n')


def settings_with(**more: Any) -> Settings:
    return Settings(sms={"esms": HttpSms.model_validate(ESMS | more)}, _env_file=None)


def test_nobody_guesses_where_a_gateway_brings_its_reports() -> None:
    settings = settings_with()
    key = hook_key("esms", settings.sms["esms"])
    assert sms_hook(settings, "esms") == f"https://chibot.example.vn/hooks/sms/esms/{key}"
    assert open_gateway(settings, "esms").hook == f"sms/esms/{key}"
    assert len(key) == 40
    others: list[dict[str, Any]] = [
        {"secrets": {"api_key": "k1", "secret_key": "s2"}},
        {"hook_secret": "0123456789abcdef"},
    ]
    assert (
        len({key, hook_key("other", settings.sms["esms"]), *(sms_hook(settings_with(**o), "esms") for o in others)})
        == 4
    )
