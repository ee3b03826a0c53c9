"""What all companies have: a server, people with phones, money, faults by order, and reports that go their own way."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from aiohttp import ClientSession, ClientTimeout, web
from yarl import URL

from bot.messages import HookRequest
from bot.sms_http_settings import HttpSms
from tests.fakes.telegram.answers import DropAfterAccept, DropBeforeAccept, Garbage, Slow


@dataclass(frozen=True)
class Page:
    """What stands in front of the company answers in its place."""

    status: int
    text: str = "<html>"
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        return web.Response(status=self.status, text=self.text, headers=self.headers)


Fault = DropAfterAccept | DropBeforeAccept | Garbage | Slow | Page
GSM_LETTERS = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
"""Written down once more: the company counts by itself."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was taken."""

    id: str
    phone: str
    """`84…`."""
    text: str
    key: str
    parts: int
    callback_url: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """What the company brings to a hook."""

    method: str
    url: str
    content: bytes = b""
    media_type: str = ""

    def request(self) -> HookRequest:
        """As our site hands it to a channel."""
        headers = {"content-type": self.media_type} if self.media_type else {}
        return HookRequest(self.method, headers, dict(URL(self.url).query), self.content)


@dataclass
class Phone:
    """Somebody's."""

    company: "FakeCompany"
    number: str
    exists: bool = True
    is_blocked: bool = False

    @property
    def received(self) -> list[Sent]:
        return [one for one in self.company.sent if one.phone == self.number]

    def writes(self, text: str, **about: str) -> Brought:
        return self.company.bring(self.company.words(self.number, text, **about))


@dataclass
class FakeCompany:
    """One account. What is asked in a way that is not documented fails the test when this is left."""

    preset: ClassVar[str]
    path: ClassVar[str]
    secrets: ClassVar[dict[str, str]]
    sender: str = "CHIBO"
    money: float = 1_000_000
    price: int = 800
    hook: str | None = None
    """Where it was told in its console to bring what people write, and reports."""
    more: ClassVar[dict[str, Any]] = {}
    phones: dict[str, Phone] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    calls: int = 0
    faults: deque[Fault] = field(default_factory=deque)
    misuse: list[str] = field(default_factory=list)
    brought: list[Brought] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    """What our hook said."""
    base_url: str = ""
    _last_id: int = 41_000
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        await self.settled()
        if self._runner:
            await self._runner.cleanup()
        if kind is None and self.misuse:
            raise AssertionError(f"asked for what is not documented: {self.misuse}")

    def written(self, **more: Any) -> dict[str, Any]:
        """As an office writes it into chibot.toml, but for the address."""
        own = {"preset": self.preset, "sender": self.sender, "price": self.price, "secrets": dict(self.secrets)}
        return own | {"url": self.base_url + self.path} | self.more | more

    def settings(self, **more: Any) -> HttpSms:
        return HttpSms.model_validate(self.written(**more))

    def phone(self, number: str) -> Phone:
        """Whatever number is asked for exists, unless it is said otherwise."""
        return self.phones.setdefault(number, Phone(self, number))

    # What it does

    async def answer(self, request: web.Request) -> web.Response:
        raise NotImplementedError

    def words(self, phone: str, text: str, **about: str) -> Brought:
        """What somebody wrote, as it is brought."""
        raise NotImplementedError

    def report(self, sent: Sent, state: str) -> Brought:
        """`waiting`, `delivered` or `failed`, as it is brought."""
        raise NotImplementedError

    def take(self, phone: str, text: str, key: str = "", callback_url: str = "") -> Sent:
        self._last_id += 7
        sent = Sent(f"{self._last_id}", phone, text, key, parts_of(text), callback_url)
        self.money -= sent.parts * self.price
        self.sent.append(sent)
        return sent

    def costs_too_much(self, text: str) -> bool:
        return parts_of(text) * self.price > self.money

    def reports(self, sent: Sent, *states: str) -> None:
        """One after the other; whatever order, and however often."""
        for state in states:
            self.bring(self.report(sent, state))

    def bring(self, one: Brought) -> Brought:
        self.brought.append(one)
        if one.url.startswith("http"):
            task = asyncio.create_task(self._carry(one))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return one

    async def settled(self) -> None:
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def wait_for(self, is_true: Callable[[], object], timeout: float = 20) -> None:
        until = time.monotonic() + timeout
        while not is_true():
            if time.monotonic() > until:
                raise AssertionError(f"not within {timeout} s; sent: {[(one.phone, one.text) for one in self.sent]}")
            await asyncio.sleep(0.005)

    # Over the wire

    async def _carry(self, one: Brought) -> None:
        async with ClientSession(timeout=ClientTimeout(total=5)) as http:
            headers = {"Content-Type": one.media_type} if one.media_type else {}
            url = URL(one.url, encoded=True)
            async with http.request(one.method, url, data=one.content or None, headers=headers) as answer:
                self.answers.append((answer.status, await answer.text()))

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        fault = self.faults.popleft() if self.faults and request.path == self.path else None
        if isinstance(fault, DropBeforeAccept):
            return dropped(request)
        if isinstance(fault, Page) or (isinstance(fault, Garbage) and fault.status != 200):
            return fault.response()
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        truth = await self.answer(request)
        if isinstance(fault, DropAfterAccept):
            return dropped(request)
        return fault.response() if isinstance(fault, Garbage) else truth

    def demand(self, is_so: bool, otherwise: str) -> None:
        if not is_so:
            self.misuse.append(otherwise)


def parts_of(text: str) -> int:
    """As an invoice counts them."""
    if set(text) <= GSM_LETTERS:
        units, alone, joined = len(text) + sum(text.count(one) for one in "^{}\\[~]|€"), 160, 153
    else:
        units, alone, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if units <= alone else -(-units // joined)


def has_marks(text: str) -> bool:
    return not set(text) <= GSM_LETTERS


async def json_of(request: web.Request, misuse: list[str]) -> dict[str, Any]:
    body = None
    if request.method == "POST" and request.content_type == "application/json":
        body = json.loads(await request.read())
    if not isinstance(body, dict):
        misuse.append(f"{request.method} {request.path} {request.content_type}")
        return {}
    return body


def dropped(request: web.Request) -> web.Response:
    """Cut the line; the answer is written to nobody."""
    assert request.transport
    request.transport.abort()
    return web.Response()
