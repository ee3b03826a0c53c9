"""What is refused about what people ask for on their own data, and about breaches."""

from bot.refusals.refused import Refused


class NeedNotStated(Refused):
    """Names of another's cell are seen for a case that is said in words, neither too few nor too many."""


class RequestGone(Refused):
    """The request was answered already."""


class StillAMember(Refused):
    """Who belongs to a cell stays on its list by name."""


class BreachWrong(Refused):
    """A breach without a text, with one that is too long, or found in the future."""


class NoSuchBreach(Refused):
    """No breach has this number."""
