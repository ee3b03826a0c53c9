"""What is refused about units, their settings and the offices in them."""

from bot.refusals.refused import Refused


class NoSuchUnit(Refused):
    """No unit has this code."""


class NotACell(Refused):
    """The unit holds no meetings: it is no cell."""


class WrongCode(Refused):
    """A code has only small letters, digits and hyphens."""


class CodeTaken(Refused):
    """Another unit has this code."""


class BelowItself(Refused):
    """A unit cannot stand below itself."""


class CellHoldsNoUnits(Refused):
    """Cells cannot be imported below a cell."""


class WrongUnitSetting(Refused):
    """There is no such setting, or its value cannot be read."""


class NoSuchRole(Refused):
    """There is no such role."""


class RoleOfACell(Refused):
    """This role exists at cells only."""


class NotHeld(Refused):
    """The person does not hold this role there."""


class NotAllowed(Refused):
    """The person's roles do not reach this."""


class EndIsPast(Refused):
    """A role cannot end before it begins."""
