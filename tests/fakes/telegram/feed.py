"""The updates that wait for the bot: fetched by offset, or brought to a webhook."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.fakes.telegram.answers import RefusedError, conflict

DAY = 24 * 3600
GONE_FOR_GOOD = 23 * 3600
ONLY_WHEN_ASKED = {"chat_member", "message_reaction", "message_reaction_count"}
SAME_AGAIN = 0.5


class Clock:
    """The time of the server, which a test can move on."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def advance(self, *, hours: float = 0, seconds: float = 0) -> None:
        self._ahead += hours * 3600 + seconds


@dataclass(eq=False)
class Waiting:
    """One update that nobody has confirmed yet."""

    body: dict[str, Any]
    chat: int
    at: float

    @property
    def update_id(self) -> int:
        return int(self.body["update_id"])


@dataclass
class Hook:
    """A webhook as it was set, and what became of it."""

    url: str
    secret: str | None
    max_connections: int = 40
    last_error: str | None = None
    last_error_at: float = 0
    gone_since: float | None = None
    busy: dict[int, asyncio.Task[None]] = field(default_factory=dict)


class Feed:
    """Keeps each update for 24 hours or until it is confirmed; per chat in order."""

    def __init__(self, clock: Clock, *, first_update_id: int, second: float, same_offset_quirk: bool) -> None:
        self.clock = clock
        self.second = second
        """How long a second between two tries of the webhook lasts here."""
        self.same_offset_quirk = same_offset_quirk
        self.waiting: list[Waiting] = []
        self.allowed: list[str] | None = None
        self.hook: Hook | None = None
        self._next_id = first_update_id
        self._arrived = asyncio.Event()
        self._poller = 0
        self._last_poll: tuple[int | None, float] = (None, 0.0)
        self._http: ClientSession | None = None

    def count_from(self, update_id: int) -> None:
        """Begin a new row of numbers, as Telegram may after a quiet week."""
        self._next_id = update_id

    def add(self, chat: int, kind: str, payload: Mapping[str, Any]) -> int | None:
        """A new update with the next number; None where the bot did not ask for its kind."""
        allowed = kind in self.allowed if self.allowed else kind not in ONLY_WHEN_ASKED
        if not allowed:
            return None
        update_id, self._next_id = self._next_id, self._next_id + 1
        self.put(chat, {"update_id": update_id, kind: dict(payload)})
        return update_id

    def put(self, chat: int, body: dict[str, Any]) -> None:
        """An update exactly as given, for one that repeats itself or cannot be read."""
        self.waiting.append(Waiting(body, chat, self.clock.now()))
        self._wake()

    def expire(self) -> None:
        oldest = self.clock.now() - DAY
        self.waiting = [one for one in self.waiting if one.at > oldest]

    async def poll(self, offset: int | None, limit: int, timeout: float) -> list[dict[str, Any]]:
        """What `getUpdates` answers; a second caller ends the first one's wait with 409."""
        self._poller += 1
        me, until = self._poller, time.monotonic() + min(timeout, 50)
        limit = self._limit(offset, limit)
        self._confirm(offset)
        while True:
            self._refuse_if_not_mine(me)
            if self.waiting or time.monotonic() >= until:
                return [one.body for one in self.waiting[:limit]]
            await self._something(until - time.monotonic())
            self.expire()

    def _refuse_if_not_mine(self, me: int) -> None:
        if self.hook:
            method = "can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
            raise RefusedError(conflict(method))
        if self._poller != me:
            other = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise RefusedError(conflict(other))

    def _limit(self, offset: int | None, limit: int) -> int:
        before, self._last_poll = self._last_poll, (offset, time.monotonic())
        again = before[0] == offset and time.monotonic() - before[1] < SAME_AGAIN
        return 1 if self.same_offset_quirk and again else max(1, min(limit, 100))

    def _confirm(self, offset: int | None) -> None:
        self.expire()
        if offset is not None and offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset:
            self.waiting = [one for one in self.waiting if one.update_id >= offset]
        self._wake()

    def _wake(self) -> None:
        self._arrived.set()
        self._arrived = asyncio.Event()
        self._bring()

    async def _something(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._arrived.wait(), seconds)
        except TimeoutError:
            return

    async def set_hook(self, hook: Hook | None, *, drop: bool = False) -> None:
        await self.stop()
        if drop:
            self.waiting.clear()
        self.hook = hook
        self._wake()

    async def stop(self) -> None:
        tasks = list(self.hook.busy.values()) if self.hook else []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http:
            await self._http.close()
            self._http = None

    def _bring(self) -> None:
        """Start on the first waiting update of each chat that is not being worked on."""
        hook = self.hook
        if hook is None:
            return
        for chat in dict.fromkeys(one.chat for one in self.waiting):
            if chat not in hook.busy and len(hook.busy) < hook.max_connections:
                hook.busy[chat] = asyncio.create_task(self._bring_all_of(hook, chat))

    async def _bring_all_of(self, hook: Hook, chat: int) -> None:
        """In order: nothing of a chat passes what comes before it."""
        failures = 0
        while self.hook is hook and (first := self._first_of(chat)):
            rest = await self._post(hook, first)
            if rest is None:
                failures = 0
                self.waiting = [one for one in self.waiting if one is not first]
                continue
            await asyncio.sleep(self.second * (rest or min(2**failures, 60)))
            failures += 1
            self.expire()
        hook.busy.pop(chat, None)
        self._bring()

    def _first_of(self, chat: int) -> Waiting | None:
        return next((one for one in self.waiting if one.chat == chat), None)

    async def _post(self, hook: Hook, update: Waiting) -> float | None:
        """None when it was taken, else the seconds of rest that were asked for, 0 for none."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        self._http = self._http or ClientSession(timeout=ClientTimeout(total=10))
        try:
            async with self._http.post(hook.url, json=update.body, headers=headers) as answer:
                if 200 <= answer.status < 300:
                    hook.gone_since = None
                    return None
                self._note(hook, f"Wrong response from the webhook: {answer.status} {answer.reason}")
                self._note_gone(hook, answer.status)
                return min(float(answer.headers.get("Retry-After", 0)), 3600)
        except (ClientError, TimeoutError, OSError):
            self._note(hook, "Connection refused")
            return 0

    def _note(self, hook: Hook, error: str) -> None:
        hook.last_error, hook.last_error_at = error, self.clock.now()

    def _note_gone(self, hook: Hook, status: int) -> None:
        if status != 410:
            hook.gone_since = None
        elif hook.gone_since is None:
            hook.gone_since = self.clock.now()
        elif self.clock.now() - hook.gone_since >= GONE_FOR_GOOD:
            self.hook = None
