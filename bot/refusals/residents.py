"""What is refused about texts to residents."""

from bot.refusals.refused import Refused


class TooManyVillages(Refused):
    """One number is registered for as many villages as anybody may be."""


class NoResidents(Refused):
    """Nobody is registered here who could be told anything."""


class NoWayToResidents(Refused):
    """People are registered here, and no network that is on reaches any of them."""


class ResidentTextWrong(Refused):
    """A text to residents is empty, too long, or too long for an SMS."""


class TooManyParts(Refused):
    """A text to residents takes more parts than the gateway does."""


class NoMoneyForResidents(Refused):
    """A unit's monthly budget has less left than a text to residents costs."""


class TextGone(Refused):
    """There is no such text to residents, or none of it waits any more."""
