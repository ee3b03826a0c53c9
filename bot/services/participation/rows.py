"""What a row of the participation is made of."""

from bot.model.meetings import MeetingKind

COUNTS = ("due", "met", "expected", "present", "excused", "unexcused")
KEY = ("unit_id", "under_id", "month", "kind")
Row = tuple[int, int, str, MeetingKind]
"""unit, the unit above it, month, kind."""
