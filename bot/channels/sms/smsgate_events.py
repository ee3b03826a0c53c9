"""What a phone with SMSGate brings to our hook: believed by its seal, a message of several parts delivered with its
last."""

import hashlib
import hmac
import json
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from bot.channels.sms.gateway import Heard
from bot.messages import Arrival, Body, Event, HookRequest, Receipt

SKEW = 15 * 60
"""Seconds that a phone's clock may be wrong; what comes again is known by its id."""
RECEIVED, SENT, DELIVERED = "sms:received", "sms:sent", "sms:delivered"
FAILED = {"sms:failed", "sms:cancelled"}
BATCH = "sms:batch:received"
MOST = 5000
"""Messages whose parts are counted at once."""
NUMBERS = re.compile(r"\+?\d{5,}")
Kept = TypeVar("Kept")


def id_of(key: str, parts: int) -> str:
    """The id that we give a message: our key, and how many parts there are to wait for."""
    return f"{key}.{parts}" if key and parts > 1 else key


def key_of(message_id: str) -> tuple[str, int]:
    key, dot, parts = message_id.rpartition(".")
    return (key, int(parts)) if dot and parts.isdecimal() else (message_id, 1)


def seal(key: str, raw: bytes, timestamp: str) -> str:
    return hmac.new(key.encode(), raw + timestamp.encode(), hashlib.sha256).hexdigest()


class SmsGateEar:
    """What is understood of one gateway. It counts parts for as long as the process lives."""

    def __init__(self, signing_key: str, device: str | None = None) -> None:
        self._key, self._device = signing_key, device
        self._parts: OrderedDict[str, int] = OrderedDict()
        """As the phone cut them, where it says so."""
        self._arrived: OrderedDict[str, set[str]] = OrderedDict()

    def brought(self, request: HookRequest, now: float) -> Sequence[Body] | None:
        """None where the seal is wrong or old."""
        if not self._is_sealed(request, now):
            return None
        try:
            said = json.loads(request.raw)
        except (ValueError, RecursionError):
            return []
        if not isinstance(said, dict) or not isinstance(said.get("payload", {}), dict):
            return []
        if self._device and said.get("deviceId") not in {None, self._device}:
            return [{"event": "other"}]
        return _single(said) if said.get("event") == BATCH else [said | self._count(said)]

    def _is_sealed(self, request: HookRequest, now: float) -> bool:
        timestamp, given = request.headers.get("x-timestamp", ""), request.headers.get("x-signature", "")
        if not self._key or not re.fullmatch(r"\d{1,12}", timestamp, re.ASCII):
            return False
        right = seal(self._key, request.raw, timestamp)
        is_right = hmac.compare_digest(given.strip().lower().encode(errors="replace"), right.encode())
        return is_right and abs(now - int(timestamp)) <= SKEW

    def _count(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Whether this is the report of the last part; the same event again is the same part."""
        payload: Mapping[str, Any] = said.get("payload", {})
        message_id, count = str(payload.get("messageId", "")), payload.get("partsCount")
        if said.get("event") == SENT and isinstance(count, int):
            _put(self._parts, message_id, count)
        if said.get("event") != DELIVERED:
            return {}
        parts = self._parts.get(message_id) or key_of(message_id)[1]
        arrived = self._arrived.get(message_id) or _put(self._arrived, message_id, set())
        arrived.add(str(said.get("id")))
        return {"is_last": len(arrived) >= parts}

    def event(self, body: Body) -> Event | None:
        """Only of what says something to us."""
        try:
            heard = self.read(body)
        except ValueError:
            return None
        if heard is None:
            return None
        return Event(heard.event_id, heard.sender, body, words=(heard.text,) if heard.text else ())

    def read(self, body: Body) -> Heard | None:
        kind, payload = body.get("event"), body.get("payload")
        event_id = body.get("id")
        if kind is None:
            raise ValueError("event cannot be read: without a name")
        if kind not in (RECEIVED, DELIVERED, *FAILED):
            return None
        if not isinstance(payload, Mapping) or not isinstance(event_id, str) or not event_id:
            raise ValueError("event cannot be read: without an id or without anything in it")
        if kind == RECEIVED:
            return _said(_short(event_id), payload)
        if kind == DELIVERED and not body.get("is_last", True):
            return None
        return _reported(_short(event_id), kind, payload)


def _single(said: Mapping[str, Any]) -> list[Body]:
    """Several messages in one event, each as if it had come alone."""
    messages = said.get("payload", {}).get("messages")
    found = [one for one in messages if isinstance(one, dict)] if isinstance(messages, list) else []
    return [{"event": RECEIVED, "id": f"{said.get('id')}.{place}", "payload": one} for place, one in enumerate(found)]


def _said(event_id: str, payload: Mapping[str, Any]) -> Heard | None:
    sender = payload.get("sender") or payload.get("phoneNumber")
    text = payload.get("message")
    if isinstance(sender, str) and isinstance(text, str):
        return Heard(event_id, sender, text.encode(errors="replace").decode().replace("\0", ""))
    raise ValueError("event cannot be read: words without a sender")


def _reported(event_id: str, kind: str, payload: Mapping[str, Any]) -> Heard:
    message_id = str(payload.get("messageId") or "")
    arrival = Arrival.FAILED if kind in FAILED else Arrival.DELIVERED
    reason = plain_reason(payload.get("reason") or kind) if arrival is Arrival.FAILED else None
    return Heard(event_id, receipts=(Receipt(arrival, message_id[:64], key_of(message_id)[0] or None, reason),))


def plain_reason(said: object) -> str:
    """The phone's own words, without numbers of people."""
    return f"phone: {NUMBERS.sub('…', str(said))}"[:60]


def _short(event_id: str) -> str:
    return f"w:{event_id if len(event_id) <= 64 else hashlib.sha256(event_id.encode(errors='replace')).hexdigest()}"


def _put(kept: OrderedDict[str, Kept], name: str, value: Kept) -> Kept:
    kept[name] = value
    while len(kept) > MOST:
        kept.popitem(last=False)
    return value
