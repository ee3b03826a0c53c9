"""The fake brings updates to a webhook as Telegram does: with the secret, again where refused, in order."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.fakes.asking import ask, texts
from tests.fakes.telegram import FakeTelegram, Person


class Hook:
    """Our side of a webhook: what came, and what is answered."""

    def __init__(self) -> None:
        self.came: list[tuple[int, str]] = []
        self.secrets: set[str | None] = set()
        self.answers: list[web.Response] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.came.append((body["update_id"], body["message"]["text"]))
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield hook
    await runner.cleanup()


async def test_a_webhook_gets_each_update_with_the_secret(server: FakeTelegram, lan: Person, hook: Hook) -> None:
    await lan.says("a")
    await ask(server, "setWebhook", url=hook.url, secret_token="s3cret")
    await lan.says("b")
    await server.wait_for(lambda: not server.feed.waiting)
    assert [text for _, text in hook.came] == ["a", "b"]
    assert hook.secrets == {"s3cret"}
    assert (await ask(server, "getUpdates"))[0] == 409


async def test_a_refused_update_comes_again_before_the_next_of_its_chat(
    server: FakeTelegram, lan: Person, hook: Hook
) -> None:
    minh = server.person(43, first_name="Minh")
    hook.answers = [web.Response(status=500), web.Response(status=503, headers={"Retry-After": "3"})]
    await ask(server, "setWebhook", url=hook.url)
    await lan.says("a")
    await lan.says("b")
    await server.wait_for(lambda: len(hook.came) > 1)
    await minh.says("của Minh")
    await server.wait_for(lambda: not server.feed.waiting)
    came = [text for _, text in hook.came]
    assert [text for text in came if text != "của Minh"] == ["a", "a", "a", "b"]
    assert came.index("của Minh") < came.index("b")
    info = await ask(server, "getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 503")


async def test_a_webhook_gone_for_a_day_is_taken_away(server: FakeTelegram, lan: Person, hook: Hook) -> None:
    hook.answers = [web.Response(status=410) for _ in range(9)]
    await ask(server, "setWebhook", url=hook.url)
    await lan.says("a")
    await server.wait_for(lambda: len(hook.came) == 1)
    server.clock.advance(hours=23)
    await server.wait_for(lambda: server.feed.hook is None)
    assert len(hook.came) < 5


async def test_a_webhook_nobody_answers_keeps_the_updates(server: FakeTelegram, lan: Person) -> None:
    await ask(server, "setWebhook", url="http://127.0.0.1:9/")
    await lan.says("a")
    await server.wait_for(lambda: server.feed.hook and server.feed.hook.last_error)
    assert (await ask(server, "getWebhookInfo"))["pending_update_count"] == 1
    await ask(server, "deleteWebhook")
    assert await texts(server) == ["a"]


async def test_an_update_can_come_twice(server: FakeTelegram, lan: Person, hook: Hook) -> None:
    await lan.says("a")
    server.repeat_last()
    await ask(server, "setWebhook", url=hook.url)
    await server.wait_for(lambda: len(hook.came) == 2)
    assert hook.came[0] == hook.came[1]
