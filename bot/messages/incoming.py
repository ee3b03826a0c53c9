"""What a person said, and what a network says of a message of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Body = Mapping[str, Any]
"""One event exactly as a network sent it, decoded from JSON."""
NUL = "\0"
GROUP = "group:"
"""So begin the addresses of groups in our tables; but for Telegram, where they are negative numbers."""


def is_group(address: str) -> bool:
    return address.startswith((GROUP, "-"))


class Kind(StrEnum):
    """What somebody did."""

    TEXT = "text"
    CHOICE = "choice"  # pressed a button; the text is the button's value
    CONTACT = "contact"  # shared a phone number of their own; the text is the number
    STOPPED = "stopped"  # blocked the account or left
    FOLLOWED = "followed"  # opened the account or follows it from now on
    REPORT = "report"  # nobody spoke: the network says what became of a message of ours
    OTHER = "other"  # a picture, a sticker, somebody else's contact: gets an answer, changes nothing


class Arrival(StrEnum):
    """What became of a message that had been taken."""

    DELIVERED = "delivered"
    SEEN = "seen"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a network says later of a message of ours; it may come twice, in any order, or never."""

    arrival: Arrival
    external_id: str | None = None
    """The network's id of the message."""
    attempt_key: str | None = None
    """Ours (`Reply.attempt_key`), where the network gives it back."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something a person said, whatever the network. Text is NFC, without NUL: PostgreSQL keeps that in no text."""

    channel: str
    account: str
    event_id: str
    address: str
    """Where an answer goes: a chat id, a user id, a phone."""
    kind: Kind
    text: str = ""
    message_ref: str | None = None
    """The network's id of the message that was written or whose button was pressed."""
    press_ref: str | None = None
    """The network's id of the press itself, where it waits to be acknowledged."""
    is_private: bool = True
    """False in a group: there nobody is named and nothing is answered."""
    receipts: tuple[Receipt, ...] = ()
    """Of a report."""
    calls_itself: str | None = None
    """The name that goes with a shared number: shown to whoever is to confirm it, and believed by nobody."""

    def __post_init__(self) -> None:
        for name in ("text", "calls_itself"):
            said = getattr(self, name)
            if said and NUL in said:
                object.__setattr__(self, name, said.replace(NUL, ""))
