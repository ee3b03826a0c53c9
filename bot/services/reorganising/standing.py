"""Whether a unit may change as it was said: it is there on that day, and nothing later is said of it already."""

from datetime import date

from sqlalchemy import func, select

from bot.model.units import CELLS, Unit, UnitKind, UnitParent
from bot.refusals import CannotReorganise
from bot.services.reorganising.deeds import Deed
from bot.services.tree import unit_of
from bot.words.reorganising_refused import Why, why_not
from bot.words.times import day

RANKS = (
    (UnitKind.PROVINCE,),
    (UnitKind.DISTRICT,),
    (UnitKind.COMMUNE,),
    (UnitKind.GRASSROOTS_COMMITTEE,),
    (UnitKind.SUB_COMMITTEE,),
    CELLS,
    (UnitKind.GROUP,),
)
"""From above downwards; a unit never stands below one of a lower rank."""


def rank(kind: UnitKind) -> int:
    return next(number for number, kinds in enumerate(RANKS) if kind in kinds)


async def standing(deed: Deed, code: str) -> Unit:
    """The unit with this code as it stands on the day; raises NoSuchUnit or CannotReorganise."""
    if not code:
        raise CannotReorganise(why=why_not(Why.NO_CODE))
    unit = await unit_of(deed.db, code)
    if unit.kind is UnitKind.GROUP:
        raise CannotReorganise(why=why_not(Why.GROUP, unit=unit.name))
    if unit.closed_on is not None:
        raise CannotReorganise(why=why_not(Why.CLOSED, unit=unit.name, day=day(unit.closed_on)))
    if unit.since_on > deed.on:
        raise CannotReorganise(why=why_not(Why.NOT_YET, unit=unit.name, day=day(unit.since_on)))
    return unit


async def demand_last(deed: Deed, unit: Unit) -> None:
    """Raises CannotReorganise where the unit has moved on a later day already: its past is not written over."""
    last: date | None = await deed.db.scalar(select(func.max(UnitParent.from_on)).where(UnitParent.unit_id == unit.id))
    if last is not None and last > deed.on:
        raise CannotReorganise(why=why_not(Why.MOVED_LATER, unit=unit.name, day=day(last)))


def demand_place(unit_kind: UnitKind, name: str, under: Unit) -> None:
    """Raises CannotReorganise where a unit of this kind cannot stand below another."""
    if under.is_cell:
        raise CannotReorganise(why=why_not(Why.UNDER_CELL, unit=under.name))
    if rank(unit_kind) < rank(under.kind):
        raise CannotReorganise(why=why_not(Why.UNDER_LOWER, unit=name, to=under.name))
