"""What a described gateway brings to our hook: reports, and what people write."""

import base64
import hashlib
import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from hmac import compare_digest
from typing import Any
from xml.etree.ElementTree import Element

from bot.channels.sms.gateway import Heard
from bot.channels.sms.http_answers import read_any, read_form, says, value_at
from bot.channels.sms.http_bodies import Values, fill, in_json, in_xml
from bot.messages import Arrival, Body, Event, HookAnswer, HookRequest, Receipt
from bot.sms_http_forms import Inbound, Report, Signature
from bot.sms_http_settings import HttpSms

ESCAPED: Mapping[str, Callable[[str], str]] = {"text/plain": str, "text/xml": in_xml, "application/json": in_json}
MOST = 1000
"""Events in one request."""
DEEPEST = 6
REPORT, WORDS = "report", "words"


class Ear:
    """What is understood of one gateway. A body is a table with one key that says what stands below it."""

    def __init__(self, gateway: HttpSms, values: Values) -> None:
        self._report = gateway.report
        self._inbound = gateway.inbound if gateway.two_way else None
        self._secrets = {name: value for name, value in values.items() if name.startswith("secret:")}

    def brought(self, request: HookRequest) -> Sequence[Body] | None:
        """None where words are not sealed as they should be."""
        bodies: list[Body] = []
        for fields in fields_of(request)[:MOST]:
            if self._report and request.method == self._report.method and is_report(self._report, fields):
                bodies.append({REPORT: fields})
            elif self._inbound and request.method == self._inbound.method and is_said(self._inbound, fields):
                if not self._is_sealed(self._inbound.signature, fields):
                    return None
                bodies.append({WORDS: fields, "at": int(time.time() // 60)})
        return bodies

    def answer(self, request: HookRequest) -> HookAnswer | None:
        """To words that are kept by now; it does not answer whoever wrote, for that goes its own way."""
        inbound = self._inbound
        if inbound is None or not inbound.answer or request.method != inbound.method:
            return None
        said = next((fields for fields in fields_of(request) if is_said(inbound, fields)), None)
        if said is None:
            return None
        paths = {"id": inbound.id_field or "", "sender": inbound.sender_field, "text": inbound.text_field}
        values = {name: value_at(said, path) or "" for name, path in paths.items()}
        written = fill(inbound.answer, values, ESCAPED[inbound.answer_type])
        return HookAnswer(inbound.answer_type, written.encode(errors="replace"))

    def event(self, body: Body) -> Event | None:
        heard = self._heard(body)
        if heard is None:
            return None
        return Event(heard.event_id, heard.sender, body, words=(heard.text,) if heard.text else ())

    def read(self, body: Body) -> Heard | None:
        heard = self._heard(body)
        if heard is None:
            raise ValueError("event cannot be read: neither a report nor words")
        return heard if heard.receipts or heard.sender else None

    def _heard(self, body: Body) -> Heard | None:
        if self._report and isinstance(body.get(REPORT), Mapping):
            return reported(self._report, body[REPORT])
        if self._inbound and isinstance(body.get(WORDS), Mapping):
            return said(self._inbound, body[WORDS], body.get("at", 0))
        return None

    def _is_sealed(self, seal: Signature | None, fields: Mapping[str, Any]) -> bool:
        if seal is None:
            return True
        texts = {name: str(value) for name, value in fields.items() if isinstance(value, str | int)}
        whole = "".join(fill(one, texts | self._secrets) for one in seal.over)
        digest = hashlib.new(seal.digest, whole.encode(errors="replace"), usedforsecurity=False).digest()
        right = digest.hex() if seal.encoding == "hex" else base64.b64encode(digest).decode()
        given = (value_at(fields, seal.field) or "").strip().replace(" ", "+")  # a plus that was not escaped on its way
        return compare_digest(given.encode(errors="replace"), right.encode())


def fields_of(request: HookRequest) -> list[dict[str, Any]]:
    """What was brought, as tables of fields: in the address, as a form, as JSON or as XML."""
    return [one for fields in _tables(request) if isinstance(one := _clean(fields), dict)]


def _clean(value: object, depth: int = 0) -> Any:
    """As a database can keep it: no zero signs, no halves of letters, nothing endless, nothing nested without end."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="replace").decode()
    if isinstance(value, dict) and depth < DEEPEST:
        return {_clean(str(name)): _clean(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list) and depth < DEEPEST:
        return [_clean(one, depth + 1) for one in value]
    return value if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)) else None


def _tables(request: HookRequest) -> list[Any]:
    if request.method == "GET":
        return [dict(request.query)]
    text = request.raw.decode(errors="replace")
    if "form-urlencoded" in request.headers.get("content-type", ""):
        return [read_form(text)]
    found = read_any(text)
    if isinstance(found, Element):
        return [{one.tag: (one.text or "").strip() for one in found.iter() if not len(one)}]
    return found if isinstance(found, list) else [found]


def is_report(report: Report, fields: Mapping[str, Any]) -> bool:
    has_id = any(value_at(fields, path) for path in (report.id_field, report.key_field) if path)
    return has_id and (not report.when or any(says(one, fields) for one in report.when))


def is_said(inbound: Inbound, fields: Mapping[str, Any]) -> bool:
    has_both = value_at(fields, inbound.sender_field) and value_at(fields, inbound.text_field) is not None
    return bool(has_both) and (not inbound.when or any(says(one, fields) for one in inbound.when))


def reported(report: Report, fields: Mapping[str, Any]) -> Heard:
    """Without receipts where it is not decided yet."""
    arrival = _arrival(report, fields)
    event_id = f"r:{_digest(fields)}"
    if arrival is None:
        return Heard(event_id)
    reason = value_at(fields, report.error_field) if report.error_field else None
    ref, key = value_at(fields, report.id_field), value_at(fields, report.key_field) if report.key_field else None
    receipt = Receipt(arrival, ref[:64] if ref else None, key or None, f"sms {reason}"[:40] if reason else None)
    return Heard(event_id, receipts=(receipt,))


def _arrival(report: Report, fields: Mapping[str, Any]) -> Arrival | None:
    if any(says(one, fields) for one in report.delivered_when):
        return Arrival.DELIVERED
    return Arrival.FAILED if any(says(one, fields) for one in report.failed_when) else None


def said(inbound: Inbound, fields: Mapping[str, Any], minute: int) -> Heard:
    """By the gateway's id or, where it gives none, by who said what in which minute."""
    sender, text = value_at(fields, inbound.sender_field) or "", value_at(fields, inbound.text_field) or ""
    own = value_at(fields, inbound.id_field) if inbound.id_field else None
    at = value_at(fields, inbound.time_field) if inbound.time_field else None
    event_id = f"i:{own}" if own and len(own) <= 70 else f"h:{_digest([sender, text, at or minute])}"
    return Heard(event_id, sender, without(inbound.keyword, text))


def without(keyword: str, text: str) -> str:
    """`CHIBO 2 om` is `2 om`; the keyword alone stays."""
    first, _, rest = text.strip().partition(" ")
    return rest.strip() if keyword and rest.strip() and first.casefold() == keyword.casefold() else text


def _digest(value: object) -> str:
    whole = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(whole.encode(errors="replace")).hexdigest()[:48]
