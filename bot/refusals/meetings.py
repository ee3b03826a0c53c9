"""What is refused about a meeting: calling, moving, answering, guests."""

from bot.refusals.refused import Refused


class GuestUnreadable(Refused):
    """There is no name in what should be a guest."""


class NoSuchGuest(Refused):
    """Nobody of this number stands beside the list of the meeting."""


class TooManyGuests(Refused):
    """More people are written beside the list of one meeting than anybody reads."""


class NoSuchMeeting(Refused):
    """No meeting has this id."""


class TimeIsPast(Refused):
    """A meeting is called for a time to come."""


class TimeTooFar(Refused):
    """More than a year ahead: most likely a slip in the year."""


class NotAPlace(Refused):
    """An answer or a command, where the place or the topic of a meeting is asked for."""


class PlaceMissing(Refused):
    """A meeting has a place."""


class TextTooLong(Refused):
    """The place or the topic is longer than a message bears."""


class AlreadyCalled(Refused):
    """This cell has a meeting at this very time."""


class NobodyToCall(Refused):
    """A group without people, or a briefing for offices that nobody holds."""


class NobodyExpected(Refused):
    """The cell has nobody who could be called."""


class MeetingOver(Refused):
    """The meeting is closed or cancelled."""


class RollBegun(Refused):
    """Somebody has been marked already: the meeting took place, and is neither moved nor cancelled."""


class MeetingWasCancelled(Refused):
    """A cancelled meeting has no roll."""


class MeetingBegun(Refused):
    """Answers are taken until the meeting begins."""


class NotInvited(Refused):
    """They are not on the list of this meeting."""


class NotAway(Refused):
    """A reason is for those who stay away."""


class NoMeetingAhead(Refused):
    """The member is invited to no meeting that is to come."""


class NoMeetingNow(Refused):
    """None of the cells that somebody works for has a meeting for which this could be done."""
