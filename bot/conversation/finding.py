"""Which one handler answers what was said."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.offers import BARE_NUMBER, offered_value
from bot.conversation.routing import Router
from bot.conversation.turns import Handler, Turn
from bot.messages import Kind, Meaning
from bot.services.checking_in import speaks_code
from bot.services.codes import looks_like_code
from bot.services.joining import is_good_code
from bot.words.named import said_of_one
from bot.words.names import fold
from bot.words.understand import understand
from bot.words.yes_no import SAID_OF_ANYTHING, plainly


async def find(router: Router, turn: Turn) -> tuple[Handler, Turn]:
    """The one handler for this, and the turn with what the handler takes apart.

    A code is a code in the middle of anything; words that only look like one are the answer that is expected.
    """
    if turn.said.kind is Kind.CHOICE:
        return _chosen(router, turn, turn.said.text)
    if turn.said.kind is not Kind.TEXT:
        return router.handlers["kind", turn.said.kind], turn
    if turn.endpoint.step and await is_good_code(turn.db, turn.endpoint, turn.said.text, turn.now):
        return router.handlers["door", ""], turn
    here = [member.id for member in turn.members]
    if await speaks_code(turn.db, here, turn.said.text, turn.now, is_busy=bool(turn.endpoint.step)):
        return router.handlers["check_in", ""], turn
    return _spoken(router, turn)


def _chosen(router: Router, turn: Turn, value: str) -> tuple[Handler, Turn]:
    key, *parts = value.split(":")
    args = _taken_apart(router, key, parts)
    if args is None:
        return router.handlers["lost", ""], turn
    return router.handlers["choice", key], replace(turn, args=args)


def _taken_apart(router: Router, key: str, parts: Sequence[str]) -> tuple[Any, ...] | None:
    """The parts as the kinds that they were declared to be; None for a value of another shape."""
    if key not in router.shapes:
        return None
    wanted, maybe = router.shapes[key]
    if maybe is not None and len(parts) == len(wanted) + 1:
        wanted = (*wanted, maybe)
    try:
        return tuple(read(part) for read, part in zip(wanted, parts, strict=True))
    except ValueError:
        return None


def _spoken(router: Router, turn: Turn) -> tuple[Handler, Turn]:
    """Commands, then a choice of the last list, then the step that is open, then phrases, then what the words mean."""
    if (found := _commanded(router, turn)) is not None:
        return found
    if (value := offered_value(turn.endpoint, turn.said.text)) is not None:
        return _chosen(router, replace(turn, is_typed=True), value)
    step = (turn.endpoint.step or "").partition(":")[0]
    if ("step", step) in router.handlers:
        return router.handlers["step", step], turn
    phrase = _phrase(router, turn.said.text)
    if phrase not in router.public and (not turn.members or looks_like_code(turn.said.text)):
        return router.handlers["door", ""], turn
    if phrase is not None:
        return router.handlers["phrase", phrase], turn
    if len(turn.members) > 1 and (named := said_of_one(turn.said.text, [one.name for one in turn.members])):
        return router.handlers["named", ""], replace(turn, args=(named,))
    if turn.endpoint.offered and BARE_NUMBER.fullmatch(turn.said.text):
        return router.handlers["meaning", Meaning.UNCLEAR], turn  # meant for the list, which has no such number
    understood = understand(turn.said.text)
    return router.handlers["meaning", understood.meaning], replace(turn, reason=understood.reason)


def _commanded(router: Router, turn: Turn) -> tuple[Handler, Turn] | None:
    command, *behind = turn.said.text.split(maxsplit=1)[:2] or [""]
    if command.startswith("/") and ("command", fold(command)) in router.handlers:
        return router.handlers["command", fold(command)], replace(turn, args=tuple(behind))
    for words in (fold(turn.said.text), plainly(turn.said.text)):
        if ("command", words) in router.handlers and not (turn.endpoint.step and words in router.idle):
            return router.handlers["command", words], turn
    return None


def begins(router: Router, text: str) -> str | None:
    """The words, as they were written, with which this begins something of its own, whatever is open here.

    One word alone, and what may be said of the open question itself, tells nothing.
    """
    whole = next((words for words in (fold(text), plainly(text)) if words in router.idle), None)
    known = whole or (_phrase(router, text) or "").rstrip(":")
    if " " not in known or known in SAID_OF_ANYTHING:
        return None
    return " ".join(text.replace(":", ": ").split()[: len(known.split())]).rstrip(":.,!?")


def _phrase(router: Router, text: str) -> str | None:
    """The longest known beginning of these words, ended by a space or a colon."""
    words = fold(text).replace(":", ": ").split()
    beginnings = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
    return next((begins for begins in beginnings if ("phrase", begins) in router.handlers), None)
