"""How a send can end."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Accepted:
    """The network took it."""

    external_id: str | None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The network has had it before and says so."""

    external_id: str | None


class Scope(StrEnum):
    """What has to wait."""

    ADDRESS = "address"
    CHANNEL = "channel"
    MESSAGE = "message"
    """This one alone: others may go to the same address, and do."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not taken, come back after so many seconds."""

    seconds: float
    scope: Scope


@dataclass(frozen=True, slots=True)
class AddressDead:
    """This address takes nothing until its owner writes again."""

    reason: str


@dataclass(frozen=True, slots=True)
class AddressMoved:
    """Not taken: the chat has a new address, to be stored; send once more there."""

    address: str


OUTSIDE_WINDOW = "outside_window"
"""The reason where free words came too late after a person's last one, and a `Form` may still go."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """This message will never be taken."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChannelDown:
    """Not taken: the whole network or account is out; somebody may have to act."""

    reason: str
    needs_human: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """The answer was lost: it may have been taken."""

    reason: str


Outcome = Accepted | Duplicate | Wait | AddressDead | AddressMoved | Rejected | ChannelDown | Unknown
