"""What an Official Account's webhook brings is believed by its signature, and by nothing else."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.channels.zalo_oa_seals import Guard, Seal
from bot.messages import HookRequest
from bot.network_settings import ZaloOA as Account

RAW = (
    '{"app_id":"431287","event_name":"user_send_text","oa_id":"388613280","sender":{"id":"2468458"},'
    '"recipient":{"id":"388613280"},"message":{"text":"Vắng","msg_id":"96d3cdf3"},"timestamp":"1763700000000"}'
).encode()
KNOWN = "ec03b2235c7d34dd85780fa546dbab0c813d0da3ce571ade99dd78a663d02b9e"
THEN = datetime.fromtimestamp(1763700000, UTC)
BROUGHT = HookRequest("POST", {"x-zevent-signature": f"mac={KNOWN}"}, {}, RAW)
SEAL = Seal("appSecret")


def guard(at: datetime = THEN, **more: Any) -> Guard:
    given = {"app_id": "431287", "oa_id": "388613280", "app_secret": SecretStr("appSecretDemo")}
    given |= {"webhook_secret": SecretStr("oaSecretKeyDemo")}
    return Guard(Account(**(given | more)), lambda: at)


def test_the_known_answer_is_believed() -> None:
    body = guard().believed(BROUGHT)
    assert body
    assert body["message"]["text"] == "Vắng"


@pytest.mark.parametrize(
    "request_",
    [
        replace(BROUGHT, headers={}),
        replace(BROUGHT, headers={"x-zevent-signature": "mac="}),
        replace(BROUGHT, headers={"x-zevent-signature": "mac=ờ"}),
        replace(BROUGHT, headers={"x-zevent-signature": f"mac={KNOWN[:-1]}0"}),
        replace(BROUGHT, raw=RAW.replace("Vắng".encode(), b"Co")),
        replace(BROUGHT, raw=RAW + b" "),
        replace(BROUGHT, raw=RAW.replace(b"1763700000000", b"1763700000001")),
        replace(BROUGHT, raw=b""),
        replace(BROUGHT, raw=b"[1]"),
        replace(BROUGHT, raw=b"[" * 100_000),
        replace(BROUGHT, raw=b"\xff"),
    ],
)
def test_anything_else_is_not(request_: HookRequest) -> None:
    assert guard().believed(request_) is None


def test_without_a_secret_nothing_is_believed() -> None:
    for secret in (None, SecretStr("")):
        assert guard(webhook_secret=secret).believed(BROUGHT) is None


@pytest.mark.parametrize(
    ("age", "is_believed"),
    [
        (timedelta(hours=2), True),
        (timedelta(hours=2, seconds=1), False),
        (timedelta(minutes=-15), True),
        (timedelta(minutes=-16), False),
        (timedelta(days=400), False),
    ],
)
def test_what_is_older_than_the_last_retry_is_not_believed(age: timedelta, is_believed: bool) -> None:
    assert (guard(THEN + age).believed(BROUGHT) is not None) is is_believed


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"signed_over": "oa_id"}, "signed_over=app_id, key=webhook_secret"),
        (
            {"app_secret": SecretStr("oaSecretKeyDemo"), "webhook_secret": SecretStr("wrong")},
            "signed_over=app_id, key=app_secret",
        ),
        (
            {"app_id": "388613280", "oa_id": "431287"},
            "signed_over=oa_id, key=webhook_secret",
        ),
        ({"webhook_secret": SecretStr("wrong")}, None),
    ],
)
def test_the_log_says_which_way_of_signing_it_would_have_been(
    caplog: pytest.LogCaptureFixture, more: dict[str, Any], told: str | None
) -> None:
    assert guard(**more).believed(BROUGHT) is None
    (record,) = caplog.records
    assert (record.levelno, getattr(record, "would_match", "")) == (logging.WARNING, told)
    assert "SecretKeyDemo" not in str(record.__dict__)


def test_the_other_variant_is_believed_where_it_is_set() -> None:
    assert guard(app_id="388613280", oa_id="431287", signed_over="oa_id").believed(BROUGHT) is not None


# Our own marks


@given(st.text(min_size=1, max_size=20), st.text(max_size=60))
def test_a_press_says_what_was_offered_to_whom_it_was_offered(address: str, value: str) -> None:
    said = SEAL.button(address, value)
    assert said.startswith("#")
    assert SEAL.pressed(address, said) == value or value != value.strip()
    assert SEAL.pressed(f"{address}x", said) is None
    assert Seal("other").pressed(address, said) is None


@given(st.text(max_size=80))
def test_nobody_can_type_a_press(text: str) -> None:
    assert SEAL.pressed("2468458", text) is None
    assert SEAL.pressed("2468458", f"#answer:12:1:345:coming:{text}") is None


def test_values_and_addresses_do_not_run_into_each_other() -> None:
    assert SEAL.button("1", "2:a").rpartition(":")[2] != SEAL.button("12", ":a").rpartition(":")[2]


@given(
    st.integers(8400000000, 84999999999),
    st.none() | st.builds("answer:{}:{}:{}".format, st.integers(1, 10**9), st.integers(1, 99), st.integers(1, 10**9)),
)
def test_a_tracking_number_brings_back_the_phone_and_what_was_asked(phone: int, answers: str | None) -> None:
    tracking = SEAL.tracking(str(phone), answers)
    assert tracking
    assert len(tracking) <= 48
    assert tracking.isascii()
    assert SEAL.tracked(tracking) == (str(phone), answers)
    assert Seal("other").tracked(tracking) is None


@given(st.text(max_size=60))
def test_a_tracking_number_of_others_is_none_of_ours(text: str) -> None:
    assert SEAL.tracked(text) is None
