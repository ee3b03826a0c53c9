"""What is refused about tables and reports that are handed over as files."""

from bot.refusals.refused import Refused


class TableTooLong(Refused):
    """A table of so many cells is no file that an office opens."""
