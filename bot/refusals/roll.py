"""What is refused about the roll, in one line or mark by mark, and of people who check in themselves."""

from bot.refusals.refused import Refused


class NotOnTheList(Refused):
    """A mark for somebody who is not on the list."""


class RollTooEarly(Refused):
    """A mark long before the beginning is a slip of the finger, and would keep the meeting from being moved."""


class RollSettled(Refused):
    """The books of that quarter are gone through: an old button changes no roll of long ago."""


class CheckInTooLate(Refused):
    """Nobody is at the meeting any more: who was there is written down, and not said by code."""


class CheckInNotOpen(Refused):
    """People cannot check in themselves just now: it is not open yet, or not any more."""


class NoMeetingThatDay(Refused):
    """A line of the roll names a day on which the cell had no meeting."""


class NobodyIsThereForOthers(Refused):
    """`có mặt thay 5`: somebody else may speak for a person, not be there for them."""


class TwoMarks(Refused):
    """Somebody is given two marks at once."""


class LeaveUndecided(Refused):
    """A leave was asked for and nobody has decided it."""


class StillUnmarked(Refused):
    """Somebody would become unexcused without having been named."""


class NotOnRollList(Refused):
    """A line of the roll has a number or a name that is not on the list shown."""


class SeveralOnRollList(Refused):
    """A name in a line of the roll fits several people."""


class SaidTwice(Refused):
    """A line of the roll has somebody twice."""


class RollCountWrong(Refused):
    """A line of the roll gives a count that its numbers and names do not come to."""


class RollNamesTooFew(Refused):
    """A line of the roll says that so many are away, and names fewer: what was read is said, the rest is asked for."""


class RollUnreadable(Refused):
    """Part of a line of the roll has no certain meaning, so none of it is taken."""


class CountOrNumber(Refused):
    """`vắng 2, 4P, 5K`: the first number may be that of a person, or so many are away."""


class CallUnreadable(Refused):
    """What somebody said on the phone has no certain meaning, so nothing of the line is taken."""
