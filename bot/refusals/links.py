"""What is refused about phones that are linked, groups and links."""

from bot.refusals.refused import Refused


class NotLinked(Refused):
    """This phone is not linked to that member."""


class NoRoomHere(Refused):
    """So many people may write to this account and no more; whoever comes now has to be reached in another way."""


class DayToCome(Refused):
    """A paper cannot have been signed on a day that is still to come."""


class CodeFromOffice(Refused):
    """They hold an office beyond the cell, or a higher one in it: a code in other hands would open that as well."""


class NoWayForFiles(Refused):
    """A file may not go through this network, and there is no address of our own under which to hand it over."""


class NoWayForLinks(Refused):
    """There is no address of our own to which a personal link could lead."""


class EverybodyTold(Refused):
    """Slips for those whom no message reaches: there is nobody."""


class NobodyOfThisName(Refused):
    """A number or name that nobody on the list of the cell has."""


class SeveralOfThisName(Refused):
    """A name that fits several people of the cell."""


class ClaimGone(Refused):
    """Whether a phone is theirs was asked, and is settled, too old, or was never asked."""


class GroupTaken(Refused):
    """This chat is the group of another unit."""


class NoSuchGroup(Refused):
    """The unit has no such group, or not any more."""


class EverybodyLinked(Refused):
    """Codes for those without a phone: there is nobody without."""
