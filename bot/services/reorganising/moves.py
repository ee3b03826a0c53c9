"""A unit stands under another from a day on, with all below it and with what is counted since."""

from sqlalchemy import func, select

from bot.model.members import Membership
from bot.model.units import Unit
from bot.refusals import CannotReorganise
from bot.services.moving import move_with_counts
from bot.services.people import holds
from bot.services.reorganising.deeds import Deed, Word
from bot.services.reorganising.standing import demand_last, demand_place, standing
from bot.services.tree import move_unit, parents_on
from bot.words import reorganising as words
from bot.words.reorganising_refused import Why, why_not


async def move(deed: Deed, code: str, to: str) -> None:
    unit, under = await standing(deed, code), await standing(deed, to)
    above = (await parents_on(deed.db, [unit.id], deed.on)).get(unit.id)
    if unit.parent_id == under.id == above:
        raise CannotReorganise(why=why_not(Why.STANDS_THERE, unit=unit.name, to=under.name))
    before = await deed.db.get(Unit, unit.parent_id or 0)
    await bring(deed, unit, under)
    deed.unit_id = unit.id
    deed.effects.counted = words.counted_at(under.name, deed.on, before.name if before else None)
    said = words.told_moved(unit.name, under.name, deed.on)
    deed.words += [Word(unit.id, said), Word(under.id, said), *([Word(before.id, said)] if before else [])]


async def bring(deed: Deed, unit: Unit, under: Unit) -> None:
    """The unit with its counts; raises CannotReorganise or BelowItself."""
    demand_place(unit.kind, unit.name, under)
    await demand_last(deed, unit)
    people = await people_below(deed, unit)
    if unit.parent_id is not None:
        deed.touched.add(unit.parent_id)
    await stand_under(deed, unit, under)
    deed.effects.units += 1
    deed.effects.people += people
    deed.touched.add(unit.id)


async def stand_under(deed: Deed, unit: Unit, under: Unit) -> None:
    """With what is counted since; raises BelowItself."""
    if deed.is_trial:
        await move_unit(deed.db, unit, under, deed.on)
    else:
        await move_with_counts(deed.db, unit, under, deed.on, deed.now)


async def people_below(deed: Deed, unit: Unit) -> int:
    """How many belong to the unit or below it on the day."""
    below = select(Unit.id).where(Unit.path.startswith(unit.path))
    counted = select(func.count(Membership.member_id.distinct()))
    return await deed.db.scalar(counted.where(Membership.unit_id.in_(below), holds(deed.on))) or 0
