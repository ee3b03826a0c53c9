"""What is refused about kinds of meetings, groups of a cell and who is called."""

from bot.refusals.refused import Refused


class NoSuchKind(Refused):
    """There is no such kind of meeting."""


class KindNotHere(Refused):
    """This unit holds no meetings of this kind."""


class NoSuchPartyGroup(Refused):
    """The cell has no group of this name."""


class NotAGroup(Refused):
    """The unit is no group of a cell."""


class NotInGroup(Refused):
    """Somebody of another group, or of none, is to lead it."""


class GroupStillMeets(Refused):
    """The group has a meeting that is neither closed nor cancelled."""


class NoGroups(Refused):
    """The cell has no groups."""


class NoSuchUnitsBelow(Refused):
    """These units do not stand below the committee that calls."""
