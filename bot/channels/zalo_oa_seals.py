"""What proves where something comes from: Zalo's signature under an event, ours in a button and a tracking number."""

import base64
import hashlib
import hmac
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hmac import compare_digest

from pydantic import SecretStr

from bot.channels.json_bodies import json_bodies
from bot.messages import Body, HookRequest
from bot.network_settings import ZaloOA as Account

log = logging.getLogger(__name__)
LONGEST_RETRY = timedelta(hours=2)
CLOCK_SKEW = timedelta(minutes=15)
ANSWER = "answer:"
MAC_LENGTH = 12
LONGEST_TRACKING = 48
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Guard:
    """Believes what Zalo signed not too long ago."""

    def __init__(self, account: Account, now: Callable[[], datetime]) -> None:
        self._account = account
        self._now = now

    def believed(self, request: HookRequest) -> Body | None:
        """The event that was brought; None where its signature or its time is not right."""
        body = next(iter(json_bodies(request.raw)), {})
        timestamp = str(body.get("timestamp", ""))
        given = request.headers.get("x-zevent-signature", "").removeprefix("mac=").lower()
        first, secret = getattr(self._account, self._account.signed_over), plain(self._account.webhook_secret)
        if not secret or not first or not same(given, signature(first, request.raw, timestamp, secret)):
            log.warning("zalo_signature_wrong", extra={"would_match": self._variant(given, request.raw, timestamp)})
            return None
        if not self._is_of_now(timestamp):
            log.warning("zalo_event_of_another_time")
            return None
        return body

    def _variant(self, given: str, raw: bytes, timestamp: str) -> str | None:
        """Which way of signing it would have been: what to set, without any secret."""
        for first in ("app_id", "oa_id"):
            for secret in ("webhook_secret", "app_secret"):
                number, key = getattr(self._account, first), plain(getattr(self._account, secret))
                if number and key and same(given, signature(number, raw, timestamp, key)):
                    return f"signed_over={first}, key={secret}"
        return None

    def _is_of_now(self, timestamp: str) -> bool:
        if not timestamp.isascii() or not timestamp.isdecimal() or len(timestamp) > 15:
            return False
        age = self._now().timestamp() - int(timestamp) / 1000
        return -CLOCK_SKEW.total_seconds() <= age <= LONGEST_RETRY.total_seconds()


def signature(first: str, raw: bytes, timestamp: str, secret: str) -> str:
    """Zalo's own: a plain digest, over the bytes as they came."""
    return hashlib.sha256(first.encode() + raw + (timestamp + secret).encode("utf-8", "replace")).hexdigest()


def same(one: str, other: str) -> bool:
    """In the same time whatever they are."""
    return compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


class Seal:
    """Marks what comes back to us as ordinary text, so that nobody can make it up."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    @classmethod
    def of(cls, account: Account) -> "Seal":
        return cls(plain(account.app_secret))

    def button(self, address: str, value: str) -> str:
        """What a press says: `#answer:12:1:345:coming:…`, good for this person alone."""
        return f"#{value}:{self._mac('button', address, value)}"

    def pressed(self, address: str, text: str) -> str | None:
        """The value of the button that says this; None for words that somebody typed."""
        value, _, mac = text.strip().removeprefix("#").rpartition(":")
        is_ours = text.strip().startswith("#") and same(mac, self._mac("button", address, value))
        return value if is_ours else None

    def tracking(self, phone: str, answers: str | None) -> str | None:
        """The number under which Zalo reports on a template sent by phone; None where it would be too long."""
        said = f"{(answers or '').removeprefix(ANSWER)}~{base36(int(phone))}"
        tracking = f"{said}~{self._mac('tracking', said)}"
        return tracking if len(tracking) <= LONGEST_TRACKING else None

    def tracked(self, tracking: str) -> tuple[str, str | None] | None:
        """The phone, and the beginning of the value of its answers where it has any; None where it is not ours."""
        said, _, mac = tracking.rpartition("~")
        if not same(mac, self._mac("tracking", said)):
            return None
        answers, _, phone = said.rpartition("~")
        return str(int(phone, 36)), ANSWER + answers if answers else None

    def _mac(self, *parts: str) -> str:
        digest = hmac.new(self._secret, "\n".join(parts).encode("utf-8", "replace"), hashlib.sha256).digest()
        return base64.b32encode(digest).decode()[:MAC_LENGTH].lower()


def base36(number: int) -> str:
    written = ""
    while number:
        number, digit = divmod(number, 36)
        written = DIGITS[digit] + written
    return written or "0"
