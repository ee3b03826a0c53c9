"""Telegram: messages over the Bot API; aiogram is its client and its types, and ends here."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from functools import partial
from hmac import compare_digest
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import SendMessage
from aiogram.types import LinkPreviewOptions, Message, ReplyKeyboardMarkup
from aiogram.utils.token import TokenValidationError

from bot.channels.http_departures import DepartingJson
from bot.channels.json_bodies import json_bodies
from bot.channels.taken_parts import Part, TakenParts
from bot.channels.telegram_forms import CAPTION_LIMIT, TEXT_LIMIT, Keyboard, as_markup, file, inline, keyboard
from bot.channels.telegram_outcomes import outcome_of, plain
from bot.channels.telegram_updates import envelope, read
from bot.channels.telegram_wire import ANSWER_SECONDS, AnswerLostError, Wire, message_taken, status_and_answer
from bot.channels.text_parts import parts, units
from bot.messages import (
    Accepted,
    AccountInfo,
    Body,
    Capabilities,
    Document,
    Event,
    HookRequest,
    Incoming,
    Outcome,
    Polled,
    Rejected,
    Reply,
)

log = logging.getLogger(__name__)

WANTED = ["message", "callback_query", "my_chat_member"]
LONGEST_WAIT = 60
WEBHOOK_CONNECTIONS = 40
# A preview opens the link, and a one-time link would be spent.
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


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
        self._contact_label = contact_label
        self._taken = TakenParts()

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

    def event(self, body: Body) -> Event | None:
        return envelope(body, self.account)

    def read(self, body: Body) -> Incoming | None:
        return read(body, self.account)

    async def send(self, address: str, reply: Reply) -> Outcome:
        if reply.removes:
            await self._remove(address, reply.removes)
        if reply.acknowledges:
            await self._acknowledge(reply.acknowledges)
        if reply.edits and reply.edits.isdecimal() and not reply.document and units(reply.text) <= TEXT_LIMIT:
            return await self._edit(address, reply)
        if reply.text.strip() or reply.document:
            return await self._say(address, reply)
        return Accepted(None) if reply.acknowledges or reply.removes else Rejected("empty")

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

    async def _remove(self, address: str, message_ref: str) -> None:
        if not message_ref.isdecimal():
            return
        outcome = await attempt(self._api.delete_message(address, int(message_ref)))
        if not isinstance(outcome, Accepted):
            log.info("message_not_removed", extra={"outcome": repr(outcome)})

    async def _acknowledge(self, press_ref: str) -> None:
        """Stops the waiting sign on the phone; too late is no harm."""
        await attempt(self._api.answer_callback_query(press_ref))

    async def _edit(self, address: str, reply: Reply) -> Outcome:
        """The new words and buttons in the place of the old."""
        markup = as_markup(inline(reply.choices))
        assert not isinstance(markup, ReplyKeyboardMarkup)  # noqa: S101 - so says inline
        message_id = int(reply.edits or 0)
        return await attempt(
            self._api.edit_message_text(
                reply.text, chat_id=address, message_id=message_id, reply_markup=markup, link_preview_options=NO_PREVIEW
            )
        )

    async def _say(self, address: str, reply: Reply) -> Outcome:
        """All parts in order, the buttons under the last."""
        buttons = keyboard(reply, self._contact_label)
        texts = parts(reply.text, TEXT_LIMIT)
        fits = texts and (not reply.document or units(texts[-1]) <= CAPTION_LIMIT)
        last = texts.pop() if fits else ""
        said: list[Part] = [partial(self._send_text, address, text) for text in texts]
        if document := reply.document:
            said.append(lambda: attempt(self._send_file(address, document, last, buttons)))
        else:
            said.append(partial(self._send_text, address, last, buttons))
        return await self._taken.send(address, reply, said)

    async def _send_text(self, address: str, text: str, buttons: Keyboard | None = None) -> Outcome:
        """Past aiogram's types, which take three times as long as all else: nearly everything that leaves is this.

        What is anything but a plain success is read by aiogram as always.
        """
        fields: dict[str, Any] = {"chat_id": address, "text": text, "link_preview_options": {"is_disabled": True}}
        if buttons is not None:
            fields["reply_markup"] = buttons
        try:
            text.encode()  # half a letter is none that could be sent
            status, content = await self._wire.post(self._api.token, "sendMessage", DepartingJson(fields))
        except (OSError, ValueError) as error:
            return outcome_of(error)
        message_id = message_taken(status, content)
        return Accepted(str(message_id)) if message_id else self._read(address, text, status, content)

    def _read(self, address: str, text: str, status: int, content: str) -> Outcome:
        try:
            answer = self._wire.check_response(self._api, SendMessage(chat_id=address, text=text), status, content)
        except (AiogramError, OSError, ValueError) as error:
            return outcome_of(error)
        return Accepted(str(answer.result.message_id) if isinstance(answer.result, Message) else None)

    async def _send_file(self, address: str, document: Document, caption: str, buttons: Keyboard | None) -> Message:
        markup = as_markup(buttons)
        return await self._api.send_document(address, file(document), caption=caption or None, reply_markup=markup)


async def attempt(call: Awaitable[Message | bool]) -> Outcome:
    """Make the call and say what became of it, whatever that is."""
    try:
        result = await call
    except (AiogramError, OSError, ValueError) as error:
        return outcome_of(error)
    return Accepted(str(result.message_id) if isinstance(result, Message) else None)


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
