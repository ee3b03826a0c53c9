"""The fake Bot API over real HTTP on the loopback."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram import objects
from tests.fakes.telegram.answers import (
    NEVER_STARTED,
    NOT_FOUND,
    UNAUTHORIZED,
    DropAfterAccept,
    DropBeforeAccept,
    Faults,
    Garbage,
    Refusal,
    RefusedError,
    Slow,
    forbidden,
)
from tests.fakes.telegram.feed import Clock, Feed
from tests.fakes.telegram.methods import Methods, Params
from tests.fakes.telegram.objects import Chat, Sent, Upload
from tests.fakes.telegram.people import Person

TOKEN = "123456:TEST"
NESTED = {"allowed_updates", "commands", "link_preview_options", "reply_markup", "reply_parameters"}


class FakeTelegram:
    """A server for one token: people on one side, the Bot API on the other."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "chibot_test_bot",
        rate: float | None = None,
        chat_rate: float | None = None,
        strict_rate: bool = False,
        latency: float = 0.0,
        open_to_all: bool = False,
        first_update_id: int = 700_000_001,
        second: float = 0.02,
        same_offset_quirk: bool = False,
    ) -> None:
        self.token = token
        bot_id = int(token.partition(":")[0])
        self.me = {"id": bot_id, "is_bot": True, "first_name": "Chibot", "username": username}
        self.latency = latency
        self.open_to_all = open_to_all
        self.clock = Clock()
        self.faults = Faults()
        self.feed = Feed(
            self.clock, first_update_id=first_update_id, second=second, same_offset_quirk=same_offset_quirk
        )
        self.chats: dict[int, Chat] = {}
        self.incoming: dict[int, dict[int, float]] = {}
        self.sent: list[Sent] = []
        self.deleted: list[tuple[int, int]] = []
        self.presses: set[str] = set()
        self.answered: list[tuple[str, str]] = []
        self.calls: list[tuple[str, Params]] = []
        self.came: list[float] = []
        """When each call that sends something came in, on the monotonic clock."""
        self.told_to_wait = 0
        self.on_sent: Callable[[Sent], None] | None = None
        self._methods = Methods(self, rate, chat_rate, is_strict=strict_rate)
        self._last_message_id = 100
        self._last_press = 4_000_000_000_000_000_000
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=100 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self.feed.stop()
        if self._runner:
            await self._runner.cleanup()

    def person(self, user_id: int, *, first_name: str = "Lan", is_started: bool = True, **more: Any) -> Person:
        """Somebody who has pressed Start, unless told otherwise."""
        user = {"id": user_id, "is_bot": False, "first_name": first_name, "language_code": "vi", **more}
        about = {"first_name": first_name, "type": "private"}
        refusal = None if is_started else forbidden(NEVER_STARTED)
        chat = self.chats.setdefault(user_id, Chat(user_id, about, refusal))
        return Person(self, chat, user)

    def group(self, chat_id: int, *, title: str = "Chi bộ 3") -> Chat:
        return self.chats.setdefault(chat_id, Chat(chat_id, {"title": title, "type": "supergroup"}))

    def add_update(self, chat: int, kind: str, payload: dict[str, Any]) -> int | None:
        """Any update of a kind; None where the bot does not want it."""
        return self.feed.add(chat, kind, payload)

    def add_poison(self, chat: int = 42) -> int | None:
        """A message that client libraries refuse: a forward from nobody."""
        origin = {"type": "hidden_user", "date": int(self.clock.now())}
        message = {"message_id": self.new_message_id(), "date": int(self.clock.now()), "text": "độc"}
        about = {"from": {"id": chat, "is_bot": False, "first_name": "Lan"}, "forward_origin": origin}
        return self.add_update(chat, "message", {**message, **about, "chat": {"id": chat, "type": "private"}})

    def repeat_last(self) -> None:
        """The newest waiting update once more, with the same number."""
        last = self.feed.waiting[-1]
        self.feed.put(last.chat, last.body)

    def sent_to(self, chat: int) -> list[Sent]:
        return [sent for sent in self.sent if sent.chat == chat]

    async def wait_for(self, is_true: Callable[[], object], timeout: float = 20) -> None:
        """Until it is so; an AssertionError with what was sent where it never is."""
        until = time.monotonic() + timeout
        while not is_true():
            if time.monotonic() > until:
                raise AssertionError(f"not within {timeout} s; sent: {[(s.chat, s.text) for s in self.sent]}")
            await asyncio.sleep(0.005)

    def forget_presses(self) -> None:
        """From now on it is too late to answer those made so far."""
        self.presses.clear()

    def find_chat(self, chat_id: object) -> Chat | None:
        try:
            number = int(str(chat_id))
        except ValueError:
            return None
        if self.open_to_all and number not in self.chats:
            self.person(number)
        return self.chats.get(number)

    def find_sent(self, chat: int, message_id: int) -> Sent | None:
        return next((sent for sent in self.sent_to(chat) if sent.message_id == message_id), None)

    def message_json(self, sent: Sent) -> dict[str, Any]:
        return objects.message(sent, self.chats[sent.chat], self.me)

    def take(self, sent: Sent) -> None:
        self.sent.append(sent)
        if self.on_sent:
            self.on_sent(sent)

    def new_message_id(self, *, incoming_in: int | None = None) -> int:
        self._last_message_id += 1
        if incoming_in is not None:
            self.incoming.setdefault(incoming_in, {})[self._last_message_id] = self.clock.now()
        return self._last_message_id

    def new_press(self) -> str:
        self._last_press += 7919
        self.presses.add(str(self._last_press))
        return str(self._last_press)

    async def _handle(self, request: web.Request) -> web.Response:
        """Half of the latency on the way here, half on the way back."""
        token, method = request.match_info["token"], request.match_info["method"].lower()
        if method.startswith("send"):
            self.came.append(time.monotonic())
        await self._way()
        if token != self.token:
            return (UNAUTHORIZED if ":" in token else NOT_FOUND).response()
        params = await read_params(request)
        self.calls.append((method, params))
        answer = await self._answer(request, method, params)
        await self._way()
        return answer

    async def _way(self) -> None:
        if self.latency:
            await asyncio.sleep(self.latency / 2)

    async def _answer(self, request: web.Request, method: str, params: Params) -> web.Response:
        fault = self.faults.take(method, params.get("chat_id"))
        if isinstance(fault, DropBeforeAccept):
            return dropped(request)
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        if isinstance(fault, Refusal) or (isinstance(fault, Garbage) and fault.status != 200):
            return fault.response()
        try:
            result = await self._methods.call(method, params)
        except RefusedError as refused:
            return refused.answer.response()
        if isinstance(fault, DropAfterAccept):
            return dropped(request)
        return fault.response() if isinstance(fault, Garbage) else web.json_response({"ok": True, "result": result})


def dropped(request: web.Request) -> web.Response:
    """Cut the line; the answer is written to nobody."""
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()
    return web.Response()


async def read_params(request: web.Request) -> Params:
    """From the query, JSON or a form, uploads in place of the `attach://` that names them."""
    if request.content_type == "application/json":
        body = await request.json() if await request.read() else {}
        return {**request.query, **body}
    form = await request.post()
    uploads = {key: upload(value) for key, value in form.items() if isinstance(value, web.FileField)}
    texts = {**request.query, **{key: value for key, value in form.items() if isinstance(value, str)}}
    return {**uploads, **{key: nested(key, value, uploads) for key, value in texts.items()}}


def nested(key: str, value: str, uploads: dict[str, Upload]) -> Any:
    if value.startswith("attach://"):
        return uploads.get(value.removeprefix("attach://"))
    return json.loads(value) if key in NESTED and value else value


def upload(given: web.FileField) -> Upload:
    with given.file as file:
        return Upload(given.filename, file.read(), given.content_type)
