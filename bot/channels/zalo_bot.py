"""Zalo Bot: a bot of the Zalo Bot Platform, asked by polling or bringing its events itself; numbers for buttons."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from hmac import compare_digest
from typing import Any

import structlog

from bot.channels.json_bodies import json_bodies
from bot.channels.taken_parts import TakenParts
from bot.channels.text_parts import parts
from bot.channels.zalo_bot_outcomes import (
    IS_WELL_FOR,
    LIMITED_FOR,
    NOBODY_THERE,
    QUOTA_WAIT,
    TOO_MANY,
    UNAUTHORISED,
    outcome_of,
    seems_nobody,
)
from bot.channels.zalo_bot_updates import GROUP, NAME, envelope, read
from bot.channels.zalo_bot_wire import ANSWER_SECONDS, Answer, AnswerLostError, NotReachedError, Wire
from bot.messages import (
    AccountInfo,
    AddressDead,
    Body,
    Capabilities,
    ChannelDown,
    Event,
    HookRequest,
    Incoming,
    Outcome,
    Polled,
    Rejected,
    Reply,
    Scope,
    Unknown,
    Wait,
)

log = structlog.get_logger()
TEXT_LIMIT = 2000
IDLE, NONE_SET = 408, 404
REMEMBERED = 500
"""So many updates are known again when they are replayed."""
Left = Callable[[], Awaitable[int | None]]
"""How many messages of the month are left by our own count; None where nobody can say."""


class ZaloBot:
    """One bot on the Zalo Bot Platform."""

    name = NAME
    capabilities = Capabilities(
        buttons=False,
        inbound=True,
        documents=False,
        removes=False,
        contact=False,
        abroad=False,
        text_limit=TEXT_LIMIT,
        proven_contact=False,
    )
    poll_seconds = 30
    poll_gap = 1.0
    """Seconds from one poll to the next where the last one brought nothing new: an old update is replayed at once."""

    def __init__(self, token: str, *, api_base: str, hook_secret: str | None = None, left: Left | None = None) -> None:
        """`hook_secret`: what the platform has to bring where it comes by webhook; without one it is asked."""
        self.hook = "zalo-bot" if hook_secret else None
        self._hook_secret = hook_secret or ""
        self._account = token.partition(":")[0]
        self._wire = Wire(api_base, token)
        self._left = left
        self._taken = TakenParts()
        self._asked_at, self._brought_news = float("-inf"), False
        self._fetched: Event | None = None
        self._kept: deque[str] = deque(maxlen=REMEMBERED)
        self._limited_since: float | None = None
        self._well_at = float("-inf")

    def __repr__(self) -> str:
        return f"ZaloBot(account={self.account!r})"

    @property
    def account(self) -> str:
        return self._account

    async def introduce(self) -> AccountInfo:
        me = await self._told("getMe")
        if not isinstance(me, Mapping) or "id" not in me:
            raise AnswerLostError("Zalo does not say who we are")
        return AccountInfo(self.account, str(me.get("display_name") or me.get("account_name") or "")[:64])

    async def listen_at(self, url: str | None) -> None:
        """Webhook and polling exclude each other."""
        if url is not None:
            await self._told("setWebhook", {"url": url, "secret_token": self._hook_secret})
            return
        answer = await self._wire.ask("deleteWebhook", {})
        if not answer.ok and answer.code != NONE_SET:
            raise refused("deleteWebhook", answer)

    def brought(self, request: HookRequest) -> Sequence[Body] | None:
        secret = request.headers.get("x-bot-api-secret-token", "")
        if not self._hook_secret or not compare_digest(secret.encode(errors="replace"), self._hook_secret.encode()):
            return None
        return json_bodies(request.raw)

    def event(self, body: Body) -> Event | None:
        return envelope(body)

    def read(self, body: Body) -> Incoming | None:
        return read(body, self.account)

    # Being asked

    async def poll(self, mark: str | None) -> Polled:
        """One event, or none. What was fetched and is not kept yet is given again: the platform forgets it."""
        if self._fetched is not None and mark == self._fetched.event_id:
            self._kept.append(mark)
            self._fetched = None
        if self._fetched is None:
            self._fetched = await self._fetch()
        if self._fetched is None:
            return Polled(next_mark=mark)
        return Polled((self._fetched,), self._fetched.event_id)

    async def _fetch(self) -> Event | None:
        """The next event; None where the platform has none, or only one that was kept before."""
        if not self._brought_news:
            await asyncio.sleep(max(0.0, self._asked_at + self.poll_gap - time.monotonic()))
        self._asked_at, self._brought_news = time.monotonic(), False
        answer = await self._wire.ask(
            "getUpdates", {"timeout": self.poll_seconds}, seconds=self.poll_seconds + ANSWER_SECONDS
        )
        if not answer.ok and answer.code == IDLE:
            return None
        if not answer.ok:
            raise refused("getUpdates", answer)
        event = envelope(answer.result)
        if event is None and answer.result:
            log.warning("update_not_understood", channel=self.name)
        self._brought_news = event is not None and event.event_id not in self._kept
        return event if self._brought_news else None

    # Sending

    async def send(self, address: str, reply: Reply) -> Outcome:
        if reply.form is not None:
            return Rejected("no_form")
        chat = address.removeprefix(GROUP)
        said = [partial(self._say, chat, text) for text in parts(reply.text, TEXT_LIMIT)]
        return await self._taken.send(address, reply, said)

    async def _say(self, chat: str, text: str) -> Outcome:
        try:
            text.encode()  # half a letter is none that could be sent
            answer = await self._wire.ask("sendMessage", {"chat_id": chat, "text": text})
        except NotReachedError as error:
            return ChannelDown(str(error), needs_human=False)
        except AnswerLostError as error:
            return Unknown(str(error))
        except UnicodeError:
            return Rejected("cannot_be_sent")
        if answer.ok:
            self._limited_since = None
            return outcome_of(answer)
        if answer.is_clear and answer.code == TOO_MANY:
            return await self._limited()
        if answer.is_clear and (answer.code in NOBODY_THERE or seems_nobody(answer)):
            return await self._nobody_there(answer)
        return outcome_of(answer)

    async def _limited(self) -> Outcome:
        """The month's messages are used up, or it was too many at once: the platform says the same of both.

        Our count may be lower than theirs; what lasts for so long is the quota.
        """
        now = time.monotonic()
        if self._limited_since is None:
            self._limited_since = now
        left = await self._left() if self._left is not None else None
        is_used_up = left is not None and left <= 0
        if is_used_up or now - self._limited_since >= LIMITED_FOR:
            return Rejected("quota")
        return Wait(QUOTA_WAIT, Scope.CHANNEL)

    async def _nobody_there(self, answer: Answer) -> Outcome:
        """A wrong token may be answered in the same way: before an address is given up, it is asked who we are."""
        if time.monotonic() - self._well_at > IS_WELL_FOR:
            try:
                me = await self._wire.ask("getMe", {})
            except OSError as error:
                return ChannelDown(str(error), needs_human=False)
            if not me.ok:
                is_token = me.is_clear and me.code in {UNAUTHORISED, *NOBODY_THERE}
                return ChannelDown("token_refused" if is_token else f"getMe: {me.code}", needs_human=is_token)
            self._well_at = time.monotonic()
        return AddressDead(NOBODY_THERE.get(answer.code, "chat_not_found"))

    async def _told(self, method: str, fields: Mapping[str, Any] | None = None) -> Any:
        """The result; raises `OSError` where it is refused."""
        answer = await self._wire.ask(method, fields or {})
        if not answer.ok:
            raise refused(method, answer)
        return answer.result

    async def close(self) -> None:
        await self._wire.close()


def refused(method: str, answer: Answer) -> OSError:
    """With the platform's words, in which nothing secret is left."""
    if not answer.is_clear:
        return OSError(f"Zalo's answer to {method} cannot be read ({answer.code})")
    return OSError(f"Zalo refuses {method} with {answer.code}: {answer.said}")
