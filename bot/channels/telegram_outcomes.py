"""What became of a call to the Bot API, in the outcomes that all networks share.

Matched on the code first, on the text second; a reason never carries a token, a phone or what was said.
"""

import re
from collections.abc import Callable
from typing import Any

from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.channels.telegram_wire import WAIT_WHERE_NONE_IS_SAID, AnswerLostError, NotReachedError
from bot.messages import (
    Accepted,
    AddressDead,
    AddressMoved,
    ChannelDown,
    Outcome,
    Rejected,
    Scope,
    Unknown,
    Wait,
)

FORBIDDEN = {
    "blocked by the user": "blocked",
    "user is deactivated": "deactivated",
    "can't initiate conversation": "never_started",
    "can't send messages to bots": "is_a_bot",
    "was kicked": "kicked",
    "not a member": "not_a_member",
    "was deleted": "chat_deleted",
}
NOBODY_THERE = {
    "chat not found": "chat_not_found",
    "user not found": "user_not_found",
    "peer_id_invalid": "chat_not_found",
    "group chat was upgraded": "moved_without_a_new_address",
    "group chat was deleted": "chat_deleted",
}


def outcome_of(error: Exception) -> Outcome:
    """The outcome that an exception of a call stands for."""
    for kind, outcome in OUTCOMES:
        if isinstance(error, kind):
            return outcome(error)
    return Rejected("cannot_be_sent")


def plain(description: str) -> str:
    """What the network said, without quotations, names, numbers and anything that might be a secret."""
    unquoted = re.sub(r"\"[^\"]*\"|(?<!\w)'[^']*'", "", description)
    words = [word for word in unquoted.split() if word.isascii() and not re.search(r"[\d/@:].", word)]
    return " ".join(words)[:80]


def _forbidden(error: TelegramForbiddenError) -> Outcome:
    return AddressDead(_code(FORBIDDEN, error.message) or "forbidden")


def _bad_request(error: TelegramBadRequest) -> Outcome:
    if "message is not modified" in error.message.lower():
        return Accepted(None)
    if dead := _code(NOBODY_THERE, error.message):
        return AddressDead(dead)
    return Rejected(plain(error.message))


def _undecodable(error: ClientDecodeError) -> Outcome:
    """An answer that aiogram is too strict for may still say clearly that the message was taken."""
    answer = error.data if isinstance(error.data, dict) else {}
    if answer.get("ok") is not True:
        return Unknown("undecodable_answer")
    result = answer.get("result")
    ref = result.get("message_id") if isinstance(result, dict) else None
    return Accepted(None if ref is None else str(ref))


def _code(codes: dict[str, str], description: str) -> str | None:
    said = description.lower()
    return next((code for text, code in codes.items() if text in said), None)


OUTCOMES: tuple[tuple[type[Exception], Callable[[Any], Outcome]], ...] = (
    (NotReachedError, lambda error: ChannelDown(str(error), needs_human=False)),
    (AnswerLostError, lambda error: Unknown(str(error))),
    (ClientDecodeError, _undecodable),
    (TelegramRetryAfter, lambda error: Wait(error.retry_after, Scope.ADDRESS)),
    (TelegramMigrateToChat, lambda error: AddressMoved(str(error.migrate_to_chat_id))),
    (RestartingTelegram, lambda _: Wait(WAIT_WHERE_NONE_IS_SAID, Scope.CHANNEL)),
    (TelegramServerError, lambda _: Unknown("server_error")),
    (TelegramUnauthorizedError, lambda _: ChannelDown("token_refused", needs_human=True)),
    (TelegramNotFound, lambda _: ChannelDown("token_or_method_unknown", needs_human=True)),
    (TelegramForbiddenError, _forbidden),
    (TelegramBadRequest, _bad_request),
    (TelegramEntityTooLarge, lambda _: Rejected("too_large")),
    (TelegramAPIError, lambda error: Rejected(plain(error.message))),
)
