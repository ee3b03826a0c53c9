"""Who at this phone has a part in the members of a cell: whoever leads it, or looks after rosters above it."""

from bot.conversation import Turn
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services.audit import note
from bot.services.permissions import Right, may
from bot.words.times import day_of
from handlers.talk.acting import where

EITHER = (Right.ROSTER, Right.MANAGE)


async def cell_at(turn: Turn, unit_id: int) -> tuple[Member, Unit]:
    """The cell of a choice and who here has a part in it; raises NotAllowed. The office's look is written down."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None or not unit.is_cell:
        raise NotAllowed
    return await who_may(turn, unit), unit


async def who_may(turn: Turn, unit: Unit, *rights: Right) -> Member:
    """Whoever here has one of these rights at the unit, either where none is named; raises NotAllowed."""
    for right in rights or EITHER:
        for member in turn.members:
            if await may(turn.db, member.id, right, unit, day_of(turn.now)):
                return member
    raise NotAllowed


async def is_office(turn: Turn, member: Member, unit: Unit) -> bool:
    return await may(turn.db, member.id, Right.MANAGE, unit, day_of(turn.now))


async def look(turn: Turn, member: Member, unit: Unit, count: int) -> None:
    """Names seen from above the cell are written down."""
    if not await may(turn.db, member.id, Right.ROSTER, unit, day_of(turn.now)):
        note(turn.db, f"member:{member.id}", "names_seen", f"unit:{unit.code}", turn.now, count=count)


async def places(turn: Turn) -> list[Unit]:
    """The cells that somebody here leads, and the units whose rosters somebody here looks after."""
    found = {one.unit.id: one.unit for right in EITHER for one in await where(turn, right)}
    if not found:
        raise NotAllowed
    return list(found.values())
