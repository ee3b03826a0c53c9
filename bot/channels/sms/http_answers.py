"""What a described gateway says, and what its description makes of it."""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from bot.messages import Accepted, AddressDead, ChannelDown, Duplicate, Outcome, Rejected, Scope, Unknown, Wait
from bot.sms_http_forms import When
from bot.sms_http_settings import HttpSms

MINUTE, LONGEST = 60.0, 3600.0
LONG_NUMBER = re.compile(r"\d{5,}")
OF_THIS_ONE = {400, 406, 422, 451}
"""What stands before a gateway may dislike one message: the others do not wait behind it."""
EPOCH = 1_000_000_000
"""A greater number of seconds is no span but a time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """The names in small letters."""
    text: str
    said: Any
    """The same as a table of fields, a list or an element; None where it is none of these."""


def answer_of(status: int, headers: Mapping[str, str], content: bytes) -> Answer:
    text = content.decode(errors="replace")
    return Answer(status, {name.lower(): value for name, value in headers.items()}, text, read_any(text))


def read_any(text: str) -> Any:
    """JSON or XML, whatever they say of it."""
    if text.lstrip("\ufeff \r\n\t").startswith("<"):
        return read_xml(text)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def read_xml(text: str) -> Element | None:
    """Without the names' spaces, which differ from one gate to the next."""
    try:
        root: Element = fromstring(text.strip("\ufeff \r\n\t"))
    except (ParseError, DefusedXmlException, ValueError):
        return None
    for one in root.iter():
        one.tag = one.tag.rpartition("}")[2]
    return root


def read_form(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))


def value_at(said: Any, path: str) -> str | None:
    """The text that stands there; of `one|other` the first that is there."""
    found = (_found(said, one) for one in path.split("|"))
    return next((value for value in found if value is not None), None)


def _found(said: Any, path: str) -> str | None:
    if isinstance(said, Element):
        text = said.findtext(path)
        return None if text is None else text.strip()
    for step in path.split("."):
        if isinstance(said, Mapping):
            said = said.get(step)
        elif isinstance(said, list) and step.isdecimal() and int(step) < len(said):
            said = said[int(step)]
        else:
            return None
    if isinstance(said, bool):
        return str(said).lower()
    return str(said) if isinstance(said, str | int | float) else None


def meets(whens: Sequence[When], answer: Answer) -> bool:
    """Whether any of the conditions is met."""
    return any(answer.status in one.http or says(one, answer.said, answer.text) for one in whens)


def says(when: When, said: Any, text: str = "") -> bool:
    if not when.is_in and when.regex is None:
        return False
    value = text.strip() if when.path is None else value_at(said, when.path)
    return value is not None and (
        value in when.is_in or (when.regex is not None and bool(re.search(when.regex, value)))
    )


# What it means


def outcome_of(answer: Answer, gateway: HttpSms, now: float) -> Outcome:
    """For the message, its phone and the gateway."""
    if answer.status < 300 and meets(gateway.already_when, answer):
        return Duplicate(_id(answer, gateway))
    if answer.status < 300 and meets(gateway.ok_when, answer):
        return Accepted(_id(answer, gateway))
    if meets(gateway.fatal_when, answer):
        return ChannelDown(told(answer, gateway), needs_human=True)
    if meets(gateway.dead_when, answer):
        return AddressDead("phone_invalid")
    if meets(gateway.retry_when, answer) or answer.status == 429:
        return Wait(pause(answer.headers, now), Scope.CHANNEL)
    return _refused(answer, gateway)


def _refused(answer: Answer, gateway: HttpSms) -> Outcome:
    """None of what is described: a number that it gives is about this message, a page is about the gateway."""
    code = code_of(answer, gateway)
    if answer.status >= 500 or answer.status == 408:
        return Unknown("server_error")
    if answer.status == 413:
        return Rejected("too_large")
    if answer.status in OF_THIS_ONE and code is None:
        return Rejected(f"http_{answer.status}")
    if answer.status in {401, 403, 404} or (answer.status >= 400 and code is None):
        return ChannelDown(f"http_{answer.status}", needs_human=True)
    return Unknown("undecodable_answer") if code is None else Rejected(f"sms{code}")


def code_of(answer: Answer, gateway: HttpSms, whens: Sequence[When] = ()) -> str | None:
    """The number of a refusal, in letters that may stand in a log."""
    paths: Iterable[str | None] = [one.path for one in whens or gateway.ok_when]
    if gateway.code_path:
        paths = [gateway.code_path]
    found = (value_at(answer.said, path) for path in paths if path)
    code = next((value for value in found if value), None)
    return code and (LONG_NUMBER.sub("", re.sub(r"[^A-Za-z0-9_.-]", "", code))[:16] or None)


def told(answer: Answer, gateway: HttpSms, whens: Sequence[When] = ()) -> str:
    """Number and words of a refusal for whoever is to see to it: no phone and no secret is in them."""
    code = code_of(answer, gateway, whens)
    words = (value_at(answer.said, gateway.error_path) if gateway.error_path else None) or ""
    for secret in gateway.own_secrets():
        words = words.replace(secret, "…")
    return f"sms{code or answer.status} {LONG_NUMBER.sub('…', words)[:80]}".strip()


def _id(answer: Answer, gateway: HttpSms) -> str | None:
    found = value_at(answer.said, gateway.id_path) if gateway.id_path else None
    return found[:64] if found else None


def pause(headers: Mapping[str, str], now: float) -> float:
    """Seconds until it takes more, as it says; a minute where it does not."""
    for name in ("x-rate-limit-reset", "retry-after"):
        try:
            seconds = float(headers.get(name, ""))
        except ValueError:
            continue
        if not math.isfinite(seconds):
            continue
        return min(max(seconds - now if seconds > EPOCH else seconds, 1.0), LONGEST)
    return MINUTE
