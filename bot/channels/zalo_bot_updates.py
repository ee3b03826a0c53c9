"""Events of the Zalo Bot Platform: the envelope that any of them has, and the words in those that are understood."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from bot.messages import Body, Event, Incoming, Kind

NAME = "zalo_bot"
GROUP = "group:"
"""So begin the addresses of groups, on this network and in our tables."""
GROUP_ID = "zgr-"
"""So begin the network's own ids of groups."""
ID = re.compile(r"[!-~]{1,56}")
TEXT, OTHERS = "message.text.received", re.compile(r"message\.(image|sticker|voice|unsupported)\.received")
CONTENT = ("photo", "photo_url", "sticker", "voice_url", "url", "caption")
NOT_WRITTEN_BY_A_PERSON = {"event_name", "display_name", "chat_type", "id", "message_id", "sticker"}


def envelope(body: object) -> Event | None:
    """As little as can be read off anything that has a message or a name."""
    update = unwrapped(body)
    if not isinstance(body, Mapping) or not (isinstance(update.get("message"), Mapping) or "event_name" in update):
        return None
    message = inner(update, "message")
    message_id = id_of(message.get("message_id"))
    return Event(
        event_id=message_id or digest(update),
        address=address_of(message),
        body=body,
        message_ref=message_id or None,
        words=tuple(dict.fromkeys(words(update))),
    )


def unwrapped(body: object) -> Mapping[str, Any]:
    """Some bring an event within `result`, some as it is."""
    if not isinstance(body, Mapping):
        return {}
    result = body.get("result")
    return result if isinstance(result, Mapping) and "message" not in body else body


def inner(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = value.get(key)
    return found if isinstance(found, Mapping) else {}


def id_of(value: object) -> str:
    """Ids are strings; a number is taken for one, all else is none: ""."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if ID.fullmatch(text) else ""


def digest(update: Mapping[str, Any]) -> str:
    """In place of an id, the same for the same event."""
    try:
        whole = json.dumps(update, sort_keys=True, default=str)
    except (ValueError, TypeError, RecursionError):
        whole = "\n".join(words(update))
    return "sha256:" + hashlib.sha256(whole.encode(errors="replace")).hexdigest()[:48]


def address_of(message: Mapping[str, Any]) -> str:
    """The chat, or the person where there is none, "" for neither."""
    chat = inner(message, "chat")
    found = id_of(chat.get("id"))
    if not found:
        return id_of(inner(message, "from").get("id"))
    return found if is_private(chat) else f"{GROUP}{found}"


def is_private(chat: Mapping[str, Any]) -> bool:
    """In doubt it is a group: there nobody is named."""
    kind = chat.get("chat_type")
    if kind is None:
        return not id_of(chat.get("id")).startswith(GROUP_ID)
    return isinstance(kind, str) and kind.upper() == "PRIVATE"


def words(update: object) -> Iterator[str]:
    """Every string that a person may have written, in order; no recursion, for a body may be nested deep."""
    rest = [update]
    while rest:
        value = rest.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            written = [part for key, part in value.items() if key not in NOT_WRITTEN_BY_A_PERSON]
            rest += reversed(written)
        elif isinstance(value, list):
            rest += reversed(value)


def read(body: Body, account: str) -> Incoming | None:
    """What was said; None where it says nothing to us, `ValueError` where it cannot be read."""
    update = unwrapped(body)
    message = inner(update, "message")
    kind = kind_of(update, message)
    if kind is None and "event_name" in update:
        return None
    address, message_id = address_of(message), id_of(message.get("message_id"))
    if not isinstance(message.get("chat"), Mapping) or not address:
        raise ValueError("event cannot be read: chat")
    if kind is None or inner(message, "from").get("is_bot") is True:
        return None
    return Incoming(
        channel=NAME,
        account=account,
        event_id=message_id or digest(update),
        address=address,
        kind=kind,
        text=text_of(message) if kind is Kind.TEXT else "",
        message_ref=message_id or None,
        is_private=not address.startswith(GROUP),
    )


def kind_of(update: Mapping[str, Any], message: Mapping[str, Any]) -> Kind | None:
    """By the event's name or, where it has none, by what is in it."""
    name = update.get("event_name")
    if name is None:
        others = Kind.OTHER if any(key in message for key in CONTENT) else None
        return Kind.TEXT if "text" in message else others
    if not isinstance(name, str):
        raise ValueError("event cannot be read: event_name")  # noqa: TRY004 - what the channel promises
    if name == TEXT:
        return Kind.TEXT
    return Kind.OTHER if OTHERS.fullmatch(name) else None


def text_of(message: Mapping[str, Any]) -> str:
    text = message.get("text")
    if not isinstance(text, str):
        raise ValueError("event cannot be read: text")  # noqa: TRY004 - what the channel promises
    return unicodedata.normalize("NFC", text)
