"""What passes between a phone with SMSGate and whoever asks it: messages, and events under a seal."""

import hashlib
import hmac
import time
from dataclasses import dataclass

from aiosmpplib import GSM7BitCodec

from bot.messages import HookRequest

SIGNING_KEY = "demo-key"
GSM = GSM7BitCodec.get_codec_info()


@dataclass(frozen=True, slots=True)
class Brought:
    """What the phone posts."""

    raw: bytes
    timestamp: str
    signature: str

    def request(self, **other: str) -> HookRequest:
        """As our site hands it to a channel."""
        headers = {"content-type": "application/json", "x-timestamp": self.timestamp, "x-signature": self.signature}
        return HookRequest("POST", headers | other, {}, self.raw)


def sealed(raw: bytes, key: str = SIGNING_KEY, at: float | None = None) -> Brought:
    timestamp = str(int(time.time() if at is None else at))
    return Brought(raw, timestamp, hmac.new(key.encode(), raw + timestamp.encode(), hashlib.sha256).hexdigest())


@dataclass
class Message:
    """One that was taken."""

    id: str
    phone: str
    text: str
    sim: int | None
    state: str = "Pending"
    error: str | None = None

    @property
    def parts(self) -> int:
        """As Android cuts them."""
        try:
            length, alone, joined = len(GSM.encode(self.text)[0]), 160, 153
        except UnicodeEncodeError:
            length, alone, joined = len(self.text.encode("utf-16-be")) // 2, 70, 67
        return 1 if length <= alone else -(-length // joined)


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000+07:00")
