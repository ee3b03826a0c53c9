"""Who at a phone speaks to all people of a cell, and whom that reaches; for announcements and questions alike."""

from bot.conversation import Turn
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services.cell_plans import CellPlan
from bot.services.named_texts import goes_by_link
from bot.services.permissions import Right
from bot.services.reach import running_short, unpaid
from bot.words import announcements as words
from bot.words import costs
from handlers.talk.acting import Acting, acting, where

RIGHT = Right.ANNOUNCE


async def speaker(turn: Turn, unit_id: int) -> Acting:
    """Who at this phone may speak to the people of this cell; raises NotAllowed."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None or not unit.is_cell or unit.closed_on is not None:
        raise NotAllowed
    return Acting(await acting(turn, RIGHT, unit), unit)


async def cells(turn: Turn) -> list[Acting]:
    """The cells to whose people somebody here may speak."""
    return [one for one in await where(turn, RIGHT) if one.unit.is_cell]


async def people_said(turn: Turn, plan: CellPlan) -> str:
    """Whom it reaches by what, and what that costs where it costs anything."""
    said = words.people_line(plan.people, plan.plan.by_channel, plan.unreached)
    short = costs.short(await running_short(turn.db, plan.plan))
    return " ".join(filter(None, (said, costs.outlay(plan.plan.total.outlay), unpaid(plan.plan), short)))


async def is_hidden(turn: Turn, unit: Unit, *texts: str) -> bool:
    """Whether these words name somebody and may not go through this network."""
    return await goes_by_link(turn.db, unit, texts, turn.capabilities, turn.now)


def waits_until(turn: Turn, plan: CellPlan) -> bool:
    return plan.leaves_at > turn.now
