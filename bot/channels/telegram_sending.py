"""Telegram: how a reply becomes messages there; nearly everything that leaves is a plain text."""

import logging
from collections.abc import Awaitable
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import SendMessage
from aiogram.types import LinkPreviewOptions, Message, ReplyKeyboardMarkup

from bot.channels.http_departures import DepartingJson
from bot.channels.taken_parts import Part, TakenParts
from bot.channels.telegram_forms import CAPTION_LIMIT, TEXT_LIMIT, Keyboard, as_markup, file, inline, keyboard
from bot.channels.telegram_outcomes import outcome_of
from bot.channels.telegram_wire import Wire, message_taken
from bot.channels.text_parts import parts, units
from bot.messages import Accepted, Document, Outcome, Rejected, Reply

log = logging.getLogger(__name__)
# A preview opens the link, and a one-time link would be spent.
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """What leaves for Telegram."""

    def __init__(self, api: Bot, wire: Wire, contact_label: str) -> None:
        self._api, self._wire, self._contact_label = api, wire, contact_label
        self._taken = TakenParts()

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
