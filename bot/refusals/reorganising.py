"""What is refused about changes of the tree."""

from bot.refusals.refused import Refused


class CannotReorganise(Refused):
    """A unit cannot change as it was said: `why` says what stands in the way (words/reorganising.py)."""
