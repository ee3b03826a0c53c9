"""How Telegram is asked, and that its token stays with us."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import pytest

from bot.messages import AccountInfo, Channel, Reply
from tests.channels.opened import opened
from tests.fakes import telegram as fake
from tests.fakes.telegram import FakeTelegram, Person

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram


def test_it_is_a_channel_that_is_polled(telegram: "Telegram") -> None:
    as_channel: Channel = telegram
    assert (as_channel.name, as_channel.account) == ("telegram", "123456")


async def test_it_says_who_we_are(telegram: "Telegram") -> None:
    assert await telegram.introduce() == AccountInfo("123456", "chibot_test_bot")


async def test_each_update_comes_once_when_the_mark_is_kept(telegram: "Telegram", lan: Person) -> None:
    await lan.says("một")
    await lan.says("hai")
    first = await telegram.poll(None)
    again = await telegram.poll(None)
    await lan.says("ba")
    then = await telegram.poll(first.next_mark)
    assert [event.words for event in first.events] == [("một",), ("hai",)]
    assert again == first
    assert [event.words for event in then.events] == [("ba",)]


async def test_a_quiet_poll_keeps_its_mark(telegram: "Telegram") -> None:
    telegram.poll_seconds = 0
    assert (await telegram.poll("8")).next_mark == "8"
    assert (await telegram.poll(None)).next_mark is None


async def test_a_poisoned_update_takes_no_other_with_it(
    telegram: "Telegram", server: FakeTelegram, lan: Person
) -> None:
    await lan.says("trước")
    server.add_poison()
    await lan.says("sau")
    polled = await telegram.poll(None)
    before, poison, after = polled.events
    assert [telegram.read(event.body) is not None for event in (before, after)] == [True, True]
    with pytest.raises(ValueError, match="cannot be read"):
        telegram.read(poison.body)
    assert polled.next_mark == str(int(after.event_id) + 1)


async def test_only_what_is_understood_is_asked_for(telegram: "Telegram", server: FakeTelegram) -> None:
    telegram.poll_seconds = 0
    await telegram.poll(None)
    assert server.feed.allowed == ["message", "callback_query", "my_chat_member"]


async def test_an_update_that_comes_during_the_wait_ends_it(telegram: "Telegram", lan: Person) -> None:
    poll = asyncio.create_task(telegram.poll(None))
    await asyncio.sleep(0.05)
    await lan.says("có")
    assert [event.words for event in (await asyncio.wait_for(poll, 1)).events] == [("có",)]


async def test_told_to_rest_it_rests_and_comes_back_with_the_mark(
    telegram: "Telegram", server: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.LONGEST_WAIT", 0.05)
    server.faults.next(fake.status_429(2.5), method="getUpdates")
    assert (await telegram.poll("9")).next_mark == "9"


async def test_a_webhook_is_set_with_its_secret_and_taken_away(telegram: "Telegram", server: FakeTelegram) -> None:
    await telegram.set_webhook("http://127.0.0.1:9/hook", "s3cret")
    assert server.feed.hook
    assert (server.feed.hook.url, server.feed.hook.secret) == ("http://127.0.0.1:9/hook", "s3cret")
    with pytest.raises(OSError, match=r"refuses getUpdates with 409: .*webhook is active"):
        await telegram.poll(None)
    await telegram.delete_webhook()
    assert server.feed.hook is None


SECRET = "TEST-Secret_9"
ASKS: list[Callable[["Telegram"], Coroutine[Any, Any, object]]] = [
    lambda telegram: telegram.introduce(),
    lambda telegram: telegram.delete_webhook(),
    lambda telegram: telegram.set_webhook("http://127.0.0.1:9", "s3cret"),
    lambda telegram: telegram.poll(None),
]
TROUBLES: list[fake.Answer] = [
    fake.UNAUTHORIZED,
    fake.conflict("terminated by other getUpdates request"),
    fake.server_error(),
    fake.bad_request(f"bot123456:{SECRET} {SECRET}: no"),
    fake.Garbage("<html>"),
    fake.DropBeforeAccept(),
]


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_trouble_is_an_os_error_without_the_token(
    telegram: "Telegram",
    server: FakeTelegram,
    ask: Callable[["Telegram"], Coroutine[Any, Any, object]],
    trouble: fake.Answer,
) -> None:
    server.faults.next(trouble)
    telegram.poll_seconds = 0
    with pytest.raises(OSError, match="Telegram") as caught:
        await ask(telegram)
    assert SECRET not in shown(caught.value)


async def test_an_answer_that_says_nothing_is_trouble_too(telegram: "Telegram", server: FakeTelegram) -> None:
    server.faults.next(fake.Garbage('{"ok":true}'), times=2)
    telegram.poll_seconds = 0
    with pytest.raises(OSError, match="who we are"):
        await telegram.introduce()
    with pytest.raises(OSError, match="list of updates"):
        await telegram.poll(None)


async def test_waiting_for_an_answer_has_an_end(
    telegram: "Telegram", server: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram_wire.ANSWER_SECONDS", 0.1)
    server.faults.next(fake.Slow(1))
    with pytest.raises(OSError, match="lost"):
        await telegram.introduce()


def shown(error: BaseException | None) -> str:
    """All that a log could show of it, its causes with their arguments included."""
    text = ""
    while error:
        text += "".join(traceback.format_exception(error)) + repr(error) + repr(error.args)
        error = error.__cause__ or error.__context__
    return text


@pytest.mark.parametrize("base", ["http://127.0.0.1:9", "http://[::1", "nonsense", "http://a b:x"])
async def test_an_address_that_leads_nowhere_tells_no_token(base: str) -> None:
    telegram = opened(f"123456:{SECRET}", api_base=base)
    with pytest.raises(OSError, match="Telegram") as caught:
        await telegram.introduce()
    outcome = await telegram.send("42", Reply("có"))
    await telegram.close()
    assert SECRET not in shown(caught.value) + repr(outcome)


def test_bad_settings_are_refused_without_being_shown() -> None:
    with pytest.raises(ValueError, match="token") as token:
        opened(f"{SECRET} 9")
    with pytest.raises(ValueError, match="proxy") as proxy:
        opened("123456:x", proxy=f"gopher://me:{SECRET}@127.0.0.1:9")
    assert SECRET not in shown(token.value) + shown(proxy.value)


async def test_the_token_is_in_no_log_and_no_repr(
    telegram: "Telegram", server: FakeTelegram, lan: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    outcomes = []
    for trouble in TROUBLES:
        server.faults.next(trouble, times=3)
        outcomes.append(await telegram.send("42", Reply("có", acknowledges="1", removes="2")))
    logged = "".join(repr(vars(record)) for record in caplog.records)
    assert "message_not_removed" in logged
    assert SECRET not in caplog.text + logged + repr(outcomes) + repr(telegram)
