"""What is refused about numbers that committees ask for."""

from bot.refusals.refused import Refused


class NoSuchIndicator(Refused):
    """There is no indicator of this number here, or it asks nothing of this unit."""


class IndicatorWrong(Refused):
    """A number cannot be asked for as it was defined; the facts say why."""


class NoUnitsToAsk(Refused):
    """No unit of these kinds stands below the one that asks."""


class FigureUnreadable(Refused):
    """An answer is not the number that is asked for; the facts say why."""


class FigureDoubtful(Refused):
    """An answer does not fit what was said last or planned, and nobody has said that it is right."""


class FigureChanged(Refused):
    """Somebody else answered for the unit meanwhile."""


class FigureSettled(Refused):
    """What was answered long ago is not changed in the chat."""


class PlanUnreadable(Refused):
    """A plan cannot be read; the facts say why."""


class RemindedJustNow(Refused):
    """Whoever has not answered was reminded a short while ago."""
