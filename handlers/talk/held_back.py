"""What is promised to leave and does not, while a stop lasts."""

from bot.conversation import Turn
from bot.model.units import Unit
from bot.services.halts import halted_units
from bot.words.stops import HELD_BACK


async def unless_stopped(turn: Turn, cell: Unit, said: str) -> str:
    """These words, with that a stop keeps the messages of this cell for now."""
    is_stopped = (await halted_units(turn.db)).covers(cell)
    return f"{said} {HELD_BACK}" if is_stopped else said
