"""Raw updates: the envelope that any of them has, and the words in those that are understood."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update
from pydantic import ValidationError

from bot.messages import Body, Event, Incoming, Kind

NOT_WRITTEN_BY_A_PERSON = {
    "author_signature",
    "callback_data",
    "chat_instance",
    "country_code",
    "currency",
    "data",
    "emoji",
    "first_name",
    "game_short_name",
    "id",
    "invoice_payload",
    "language_code",
    "last_name",
    "mime_type",
    "phone_number",
    "reply_markup",
    "sender_name",
    "sender_user_name",
    "set_name",
    "status",
    "type",
    "username",
    "vcard",
}
MEDIA = {
    ContentType.ANIMATION,
    ContentType.AUDIO,
    ContentType.CHECKLIST,
    ContentType.CONTACT,
    ContentType.DICE,
    ContentType.DOCUMENT,
    ContentType.GAME,
    ContentType.LIVE_PHOTO,
    ContentType.LOCATION,
    ContentType.PAID_MEDIA,
    ContentType.PHOTO,
    ContentType.POLL,
    ContentType.RICH_MESSAGE,
    ContentType.STICKER,
    ContentType.STORY,
    ContentType.UNKNOWN,  # newer than this library: better an answer too many than silence
    ContentType.VENUE,
    ContentType.VIDEO,
    ContentType.VIDEO_NOTE,
    ContentType.VOICE,
}


def envelope(body: object, account: str) -> Event | None:
    """As little as can be read off anything that has an update_id."""
    if not isinstance(body, Mapping) or not is_number(body.get("update_id")):
        return None
    payload = next((value for value in body.values() if isinstance(value, Mapping)), {})
    pressed = inner(payload, "message")
    ref = pressed.get("message_id", payload.get("message_id"))
    return Event(
        event_id=str(body["update_id"]),
        address=address(payload),
        body=body,
        message_ref=str(ref) if is_number(ref) else None,
        words=tuple(dict.fromkeys(words(body, account))),
    )


def is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def inner(value: object, key: str) -> Mapping[str, Any]:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def address(payload: object) -> str:
    """The chat, or the person where there is none, "" for neither."""
    chat = inner(inner(payload, "message"), "chat") or inner(payload, "chat")
    for place in (chat, inner(payload, "from"), inner(payload, "user")):
        if is_number(place.get("id")):
            return str(place["id"])
    return ""


def words(body: object, account: str) -> Iterator[str]:
    """Every string that a person may have written, in order; no recursion, for a body may be nested deep."""
    rest = [body]
    while rest:
        value = rest.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            written = [part for key, part in value.items() if is_written(value, str(key), account)]
            rest += reversed(written)
        elif isinstance(value, list):
            rest += reversed(value)


def is_written(holder: Mapping[str, Any], key: str, account: str) -> bool:
    if key in NOT_WRITTEN_BY_A_PERSON or key.endswith("_id"):
        return False
    if key == "message" and "chat_instance" in holder:  # ours, under a button that was pressed
        return False
    answers_us = str(inner(inner(holder, "reply_to_message"), "from").get("id")) == account
    return not (answers_us and key in {"reply_to_message", "quote"})


def read(body: Body, account: str) -> Incoming | None:
    """What was said; None where it says nothing to us, `ValueError` where it cannot be read."""
    update = decoded(body)
    if update.callback_query:
        return _choice(update.callback_query, _said(update, account))
    if update.message:
        return _message(update.message, _said(update, account))
    if update.my_chat_member:
        return _membership(update.my_chat_member, _said(update, account))
    return None


def decoded(body: Body) -> Update:
    try:
        return Update.model_validate(dict(body))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        trouble = f"update cannot be read: {where[:100]} {first['type']}"
    raise ValueError(trouble)  # out here it drags along nobody's words


class _Said(TypedDict):
    channel: str
    account: str
    event_id: str


def _said(update: Update, account: str) -> _Said:
    return {"channel": "telegram", "account": account, "event_id": str(update.update_id)}


def _choice(press: CallbackQuery, said: _Said) -> Incoming | None:
    if press.data is None:
        return None
    under = press.message
    return Incoming(
        **said,
        address=str(under.chat.id if under else press.from_user.id),
        kind=Kind.CHOICE,
        text=press.data,
        message_ref=str(under.message_id) if under else None,
        press_ref=press.id,
        is_private=under is None or under.chat.type == "private",
    )


def _message(message: Message, said: _Said) -> Incoming | None:
    if message.from_user and message.from_user.is_bot:
        return None
    kind, text = _content(message)
    if kind is None:
        return None
    return Incoming(
        **said,
        address=str(message.chat.id),
        kind=kind,
        text=unicodedata.normalize("NFC", text),
        message_ref=str(message.message_id),
        is_private=message.chat.type == "private",
    )


def _content(message: Message) -> tuple[Kind | None, str]:
    if message.text is not None:
        return Kind.TEXT, message.text
    contact, sender = message.contact, message.from_user
    if contact and sender and contact.user_id == sender.id:
        return Kind.CONTACT, "".join(sign for sign in contact.phone_number if sign in "+0123456789")
    return (Kind.OTHER, "") if message.content_type in MEDIA else (None, "")


def _membership(change: ChatMemberUpdated, said: _Said) -> Incoming | None:
    if change.new_chat_member.status not in {"kicked", "left"}:
        return None
    return Incoming(**said, address=str(change.chat.id), kind=Kind.STOPPED, is_private=change.chat.type == "private")
