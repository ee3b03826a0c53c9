"""How a Zalo bot's events are asked for: one at a time, replayed now and then, forgotten once handed out."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.channels.zalo_bot import ZaloBot
from bot.messages import Polled
from tests.fakes import zalo_bot as fake
from tests.fakes.zalo_bot import FakeZaloBot, Person


@pytest.fixture
async def server() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot(idle=0.05) as server:
        yield server


@pytest.fixture
async def channel(server: FakeZaloBot) -> AsyncIterator[ZaloBot]:
    channel = ZaloBot(server.token, api_base=server.base_url)
    channel.poll_gap = 0.2
    yield channel
    await channel.close()


@pytest.fixture
def lan(server: FakeZaloBot) -> Person:
    return server.person("6ede9afa66b88fe6d6a9")


async def words_of(channel: ZaloBot, polls: int) -> list[str]:
    """What comes in so many polls, each event kept."""
    heard, mark = [], None
    for _ in range(polls):
        polled = await channel.poll(mark)
        heard += [word for event in polled.events for word in event.words]
        mark = polled.next_mark
    return heard


async def test_a_quiet_poll_is_no_trouble_and_keeps_its_mark(channel: ZaloBot, server: FakeZaloBot) -> None:
    assert await channel.poll("8") == Polled(next_mark="8")
    server.refuses_with_200 = True
    assert await channel.poll(None) == Polled()
    assert server.calls == [("getUpdates", {"timeout": 30})] * 2


async def test_each_event_comes_once_and_at_once_while_they_are_fresh(
    channel: ZaloBot, server: FakeZaloBot, lan: Person
) -> None:
    for word in ("một", "hai", "ba"):
        await lan.says(word)
    begun = time.monotonic()
    assert await words_of(channel, 3) == ["một", "hai", "ba"]
    assert time.monotonic() - begun < 0.2
    assert len(server.feed.polls) == 3


async def test_what_was_kept_is_dropped_when_it_is_replayed_and_does_not_spin(
    channel: ZaloBot, server: FakeZaloBot, lan: Person
) -> None:
    await lan.says("một")
    heard = await words_of(channel, 2)
    server.feed.replay(3)
    await lan.says("hai")
    assert heard + await words_of(channel, 4) == ["một", "hai"]
    gaps = [after - before for before, after in zip(server.feed.polls, server.feed.polls[1:], strict=False)]
    assert all(gap >= 0.19 for gap in gaps[2:])


async def test_it_is_asked_once_a_second_at_most() -> None:
    assert ZaloBot.poll_gap == 1.0


async def test_what_could_not_be_kept_is_given_again_without_asking(
    channel: ZaloBot, server: FakeZaloBot, lan: Person
) -> None:
    await lan.says("một")
    await lan.says("hai")
    first = await channel.poll(None)
    assert await channel.poll(None) == first
    assert len(server.feed.polls) == 1
    assert [event.words for event in (await channel.poll(first.next_mark)).events] == [("hai",)]


async def test_an_event_that_comes_during_the_wait_ends_it(channel: ZaloBot, server: FakeZaloBot, lan: Person) -> None:
    server.feed.idle = 5
    poll = asyncio.create_task(channel.poll(None))
    await asyncio.sleep(0.05)
    await lan.says("có")
    assert [event.words for event in (await asyncio.wait_for(poll, 1)).events] == [("có",)]


async def test_what_is_no_event_is_left_out_and_does_not_spin(channel: ZaloBot, server: FakeZaloBot) -> None:
    server.feed.add({"something": "new"})
    server.feed.add({})
    begun = time.monotonic()
    assert await words_of(channel, 3) == []
    assert time.monotonic() - begun >= 0.38


@pytest.mark.parametrize(
    "trouble",
    [fake.UNAUTHORIZED, fake.QUOTA_USED_UP, fake.SERVER_ERROR, fake.Garbage("<html>", status=502), fake.Garbage("x")],
)
async def test_trouble_is_an_os_error(channel: ZaloBot, server: FakeZaloBot, trouble: fake.Answer) -> None:
    server.feed.add({})
    server.faults.next(trouble, method="getUpdates")
    with pytest.raises(OSError, match="Zalo"):
        await channel.poll(None)
