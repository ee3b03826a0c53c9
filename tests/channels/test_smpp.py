"""Sending over a line to a carrier, against smpp34's server."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from structlog.testing import capture_logs

from bot.messages import Accepted, AddressDead, Arrival, ChannelDown, Receipt, Rejected, Scope, Unknown, Wait
from tests.channels.smpp_opened import LAN, opened, receipts, said_to, sms, texts
from tests.fakes.smpp import DELIVER, SUBMIT, SUBMIT_ANSWER, FakeCarrier

THROTTLED, QUEUE_FULL, REFUSED, SENDER_UNKNOWN, WRONG_PASSWORD = 0x58, 0x14, 0x08, 0x0A, 0x0E
LONG = "Kính mời đồng chí dự họp chi bộ. " * 10


@pytest.fixture
async def carrier() -> AsyncIterator[FakeCarrier]:
    async with FakeCarrier() as carrier:
        yield carrier


# Parts


async def test_a_short_text_is_one_part_without_a_header(carrier: FakeCarrier) -> None:
    async with opened(carrier, marks=True) as channel:
        assert await said_to(channel, "Moi hop thu Sau {€}") == Accepted("001a2b01")
    (part,) = carrier.taken
    assert (part.phone, part.sender, part.esm_class, part.coding, part.wants_receipt) == (LAN, "8049", 0, 0, True)
    assert part.octets == b"Moi hop thu Sau \x1b(\x1be\x1b)"


async def test_160_letters_that_count_two_each_are_cut_by_octets(carrier: FakeCarrier) -> None:
    async with opened(carrier, marks=True) as channel:
        await said_to(channel, "{" * 160)
    assert [len(part.octets) for part in carrier.taken] == [6 + 152, 6 + 152, 6 + 16]
    assert carrier.phone(LAN).received == ["{" * 160]


async def test_a_long_text_arrives_whole_in_parts_that_say_which_they_are(carrier: FakeCarrier) -> None:
    async with opened(carrier, marks=True, max_parts=10) as channel:
        text = "Đồng chí Nguyễn Thị Hồng 🙂 " * 15
        assert await said_to(channel, text) == Accepted(f"{0x1A2B00 + len(carrier.taken):08x}")
    assert {(part.esm_class, part.coding) for part in carrier.taken} == {(0x40, 8)}
    assert all(len(part.octets) <= 140 for part in carrier.taken)
    assert carrier.phone(LAN).received == [text]


async def test_a_try_that_is_made_again_joins_the_parts_that_are_there(carrier: FakeCarrier) -> None:
    async with opened(carrier) as channel:
        for _ in range(2):
            await said_to(channel, LONG)
    assert len({part.octets for part in carrier.taken}) == len(carrier.taken) / 2


async def test_no_more_parts_are_under_way_than_the_carrier_allows(carrier: FakeCarrier) -> None:
    async with opened(carrier, window=3) as channel:
        await asyncio.gather(*(said_to(channel, "Mời họp", key=f"a{number}-1") for number in range(30)))
    assert len(carrier.taken) == 30
    assert carrier.most_at_once <= 3
    assert carrier.binds == 1


# What the carrier says to it


@pytest.mark.parametrize("status", [THROTTLED, QUEUE_FULL])
async def test_haste_makes_the_channel_wait(carrier: FakeCarrier, status: int) -> None:
    carrier.answers.append(status)
    async with opened(carrier) as channel:
        assert await said_to(channel, LONG) == Wait(5.0, Scope.CHANNEL)
        assert carrier.taken == []


async def test_haste_in_the_middle_of_a_message_offers_the_part_again(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.sms.smpp.PART_AGAIN", (0.01, 0.02))
    carrier.answers.extend([0, THROTTLED, THROTTLED, 0, THROTTLED])
    async with opened(carrier) as channel:
        assert isinstance(await said_to(channel, LONG), Accepted)
        carrier.answers.extend([0, *[THROTTLED] * 3])
        assert isinstance(await said_to(channel, LONG, key="a2-1"), Unknown)
    assert carrier.phone(LAN).received == [("Kinh moi dong chi du hop chi bo. " * 10).strip()]


async def test_a_status_of_the_carrier_s_own_refuses_the_message_and_nothing_else(carrier: FakeCarrier) -> None:
    carrier.answers.append(REFUSED)
    carrier.its_own = 0x0500
    async with opened(carrier) as channel:
        assert await said_to(channel, "Mời họp") == Rejected("smpp 0x500")
        assert isinstance(await said_to(channel, "Mời họp"), Accepted)
    assert carrier.binds == 1


async def test_a_number_that_is_nobody_s_is_a_dead_address(carrier: FakeCarrier) -> None:
    carrier.no_such_number.add(LAN)
    async with opened(carrier) as channel:
        assert await said_to(channel, "Mời họp") == AddressDead("phone_invalid")


async def test_a_sender_that_is_not_registered_needs_a_person(carrier: FakeCarrier) -> None:
    carrier.answers.append(SENDER_UNKNOWN)
    async with opened(carrier) as channel:
        assert await said_to(channel, "Mời họp") == ChannelDown("smpp RINVSRCADR", needs_human=True)


# The line


async def test_where_nobody_is_nothing_was_taken(carrier: FakeCarrier) -> None:
    async with opened(carrier, port=9) as channel:
        outcome = await said_to(channel, "Mời họp")
        assert isinstance(outcome, ChannelDown)
        assert not outcome.needs_human
        with pytest.raises(OSError, match="cannot be reached"):
            await channel.poll(None)
        with pytest.raises(OSError, match="cannot be reached"):
            await channel.introduce()


async def test_a_wrong_password_needs_a_person_is_not_tried_in_haste_and_in_no_text(carrier: FakeCarrier) -> None:
    carrier.bind_status = WRONG_PASSWORD
    async with opened(carrier) as channel:
        outcomes = await asyncio.gather(*(said_to(channel, "Mời họp", key=f"a{one}") for one in range(20)))
        assert {outcome == ChannelDown("The carrier does not let us in (RINVPASWD)", True) for outcome in outcomes} == {
            True
        }
        assert len(carrier.passed) == 1
        with pytest.raises(OSError, match="does not let us in") as raised:
            await channel.poll(None)
        assert "s3cret" not in f"{raised.value!r} {channel!r} {channel.gateway!r}"


async def test_who_demands_privacy_tells_no_password_to_a_carrier_without(carrier: FakeCarrier) -> None:
    async with opened(carrier, tls=True) as channel:
        outcome = await said_to(channel, "Mời họp")
        assert isinstance(outcome, ChannelDown)
        assert "cannot be reached" in outcome.reason
    assert carrier.passed == []


@pytest.mark.parametrize(("lost", "taken"), [(SUBMIT, 0), (SUBMIT_ANSWER, 1)])
async def test_a_cut_before_the_answer_leaves_it_unknown_and_the_next_one_opens_a_line(
    carrier: FakeCarrier, lost: int, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.sms.smpp.SHORT_LIFE", 0.0)
    async with opened(carrier) as channel:
        carrier.loses = {lost}
        assert isinstance(await said_to(channel, "Mời họp"), Unknown)
        assert len(carrier.taken) == taken
        carrier.loses = set()
        assert isinstance(await said_to(channel, "Mời họp"), Accepted)
        assert carrier.binds == 2


async def test_a_cut_between_two_parts_leaves_it_unknown(carrier: FakeCarrier) -> None:
    carrier.plan = "none"
    async with opened(carrier) as channel:
        sending = asyncio.create_task(said_to(channel, LONG))
        await carrier.wait_for(lambda: carrier.taken)
        carrier.cut()
        assert isinstance(await sending, Unknown)
        assert len(carrier.taken) < 3


async def test_a_carrier_that_says_nothing_leaves_it_unknown(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.sms.smpp_line.ANSWER_SECONDS", 0.2)
    carrier.silent = True
    async with opened(carrier) as channel:
        assert await said_to(channel, "Mời họp") == Unknown("The carrier did not answer in time")


async def test_a_line_that_breaks_again_and_again_is_opened_less_and_less_often(carrier: FakeCarrier) -> None:
    carrier.loses = {SUBMIT}
    async with opened(carrier) as channel:
        outcomes = [await said_to(channel, "Mời họp", key=f"a{one}") for one in range(10)]
        assert isinstance(outcomes[0], Unknown)
        assert outcomes[1:] == [ChannelDown("The carrier hangs up again and again", needs_human=False)] * 9
        assert carrier.passed.count(0x09) == 1
        await asyncio.sleep(0.6)
        assert isinstance(await said_to(channel, "Mời họp"), Unknown)


async def test_a_line_on_which_nobody_answers_is_given_up(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in {"QUIET": 0.1, "LOOK_EVERY": 0.05, "CONNECT_SECONDS": 0.3}.items():
        monkeypatch.setattr(f"bot.channels.sms.smpp_line.{name}", seconds)
    async with opened(carrier) as channel:
        await said_to(channel, "Mời họp")
        await carrier.wait_for(lambda: 0x15 in carrier.passed)
        assert carrier.bound
        carrier.loses = {0x80000015}
        await carrier.wait_for(lambda: not carrier.bound)


async def test_a_line_to_which_nobody_listens_any_more_is_given_up(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the carrier would bring answers to a process that has lost its lease."""
    monkeypatch.setattr("bot.channels.sms.smpp_line.LOOK_EVERY", 0.05)
    monkeypatch.setattr("bot.channels.sms.smpp.DEAF_AFTER", 0.2)
    async with opened(carrier) as channel:
        await said_to(channel, "Mời họp")
        await carrier.wait_for(lambda: not carrier.bound)
        await carrier.phone(LAN).writes("2 om")
        assert "2 om" in await texts(channel, 2)
        assert carrier.binds == 2


async def test_it_says_goodbye(carrier: FakeCarrier) -> None:
    async with opened(carrier) as channel:
        await said_to(channel, "Mời họp")
    assert 0x06 in carrier.passed


# Receipts


@pytest.mark.parametrize("early", [False, True])
@pytest.mark.parametrize("twice", [False, True])
async def test_a_message_of_one_part_is_reported_whatever_comes_first(
    carrier: FakeCarrier, early: bool, twice: bool
) -> None:
    carrier.early, carrier.twice = early, twice
    async with opened(carrier) as channel:
        assert await said_to(channel, "Mời họp") == Accepted("001a2b01")
        assert set(await receipts(channel, 1)) == {Receipt(Arrival.DELIVERED, "001a2b01")}


@pytest.mark.parametrize("early", [False, True])
@pytest.mark.parametrize("twice", [False, True])
async def test_a_message_of_several_is_delivered_once_all_its_parts_are(
    carrier: FakeCarrier, early: bool, twice: bool
) -> None:
    carrier.early, carrier.twice = early, twice
    async with opened(carrier) as channel:
        assert await said_to(channel, LONG) == Accepted("001a2b03")
        assert await receipts(channel, 1) == [Receipt(Arrival.DELIVERED, "001a2b03")]


async def test_the_parts_may_be_delivered_in_any_order_and_late(carrier: FakeCarrier) -> None:
    carrier.plan = "held"
    async with opened(carrier) as channel:
        await said_to(channel, LONG)
        for number in (2, 0, 0):
            await carrier.reports(carrier.taken[number], "delivered")
        await carrier.phone(LAN).writes("1")
        assert await texts(channel, 1) == ["1"]
        await carrier.reports(carrier.taken[1], "delivered")
        assert await receipts(channel, 1) == [Receipt(Arrival.DELIVERED, "001a2b03")]


async def test_one_part_that_fails_is_a_message_that_failed_once(carrier: FakeCarrier) -> None:
    carrier.plan = "held"
    async with opened(carrier) as channel:
        await said_to(channel, LONG)
        for number, plan in ((0, "delivered"), (1, "failed"), (2, "failed")):
            await carrier.reports(carrier.taken[number], plan)  # type: ignore[arg-type] # one of its plans
        assert await receipts(channel, 1) == [Receipt(Arrival.FAILED, "001a2b03", reason="smpp UNDELIV 00A")]
        await carrier.phone(LAN).writes("1")
        assert await texts(channel, 1) == ["1"]


async def test_receipts_in_options_of_no_message_of_ours_and_on_their_way(carrier: FakeCarrier) -> None:
    import smpp34  # noqa: PLC0415 - for this one

    carrier.plan = "none"
    async with opened(carrier) as channel:
        await said_to(channel, "Mời họp")
        await carrier.brings_receipt(LAN, b"id:7 stat:ACCEPTD err:000")
        await carrier.brings_receipt(LAN, b"id:8 stat:UNKNOWN")
        await carrier.brings_receipt(LAN, b"nothing that we know")
        options = [smpp34.Tlv(0x001E, b"001a2b01\0"), smpp34.Tlv(0x0427, b"\x05"), smpp34.Tlv(0x1403, b"\1\2\3")]
        await carrier.brings_receipt(LAN, b"", options)
        assert await receipts(channel, 1) == [Receipt(Arrival.FAILED, "001a2b01", reason="smpp UNDELIV")]


@pytest.mark.parametrize(
    ("ids", "written"), [("hex_as_decimal", str(0x1A2B01)), ("same", "001a2b01"), ("decimal_as_hex", None)]
)
async def test_an_id_that_is_written_otherwise_in_receipts_is_known(
    carrier: FakeCarrier, ids: str, written: str | None
) -> None:
    carrier.plan = "none"
    async with opened(carrier, receipt_ids=ids) as channel:
        outcome = await said_to(channel, "Mời họp")
        assert isinstance(outcome, Accepted)
        if written is not None:
            await carrier.brings_receipt(LAN, f"id:{written} stat:DELIVRD".encode())
            assert await receipts(channel, 1) == [Receipt(Arrival.DELIVERED, outcome.external_id)]


# Settings


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"host": "smsc.example.vn"}, "insecure = true"),
        ({"password": SecretStr("123456789")}, "1 to 8"),
        ({"sender": ""}, "sender"),
        ({"window": 0}, "window"),
    ],
)
def test_a_wrong_setting_says_what_to_write(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        FakeCarrier(port=2775).settings(**wrong)


@pytest.mark.parametrize("right", [{"tls": True}, {"insecure": True}])
def test_a_carrier_elsewhere_is_reached_privately_or_on_purpose(right: dict[str, Any]) -> None:
    assert sms(FakeCarrier(port=2775).settings(host="smsc.example.vn", **right)).capabilities.one_line


async def test_no_log_has_phone_text_or_secret(carrier: FakeCarrier, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    carrier.answers.extend([0, REFUSED])
    with capture_logs() as logs:
        async with opened(carrier) as channel:
            for key in ("a1", "a2"):
                await said_to(channel, "Bí mật nhỏ", key=key)
            carrier.loses = {SUBMIT}
            await said_to(channel, "Bí mật nhỏ", key="a3")
            await said_to(channel, "Bí mật nhỏ", key="a4")
    written = json.dumps(logs) + caplog.text
    assert not [one for one in (LAN, "Bi mat", "s3cret") if one in written]
    assert DELIVER in carrier.passed or carrier.taken
