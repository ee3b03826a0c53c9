"""The fake Open API over real HTTP on the loopback: all its hosts in one."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web
from pydantic import SecretStr

from bot.network_settings import ZaloOA
from tests.fakes.telegram.answers import DropAfterAccept, DropBeforeAccept, Garbage, Slow
from tests.fakes.telegram.feed import Clock
from tests.fakes.zalo_oa.answers import Answer, Faults, Refusal, RefusedError, rate_limit
from tests.fakes.zalo_oa.hook import Brought, Hook
from tests.fakes.zalo_oa.methods import Methods
from tests.fakes.zalo_oa.objects import Sent, Template, Upload
from tests.fakes.zalo_oa.people import Group, Person, Phone
from tests.fakes.zalo_oauth import FakeOAuth

WEBHOOK_SECRET = "oaSecretKeyDemo"
BAD_TOKEN, BAD_PROOF = -216, -242


class FakeZaloOA:
    """One app and one account. What is asked in a way that is not documented fails the test when this is left."""

    def __init__(
        self,
        *,
        free_in_window: int | None = None,
        per_minute: int = 4000,
        demands_proof: bool = False,
        reports: bool = False,
        echoes: bool = False,
        keeps_nights: bool = False,
    ) -> None:
        """`reports`: a template that arrived is reported at once; `echoes`: what the account sends is an event too."""
        self.oauth = FakeOAuth()
        self.oauth.gives()
        self.app_id, self.oa_id = self.oauth.app_id, self.oauth.oa_id
        self.free_in_window, self.per_minute, self.demands_proof = free_in_window, per_minute, demands_proof
        self.reports, self.echoes, self.keeps_nights = reports, echoes, keeps_nights
        self.clock = Clock()
        """Windows, uploads and nights go by it; events are stamped with the real time."""
        self.faults = Faults()
        self.hook = Hook(self.app_id, WEBHOOK_SECRET)
        self.people: dict[str, Person] = {}
        self.phones: dict[str, Phone] = {}
        self.groups: dict[str, Group] = {}
        self.templates: dict[str, Template] = {}
        self.templates_left: int | None = None
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, Any]] = []
        self.misuse: list[str] = []
        self.about = {"oa_id": self.oa_id, "name": "Chi bộ mẫu", "is_verified": True, "oa_type": 4}
        self.about |= {"package_name": "Gói Nâng cao", "linked_ZCA": "ZCA mẫu"}
        self._methods = Methods(self)
        self._in_this_minute = 0
        self._last_id = 0x5F0000
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        await self.stop()
        if kind is None and self.misuse:
            raise AssertionError(f"the Open API was asked for what it does not have: {self.misuse}")

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=20 * 1024 * 1024)
        self.oauth.add_to(app)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.base_url = self.oauth.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self.hook.stop()
        if self._runner:
            await self._runner.cleanup()

    def settings(self, **more: Any) -> ZaloOA:
        """As an office would set them."""
        return self.oauth.settings(webhook_secret=SecretStr(WEBHOOK_SECRET), **({"api_base": self.base_url} | more))

    @property
    def access_token(self) -> str:
        assert self.oauth.current
        return self.oauth.current.access

    # Who there is

    def person(self, user_id: str, name: str = "Lan", *, has_written: bool = True) -> Person:
        """Somebody who wrote just now, unless told otherwise."""
        person = self.people.setdefault(user_id, Person(self, user_id, name))
        if has_written:
            person.last_at = self.clock.now()
        return person

    def phone(self, number: str, **about: Any) -> Phone:
        return self.phones.setdefault(number, Phone(self, number, **about))

    def group(self, group_id: str, name: str = "Chi bộ 3") -> Group:
        return self.groups.setdefault(group_id, Group(self, group_id, name))

    def register(self, number: str, *parameters: str, longest: int = 200, **about: Any) -> Template:
        return self._methods.register(Template(number, dict.fromkeys(parameters, longest), **about))

    # What happens

    def tell(self, name: str, headers: dict[str, str] | None = None, **fields: Any) -> Brought:
        """An event, signed and on its way."""
        about = {"app_id": self.app_id, "oa_id": self.oa_id, "event_name": name}
        return self.hook.add({**about, **fields, "timestamp": self.milliseconds()}, headers)

    def delivered(self, sent: Sent) -> None:
        """Of a template sent by phone."""
        if self.reports:
            about = {"delivery_time": self.milliseconds(), "msg_id": sent.message_id, "tracking_id": sent.tracking_id}
            people = {"sender": {"id": self.oa_id}, "recipient": {"id": sent.to}}
            self.tell("user_received_message", {"X-ZEvent-Server": "ZNS"}, message=about, **people)

    def take(self, sent: Sent) -> None:
        self.sent.append(sent)
        if self.echoes and sent.text:
            message = {"msg_id": sent.message_id, "text": sent.text}
            self.tell("oa_send_text", sender={"id": self.oa_id}, recipient={"id": sent.to}, message=message)

    def sent_to(self, address: str) -> list[Sent]:
        return [sent for sent in self.sent if sent.to == address]

    async def wait_for(self, is_true: Callable[[], object], timeout: float = 20) -> None:
        """Until it is so; an AssertionError with what was sent where it never is."""
        until = time.monotonic() + timeout
        while not is_true():
            if time.monotonic() > until:
                raise AssertionError(f"not within {timeout} s; sent: {[(s.to, s.text or s.data) for s in self.sent]}")
            await asyncio.sleep(0.005)

    def new_id(self) -> str:
        """A string, as all ids here."""
        self._last_id += 7919
        return f"{self._last_id:x}a{self._last_id % 97:02d}"

    def milliseconds(self) -> str:
        return str(int(time.time() * 1000))

    def next_minute(self) -> None:
        self._in_this_minute = 0

    # The API

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        fault = self.faults.take(path)
        if isinstance(fault, DropBeforeAccept):
            return _dropped(request)
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        if isinstance(fault, Refusal) or (isinstance(fault, Garbage) and fault.status != 200):
            return fault.response()
        try:
            data = await self._answer(request, path)
        except RefusedError as refused:
            return refused.answer.response()
        return self._answered(request, fault, data)

    def _answered(self, request: web.Request, fault: Answer | None, data: Any) -> web.StreamResponse:
        if isinstance(fault, DropAfterAccept):
            return _dropped(request)
        if isinstance(fault, Garbage):
            return fault.response()
        remain = str(self.per_minute - self._in_this_minute)
        headers = {"X-RateLimit-Limit": str(self.per_minute), "X-RateLimit-Remain": remain}
        return web.json_response({"error": 0, "message": "Success", "data": data}, headers=headers)

    async def _answer(self, request: web.Request, path: str) -> Any:
        self._let_in(request)
        if request.method == "GET" and path in self._methods.gets:
            self.calls.append((path, dict(request.query)))
            return self._methods.gets[path](request.query)
        if request.method == "POST" and path in self._methods.posts and request.content_type == "application/json":
            body = await request.json()
            self.calls.append((path, body))
            return self._methods.posts[path](body)
        if request.method == "POST" and path in {"/v2.0/oa/upload/image", "/v2.0/oa/upload/file"}:
            upload = await _upload_of(request)
            self.calls.append((path, upload))
            return self._methods.upload(path.rpartition("/")[2], upload)
        self.misuse.append(f"{request.method} {path} {request.content_type}")
        raise web.HTTPNotFound

    def _let_in(self, request: web.Request) -> None:
        token = request.headers.get("access_token", "")
        if not self.oauth.is_current(token):
            raise RefusedError(BAD_TOKEN, "Access token is invalid")
        proof = hmac.new(self.oauth.secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        if self.demands_proof and request.headers.get("appsecret_proof") != proof:
            raise RefusedError(BAD_PROOF, "appsecret_proof is invalid")
        self._in_this_minute += 1
        if self._in_this_minute > self.per_minute:
            raise _RateError


class _RateError(RefusedError):
    """Too many in this minute."""

    def __init__(self) -> None:
        super().__init__(-32)
        self.answer = rate_limit()


def _dropped(request: web.Request) -> web.Response:
    """Cut the line; the answer is written to nobody."""
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()
    return web.Response()


async def _upload_of(request: web.Request) -> Upload:
    form = await request.post()
    file = form.get("file")
    if set(form) != {"file"} or not isinstance(file, web.FileField):
        raise RefusedError(-201, "file is invalid")
    with file.file as opened:
        return Upload(file.filename, opened.read(), file.content_type)
