"""What is refused about announcements and questions to a cell."""

from bot.refusals.refused import Refused


class AnnouncementWrong(Refused):
    """A text or its day cannot be announced; the facts say why."""


class AnnouncementGone(Refused):
    """The announcement was taken back, has had its day, or never was."""


class PollWrong(Refused):
    """A question cannot be asked so; the facts say why."""


class BallotOnPaper(Refused):
    """What is decided by ballot is not asked by message."""


class NoSuchPoll(Refused):
    """No question of this number is open for whoever answers, or there never was one."""


class PollOver(Refused):
    """The question was closed or taken back."""


class PollNudged(Refused):
    """The silent were reminded of this question not long ago."""


class AnsweredAlready(Refused):
    """What somebody has answered themselves is not noted for them by another."""


class NotAsked(Refused):
    """The question has no such answer, or this person was not asked."""
