"""What is refused about people on the roster, and about changes of it."""

from bot.refusals.refused import Refused


class NoSuchMember(Refused):
    """Nobody has this id or phone."""


class SeveralMembers(Refused):
    """Several people have this phone."""


class DayUnreadable(Refused):
    """A day of a change is not written so that it could only mean one."""


class DaysTurned(Refused):
    """The last day is before the first."""


class DayOutOfReach(Refused):
    """A change more than a year back or ahead is a slip."""


class BeforeTheyCame(Refused):
    """Nobody leaves a cell before they came to it."""


class AlreadySo(Refused):
    """What a change says holds already on that day."""


class NothingToEnd(Refused):
    """Nobody comes back who is not away."""


class SameCell(Refused):
    """They belong to this cell already."""


class LaterPlace(Refused):
    """Something later is written of where they belong: that goes first."""


class ReceivedOnly(Refused):
    """Whoever is here for a time belongs to another cell, which alone changes what they are."""


class NewcomerUnreadable(Refused):
    """A line for somebody new without a name, or with a part that says nothing known."""


class BirthYearWrong(Refused):
    """No member was born in that year."""


class PhoneWrong(Refused):
    """The text is no Vietnamese mobile number."""


class ChangeGone(Refused):
    """The change was settled or undone meanwhile."""


class CannotUndo(Refused):
    """Something was changed after it, or it cannot be taken back."""


class CannotMerge(Refused):
    """These two entries are not one person, or one of them is none any more."""


class MergeAbove(Refused):
    """One of the two holds an office that whoever merges is not set over, or is the one who merges."""


class BothPresent(Refused):
    """Both were present at one meeting: they are two people."""
