"""A phone of our own as gateway, against a fake of the app over real HTTP."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from structlog.testing import capture_logs

from bot.channels.sms.channel import Sms, Terms
from bot.channels.sms.smsgate import SmsGateGateway
from bot.channels.sms.smsgate_events import seal
from bot.messages import (
    Accepted,
    AddressDead,
    Arrival,
    ChannelDown,
    Duplicate,
    Event,
    Incoming,
    Kind,
    Outcome,
    Receipt,
    Rejected,
    Reply,
    Scope,
    Unknown,
    Wait,
)
from bot.sms_phone_settings import SmsGate
from tests.fakes.smsgate import PASSWORD, FakeSmsGate
from tests.fakes.smsgate_events import Brought, sealed

HOOK = "https://chibot.example.vn/hooks/sms/phone/abc"
LAN = "84912345678"
LONG = "Kính mời đồng chí dự họp chi bộ. " * 10
KNOWN = (
    b'{"deviceId":"d1","event":"sms:received","id":"Ey6","payload":{"messageId":"abc123","message":"2 om",'
    b'"sender":"+84912345678","recipient":null,"simNumber":1,"receivedAt":"2026-11-21T09:00:00.000+07:00"},'
    b'"webhookId":"W1"}'
)


def sms(terms: SmsGate) -> Sms:
    told = Terms(terms.two_way, marks=terms.marks, knows_keys=terms.idempotent, abroad=terms.goes_abroad)
    return Sms("phone", SmsGateGateway(terms), told, hook_key="abc")


@pytest.fixture
async def gate() -> AsyncIterator[FakeSmsGate]:
    async with FakeSmsGate() as gate:
        yield gate


@pytest.fixture
async def channel(gate: FakeSmsGate) -> AsyncIterator[Sms]:
    channel = sms(gate.settings())
    yield channel
    await channel.close()


async def said_to(channel: Sms, text: str, key: str = "a1-6921", phone: str = LAN) -> Outcome:
    return await channel.send(phone, Reply(text, attempt_key=key))


def heard(channel: Sms, brought: Brought, **headers: str) -> list[tuple[Event, Incoming | None]] | None:
    bodies = channel.brought(brought.request(**headers))
    if bodies is None:
        return None
    events = [event for body in bodies if (event := channel.event(body))]
    return [(event, channel.read(event.body)) for event in events]


def receipts(channel: Sms, gate: FakeSmsGate) -> list[Receipt]:
    """All that the phone's events say of our messages, each once."""
    found = [one for brought in gate.events for one in heard(channel, brought) or []]
    said = {event.event_id: said.receipts for event, said in found if said}
    return [receipt for receipts in said.values() for receipt in receipts]


# Sending


async def test_a_message_goes_under_our_key_to_the_whole_number(gate: FakeSmsGate, channel: Sms) -> None:
    assert await said_to(channel, "Mời họp: “thứ Sáu”") == Accepted("a1-6921")
    (one,) = gate.messages.values()
    assert (one.id, one.phone, one.text, one.sim) == ("a1-6921", LAN, 'Moi hop: "thu Sau"', 1)
    await gate.wait_for(lambda: gate.phone(LAN).received)


async def test_the_same_key_again_is_known_and_leaves_once(gate: FakeSmsGate, channel: Sms) -> None:
    await said_to(channel, "Mời họp")
    assert await said_to(channel, "Mời họp") == Duplicate("a1-6921")
    gate.knows_conflict = False
    assert await said_to(channel, "Mời họp") == Accepted("a1-6921")
    assert len(gate.messages) == 1


@pytest.mark.parametrize("fault", ["lose", "ail"])
async def test_a_lost_answer_is_settled_by_asking_whether_it_is_there(
    gate: FakeSmsGate, channel: Sms, fault: Any
) -> None:
    gate.faults.append(fault)
    assert await said_to(channel, "Mời họp") == Accepted("a1-6921")
    assert gate.calls == ["POST /messages", "GET /messages/a1-6921"]


@pytest.mark.parametrize("fault", ["drop", "swallow"])
async def test_what_is_not_there_stays_unknown_and_may_be_asked_again(
    gate: FakeSmsGate, channel: Sms, fault: Any
) -> None:
    gate.faults.append(fault)
    assert isinstance(await said_to(channel, "Mời họp"), Unknown)
    assert channel.capabilities.knows_keys
    assert isinstance(await said_to(channel, "Mời họp"), Accepted)
    assert len(gate.messages) == 1


async def test_a_lost_answer_of_a_message_that_failed_meanwhile_is_a_refusal(gate: FakeSmsGate, channel: Sms) -> None:
    gate.phone(LAN).exists = False
    await said_to(channel, "Mời họp")
    await gate.wait_for(lambda: gate.events)
    gate.knows_conflict = False
    gate.faults.append("ail")
    outcome = await said_to(channel, "Mời họp")
    assert isinstance(outcome, Rejected)
    assert LAN not in outcome.reason


async def test_what_it_has_and_failed_to_send_meanwhile_is_no_duplicate(gate: FakeSmsGate, channel: Sms) -> None:
    gate.phone(LAN).exists = False
    await said_to(channel, "Mời họp")
    await gate.wait_for(lambda: gate.events)
    assert await said_to(channel, "Mời họp") == Rejected("phone: Invalid phone number …")


async def test_a_full_queue_makes_the_channel_wait(gate: FakeSmsGate, channel: Sms) -> None:
    gate.faults.append("full")
    assert await said_to(channel, "Mời họp") == Wait(60.0, Scope.CHANNEL)


async def test_a_wrong_password_needs_a_person_and_is_in_no_text(gate: FakeSmsGate) -> None:
    channel = sms(gate.settings(password=SecretStr("wr0ng-secret")))
    outcome = await said_to(channel, "Mời họp")
    assert isinstance(outcome, ChannelDown)
    assert outcome.needs_human
    with pytest.raises(OSError, match="refuses us") as raised:
        await channel.introduce()
    assert "wr0ng" not in f"{raised.value!r} {outcome} {channel!r} {channel.gateway!r}"
    await channel.close()


async def test_a_gateway_that_is_out_took_nothing(gate: FakeSmsGate) -> None:
    channel = sms(gate.settings(url="http://127.0.0.1:9"))
    outcome = await said_to(channel, "Mời họp")
    assert isinstance(outcome, ChannelDown)
    assert not outcome.needs_human
    await channel.close()


async def test_a_number_that_is_none_is_a_dead_address(channel: Sms) -> None:
    assert isinstance(await said_to(channel, "Mời họp", phone="8412"), AddressDead)


async def test_a_phone_that_is_off_gets_it_later(gate: FakeSmsGate, channel: Sms) -> None:
    lan = gate.phone(LAN)
    lan.is_off = True
    assert isinstance(await said_to(channel, "Mời họp"), Accepted)
    await gate.wait_for(lambda: gate.messages["a1-6921"].state == "Sent")
    assert receipts(channel, gate) == []
    lan.is_off = False
    await gate.wait_for(lambda: lan.received)
    assert receipts(channel, gate) == [Receipt(Arrival.DELIVERED, "a1-6921", "a1-6921")]


# Reports


async def test_a_message_of_several_parts_is_delivered_with_its_last(gate: FakeSmsGate, channel: Sms) -> None:
    assert await said_to(channel, LONG) == Accepted("a1-6921.3")
    await gate.wait_for(lambda: len(gate.events) == 4)
    _, *parts = gate.events
    found = [heard(channel, one) for one in (parts[0], parts[0], parts[1], parts[2])]
    assert found[:3] == [[], [], []]
    ((event, said),) = found[3] or []
    assert said
    assert said.receipts == (Receipt(Arrival.DELIVERED, "a1-6921.3", "a1-6921"),)
    assert heard(channel, parts[2]) == [(event, said)]


async def test_the_phone_s_own_count_of_parts_goes_before_ours(gate: FakeSmsGate, channel: Sms) -> None:
    about = {"messageId": "a1-6921.3", "phoneNumber": f"+{LAN}"}
    heard(channel, gate.emits("sms:sent", about | {"partsCount": 1}))
    assert len(heard(channel, gate.emits("sms:delivered", about)) or []) == 1


async def test_a_failure_is_told_without_anybody_s_number(gate: FakeSmsGate, channel: Sms) -> None:
    gate.phone(LAN).exists = False
    await said_to(channel, "Mời họp")
    await gate.wait_for(lambda: gate.events)
    (receipt,) = receipts(channel, gate)
    assert (receipt.arrival, receipt.attempt_key) == (Arrival.FAILED, "a1-6921")
    assert receipt.reason == "phone: Invalid phone number …"


# What people write


async def test_words_come_from_new_apps_and_old_ones(gate: FakeSmsGate, channel: Sms) -> None:
    lan = gate.phone(LAN)
    for brought in (lan.writes("2 om"), lan.writes("2 om", old_app=True)):
        ((event, said),) = heard(channel, brought) or []
        assert said
        assert (said.kind, said.address, said.text, event.address) == (Kind.TEXT, LAN, "2 om", LAN)
        assert event.words == ("2 om",)


async def test_each_message_of_a_batch_is_one_of_its_own(gate: FakeSmsGate, channel: Sms) -> None:
    messages = [gate.words(LAN, "1"), gate.words("84912345679", "2 om")]
    found = heard(channel, gate.emits("sms:batch:received", {"messages": messages}, "B7")) or []
    assert [said.text for _, said in found if said] == ["1", "2 om"]
    assert [event.event_id for event, _ in found] == ["w:B7.0", "w:B7.1"]


async def test_words_of_no_phone_and_other_events_say_nothing_to_us(gate: FakeSmsGate, channel: Sms) -> None:
    ((_, said),) = heard(channel, gate.emits("sms:received", gate.words("VIETTEL", "Quý khách…"))) or []
    assert said is None
    assert heard(channel, gate.emits("system:ping", {"health": {}})) == []
    assert heard(channel, gate.emits("app:started", {"simCards": []})) == []


# The seal


def test_the_known_answer_of_the_app_is_ours() -> None:
    assert seal("demo-key", KNOWN, "1763690400") == "05718402f83c7134b6884052d8d776ca0738471753d4c39f757808a7b34f22f1"


async def test_only_what_is_sealed_is_believed(gate: FakeSmsGate, channel: Sms) -> None:
    right = sealed(KNOWN)
    assert heard(channel, right)
    assert heard(channel, right, **{"x-signature": right.signature.upper()})
    for wrong in (
        {"x-signature": ""},
        {"x-signature": "0" * 64},
        {"x-signature": "é"},
        {"x-timestamp": ""},
        {"x-timestamp": "١٧٦٣٦٩٠٤٠٠"},
        {"x-timestamp": str(int(right.timestamp) + 1)},
    ):
        assert heard(channel, right, **wrong) is None
    assert heard(channel, sealed(KNOWN, key="another-key")) is None
    assert heard(channel, Brought(KNOWN + b" ", right.timestamp, right.signature)) is None


@pytest.mark.parametrize(("minutes", "is_believed"), [(-14, True), (14, True), (-16, False), (16, False)])
async def test_a_phone_s_clock_may_be_a_quarter_of_an_hour_wrong(
    gate: FakeSmsGate, channel: Sms, minutes: int, is_believed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.sms.smsgate.time.time", lambda: 1763690400.0)
    assert bool(heard(channel, sealed(KNOWN, at=1763690400 + minutes * 60))) == is_believed


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[" * 50_000, b"[]", b"{}", b'{"payload":7}', b'{"event":"sms:received","id":7}', b"\xff"]
)
async def test_sealed_nonsense_is_taken_and_left(channel: Sms, raw: bytes) -> None:
    assert heard(channel, sealed(raw)) == []


async def test_without_a_key_nothing_is_believed_and_nothing_registered(gate: FakeSmsGate) -> None:
    channel = sms(gate.settings(signing_key=None, two_way=False))
    await channel.listen_at(HOOK)
    assert gate.webhooks == {}
    assert heard(channel, sealed(KNOWN, key="")) is None
    await channel.close()


async def test_of_several_phones_on_a_server_only_ours_is_heard(gate: FakeSmsGate) -> None:
    channel = sms(gate.settings(device="d2"))
    assert heard(channel, gate.phone(LAN).writes("2 om")) == []
    await said_to(channel, "Mời họp")
    await channel.close()


# Where it brings them


async def test_webhooks_are_registered_once_each_and_former_ones_taken_away(gate: FakeSmsGate, channel: Sms) -> None:
    for url in (HOOK.replace("abc", "old"), "https://else.example.vn/hooks/sms/phone/abc"):
        gate.webhooks[url] = {"id": url, "url": url, "event": "sms:received", "deviceId": None}
    for _ in range(2):
        await channel.listen_at(HOOK)
    ours = [one["event"] for one in gate.webhooks.values() if one["url"] == HOOK]
    assert sorted(ours) == ["sms:delivered", "sms:failed", "sms:received", "sms:sent"]
    assert {one["url"] for one in gate.webhooks.values()} == {HOOK, "https://else.example.vn/hooks/sms/phone/abc"}


async def test_who_only_sends_does_not_ask_for_words(gate: FakeSmsGate) -> None:
    channel = sms(gate.settings(two_way=False))
    await channel.listen_at(HOOK)
    assert "sms:received" not in {one["event"] for one in gate.webhooks.values()}
    await channel.close()


# Settings


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"url": "http://192.168.1.20:8080"}, "insecure = true"),
        ({"url": "192.168.1.20"}, "whole address"),
        ({"signing_key": None}, "signing_key"),
        ({"password": SecretStr("")}, "missing"),
        ({"ttl": 0}, "greater than"),
        ({"sims": 1}, "Extra inputs"),
    ],
)
def test_a_wrong_setting_says_what_to_write(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        FakeSmsGate(base_url="http://127.0.0.1:1").settings(**wrong)


@pytest.mark.parametrize(
    ("url", "is_abroad"),
    [
        ("https://api.sms-gate.app/3rdparty/v1", True),
        ("https://sms-gate.app.example.vn/3rdparty/v1", False),
        ("https://sms.huyen.example.vn/3rdparty/v1", False),
    ],
)
def test_the_cloud_of_its_makers_is_abroad(url: str, is_abroad: bool) -> None:
    assert sms(FakeSmsGate().settings(url=url)).capabilities.abroad == is_abroad


async def test_no_log_has_phone_text_or_secret(gate: FakeSmsGate, channel: Sms) -> None:
    with capture_logs() as logs:
        for fault in ("lose", "drop", "full", "swallow"):
            gate.faults.append(fault)
            await said_to(channel, "Bí mật nhỏ", key=f"a-{fault}")
        await channel.listen_at(HOOK)
    written = json.dumps(logs)
    assert not [one for one in (LAN, "Bi mat", PASSWORD, "demo-key") if one in written]
