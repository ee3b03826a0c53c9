"""Who at a phone sees names at a unit, and whose."""

from dataclasses import dataclass

from bot.conversation import Turn
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services.names_seen import NamesSeen, names_seen, sees_every_name
from bot.services.permissions import Right
from bot.words.times import day_of
from handlers.talk.acting import acting


@dataclass(frozen=True, slots=True)
class Seeing:
    """Somebody at this phone, and the names of a unit that are theirs to see."""

    member: Member
    unit: Unit
    names: NamesSeen


async def seeing(turn: Turn, unit: Unit) -> Seeing:
    """On a phone of two, whoever sees all names there, else the first who sees any; raises NotAllowed."""
    some: list[Seeing] = []
    for member in turn.members:
        names = await names_seen(turn.db, member.id, unit, day_of(turn.now))
        if names is not None and names.every:
            return Seeing(member, unit, names)
        some += [Seeing(member, unit, names)] if names is not None else []
    if not some:
        raise NotAllowed
    return max(some, key=lambda one: len(one.names.groups))


async def who_sees_most(turn: Turn, unit: Unit) -> Member:
    """Who may see the counts of the unit; of two at a cell whoever sees all names, for small numbers are theirs alone.

    Raises NotAllowed.
    """
    for member in turn.members if unit.is_cell and len(turn.members) > 1 else ():
        if await sees_every_name(turn.db, member.id, unit, day_of(turn.now)):
            return member
    return await acting(turn, Right.SEE_COUNTS, unit)
