"""Telegram: messages over the Bot API; aiogram is its client and its types, and ends here."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any

from aiogram import Bot
from aiogram.utils.token import TokenValidationError

from bot.channels.http_departures import DepartingJson
from bot.channels.json_bodies import json_bodies
from bot.channels.telegram_outcomes import plain
from bot.channels.telegram_sending import Sender
from bot.channels.telegram_updates import envelope, read
from bot.channels.telegram_web_app import opened_by
from bot.channels.telegram_wire import ANSWER_SECONDS, AnswerLostError, Wire, status_and_answer
from bot.messages import AccountInfo, Body, Capabilities, Event, HookRequest, Incoming, Opened, Outcome, Polled, Reply

WANTED = ["message", "callback_query", "my_chat_member"]
LONGEST_WAIT = 60
WEBHOOK_CONNECTIONS = 40


class RestWantedError(OSError):
    """Telegram wants to be left alone for a while."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Telegram wants {seconds} s of rest")
        self.seconds = seconds


class Telegram:
    """One account on Telegram."""

    name = "telegram"
    capabilities = Capabilities(
        buttons=True,
        inbound=True,
        documents=True,
        removes=True,
        contact=True,
        abroad=True,
        text_limit=4096,
        edits=True,
        chat_gap=1.0,  # one message a second to a chat; short bursts pass, and are left to answers
        group_gap=3.4,  # 20 a minute, and somewhat less to be sure
    )
    poll_seconds = 25

    def __init__(
        self,
        token: str,
        *,
        api_base: str = "https://api.telegram.org",
        proxy: str | None = None,
        contact_label: str,
        hook_secret: str | None = None,
    ) -> None:
        """`hook_secret`: what Telegram has to bring where it comes by webhook; without one it is asked."""
        self.hook = "telegram" if hook_secret else None
        self._hook_secret = hook_secret or ""
        self._wire = made_wire(api_base, proxy)
        self._api = made_api(token, self._wire)
        self._sender = Sender(self._api, self._wire, contact_label)

    def __repr__(self) -> str:
        return f"Telegram(account={self.account!r})"

    @property
    def account(self) -> str:
        return str(self._api.id)

    async def introduce(self) -> AccountInfo:
        me = await self._ask("getMe")
        if not isinstance(me, dict) or "id" not in me:
            raise AnswerLostError("Telegram does not say who we are")
        return AccountInfo(str(me["id"]), str(me.get("username") or ""))

    async def listen_at(self, url: str | None) -> None:
        if url is None:
            await self.delete_webhook()
        else:
            await self.set_webhook(url, self._hook_secret)

    def brought(self, request: HookRequest) -> Sequence[Body] | None:
        secret = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not self._hook_secret or not compare_digest(secret.encode(), self._hook_secret.encode()):
            return None
        return json_bodies(request.raw)

    def opened_by(self, said: str, at: datetime) -> Opened | None:
        return opened_by(said, self._api.token, at)

    def event(self, body: Body) -> Event | None:
        return envelope(body, self.account)

    def read(self, body: Body) -> Incoming | None:
        return read(body, self.account)

    async def send(self, address: str, reply: Reply) -> Outcome:
        return await self._sender.send(address, reply)

    async def poll(self, mark: str | None) -> Polled:
        wanted: dict[str, Any] = {"timeout": self.poll_seconds, "limit": 100, "allowed_updates": WANTED}
        if mark is not None:
            wanted["offset"] = int(mark)
        try:
            bodies = await self._ask("getUpdates", wanted, seconds=self.poll_seconds + ANSWER_SECONDS)
        except RestWantedError as told:
            await asyncio.sleep(min(told.seconds, LONGEST_WAIT))
            return Polled(next_mark=mark)
        if not isinstance(bodies, list):
            raise AnswerLostError("Telegram does not answer with a list of updates")
        events = tuple(event for body in bodies if (event := self.event(body)))
        newest = max((int(event.event_id) for event in events), default=None)
        return Polled(events, mark if newest is None else str(newest + 1))

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates brought to the address, with the secret in their header."""
        wanted = {"allowed_updates": WANTED, "secret_token": secret, "max_connections": WEBHOOK_CONNECTIONS}
        await self._ask("setWebhook", {"url": url, **wanted})

    async def delete_webhook(self) -> None:
        """So that updates can be asked for; those that wait are kept."""
        await self._ask("deleteWebhook")

    async def close(self) -> None:
        await self._wire.close()

    async def _ask(self, method: str, fields: dict[str, Any] | None = None, seconds: float | None = None) -> Any:
        """The raw result, past aiogram's types: one update it finds fault with would block all others."""
        status, content = await self._wire.post(self._api.token, method, DepartingJson(fields or {}), seconds=seconds)
        status, answer = status_and_answer(status, content)
        if answer is None:
            raise AnswerLostError(f"Telegram's answer to {method} cannot be read")
        if status == 429:
            raise RestWantedError(answer["parameters"]["retry_after"])
        if not answer["ok"]:
            raise OSError(f"Telegram refuses {method} with {status}: {plain(answer['description'])}")
        return answer.get("result")


def made_wire(api_base: str, proxy: str | None) -> Wire:
    """Raises `ValueError` without the address, which may hold a password."""
    try:
        return Wire(api_base, proxy)
    except ValueError:
        pass
    raise ValueError("the address of the proxy for Telegram cannot be read")


def made_api(token: str, wire: Wire) -> Bot:
    try:
        return Bot(token, session=wire)
    except TokenValidationError:
        pass
    raise ValueError("the Telegram token does not look like one")
