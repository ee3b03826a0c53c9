"""What is refused about reminding the silent, and about leaves."""

from bot.refusals.refused import Refused


class NudgedJustNow(Refused):
    """The silent were reminded a short while ago."""


class TooLateToNudge(Refused):
    """The meeting has begun: nobody is reminded any more."""


class LeaveTooLate(Refused):
    """The roll is closed: what was excused or not is corrected there."""


class NoLeaveAsked(Refused):
    """Somebody asks for no leave, or no more."""


class DecidedMeanwhile(Refused):
    """Somebody else was quicker, and decided otherwise."""


class OwnLeave(Refused):
    """A secretary's own leave is decided by the other who may, where there is one."""


class LeaveOfAnother(Refused):
    """Whoever calls the roll sees who is there; a leave is decided by the secretary or the deputy."""


class LeaveUnreadable(Refused):
    """Typed words that do not say whose leave is granted and whose is not."""
