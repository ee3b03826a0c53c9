"""What is refused of words in the chat, whatever they are about."""

from bot.refusals.refused import Refused


class DraftGone(Refused):
    """A button or a word for something that was put together here before, and is done, left or replaced."""


class ChoiceExpected(Refused):
    """Words that are none of what was offered last."""


class StillToConfirm(Refused):
    """Words that begin something else, where a yes or a choice is waited for: that is waited for on."""


class Unfinished(Refused):
    """Words that begin something else, while something is being put together: they are not taken for a part of it."""


class WordsTooLong(Refused):
    """A line of words that is longer than is kept."""


class NothingSaid(Refused):
    """A text that is empty."""
