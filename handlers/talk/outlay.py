"""What a message to many costs, said before it is confirmed; nothing where it costs nothing."""

from bot.conversation import Turn
from bot.services.reach import Plan, running_short, unpaid
from bot.words import costs


async def outlay(turn: Turn, plan: Plan) -> str:
    """As the end of a text, on a line of its own."""
    short = costs.short(await running_short(turn.db, plan))
    said = " ".join(filter(None, (costs.outlay(plan.total.outlay), unpaid(plan), short)))
    return f"\n{said}" if said else ""
