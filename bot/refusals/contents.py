"""What is refused about what a meeting is about: agenda, papers, conclusions, templates."""

from bot.refusals.refused import Refused


class NoSuchTemplate(Refused):
    """There are templates of letters and minutes, and none of this name."""


class TemplateWrong(Refused):
    """A Word file cannot be filled in; the facts say why."""


class NoSuchItem(Refused):
    """The agenda has no item of this number."""


class NoItems(Refused):
    """An agenda has at least one item."""


class TooManyItems(Refused):
    """Nobody gets through so many items, or conclusions, in one meeting."""


class ItemTooLong(Refused):
    """An item, a conclusion or a title is longer than people read on a phone."""


class AgendaClosed(Refused):
    """The meeting is closed or off: what it was to be about stays as it was."""


class NothingToTellAgain(Refused):
    """The meeting has begun or is over, or nobody has been told of it yet: nobody is told of its content again."""


class PaperWrong(Refused):
    """A link or a file cannot be taken as a paper; the facts say why."""


class NoSuchPaper(Refused):
    """The meeting has no paper of this number."""


class TooManyPapers(Refused):
    """A meeting has as many papers as may be kept."""


class ConclusionUnreadable(Refused):
    """A conclusion, its person or its day cannot be read; the facts say why."""


class NoSuchConclusion(Refused):
    """There is no conclusion of this number here."""
