"""What is asked at a phone just now, asked once more: nothing is answered by it."""

import re

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.endpoints import PUT_AWAY
from bot.words import menu

MENU = Choice(menu.MENU, "menus")


def still_asked(turn: Turn, text: str) -> Reply:
    """These words, and the list and step as they were; for a list that was put away the step, or the way on."""
    if is_put_away(turn):
        return Reply(text, () if turn.endpoint.step else (MENU,), expect=turn.endpoint.step)
    offered = tuple(Choice(unnumbered(label), value) for label, value in turn.endpoint.offered)
    return Reply(text, offered, expect=turn.endpoint.step)


def is_put_away(turn: Turn) -> bool:
    return turn.endpoint.offered == PUT_AWAY


def unnumbered(label: str) -> str:
    """A list that a notice brought is remembered with its numbers."""
    return re.sub(r"^\d{1,2}\. ", "", label)
