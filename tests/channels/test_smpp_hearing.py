"""Hearing over a line to a carrier, against smpp34's server."""

from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import smpp34
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms import smpp_words
from bot.channels.sms.smpp_pdus import Delivered, Pdu, delivered
from bot.channels.sms.smpp_receipts import receipt_of
from bot.channels.sms.smpp_words import Joiner
from bot.messages import Kind, Polled
from tests.channels.smpp_opened import LAN, heard, keeps, opened, said_to, texts
from tests.fakes.smpp import DELIVER_ANSWER, FakeCarrier
from tests.fakes.smpp_texts import Cut, Words, cut_up

ANSWER = "Vắng vì ốm"
LONG = "Báo cáo đồng chí bí thư, tôi xin vắng vì con ốm 🙂, phải đưa cháu lên bệnh viện tỉnh. " * 3


@pytest.fixture
async def carrier() -> AsyncIterator[FakeCarrier]:
    async with FakeCarrier() as carrier:
        yield carrier


@pytest.mark.parametrize("text", ["2 om", ANSWER, "€{}[~]|", "1"])
async def test_words_arrive_in_either_alphabet(carrier: FakeCarrier, text: str) -> None:
    async with opened(carrier) as channel:
        await carrier.phone(LAN).writes(text)
        ((event, said),) = await heard(channel, 1)
        assert (said.kind, said.address, said.text, event.words) == (Kind.TEXT, LAN, text, (text,))
        await carrier.wait_for(lambda: carrier.words[0].is_acknowledged)


@pytest.mark.parametrize("cut", ["header8", "header16", "options", "payload"])
@pytest.mark.parametrize("text", [LONG, "xin phep vang mat {vi ly do suc khoe} " * 8])
async def test_long_words_are_joined_however_they_were_cut(carrier: FakeCarrier, text: str, cut: Cut) -> None:
    async with opened(carrier) as channel:
        await carrier.phone(LAN).writes(text, cut)
        assert await texts(channel, 1) == [text]
        await carrier.wait_for(lambda: all(one.is_acknowledged for one in carrier.words))


async def test_two_who_write_at_once_are_not_mixed_up(carrier: FakeCarrier) -> None:
    async with opened(carrier) as channel:
        for phone, text in ((LAN, LONG), ("84912345679", LONG.upper())):
            await carrier.phone(phone).writes(text)
        said = {said.address: said.text for _, said in await heard(channel, 2)}
    assert said == {LAN: LONG, "84912345679": LONG.upper()}


async def test_a_carrier_is_told_only_once_it_is_kept(carrier: FakeCarrier) -> None:
    async with opened(carrier) as channel:
        await carrier.phone(LAN).writes("2 om")
        first = await channel.poll(None)
        again = await channel.poll(None)
        assert [one.event_id for one in first.events] == [one.event_id for one in again.events]
        assert DELIVER_ANSWER not in carrier.passed
        await keeps(channel, first)
        await carrier.wait_for(lambda: DELIVER_ANSWER in carrier.passed)


async def test_what_comes_again_after_a_cut_is_the_same_event(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.sms.smpp.SHORT_LIFE", 0.0)
    async with opened(carrier) as channel:
        await carrier.phone(LAN).writes("2 om")
        first = await channel.poll(None)
        carrier.cut()
        await carrier.wait_for(lambda: not carrier.bound)
        again = await channel.poll(first.next_mark)
        if not again.events:  # it had not been bound yet
            again = await channel.poll(None)
        assert [one.event_id for one in again.events] == [one.event_id for one in first.events]
        await keeps(channel, again)
        await carrier.wait_for(lambda: carrier.words[0].is_acknowledged)
        assert carrier.words[0].times == 2


async def test_an_acknowledgement_that_was_lost_makes_no_second_event(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.sms.smpp.SHORT_LIFE", 0.0)
    async with opened(carrier) as channel:
        await carrier.phone(LAN).writes("2 om")
        carrier.loses = {DELIVER_ANSWER}
        first = await heard(channel, 1)
        await carrier.wait_for(lambda: not carrier.bound)
        carrier.loses = set()
        assert await heard(channel, 1) == first
        await carrier.phone(LAN).writes("2 om")
        assert [event.event_id for event, _ in await heard(channel, 1)] != [event.event_id for event, _ in first]


async def test_who_says_the_same_twice_has_said_it_twice(carrier: FakeCarrier) -> None:
    """2, 1, 2 ends with 2: an event that looks like another is not left out."""
    async with opened(carrier) as channel:
        for text in ("2", "1", "2"):
            await carrier.phone(LAN).writes(text)
        found = await heard(channel, 3)
        assert [said.text for _, said in found] == ["2", "1", "2"]
        assert len({event.event_id for event, _ in found}) == 3


async def test_after_an_unbind_and_after_a_cut_it_goes_on(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.sms.smpp.SHORT_LIFE", 0.0)
    async with opened(carrier) as channel:
        await said_to(channel, "Mời họp")
        await carrier.unbinds()
        await carrier.phone(LAN).writes("1")
        assert [text for text in await texts(channel, 2) if text] == ["1"]
        await carrier.wait_for(lambda: carrier.words[0].is_acknowledged)
        carrier.cut()
        await carrier.phone(LAN).writes("2 om")
        assert await texts(channel, 1) == ["2 om"]
        assert carrier.binds == 3


async def test_a_text_of_which_a_part_never_comes_is_asked_again(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left of "tôi không vắng" must not be taken for an answer."""
    monkeypatch.setattr("bot.channels.sms.smpp.LISTEN_FOR", 0.05)
    monkeypatch.setattr("bot.channels.sms.smpp_words.UNFINISHED_AFTER", 0.2)
    async with opened(carrier) as channel:
        first, *_ = cut_up(LAN, LONG, "header8")
        carrier.words.append(first)
        await said_to(channel, "Mời họp")
        assert [text for text in await texts(channel, 2) if text] == ["…"]


async def test_a_part_that_comes_once_more_begins_no_new_text(carrier: FakeCarrier) -> None:
    async with opened(carrier) as channel:
        parts = cut_up(LAN, LONG, "header8")
        carrier.words += [*parts, *cut_up(LAN, LONG, "header8")[1:], *cut_up(LAN, "1", "header8")]
        assert await texts(channel, 2) == [LONG, "1"]


async def test_what_cannot_be_read_is_refused_for_good_and_stops_nobody(carrier: FakeCarrier) -> None:
    long_option = smpp34.Tlv(0x0204, b"\1\2\3")  # a number of three octets, which no number has
    carrier.words += [
        Words(LAN, b"", 0, tlvs=[long_option]),
        Words(LAN, b"\x05\x00\x03", 0, esm_class=0x40),
        Words(LAN, b"\x00\x32", 0x18),
        Words(LAN, b"\xd8\x3d", 8),
        *cut_up(LAN, "1", "header8"),
    ]
    async with opened(carrier) as channel:
        found = await texts(channel, 5)
        assert found[0] == ""
        assert found[2:] == ["2", "\ufffd", "1"]


@given(
    sender=st.text("0123456789+ABCabc", max_size=20),
    octets=st.binary(max_size=60),
    esm_class=st.sampled_from([0, 0x04, 0x40, 0x44, 0x3C]),
    coding=st.sampled_from([0, 1, 3, 4, 8, 0x18, 0xF1]) | st.integers(0, 255),
    options=st.dictionaries(st.sampled_from([0x1E, 0x0424, 0x0427, 0x020C, 0x020E, 0x020F]), st.binary(max_size=5)),
)
def test_whatever_a_carrier_brings_breaks_nothing(
    sender: str, octets: bytes, esm_class: int, coding: int, options: dict[int, bytes]
) -> None:
    said = Delivered(1, sender, esm_class, coding, octets, options)
    text = Joiner().add(said)
    assert "\0" not in (text or "")
    for ids in ("same", "hex_as_decimal", "decimal_as_hex"):
        receipt = receipt_of(said, ids)
        assert receipt is None or receipt.message_id


@given(body=st.binary(max_size=120))
def test_a_pdu_is_read_or_is_none(body: bytes) -> None:
    with suppress(ValueError):
        assert len(delivered(Pdu(5, 0, 1, body)).octets) <= len(body)


def test_letters_that_are_escaped_are_read_as_everybody_does() -> None:
    assert smpp_words.decoded(b"\x1b\x65\x1b(\x1b\x1ba\x00", 0) == "€{ a@"


async def test_a_poll_without_anything_ends_and_begins_anew(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.sms.smpp.LISTEN_FOR", 0.05)
    async with opened(carrier) as channel:
        assert await channel.poll(None) == Polled()
