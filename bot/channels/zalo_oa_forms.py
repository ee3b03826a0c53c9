"""What is said to a person in the forms that an Official Account has: messages, buttons, files, registered words."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.text_parts import parts, units
from bot.channels.zalo_oa_seals import Seal
from bot.messages import Choice, Document, Form
from bot.network_settings import ZaloForm

TEXT_LIMIT = 2000
LABEL_LIMIT = 100
MOST_BUTTONS = 5
IMAGES = {"image/png", "image/jpeg"}
IMAGE_LIMIT = 1_000_000
FILE_LIMIT = 5_000_000
FILES = {
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/csv",
}
MENTION = re.compile(r"\[@[^\[\]]*\]")
USUAL = {"name": 30, "cell": 30, "kind": 30, "time": 20, "place": 200, "topic": 200, "text": 400}
"""Characters that the kinds of parameters take which suit our fields best."""
MAY_BE_CUT = {"name", "cell", "kind", "place", "topic"}
"""Half an hour or half an order is worse than none: the notice then goes another way."""
NOTHING = "-"
"""A parameter must not be empty."""
Message = dict[str, Any]


class TooLongError(ValueError):
    """It cannot be said in this form."""


def messages(text: str, choices: Sequence[Choice], address: str, seal: Seal) -> list[Message]:
    """The text in as many messages as it needs, the buttons under the last."""
    said: list[Message] = [{"text": part} for part in parts(unicodedata.normalize("NFC", text), TEXT_LIMIT)]
    if choices and said:
        buttons = [button(choice, address, seal) for choice in choices]
        said[-1]["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
    return said


def button(choice: Choice, address: str, seal: Seal) -> Message:
    """What it says when pressed is not shown in the chat."""
    payload = seal.button(address, choice.value)
    return {"title": cut(choice.label, LABEL_LIMIT), "type": "oa.query.hide", "payload": payload}


def image(attachment_id: str) -> Message:
    element = {"media_type": "image", "attachment_id": attachment_id}
    return {"attachment": {"type": "template", "payload": {"template_type": "media", "elements": [element]}}}


def file(token: str) -> Message:
    return {"attachment": {"type": "file", "payload": {"token": token}}}


def request_for_number(title: str, subtitle: str) -> Message:
    element = {"title": cut(title, 100), "subtitle": cut(subtitle, 500)}
    payload = {"template_type": "request_user_info", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


def for_group(text: str) -> list[str]:
    """Without mentions: in a group they would call people, whoever wrote them."""
    text, before = unicodedata.normalize("NFC", text), ""
    while text != before:
        text, before = MENTION.sub("", text), text
    return parts(text, TEXT_LIMIT)


def refusal_of(document: Document) -> str | None:
    """Why this file cannot go; None where it can."""
    media_type = kind_of(document)
    if media_type not in IMAGES | FILES:
        return "kind_of_file"
    limit = IMAGE_LIMIT if media_type in IMAGES else FILE_LIMIT
    return "too_large" if len(document.content) > limit else None


def kind_of(document: Document) -> str:
    """Without a `charset` behind it."""
    return document.media_type.partition(";")[0].strip()


def filled_in(form: Form, registered: ZaloForm) -> dict[str, str]:
    """The parameters of a template; raises `TooLongError` where something would be lost that must not be."""
    return {called: value_for(ours, form.fields, registered) for ours, called in registered.fields.items()}


def value_for(ours: str, fields: Mapping[str, str], registered: ZaloForm) -> str:
    value = " ".join(unicodedata.normalize("NFC", fields.get(ours, "")).split())
    longest = registered.longest.get(ours, USUAL.get(ours, 30))
    if units(value) > longest and ours not in MAY_BE_CUT:
        raise TooLongError(ours)
    return cut(value, longest) or NOTHING


def cut(text: str, longest: int) -> str:
    if units(text) <= longest:
        return text
    while units(text) > longest - 1:
        text = text[:-1]
    return text.rstrip() + "…"
