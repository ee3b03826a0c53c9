"""The fake platform over real HTTP on the loopback."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram.answers import (
    Answer,
    DropAfterAccept,
    DropBeforeAccept,
    Faults,
    Garbage,
    Refusal,
    RefusedError,
    Slow,
)
from tests.fakes.zalo_bot.answers import UNAUTHORIZED
from tests.fakes.zalo_bot.feed import Feed
from tests.fakes.zalo_bot.methods import Methods
from tests.fakes.zalo_bot.people import Person, Sent

TOKEN = "4077161553402884224:TEST-Secret_9"


class FakeZaloBot:
    """A server for one bot. What is asked in a way that is not documented fails the test when this is left."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        users: int = 50,
        monthly: int = 3000,
        idle: float = 0.2,
        second: float = 0.02,
        more_may_write: bool = True,
    ) -> None:
        """`more_may_write`: what becomes of those above `users`, which is not documented: they are served, or refused
        whatever is sent to them."""
        self.token, self.bot_id = token, token.partition(":")[0]
        self.users, self.monthly, self.more_may_write = users, monthly, more_may_write
        self.feed = Feed(idle=idle, second=second)
        self.faults = Faults()
        self.refuses_with_200 = False
        self.known: dict[str, None] = {}
        """Who has written, and the groups in which somebody has, in their order."""
        self.turned_away: set[str] = set()
        self.gone: set[str] = set()
        self.sent: list[Sent] = []
        self.sent_this_month = 0
        self.misuse: list[str] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._methods = Methods(self)
        self._last_id = 1000
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        await self.feed.stop()
        if self._runner:
            await self._runner.cleanup()
        if kind is None and self.misuse:
            raise AssertionError(f"the platform was asked for what it does not have: {self.misuse}")

    def person(self, user_id: str, name: str = "Lan", *, has_written: bool = True) -> Person:
        """Somebody who has written before, unless told otherwise."""
        if has_written:
            self._meets(user_id)
        return Person(self, user_id, name)

    def write(self, user_id: str, name: str, message: dict[str, Any]) -> None:
        """Somebody writes: from now on they, and the group they wrote in, can be written to."""
        self._meets(user_id)
        self.known.setdefault(message["chat"]["id"])
        self.feed.add({"event_name": name, "message": message})

    def _meets(self, user_id: str) -> None:
        people = [one for one in self.known if not one.startswith("zgr-")]
        if user_id not in self.known and len(people) >= self.users and not self.more_may_write:
            self.turned_away.add(user_id)
        self.known.setdefault(user_id)

    def sent_to(self, chat: str) -> list[Sent]:
        return [sent for sent in self.sent if sent.chat == chat]

    async def wait_for(self, is_true: Callable[[], object], timeout: float = 20) -> None:
        """Until it is so; an AssertionError with what was sent where it never is."""
        until = time.monotonic() + timeout
        while not is_true():
            if time.monotonic() > until:
                sent = [(one.chat, one.text) for one in self.sent]
                raise AssertionError(f"not within {timeout} s; sent: {sent}; {self.feed}")
            await asyncio.sleep(0.005)

    def new_message_id(self) -> str:
        """A string, as all ids here."""
        self._last_id += 7
        return f"{self._last_id:x}f5a2"

    def milliseconds(self) -> int:
        return int(time.time() * 1000)

    async def reaches(self, host: str, port: int) -> bool:
        """Whether somebody listens there: a webhook's address is tried when it is set."""
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), 2)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return True

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return self._refused(UNAUTHORIZED)
        if request.method != "POST":
            self.misuse.append(f"{request.method} instead of POST")
        params = await self._params(request, method)
        self.calls.append((method, params))
        fault = self.faults.take(method.lower(), params.get("chat_id"))
        return await self._instead(request, fault) or await self._truth(request, method, params, fault)

    async def _instead(self, request: web.Request, fault: Answer | None) -> web.Response | None:
        """What is answered without anything being done."""
        if isinstance(fault, DropBeforeAccept):
            return dropped(request)
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        if isinstance(fault, Refusal):
            return self._refused(fault)
        return fault.response() if isinstance(fault, Garbage) and fault.status != 200 else None

    async def _truth(
        self, request: web.Request, method: str, params: dict[str, Any], fault: Answer | None
    ) -> web.Response:
        try:
            result = await self._methods.call(method, params)
        except RefusedError as refused:
            return self._refused(refused.answer)
        if isinstance(fault, DropAfterAccept):
            return dropped(request)
        if isinstance(fault, Garbage):
            return fault.response()
        return web.json_response({"ok": True} if result is None else {"ok": True, "result": result})

    async def _params(self, request: web.Request, method: str) -> dict[str, Any]:
        try:
            params = json.loads(await request.read() or b"{}")
        except ValueError:
            params = None
        if not isinstance(params, dict):
            self.misuse.append(f"{method}: no JSON object")
            return {}
        return params

    def _refused(self, refusal: Refusal) -> web.Response:
        """HTTP 200 alone is no success: some refusals come with it."""
        return Refusal(refusal.status, refusal.description).response() if not self.refuses_with_200 else as_200(refusal)


def as_200(refusal: Refusal) -> web.Response:
    return web.json_response({"ok": False, "error_code": refusal.status, "description": refusal.description})


def dropped(request: web.Request) -> web.Response:
    assert request.transport
    request.transport.abort()
    return web.Response()
