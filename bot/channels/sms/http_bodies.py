"""Filling in a described request: what stands for a value is replaced once, and escaped by where it stands."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape

from bot.sms_http_forms import PLACEHOLDER, Ask

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded; charset=utf-8",
    "xml": "text/xml; charset=utf-8",
}
Values = Mapping[str, str]
"""By the name that stands in braces."""


@dataclass(frozen=True, slots=True)
class Request:
    """As it is written to the wire."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    content: bytes | None = field(repr=False)


def request_of(ask: Ask, values: Values) -> Request:
    """The request with its values; raises `UnicodeError` for half a letter, which nothing can carry."""
    url = fill(ask.url, values, lambda value: quote(value, safe=""))
    headers = {name: fill(text, values, _in_a_line) for name, text in ask.headers.items()}
    if ask.user is not None:
        pair = f"{fill(ask.user, values)}:{fill(ask.password, values)}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    if ask.body_type == "query":
        query = urlencode(filled(ask.body, values))
        return Request(ask.method, f"{url}{'&' if '?' in url else '?'}{query}" if query else url, headers, None)
    headers = {"Content-Type": TYPES[ask.body_type], **headers}
    return Request(ask.method, url, headers, _content(ask, values))


def _content(ask: Ask, values: Values) -> bytes:
    if isinstance(ask.body, str):
        return fill(ask.body, values, in_xml).encode()
    body = filled(ask.body, values)
    return (urlencode(body) if ask.body_type == "form" else json.dumps(body, ensure_ascii=False)).encode()


def filled(value: Any, values: Values) -> Any:
    """All texts of a table of fields, whatever is within it; numbers stay numbers."""
    if isinstance(value, str):
        return fill(value, values)
    if isinstance(value, dict):
        return {name: filled(one, values) for name, one in value.items()}
    return [filled(one, values) for one in value] if isinstance(value, list) else value


def fill(text: str, values: Values, escaped: Callable[[str], str] = str) -> str:
    """In one go: what looks like a name in braces within a value stays as it is."""
    return PLACEHOLDER.sub(lambda found: escaped(values.get(found[1], "")), text)


def in_xml(value: str) -> str:
    """Line breaks are written out, or a reader would make spaces of them in some places."""
    within = {'"': "&quot;", "'": "&apos;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return escape(NOT_IN_XML.sub("", value), within)


def in_json(value: str) -> str:
    """Between quotes that stand there already."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _in_a_line(value: str) -> str:
    return CONTROLS.sub("", value)
