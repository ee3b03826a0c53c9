"""A fake Telegram: the Bot API over real HTTP on one side, people on the other."""

from tests.fakes.telegram.answers import (
    BLOCKED,
    DEACTIVATED,
    NEVER_STARTED,
    TOO_LARGE,
    UNAUTHORIZED,
    Answer,
    DropAfterAccept,
    DropBeforeAccept,
    Garbage,
    Refusal,
    Slow,
    bad_request,
    conflict,
    forbidden,
    migrate,
    server_error,
    status_429,
)
from tests.fakes.telegram.objects import Button, Chat, Sent, Upload
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import FakeTelegram

__all__ = [
    "BLOCKED",
    "DEACTIVATED",
    "NEVER_STARTED",
    "TOO_LARGE",
    "UNAUTHORIZED",
    "Answer",
    "Button",
    "Chat",
    "DropAfterAccept",
    "DropBeforeAccept",
    "FakeTelegram",
    "Garbage",
    "Person",
    "Refusal",
    "Sent",
    "Slow",
    "Upload",
    "bad_request",
    "conflict",
    "forbidden",
    "migrate",
    "server_error",
    "status_429",
]
