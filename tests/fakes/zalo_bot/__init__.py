"""A fake Zalo Bot Platform over real HTTP on one side, people on the other."""

from tests.fakes.telegram.answers import Answer, DropAfterAccept, DropBeforeAccept, Garbage, Refusal, Slow
from tests.fakes.zalo_bot.answers import (
    BAD_REQUEST,
    FORBIDDEN,
    NO_CHAT,
    QUOTA_USED_UP,
    SERVER_ERROR,
    TIMED_OUT,
    UNAUTHORIZED,
    refusal,
)
from tests.fakes.zalo_bot.people import Person, Sent
from tests.fakes.zalo_bot.server import FakeZaloBot

__all__ = [
    "BAD_REQUEST",
    "FORBIDDEN",
    "NO_CHAT",
    "QUOTA_USED_UP",
    "SERVER_ERROR",
    "TIMED_OUT",
    "UNAUTHORIZED",
    "Answer",
    "DropAfterAccept",
    "DropBeforeAccept",
    "FakeZaloBot",
    "Garbage",
    "Person",
    "Refusal",
    "Sent",
    "Slow",
    "refusal",
]
