"""What is asked at a phone just now, asked once more: nothing is answered by it."""

import re

from bot.conversation import Turn
from bot.messages import Choice, Reply


def still_asked(turn: Turn, text: str) -> Reply:
    """These words, and the list and step as they were."""
    offered = tuple(Choice(unnumbered(label), value) for label, value in turn.endpoint.offered)
    return Reply(text, offered, expect=turn.endpoint.step)


def unnumbered(label: str) -> str:
    """A list that a notice brought is remembered with its numbers."""
    return re.sub(r"^\d{1,2}\. ", "", label)
