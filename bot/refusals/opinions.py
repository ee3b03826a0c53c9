"""What is refused about opinions."""

from bot.refusals.refused import Refused


class NoCellToHear(Refused):
    """Whoever has an opinion is on the list of no cell."""


class OpinionTooShort(Refused):
    """There is nothing in it that anybody could answer."""


class TooManyOpinions(Refused):
    """One person has sent so many today and no more."""


class NotByMessage(Refused):
    """A denunciation, a complaint about a person or a personnel matter: nothing of it is kept."""


class MayBeOfAPerson(Refused):
    """Words that go up may be about one person; whoever writes them has to say that they are not."""


class NoSuchOpinion(Refused):
    """There is none of this number, or none that this person may read: nobody learns which."""


class OpinionSettled(Refused):
    """It has been answered, passed on, or taken back."""


class NothingAskedBack(Refused):
    """It still waits, and nothing was asked back."""


class NobodyHears(Refused):
    """Nobody hears opinions at the cell of whoever has one, nor above it."""


class NobodyHearsAbove(Refused):
    """No unit above has anybody who hears opinions."""
