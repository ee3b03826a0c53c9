"""What must not travel."""

from bot.refusals.refused import Refused


class SecrecyMarked(Refused):
    """The text has a secrecy mark; neither it nor its summary is kept."""


class DoubtfulWords(Refused):
    """The text has a word that may be a secrecy mark; sent again with a confirmation it passes."""
