"""What is refused where the program itself is started."""

from bot.refusals.refused import Refused


class PortTaken(Refused):
    """The address to listen on is taken, or not of this machine."""


class SeveralAtOneFile(Refused):
    """A SQLite file serves one process, and another is at work with it."""
