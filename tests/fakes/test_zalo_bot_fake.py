"""The fake platform does what is known of the real one, and nothing that is not."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fakes import zalo_bot as fake
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_bot.feed import Hook
from tests.sites import free_port

Answer = tuple[int, dict[str, Any]]


@pytest.fixture
async def server() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot(idle=0.05, monthly=2) as server:
        yield server


async def ask(server: FakeZaloBot, method: str, token: str | None = None, **fields: Any) -> Answer:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{server.base_url}/bot{token or server.token}/{method}", json=fields) as answer,
    ):
        return answer.status, await answer.json()


def forgiven(server: FakeZaloBot) -> list[str]:
    """What was asked that does not exist; from now on forgotten."""
    misuse, server.misuse = server.misuse, []
    return misuse


async def test_one_event_at_a_time_then_408(server: FakeZaloBot) -> None:
    lan = server.person("a1")
    first, second = [await lan.says(word) for word in ("một", "hai")]
    told = [(await ask(server, "getUpdates", timeout=30))[1]["result"] for _ in range(2)]
    assert [one["message"]["message_id"] for one in told] == [first, second]
    begun = time.monotonic()
    assert await ask(server, "getUpdates", timeout=30) == (
        408,
        {"ok": False, "error_code": 408, "description": "Request timeout"},
    )
    assert time.monotonic() - begun < 5


async def test_the_last_event_may_come_again_at_once(server: FakeZaloBot) -> None:
    await server.person("a1").says("một")
    told = [await ask(server, "getUpdates")]
    server.feed.replay(2)
    told += [await ask(server, "getUpdates") for _ in range(2)]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("moments", range(8))
async def test_what_comes_just_after_a_webhook_was_set_is_brought(server: FakeZaloBot, moments: int) -> None:
    """A story of Zalo failed now and then: what came as nothing seemed to be left was brought by nobody."""
    hook = Hook(f"http://127.0.0.1:{free_port()}/", "12345678", 0)
    await server.feed.set_hook(hook)
    for _ in range(moments):
        await asyncio.sleep(0)
    await server.person("a1").says("một")
    await server.wait_for(lambda: hook.statuses)


async def test_a_webhook_and_polling_exclude_each_other(server: FakeZaloBot) -> None:
    assert (await ask(server, "getWebhookInfo"))[0] == 404
    assert (await ask(server, "setWebhook", url=server.base_url, secret_token="12345678"))[1]["ok"] is True
    assert (await ask(server, "getWebhookInfo"))[1]["result"]["url"] == server.base_url
    assert (await ask(server, "getUpdates"))[0] == 400
    assert (await ask(server, "deleteWebhook"))[0] == 200
    assert (await ask(server, "getWebhookInfo"))[0] == 404
    assert (await ask(server, "getUpdates"))[0] == 408


async def test_the_month_ends_with_429_and_a_refusal_may_come_with_200(server: FakeZaloBot) -> None:
    lan = server.person("a1")
    answers = [await ask(server, "sendMessage", chat_id=lan.id, text="x") for _ in range(3)]
    assert [status for status, _ in answers] == [200, 200, 429]
    server.refuses_with_200 = True
    assert await ask(server, "sendMessage", chat_id=lan.id, text="x") == (
        200,
        {"ok": False, "error_code": 429, "description": "Quota exceeded"},
    )


async def test_only_who_has_written_can_be_written_to(server: FakeZaloBot) -> None:
    stranger = server.person("a2", has_written=False)
    assert (await ask(server, "sendMessage", chat_id=stranger.id, text="x"))[0] == 404
    await stranger.says("chào")
    assert (await ask(server, "sendMessage", chat_id=stranger.id, text="x"))[0] == 200


async def test_above_the_limit_nobody_may_be_served(server: FakeZaloBot) -> None:
    server.users, server.more_may_write = 1, False
    first, second = server.person("a1"), server.person("a2")
    statuses = [(await ask(server, "sendMessage", chat_id=one.id, text="x"))[0] for one in (first, second)]
    assert statuses == [200, 403]


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("sendDocument", {"chat_id": "a1"}),
        ("sendMessage", {"chat_id": "a1", "text": "x", "reply_markup": {}}),
        ("sendMessage", {"chat_id": 1, "text": "x"}),
        ("sendMessage", {"chat_id": "a1"}),
        ("sendMessage", {"chat_id": "a1", "text": "x" * 2001}),
        ("sendPhoto", {"chat_id": "a1", "photo": "QUJD"}),
        ("getUpdates", {"offset": 1}),
        ("setWebhook", {"url": "http://chibot.example.vn", "secret_token": "12345678"}),
        ("setWebhook", {"url": "https://chibot.example.vn", "secret_token": "1234567"}),
        ("setWebhook", {"url": "https://chibot.example.vn"}),
    ],
)
async def test_what_is_not_documented_is_refused_and_kept(
    server: FakeZaloBot, method: str, fields: dict[str, Any]
) -> None:
    server.person("a1")
    status, told = await ask(server, method, **fields)
    assert (status in {400, 404}, told["ok"], len(forgiven(server))) == (True, False, 1)


async def test_misuse_fails_the_test_that_did_it() -> None:
    with pytest.raises(AssertionError, match="sendDocument is no method"):
        async with FakeZaloBot() as server:
            await ask(server, "sendDocument")


async def test_another_token_is_refused(server: FakeZaloBot) -> None:
    assert (await ask(server, "getMe", token="1:x"))[0] == 401
    assert (await ask(server, "getMe"))[1]["result"]["account_type"] == "BASIC"


async def test_a_planned_fault_comes_first(server: FakeZaloBot) -> None:
    lan = server.person("a1")
    server.faults.next(fake.FORBIDDEN, method="sendMessage")
    assert (await ask(server, "sendMessage", chat_id=lan.id, text="x"))[0] == 403
    assert (await ask(server, "sendMessage", chat_id=lan.id, text="x"))[0] == 200
