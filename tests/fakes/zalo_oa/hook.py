"""The webhook: each event signed and brought, again after pauses where nobody says 200, and then no more at all."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

PAUSES = (30, 300, 900, 1800, 3600)
"""Seconds between the tries; after the last the webhook is switched off."""
PATIENCE = 2.0


def sign(first: str, raw: bytes, timestamp: str, secret: str) -> str:
    return "mac=" + hashlib.sha256(b"".join([first.encode(), raw, timestamp.encode(), secret.encode()])).hexdigest()


@dataclass
class Brought:
    """One event, and how often it was brought."""

    body: dict[str, Any]
    raw: bytes
    headers: dict[str, str]
    tries: int = 0
    status: int | None = None
    """Of the last try."""


@dataclass
class Hook:
    """Where events are brought, and what became of them; without a `url` they only wait to be looked at."""

    app_id: str
    secret: str
    url: str | None = None
    second: float = 0.001
    """How long a second between two tries lasts here."""
    is_on: bool = True
    events: list[Brought] = field(default_factory=list)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _http: ClientSession | None = None

    def add(self, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> Brought:
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        mac = sign(self.app_id, raw, str(body["timestamp"]), self.secret)
        one = Brought(body, raw, {"X-ZEvent-Signature": mac, "Content-Type": "application/json", **(headers or {})})
        self.events.append(one)
        self.bring(one)
        return one

    def bring(self, one: Brought) -> None:
        """Once more, for an event that repeats itself."""
        if self.url and self.is_on:
            task = asyncio.create_task(self._bring(one))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._http:
            await self._http.close()
            self._http = None

    async def _bring(self, one: Brought) -> None:
        for retry, pause in enumerate((*PAUSES, None)):
            one.status = await self._post(one, retry)
            if one.status == 200:
                return
            if pause is None or not self.is_on:
                break
            await asyncio.sleep(pause * self.second)
        self.is_on = False

    async def _post(self, one: Brought, retry: int) -> int:
        self._http = self._http or ClientSession(timeout=ClientTimeout(total=PATIENCE))
        headers = one.headers | ({"num_retry": str(retry)} if retry else {})
        one.tries += 1
        try:
            async with self._http.post(self.url or "", data=one.raw, headers=headers) as answer:
                return answer.status
        except (ClientError, TimeoutError, OSError):
            return 0
