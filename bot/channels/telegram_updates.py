"""Raw updates: the envelope that any of them has, and the words in those that are understood."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict, TypeVar

from aiogram.enums import ContentType
from aiogram.types import ChatMemberUpdated, Message, Update
from pydantic import Field, TypeAdapter, ValidationError

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


@dataclass(frozen=True, slots=True)
class _Chat:
    id: int
    type: str


@dataclass(frozen=True, slots=True)
class _Under:
    message_id: int
    chat: _Chat


@dataclass(frozen=True, slots=True)
class _Person:
    id: int


@dataclass(frozen=True, slots=True)
class _Press:
    id: str
    from_user: Annotated[_Person, Field(alias="from")]
    data: str | None = None
    message: _Under | None = None


@dataclass(frozen=True, slots=True)
class _Pressed:
    """What we need of a press: most of what we hear are presses, and our own message under the button is long."""

    update_id: int
    callback_query: _Press


T = TypeVar("T")
PRESSED = TypeAdapter(_Pressed)
UPDATE = TypeAdapter(Update)


def envelope(body: object, account: str) -> Event | None:
    """As little as can be read off anything that has an update_id."""
    if not isinstance(body, dict) or not is_number(body.get("update_id")):
        return None
    payload = next((value for value in body.values() if isinstance(value, dict)), {})
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
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


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
        elif isinstance(value, dict):
            rest += reversed(written(value, account))
        elif isinstance(value, list):
            rest += reversed(value)


def written(holder: dict[str, Any], account: str) -> list[object]:
    """The parts in which something may stand that a person wrote."""
    ours = {"message"} if "chat_instance" in holder else set()  # under a button that was pressed
    if str(inner(inner(holder, "reply_to_message"), "from").get("id")) == account:
        ours |= {"reply_to_message", "quote"}
    return [part for key, part in holder.items() if not (key in ours or _is_none_of_theirs(key))]


def _is_none_of_theirs(key: str) -> bool:
    """Whether no person writes what stands under this key, wherever it is."""
    return key in NOT_WRITTEN_BY_A_PERSON or key.endswith("_id")


def read(body: Body, account: str) -> Incoming | None:
    """What was said; None where it says nothing to us, `ValueError` where it cannot be read."""
    if body.get("callback_query"):
        pressed = decoded(PRESSED, body)
        return _choice(pressed.callback_query, _said(pressed.update_id, account))
    update = decoded(UPDATE, body)
    if update.message:
        return _message(update.message, _said(update.update_id, account))
    if update.my_chat_member:
        return _membership(update.my_chat_member, _said(update.update_id, account))
    return None


def decoded(shape: TypeAdapter[T], body: Body) -> T:
    try:
        return shape.validate_python(dict(body))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        trouble = f"update cannot be read: {where[:100]} {first['type']}"
    raise ValueError(trouble)  # out here it drags along nobody's words


class _Said(TypedDict):
    channel: str
    account: str
    event_id: str


def _said(update_id: int, account: str) -> _Said:
    return {"channel": "telegram", "account": account, "event_id": str(update_id)}


def _choice(press: _Press, said: _Said) -> Incoming | None:
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
