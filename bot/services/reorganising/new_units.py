"""Units that are founded, split off or called otherwise."""

from datetime import date

from sqlalchemy import func, select

from bot.model.members import StatusKind
from bot.model.tree_changes import TreeChange, TreeChangeKind, TreeChangeState
from bot.model.units import Unit, UnitKind
from bot.refusals import CannotReorganise
from bot.services.people import people_of_cell
from bot.services.reorganising.changes import Change
from bot.services.reorganising.deeds import Deed, Word
from bot.services.reorganising.documents_over import hand_over_receipts
from bot.services.reorganising.moves import people_below
from bot.services.reorganising.people_over import bring_people, end_offices
from bot.services.reorganising.standing import demand_place, rank, standing
from bot.services.tree import add_unit, free_codes, rename
from bot.words import reorganising as words
from bot.words.names import fold, tidy
from bot.words.reorganising_refused import Why, why_not
from bot.words.times import day

LONGEST_NAME = 200
FEWEST = 3
"""Full members of a cell under a committee (`domain` 1.1); fewer are said, not refused."""


async def found(deed: Deed, change: Change) -> Unit:
    """A new unit, which is there from the day on."""
    under = await standing(deed, change.to)
    if change.unit_kind is None:
        raise CannotReorganise(why=why_not(Why.NO_KIND))
    unit = await _made(deed, change, change.unit_kind, under)
    deed.effects.counts["units_founded"] += 1
    deed.effects.counted = words.counted_from(unit.name, under.name, deed.on)
    deed.words.append(Word(under.id, words.told_founded(unit.name, under.name, deed.on)))
    return unit


async def _made(deed: Deed, change: Change, kind: UnitKind, under: Unit) -> Unit:
    name = _name(change)
    demand_place(kind, name, under)
    if kind is UnitKind.GROUP:
        raise CannotReorganise(why=why_not(Why.GROUP, unit=name))
    await _demand_no_twin(deed, name, under)
    code = change.new_code or (await free_codes(deed.db, under, [name]))[0]
    unit = await add_unit(deed.db, code, name, kind, under, deed.on)
    deed.unit_id = unit.id
    return unit


async def _demand_no_twin(deed: Deed, name: str, under: Unit, but: Unit | None = None) -> None:
    """Raises CannotReorganise where another unit right below has this name."""
    twin = select(Unit.id).where(Unit.parent_id == under.id, Unit.search_key == fold(name), Unit.closed_on.is_(None))
    if await deed.db.scalar(twin.where(Unit.id != (but.id if but else 0)).limit(1)) is not None:
        raise CannotReorganise(why=why_not(Why.NAME_TAKEN, unit=name, to=under.name))


def _name(change: Change) -> str:
    name = tidy(change.name)
    if not name:
        raise CannotReorganise(why=why_not(Why.NO_NAME))
    if len(name) > LONGEST_NAME:
        raise CannotReorganise(why=why_not(Why.LONG_NAME, most=LONGEST_NAME))
    return name


async def split(deed: Deed, change: Change) -> None:
    """Some members of a cell become a cell of their own, with new leaders whom the office still has to name."""
    cell = await standing(deed, change.unit)
    if not cell.is_cell:
        raise CannotReorganise(why=why_not(Why.SPLITS_COMMITTEE, unit=cell.name))
    under = await standing(deed, change.to) if change.to else await deed.db.get_one(Unit, cell.parent_id)
    here = {one.member_id: one for one in await people_of_cell(deed.db, cell.id, deed.on)}
    _demand_part(change, set(here), cell)
    new = await _made(deed, change, change.unit_kind or cell.kind, under)
    if not new.is_cell:
        raise CannotReorganise(why=why_not(Why.SPLITS_COMMITTEE, unit=cell.name))
    people = await bring_people(deed, cell, new, change.people, with_groups=False)
    groups = await deed.db.scalars(select(Unit.id).where(Unit.parent_id == cell.id, Unit.kind == UnitKind.GROUP))
    await end_offices(deed, [cell.id, *groups], people)
    await hand_over_receipts(deed, cell, new, people)
    deed.effects.counts["units_founded"] += 1
    deed.effects.counted = words.counted_from(new.name, under.name, deed.on)
    deed.effects.notes.append(words.nobody_leads(new.name))
    for one in (cell, new):
        await _say_if_few(deed, one)
    said = words.told_split(cell.name, new.name, deed.on)
    deed.words += [Word(cell.id, said), Word(under.id, said)]
    deed.words.append(Word(new.id, words.told_new_cell(cell.name, new.name, deed.on), tuple(people)))


def _demand_part(change: Change, here: set[int], cell: Unit) -> None:
    if not change.people:
        raise CannotReorganise(why=why_not(Why.NO_PEOPLE, unit=cell.name))
    strangers = sorted(set(change.people) - here)
    if strangers:
        raise CannotReorganise(why=why_not(Why.STRANGERS, unit=cell.name, who=", ".join(map(str, strangers[:20]))))
    if set(change.people) == here:
        raise CannotReorganise(why=why_not(Why.ALL_GO, unit=cell.name))


async def _say_if_few(deed: Deed, cell: Unit) -> None:
    people = await people_of_cell(deed.db, cell.id, deed.on)
    full = sum(StatusKind.OFFICIAL in one.statuses and one.is_own for one in people)
    if full < FEWEST:
        deed.effects.notes.append(words.few_left(cell.name, full))


async def call_otherwise(deed: Deed, change: Change) -> None:
    """Another name, or another kind of the same level; the code stays, so that old addresses go on leading there.

    A unit of another level is another unit: lists of old months by level would show this one where it never stood.
    """
    unit = await standing(deed, change.unit)
    if change.new_code and change.new_code != unit.code:
        raise CannotReorganise(why=why_not(Why.CODE_STAYS, unit=unit.name))
    kind = change.unit_kind or unit.kind
    name = tidy(change.name) or unit.name
    if len(name) > LONGEST_NAME:
        raise CannotReorganise(why=why_not(Why.LONG_NAME, most=LONGEST_NAME))
    if (name, kind) == (unit.name, unit.kind):
        raise CannotReorganise(why=why_not(Why.CALLED_SO, unit=unit.name))
    await _demand_last_name(deed, unit)
    if rank(kind) != rank(unit.kind):
        raise CannotReorganise(why=why_not(Why.OTHER_LEVEL, unit=unit.name))
    above = await deed.db.get(Unit, unit.parent_id or 0)
    if above is not None and name != unit.name:
        await _demand_no_twin(deed, name, above, but=unit)
    deed.was, deed.unit_id = unit.name, unit.id
    rename(unit, name)
    unit.kind = kind
    await deed.db.flush()
    deed.effects.counted = words.renamed(deed.was, name, deed.on)
    deed.effects.people += await people_below(deed, unit)
    deed.words.append(Word(unit.id, words.told_renamed(deed.was, name, deed.on)))


async def _demand_last_name(deed: Deed, unit: Unit) -> None:
    """Raises CannotReorganise where the unit has got another name on a later day already."""
    done = TreeChange.kind == TreeChangeKind.RENAME, TreeChange.state == TreeChangeState.DONE
    renamed = select(func.max(TreeChange.on)).where(TreeChange.unit_id == unit.id, *done)
    last: date | None = await deed.db.scalar(renamed)
    if last is not None and last > deed.on:
        raise CannotReorganise(why=why_not(Why.RENAMED_LATER, unit=unit.name, day=day(last)))
