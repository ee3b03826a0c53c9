"""What is said finds its handler, and is answered."""

from bot.conversation.conversing import CONSENT, converse
from bot.conversation.finding import begins
from bot.conversation.offers import BARE_NUMBER, YES_NO, offered_value
from bot.conversation.routing import Router, number
from bot.conversation.turns import Handler, Turn

__all__ = [
    "BARE_NUMBER", "CONSENT", "YES_NO", "Handler", "Router", "Turn", "begins", "converse", "number", "offered_value",
]  # fmt: skip
