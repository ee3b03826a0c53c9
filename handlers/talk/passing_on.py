"""Passing on to the secretary what concerns the cell, and is no answer of the one who said it."""

from bot.conversation import Turn
from bot.model.members import Member
from bot.model.units import Unit
from bot.services import people, permissions
from bot.services.notices import owe_word
from bot.words.times import day_of


async def tell_secretary(turn: Turn, member: Member, text: str) -> bool:
    """Pass something on to whoever leads the member's cell; False where nobody does, or it is the member."""
    cells = await people.cells_of(turn.db, [member.id], day_of(turn.now))
    cell = await turn.db.get(Unit, cells.get(member.id, 0))
    if cell is None:
        return False
    leaders = await permissions.holders(turn.db, cell, permissions.Right.DECIDE_LEAVE, day_of(turn.now))
    others = [leader for leader in leaders if leader != member.id]
    return bool(others) and await owe_word(turn.db, turn.about, member.id, others, text, turn.now)


async def tell_secretaries(turn: Turn, text: str) -> bool:
    """The same where on a phone of two nobody knows who speaks: to the cell of each, once."""
    cells = await people.cells_of(turn.db, [member.id for member in turn.members], day_of(turn.now))
    speakers = {cells.get(member.id): member for member in reversed(turn.members)}
    return any([await tell_secretary(turn, member, text) for member in speakers.values()])
