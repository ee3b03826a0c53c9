"""What is refused about minutes, and about how good a meeting was."""

from bot.refusals.refused import Refused


class EndUnreadable(Refused):
    """The end of a meeting lies behind its beginning, not too far, and not in the future."""


class NotAtTheMeeting(Refused):
    """Whoever led a meeting or wrote at it was there."""


class OpinionsUnreadable(Refused):
    """How often people spoke is a number."""


class ResolutionUnreadable(Refused):
    """There is no number in what should be that of a resolution."""


class ResolutionTaken(Refused):
    """Another meeting of the year has a resolution of this number."""


class RollStillOpen(Refused):
    """Minutes are finished, and meetings graded, once the roll is closed."""


class MinutesTooEarly(Refused):
    """What was said at a meeting is written down once it has begun."""


class MinutesUnfinished(Refused):
    """Something that only people know of the meeting has not been said yet."""


class NoSuchProfile(Refused):
    """There are score sheets, and none of this name."""


class ProfileWrong(Refused):
    """A score sheet cannot be used; the facts say why."""


class NotScored(Refused):
    """The quality of meetings of this kind is not graded."""


class NoSuchCriterion(Refused):
    """The score sheet asks nobody about this."""


class PointsWrong(Refused):
    """More points than the criterion gives, or no number."""


class ScoreUnfinished(Refused):
    """Not every criterion has been said, or nobody has said when the meeting ended."""


class ScoreChanged(Refused):
    """The grade is no longer what was shown."""


class ScoreOutdated(Refused):
    """The roll or the hours were corrected after the grade was made."""
