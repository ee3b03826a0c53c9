"""What is written of a phone of ours and of a line to a carrier, and one clear sentence for what is wrong."""

from pathlib import Path

import pytest

from bot.config import Settings, WrongSettings, read_settings
from bot.gateways import open_gateway, sms_hook
from bot.sms_phone_settings import Smpp, SmsGate
from bot.tariffs import tariffs_of

PHONE = """
[sms.phone]
kind = "smsgate"
url = "https://sms.example.vn/3rdparty/v1"
user = "KHU6BI"
password = "phone-Pass_1"
"""
LINE = """
[sms.line]
kind = "smpp"
host = "smsc.example.vn"
tls = true
user = "chibo"
password = "s3cretpw"
sender = "8049"
two_way = true
"""


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(toml: str) -> Settings:
    Path("chibot.toml").write_text(toml, encoding="utf-8")
    return read_settings()


def test_both_are_opened_as_they_are_written() -> None:
    settings = written(PHONE + LINE)
    assert settings.accounts == {"sms_phone": "phone", "sms_line": "line"}
    assert isinstance(settings.sms["phone"], SmsGate)
    assert isinstance(settings.sms["line"], Smpp)
    phone, line = open_gateway(settings, "phone"), open_gateway(settings, "line")
    assert (phone.capabilities.inbound, phone.capabilities.knows_keys, phone.capabilities.one_line) == (
        False,
        True,
        False,
    )
    assert (line.capabilities.inbound, line.capabilities.knows_keys, line.capabilities.one_line) == (True, False, True)
    assert line.hook is None
    assert not [one for one in ("phone-Pass_1", "s3cretpw") if one in f"{settings!r} {phone!r} {line!r}"]
    assert {"sms_phone", "sms_line"} <= tariffs_of(settings).keys()


def test_a_phone_that_answers_is_told_where_we_are(monkeypatch: pytest.MonkeyPatch) -> None:
    two_way = PHONE + 'two_way = true\nsigning_key = "abcd1234"\n'
    with pytest.raises(WrongSettings, match="PUBLIC_URL"):
        written(two_way)
    monkeypatch.setenv("CHIBOT_PUBLIC_URL", "https://chibot.example.vn")
    settings = written(two_way)
    hook = sms_hook(settings, "phone") or ""
    assert hook.startswith("https://chibot.example.vn/hooks/sms/phone/")
    assert hook.endswith(f"/{open_gateway(settings, 'phone').hook}".rpartition("/")[2])


def test_a_secret_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIBOT_SMS__LINE__PASSWORD", "other123")
    line = written(LINE.replace('password = "s3cretpw"\n', "")).sms["line"]
    assert isinstance(line, Smpp)
    assert line.password.get_secret_value() == "other123"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (LINE.replace("tls = true", ""), "insecure = true"),
        (LINE.replace("s3cretpw", "a-long-password"), "1 to 8"),
        (PHONE.replace("https", "http"), "insecure = true"),
        (PHONE + "two_way = true", "signing_key"),
        (PHONE.replace("smsgate", "android"), "http, smsgate, smpp"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_without_secrets(wrong: str, says: str) -> None:
    with pytest.raises(WrongSettings, match=says) as raised:
        written(wrong)
    assert not [one for one in ("phone-Pass_1", "s3cretpw", "a-long-password") if one in str(raised.value)]
