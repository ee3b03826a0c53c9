"""SMSGate on the loopback: an Android phone that sends for us, and brings what becomes of it and what people write."""

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from pydantic import SecretStr

from bot.sms_phone_settings import SmsGate
from tests.fakes.smsgate_events import SIGNING_KEY, Brought, Message, now, sealed

USER, PASSWORD = "KHU6BI", "phone-Pass_1"
CREDENTIALS = "Basic S0hVNkJJOnBob25lLVBhc3NfMQ=="
FIELDS = {"id", "textMessage", "phoneNumbers", "simNumber", "ttl", "withDeliveryReport", "priority", "deviceId"}
EVENTS = {"sms:received", "sms:sent", "sms:delivered", "sms:failed", "system:ping"}
Fault = Literal["lose", "drop", "full", "ail", "swallow"]
"""Take it and hang up; hang up before; 503; 500 after it was taken; a 500 before."""


@dataclass
class Phone:
    """Somebody's."""

    gate: "FakeSmsGate"
    number: str
    is_off: bool = False
    exists: bool = True

    @property
    def received(self) -> list[str]:
        return [
            one.text for one in self.gate.messages.values() if one.phone == self.number and one.state == "Delivered"
        ]

    def writes(self, text: str, *, old_app: bool = False) -> Brought:
        return self.gate.emits("sms:received", self.gate.words(self.number, text, old_app=old_app))


@dataclass
class FakeSmsGate:
    """One phone as a gateway. What is asked in a way that is not documented fails the test when this is left."""

    knows_conflict: bool = True
    """Newer apps and servers answer 409 to an id that they have; older ones take it silently."""
    strange: set[str] = field(default_factory=set)
    """Numbers that a server of ours takes for none at once; the app finds out later."""
    is_off: bool = False
    """The gateway's own phone sends nothing meanwhile."""
    faults: deque[Fault] = field(default_factory=deque)
    messages: dict[str, Message] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)
    webhooks: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[Brought] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """What our hook answered."""
    calls: list[str] = field(default_factory=list)
    misuse: list[str] = field(default_factory=list)
    retry_after: float = 0.05
    base_url: str = ""
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._runner:
            await self._runner.cleanup()
        if kind is None and self.misuse:
            raise AssertionError(f"asked for what is not documented: {self.misuse}")

    def settings(self, **more: Any) -> SmsGate:
        given: dict[str, Any] = {
            "url": self.base_url, "user": USER, "password": SecretStr(PASSWORD), "two_way": True, "price": 250,
            "signing_key": SecretStr(SIGNING_KEY), "sim": 1,
        }  # fmt: skip
        return SmsGate.model_validate(given | more)

    def phone(self, number: str) -> Phone:
        return self.phones.setdefault(number, Phone(self, number))

    async def wait_for(self, is_true: Callable[[], object], timeout: float = 15) -> None:
        end = time.monotonic() + timeout
        while not is_true():
            assert time.monotonic() < end, f"not within {timeout} s: {self}"
            await asyncio.sleep(0.01)

    # What it is asked

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(f"{request.method} {request.path}")
        if request.headers.get("Authorization") != CREDENTIALS:
            return web.json_response({"message": "Unauthorized"}, status=401)
        kind, _, one = request.path.strip("/").partition("/")
        if kind == "messages":
            return await self._take(request) if request.method == "POST" else self._state(one)
        if kind == "webhooks":
            return await self._hook(request, one)
        self.misuse.append(request.path)
        return web.json_response({"message": "Not Found"}, status=404)

    async def _take(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.popleft() if self.faults else None
        if fault == "drop" and request.transport:
            request.transport.abort()
        if fault == "full":
            return web.json_response({"message": "queue limit exceeded"}, status=503)
        if fault in {"swallow", "drop"}:
            return web.json_response({"message": "oops"}, status=500)
        form = await request.json()
        if wrong := self._wrong(form):
            return web.json_response({"message": wrong}, status=400)
        message_id = form.get("id") or f"nano-{next(self._ids)}"
        if message_id in self.messages and self.knows_conflict:
            return web.json_response({"message": "message already exists"}, status=409)
        if message_id not in self.messages:
            number = form["phoneNumbers"][0].removeprefix("+")
            self.messages[message_id] = Message(message_id, number, form["textMessage"]["text"], form.get("simNumber"))
            self._spawn(self._goes(self.messages[message_id]))
        if fault == "lose" and request.transport:
            request.transport.abort()
        status = 500 if fault == "ail" else 202
        return web.json_response(self._shown(self.messages[message_id], "Pending"), status=status)

    def _wrong(self, form: dict[str, Any]) -> str:
        if set(form) - FIELDS or "ttl" not in form or form.get("withDeliveryReport") is not True:
            self.misuse.append(f"fields {sorted(form)}")
        if len(str(form.get("id", ""))) > 36:
            self.misuse.append("id is too long")
        phones = form.get("phoneNumbers", [])
        if len(phones) != 1 or not (phones[0].startswith("+84") and len(phones[0]) == 12) or phones[0] in self.strange:
            return "invalid phone number"
        return "" if form.get("textMessage", {}).get("text") else "Text message is empty"

    def _state(self, message_id: str) -> web.Response:
        if message_id not in self.messages:
            return web.json_response({"message": "message not found"}, status=404)
        one = self.messages[message_id]
        return web.json_response(self._shown(one, one.state))

    def _shown(self, one: Message, state: str) -> dict[str, Any]:
        recipients = [{"phoneNumber": f"+{one.phone}", "state": state, "error": one.error}]
        about = {"deviceId": "d1", "isHashed": False, "isEncrypted": False, "states": {}}
        return {"id": one.id, "state": state, "recipients": recipients} | about

    async def _hook(self, request: web.Request, one: str) -> web.Response:
        if request.method == "GET":
            return web.json_response([*self.webhooks.values()])
        if request.method == "DELETE":
            self.webhooks.pop(one, None)
            return web.Response(status=204)
        asked = await request.json()
        if set(asked) - {"id", "url", "event", "deviceId"} or asked.get("event") not in EVENTS:
            return web.json_response({"message": "invalid event"}, status=400)
        if not asked["url"].startswith(("https://", "http://127.0.0.1")):
            return web.json_response({"message": "url must be https"}, status=400)
        added = {"id": f"W{next(self._ids)}", "deviceId": None} | asked
        self.webhooks[added["id"]] = added
        return web.json_response(added, status=201)

    # What it does

    async def _goes(self, one: Message) -> None:
        while self.is_off:  # noqa: ASYNC110 - a switch that a test turns
            await asyncio.sleep(0.01)
        about = {"messageId": one.id, "phoneNumber": f"+{one.phone}", "recipient": f"+{one.phone}", "simNumber": 1}
        phone = self.phone(one.phone)
        if not phone.exists:
            one.state, one.error = "Failed", f"Invalid phone number +{one.phone}"
            self.emits("sms:failed", about | {"reason": one.error, "failedAt": now()})
            return
        one.state = "Sent"
        self.emits("sms:sent", about | {"partsCount": one.parts, "sentAt": now()})
        while phone.is_off:  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.01)
        one.state = "Delivered"
        for _ in range(one.parts):
            self.emits("sms:delivered", about | {"deliveredAt": now()})

    def words(self, number: str, text: str, *, old_app: bool = False) -> dict[str, Any]:
        """The load of an `sms:received`."""
        about = {"messageId": f"{len(text):x}", "message": text, "simNumber": 1, "receivedAt": now()}
        return about | ({"phoneNumber": f"+{number}"} if old_app else {"sender": f"+{number}", "recipient": None})

    def emits(self, event: str, payload: dict[str, Any], event_id: str | None = None) -> Brought:
        """Posted to whoever registered for it, again and again until it is taken."""
        event_id = event_id or f"Ey6ECgOk-{next(self._ids)}"
        hooks = [one for one in self.webhooks.values() if one["event"] == event]
        about = {"deviceId": "d1", "event": event, "id": event_id, "payload": payload}
        raw = json.dumps({**about, "webhookId": hooks[0]["id"] if hooks else "W0"}, ensure_ascii=False).encode()
        self.events.append(sealed(raw))
        for one in hooks:
            if one["url"].startswith("http://127.0.0.1"):
                self._spawn(self._post(one["url"], raw))
        return self.events[-1]

    async def _post(self, url: str, raw: bytes) -> None:
        pause = self.retry_after
        async with ClientSession(timeout=ClientTimeout(total=30)) as http:
            for _ in range(14):
                one = sealed(raw)
                try:
                    async with http.post(url, data=one.raw, headers=dict(one.request().headers)) as answer:
                        self.statuses.append(answer.status)
                        if answer.ok:
                            return
                except ClientError:
                    self.statuses.append(0)
                await asyncio.sleep(pause)
                pause *= 2

    def _spawn(self, job: Any) -> None:
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
