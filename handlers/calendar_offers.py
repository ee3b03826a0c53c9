"""A meeting for one's own calendar, offered behind a yes."""

from bot.conversation import Turn
from bot.messages import Choice
from bot.model.meetings import Meeting
from bot.reports.calendar_file import ICS
from bot.words import calendar as words

CALENDAR = "calendar"


def offer(turn: Turn, meeting: Meeting) -> tuple[Choice, ...]:
    """Where there are buttons, and a way for the file."""
    can = turn.capabilities
    goes = turn.db.info.get("public_url") is not None or (can.carries(ICS) and not can.abroad)
    return (Choice(words.ADD, f"{CALENDAR}:{meeting.id}"),) if can.buttons and goes else ()


def is_offered(turn: Turn) -> bool:
    """Nothing else is: a number typed now is no choice of it, but may be another answer."""
    return all(value.startswith(f"{CALENDAR}:") for _, value in turn.endpoint.offered)
