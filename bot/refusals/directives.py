"""What is refused about documents that are passed down, and what comes back on them."""

from bot.refusals.refused import Refused


class DirectiveWrong(Refused):
    """A document cannot be passed down so; the facts say why."""


class NoSuchDirective(Refused):
    """No document has this number, or whoever asks may not see it."""


class DirectiveGone(Refused):
    """The document was withdrawn."""


class NoSuchQuestion(Refused):
    """No question about a document has this number, or it is for somebody else to answer: nobody learns which."""


class QuestionSettled(Refused):
    """It has been answered, by somebody else perhaps."""


class NobodyToAsk(Refused):
    """Nobody else at the unit that passed the document down can answer."""


class StudyNotHere(Refused):
    """This unit holds no meeting for this document, or was never told of it."""


class ReportUnreadable(Refused):
    """The numbers of a report on a document are missing, or cannot be; the facts say why."""
