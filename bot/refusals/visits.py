"""What is refused about working groups, visits and difficulties."""

from bot.refusals.refused import Refused


class NoSuchWorkGroup(Refused):
    """The committee has no working group of this name, or it has ended."""


class WorkGroupUnreadable(Refused):
    """A working group has a name, a leader, and not too many people."""


class PersonUnclear(Refused):
    """Several people are called so, or nobody is."""


class NotOfThisTree(Refused):
    """They belong nowhere at or below the unit that sends them."""


class AssignmentUnreadable(Refused):
    """Who, where or when is missing."""


class PlaceUnclear(Refused):
    """Several units below are called so, or none is."""


class NoCellsToVisit(Refused):
    """None of these units is an open cell or has one below it."""


class AssignmentPast(Refused):
    """The days of an assignment are over, or too far away."""


class NoSuchAssignment(Refused):
    """The assignment was ended, or never was."""


class NoteTooLong(Refused):
    """A note that goes with an assignment is short."""


class NoSuchVisit(Refused):
    """They are not sent to this meeting, or no longer; or what it says is not for them."""


class VisitOver(Refused):
    """The meeting has begun: whether they come is seen there."""


class VisitTooEarly(Refused):
    """Nobody is at a meeting, nor can say how it was, before it begins."""


class NothingToShow(Refused):
    """Nothing has been remarked yet."""


class NoSuchDifficulty(Refused):
    """There is no such difficulty any more."""
