"""A unit becomes part of another, or is closed: its past stays its own, and what goes on goes on at its heir."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from bot.model.members import Membership
from bot.model.units import Unit, UnitKind
from bot.refusals import BelowItself, CannotReorganise
from bot.services.moving import settle_counts, take_back_due
from bot.services.permissions import Right, holders
from bot.services.reorganising.deeds import DAY, Deed, Word
from bot.services.reorganising.documents_over import end_figures, hand_over_documents, hand_over_receipts
from bot.services.reorganising.estate import demand_no_halt, demand_nothing_waits, hand_over_matters, wind_up
from bot.services.reorganising.meetings_off import call_off
from bot.services.reorganising.moves import bring, stand_under
from bot.services.reorganising.people_over import bring_people, end_offices
from bot.services.reorganising.standing import demand_last, standing
from bot.services.tree import rename
from bot.words import reorganising as words
from bot.words.reorganising_refused import Why, why_not
from bot.words.times import day_of


async def merge(deed: Deed, code: str, to: str, *, ends: bool) -> None:
    """All that the unit has goes over to its heir, and it is closed on the day. `ends`: so it is said to people."""
    unit, heir = await standing(deed, code), await standing(deed, to)
    if heir.path.startswith(unit.path):
        raise BelowItself(code=unit.code)
    if unit.is_cell != heir.is_cell:
        raise CannotReorganise(why=why_not(Why.UNLIKE, unit=unit.name, to=heir.name))
    await demand_last(deed, unit)
    await demand_no_halt(deed, unit)
    await _settle(deed, unit)
    leaders = await holders(deed.db, unit, Right.SEE_COUNTS, day_of(deed.now))
    await call_off(deed, unit)
    moved = await _bring_units(deed, unit, heir)
    people = await bring_people(deed, unit, heir, with_groups=True)
    await wind_up(deed, unit)
    await hand_over_matters(deed, unit, heir)
    await hand_over_receipts(deed, unit, heir, people)
    await hand_over_documents(deed, unit, heir, moved)
    await end_figures(deed, unit, heir)
    await _shut(deed, unit)
    deed.effects.counted = words.counted_with(heir.name, deed.on, unit.name)
    said = (words.told_ended if ends else words.told_merged)(unit.name, heir.name, deed.on)
    deed.words += [Word(unit.parent_id or unit.id, said), Word(heir.id, said), Word(unit.id, said, tuple(leaders))]
    deed.words += [Word(one.id, words.told_moved(one.name, heir.name, deed.on)) for one in moved]
    if unit.is_cell:
        deed.words.append(Word(heir.id, words.told_new_cell(unit.name, heir.name, deed.on), tuple(people)))


async def _settle(deed: Deed, unit: Unit) -> None:
    if not deed.is_trial:
        await settle_counts(deed.db, [unit.id], deed.now)


async def _bring_units(deed: Deed, unit: Unit, heir: Unit) -> list[Unit]:
    """What stands right below; the groups of a cell too, which other words tell apart where two are called the same."""
    open_ones = select(Unit).where(Unit.parent_id == unit.id, Unit.closed_on.is_(None)).order_by(Unit.sort_key, Unit.id)
    found = (await deed.db.scalars(open_ones)).all()
    for one in found:
        if one.kind is UnitKind.GROUP:
            await _bring_group(deed, one, unit, heir)
        else:
            await bring(deed, one, heir)
    return [one for one in found if one.kind is not UnitKind.GROUP]


async def _bring_group(deed: Deed, group: Unit, cell: Unit, heir: Unit) -> None:
    await demand_last(deed, group)
    twin = select(Unit.id).where(Unit.parent_id == heir.id, Unit.search_key == group.search_key)
    if await deed.db.scalar(twin.limit(1)) is not None:
        rename(group, words.group_from(group.name, cell.name))
    await stand_under(deed, group, heir)
    deed.effects.counts["groups"] += 1
    deed.touched.add(group.id)


async def close(deed: Deed, code: str) -> None:
    """A unit in which and below which nobody is left; raises CannotReorganise."""
    unit = await standing(deed, code)
    await demand_last(deed, unit)
    await demand_no_halt(deed, unit)
    await demand_nothing_waits(deed, unit)
    await _demand_empty(deed, unit)
    await _settle(deed, unit)
    await call_off(deed, unit)
    await wind_up(deed, unit)
    await end_figures(deed, unit, None)
    for group in await _below(deed, unit):
        await call_off(deed, group)
        await _shut(deed, group)
    await _shut(deed, unit)
    deed.effects.counted = words.counted_no_more(deed.on)
    deed.words.append(Word(unit.parent_id or unit.id, words.told_closed(unit.name, deed.on)))


async def _demand_empty(deed: Deed, unit: Unit) -> None:
    still = or_(Membership.until_on.is_(None), Membership.until_on > deed.on)
    if await deed.db.scalar(select(Membership.id).where(Membership.unit_id == unit.id, still).limit(1)):
        raise CannotReorganise(why=why_not(Why.HAS_PEOPLE, unit=unit.name))
    units = [one for one in await _below(deed, unit) if one.kind is not UnitKind.GROUP]
    if units:
        raise CannotReorganise(why=why_not(Why.HAS_UNITS, unit=unit.name, below=units[0].name))


async def _below(deed: Deed, unit: Unit) -> Sequence[Unit]:
    return (await deed.db.scalars(select(Unit).where(Unit.parent_id == unit.id, Unit.closed_on.is_(None)))).all()


async def _shut(deed: Deed, unit: Unit) -> None:
    """From the day on it is no more; who held an office there holds it through the day before."""
    await end_offices(deed, [unit.id])
    unit.closed_on = deed.on
    await deed.db.flush()
    if not deed.is_trial:
        await take_back_due(deed.db, unit, deed.on, deed.now)
    deed.effects.counts["units_closed"] += 1
    deed.unit_id = unit.id
    if unit.is_cell and deed.on.day > 1:
        deed.effects.notes.append(words.owes_its_last_month(unit.name, deed.on - DAY))
