"""One suite for every network: what is offered can be chosen, what is said arrives, and nothing raises."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.channels.zalo_zns import ZaloZns
from bot.messages import (
    Accepted,
    AddressDead,
    Choice,
    Form,
    Incoming,
    Kind,
    Outcome,
    Polled,
    Rejected,
    Reply,
    written_for,
)
from tests.channels.zalo_oa_account import FORMS, FixedPasses, request
from tests.contract.networks import TWO_WAY, Network, made
from tests.fakes.zalo_oa import FakeZaloOA

ANSWERS = (Choice("Có mặt", "answer:1:1:1:coming"), Choice("Xin vắng", "answer:1:1:1:away"))
QUESTION = Reply("Đồng chí dự được không?", ANSWERS)


@pytest.fixture(params=[*TWO_WAY, "rehearsal_oneway", "sms_http_oneway"])
async def network(request: pytest.FixtureRequest) -> AsyncIterator[Network]:
    """Each of them."""
    async with made(request.param) as network:
        yield network


@pytest.fixture(params=TWO_WAY)
async def two_way(request: pytest.FixtureRequest) -> AsyncIterator[Network]:
    """Each on which people can answer."""
    async with made(request.param) as network:
        yield network


async def next_of(network: Network) -> Incoming:
    """The next thing said, through the envelope and back."""
    async with asyncio.timeout(5):
        polled = Polled()
        while not polled.events:
            polled = await network.channel.poll(polled.next_mark)
    said = network.channel.read(polled.events[-1].body)
    assert said is not None
    assert said.address == polled.events[-1].address
    return said


async def test_what_is_offered_can_be_chosen(two_way: Network) -> None:
    sent = written_for(QUESTION, two_way.channel.capabilities)
    assert isinstance(await two_way.channel.send(two_way.address, sent), Accepted)
    if not two_way.channel.capabilities.buttons:
        assert "2. Xin vắng" in two_way.sees()
        return
    await two_way.presses("Xin vắng")
    said = await next_of(two_way)
    assert (said.kind, said.text) == (Kind.CHOICE, "answer:1:1:1:away")


async def test_where_nobody_can_answer_nothing_is_asked_and_no_number_stands_for_anything(network: Network) -> None:
    if network.channel.capabilities.inbound:
        return
    said = replace(QUESTION, expect="reason:1:1", wants_contact=True, one_way="Mời đồng chí gọi bí thư.")
    sent = written_for(said, network.channel.capabilities)
    assert sent == Reply("Mời đồng chí gọi bí thư.", one_way="Mời đồng chí gọi bí thư.")
    assert isinstance(await network.channel.send(network.address, sent), Accepted)
    assert network.sees() == "Mời đồng chí gọi bí thư."


async def test_how_people_answer_is_known_of_every_network(network: Network) -> None:
    can = network.channel.capabilities
    assert can.inbound or can.answers_by_link
    assert can.inbound or not (can.buttons or can.contact)


async def test_words_arrive_whole_and_composed(two_way: Network) -> None:
    await two_way.says("xin va\u0306\u0301ng vi\u0300 o\u0302\u0301m")
    said = await next_of(two_way)
    assert (said.kind, said.text, said.is_private) == (Kind.TEXT, "xin vắng vì ốm", True)


async def test_the_envelope_carries_what_people_wrote_for_the_secrecy_check(two_way: Network) -> None:
    await two_way.says("văn bản tuyệt mật")
    polled = await two_way.channel.poll(None)
    assert any("tuyệt mật" in words for words in polled.events[0].words)


async def test_every_event_has_its_own_id_and_the_mark_moves_on(two_way: Network) -> None:
    await two_way.says("một")
    await two_way.says("hai")
    first = await two_way.channel.poll(None)
    events = [*first.events]
    if len(events) == 1:  # some networks hand out one at a time
        events += (await two_way.channel.poll(first.next_mark)).events
    assert len({event.event_id for event in events}) == len(events) == 2
    assert first.next_mark is not None


async def test_who_has_gone_away_is_a_dead_address(network: Network) -> None:
    await network.goes_away()
    assert isinstance(await network.channel.send(network.address, QUESTION), AddressDead)


async def test_an_account_is_known_before_the_network_is_asked(network: Network) -> None:
    assert (await network.channel.introduce()).account == network.channel.account


async def test_an_unreadable_event_is_a_value_error_and_nothing_else(network: Network) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each network has its own words
        network.channel.read({"id": 1, "from": "42", "update_id": 1, "message": {"chat": 7}})


async def shown(network: Network, reply: Reply) -> Outcome:
    return await network.channel.send(network.address, written_for(reply, network.channel.capabilities))


async def test_a_message_is_changed_in_place_where_the_network_can_and_else_said_anew(network: Network) -> None:
    first = await shown(network, QUESTION)
    assert isinstance(first, Accepted)
    changed = await shown(network, Reply("Đã ghi.", ANSWERS[:1], edits=first.external_id))
    assert isinstance(changed, Accepted)
    assert network.has() == (1 if network.channel.capabilities.edits else 2)
    assert "Đã ghi." in network.sees()
    if network.channel.capabilities.edits:
        assert changed.external_id == first.external_id


async def test_a_changed_button_says_its_new_value(network: Network) -> None:
    if not network.channel.capabilities.edits:
        return
    first = await shown(network, QUESTION)
    assert isinstance(first, Accepted)
    await shown(network, Reply("Đổi", (Choice("Có mặt", "answer:1:2:1:coming"),), edits=first.external_id))
    await network.presses("Có mặt")
    said = await next_of(network)
    assert (said.text, said.message_ref) == ("answer:1:2:1:coming", first.external_id)


async def test_the_same_words_in_the_same_place_are_no_failure(network: Network) -> None:
    first = await shown(network, QUESTION)
    assert isinstance(first, Accepted)
    assert isinstance(await shown(network, replace(QUESTION, edits=first.external_id)), Accepted)


async def test_a_message_that_is_not_there_is_not_changed(network: Network) -> None:
    gone = await shown(network, Reply("Đã ghi.", edits="987654321"))
    assert isinstance(gone, Rejected if network.channel.capabilities.edits else Accepted)


# A network that takes registered words only


async def test_what_a_template_offers_can_be_chosen_and_who_is_not_there_is_a_dead_address() -> None:
    fields = {"name": "Lan", "time": "14:00 27/11", "place": "Nhà văn hóa"}
    async with FakeZaloOA() as zalo:
        zalo.register("7895417", "ten", "gio", "noi", labels=("Có mặt", "Xin vắng"))
        channel = ZaloZns(zalo.settings(phone_forms=FORMS), FixedPasses(zalo))
        asked = written_for(replace(QUESTION, form=Form("call", fields, "answer:1:1:1")), channel.capabilities)
        phone = zalo.phone("84912345678")
        assert isinstance(await channel.send(phone.number, asked), Accepted)
        (body,) = channel.brought(request(phone.presses("Xin vắng"))) or ()
        event, said = channel.event(body), channel.read(body)
        assert event
        assert said
        assert (said.kind, said.text) == (Kind.CHOICE, "answer:1:1:1:away")
        assert (said.channel, said.address) == (event.channel, event.address) == (channel.name, phone.number)
        assert isinstance(await channel.send("84912345679", asked), AddressDead)
        assert (await channel.introduce()).account == channel.account
        with pytest.raises(ValueError, match="without a name"):
            channel.read({"id": 1})
        await channel.close()


def test_the_letter_that_postgres_keeps_in_no_text_gets_no_further_than_the_door() -> None:
    said = Incoming("telegram", "1", "7", "42", Kind.TEXT, "có\0 mặt", calls_itself="An\0")
    assert (said.text, said.calls_itself) == ("có mặt", "An")
