"""Which members go to a cell that is split off: named as the office knows them, found in the cell that they leave."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.tree_changes import TreeChangeKind
from bot.services.people import people_of_cell
from bot.services.reorganising.changes import Change
from bot.services.tree import find_unit
from bot.words import reorganising_sheet as words
from bot.words.names import fold
from bot.words.phones import phone


@dataclass(frozen=True, slots=True)
class Leaver:
    """One row of the list, as it is written."""

    row: int
    new_unit: str
    """Its code or its name."""
    name: str
    phone: str
    number: str


@dataclass(frozen=True, slots=True)
class BadPerson:
    """A row of the list that cannot be taken."""

    row: int
    reason: str


async def people_of_splits(
    db: AsyncSession, changes: Sequence[Change], leavers: Sequence[Leaver]
) -> tuple[list[Change], list[BadPerson]]:
    """The splits with the numbers of their members; and what is wrong in the list."""
    going: defaultdict[int, set[int]] = defaultdict(set)
    bad = []
    for one in leavers:
        try:
            index = _split(changes, one)
            going[index].add(await _person(db, changes[index], one, set().union(*going.values())))
        except ValueError as wrong:
            bad.append(BadPerson(one.row, str(wrong)))
    filled = [replace(one, people=tuple(sorted(going[index]))) for index, one in enumerate(changes)]
    return filled, bad


def _split(changes: Sequence[Change], leaver: Leaver) -> int:
    said = leaver.new_unit.strip()
    for index, one in enumerate(changes):
        is_named = said and (said.lower() == one.new_code or fold(said) == fold(one.name))
        if one.kind is TreeChangeKind.SPLIT and is_named:
            return index
    raise ValueError(words.NO_SPLIT.format(name=said))


async def _person(db: AsyncSession, split: Change, leaver: Leaver, taken: set[int]) -> int:
    cell = await find_unit(db, split.unit)
    here = [one.member for one in await people_of_cell(db, cell.id, split.on)] if cell is not None else []
    found = [one for one in here if _is_meant(one, leaver)]
    if not found:
        raise ValueError(words.NO_PERSON.format(name=leaver.name))
    if len(found) > 1:
        raise ValueError(words.SEVERAL.format(name=leaver.name))
    if found[0].id in taken:
        raise ValueError(words.TWICE.format(name=leaver.name))
    return found[0].id


def _is_meant(member: Member, leaver: Leaver) -> bool:
    if leaver.number:
        return leaver.number == str(member.id) and fold(leaver.name) in {"", fold(member.name)}
    if leaver.phone and _number(leaver.phone) != member.phone:
        return False
    return fold(member.name) == fold(leaver.name)


def _number(text: str) -> str:
    try:
        return phone(text)
    except ValueError:
        return text
