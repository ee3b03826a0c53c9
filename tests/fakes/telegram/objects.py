"""The objects of the Bot API as the fake hands them out."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.fakes.telegram.answers import Refusal


class Button(NamedTuple):
    """A button under a message: what people read, and what comes back."""

    text: str
    data: str | None


class Upload(NamedTuple):
    """A file as it came in."""

    name: str
    content: bytes
    media_type: str


@dataclass
class Chat:
    """A private chat or a group, and whether the bot may write there."""

    id: int
    about: dict[str, Any]
    refusal: Refusal | None = None

    @property
    def is_private(self) -> bool:
        return self.id > 0

    def json(self) -> dict[str, Any]:
        return {"id": self.id, **self.about}


@dataclass
class Sent:
    """A message of the bot that was taken, as it stands now."""

    chat: int
    message_id: int
    text: str
    at: float
    """On the monotonic clock."""
    date: int
    method: str
    markup: dict[str, Any] | None = None
    upload: Upload | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    edits: int = 0
    is_deleted: bool = False

    @property
    def rows(self) -> list[list[Button]]:
        keyboard = (self.markup or {}).get("inline_keyboard", [])
        return [[Button(one["text"], one.get("callback_data")) for one in row] for row in keyboard]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    @property
    def wants_contact(self) -> bool:
        keyboard = (self.markup or {}).get("keyboard", [])
        return any(isinstance(key, dict) and key.get("request_contact") for row in keyboard for key in row)


def message(sent: Sent, chat: Chat, sender: dict[str, Any]) -> dict[str, Any]:
    """One of the bot's own messages, as answers and presses carry it."""
    body: dict[str, Any] = {
        "message_id": sent.message_id,
        "from": sender,
        "chat": chat.json(),
        "date": sent.date,
    }
    if sent.edits:
        body["edit_date"] = sent.date
    if sent.upload:
        body |= attachment(sent)
    if sent.text:
        body["caption" if sent.upload or sent.method == "sendphoto" else "text"] = sent.text
    if sent.buttons:
        body["reply_markup"] = sent.markup
    return body


def attachment(sent: Sent) -> dict[str, Any]:
    upload = sent.upload
    assert upload is not None
    if sent.method == "sendphoto":
        sizes = [(90, 90), (800, 800)]
        return {"photo": [{**file(f"{sent.message_id}:{w}"), "width": w, "height": h} for w, h in sizes]}
    about = {"file_name": upload.name, "mime_type": upload.media_type, "file_size": len(upload.content)}
    return {"document": {**file(str(sent.message_id)), **about}}


def file(seed: str) -> dict[str, Any]:
    digest = hashlib.sha256(seed.encode()).hexdigest()
    return {"file_id": f"BQACAgUAAxkBAAM{digest[:40]}", "file_unique_id": f"AgAD{digest[:11]}"}


def chat_instance(chat: int) -> str:
    return str(int.from_bytes(hashlib.sha256(str(chat).encode()).digest()[:8], "big", signed=True))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
