"""What is refused about tokens for programs."""

from bot.refusals.refused import Refused


class WrongToken(Refused):
    """A token has a name, at least one of the scopes there are, and an end within a year."""


class TooManyTokens(Refused):
    """Nobody has more of them than can be kept in view."""


class TokenNameTaken(Refused):
    """There is one of this name, which may have been made just now by the same form."""


class NoOfficeForToken(Refused):
    """Whoever sees no counts has nothing that a program could ask for."""


class NoSuchToken(Refused):
    """It has ended already, or is somebody else's."""
