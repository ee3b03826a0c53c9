"""What an answer offered, and which of it a number or a word chooses."""

import re
from collections.abc import Sequence

from sqlalchemy.orm.attributes import flag_modified

from bot.messages import OWN_NUMBER, Choice, Reply
from bot.model.endpoints import Endpoint
from bot.words.names import fold
from bot.words.yes_no import yes_or_no

YES_NO = "yes_no"
"""The step of a question that one of two choices answers: in words yes is the first of them, no the last."""
BARE_NUMBER = re.compile(r"\s*(\d{1,3})\s*[.)]?\s*", re.ASCII)
LABEL_NUMBER = re.compile(r"^\s*\d{1,3}[.)] ", re.ASCII)
TWO = 2


def offered_value(endpoint: Endpoint, text: str) -> str | None:
    """The value that a number or the words of a label have in the list offered last; None where it is neither."""
    if match := BARE_NUMBER.fullmatch(text):
        return _numbered(endpoint.offered).get(int(match[1]))
    is_yes = yes_or_no(text) if endpoint.step == YES_NO and len(endpoint.offered) == TWO else None
    if is_yes is not None:
        return str(endpoint.offered[0 if is_yes else -1][1])
    said = fold(LABEL_NUMBER.sub("", text))
    return next((value for label, value in endpoint.offered if fold(LABEL_NUMBER.sub("", label)) == said), None)


def _numbered(offered: Sequence[Sequence[str]]) -> dict[int, str]:
    """The values by the numbers that stand in the labels; where none stands there, by their places."""
    own = {int(found[1]): value for label, value in offered if (found := OWN_NUMBER.match(label))}
    return own or {place: value for place, (_, value) in enumerate(offered, 1)}


def remember(endpoint: Endpoint, reply: Reply) -> None:
    """Keep what an answer offered and which step it opened; the numbers that come next belong to it."""
    offered = pairs(reply.choices)
    if (endpoint.step, endpoint.offered) != (reply.expect, offered):
        endpoint.step, endpoint.offered = reply.expect, offered
        flag_modified(endpoint, "step")  # both or none, so that many of them are written by one statement
        flag_modified(endpoint, "offered")


def pairs(choices: Sequence[Choice]) -> list[list[str]]:
    return [[choice.label, choice.value] for choice in choices]
