"""Calling, moving and cancelling a meeting; each tells its people once."""

from bot.services.meetings.calling import Preview, call_meeting, preview
from bot.services.meetings.changing import cancel_meeting, move_meeting
from bot.services.meetings.checks import LONGEST_PLACE, LONGEST_TOPIC, Call, check_time, checked, guard, kind_named
from bot.services.meetings.kept import called_meetings, held_to_close, meeting_of

__all__ = [
    "LONGEST_PLACE", "LONGEST_TOPIC", "Call", "Preview", "call_meeting", "called_meetings", "cancel_meeting",
    "check_time", "checked", "guard", "held_to_close", "kind_named", "meeting_of", "move_meeting", "preview",
]  # fmt: skip
