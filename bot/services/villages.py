"""Finding a village by what a resident calls it: its code, its name with or without the commune's, in any spelling."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import CELLS, Unit
from bot.refusals import NoSuchUnit
from bot.services.unit_search import bare, without_body
from bot.words import residents as words
from bot.words.names import fold, slug

MOST_FOUND = 200
"""More places of one name need another word."""
FORMS: tuple[Callable[[str], str], ...] = (str, without_body, bare)


@dataclass(frozen=True, slots=True)
class Village:
    """A cell whose residents can be told something."""

    unit: Unit
    above: str
    """The name of the unit above it, of which its messages are."""

    @property
    def name(self) -> str:
        return words.village(self.unit.name, self.above)

    @property
    def sender(self) -> str:
        return self.above or self.unit.name


async def villages_called(db: AsyncSession, said: str) -> Sequence[Village]:
    """The villages that may be meant, by name; one alone where it is certain.

    `hong sen`, `HONGSEN`, `thôn Hồng Sen xã Húc Động`, `huc-dong-hong-sen` all find the same.
    """
    spoken = " ".join(fold(said).replace(",", " ").replace(".", " ").replace(";", " ").split())
    if not spoken or len(spoken) > 120:
        return []
    by_code: Unit | None = await db.scalar(select(Unit).where(*_open(), Unit.code == slug(said, 64)))
    if by_code is not None:
        return await _with_above(db, [by_code])
    words_said = spoken.split()
    for count in range(len(words_said), 0, -1):
        found = await _named(db, " ".join(words_said[:count]))
        behind = bare(" ".join(words_said[count:]))
        places = [one for one in await _with_above(db, found) if _compact(behind) in _compact(fold(one.above))]
        if places:
            return places
    return []


async def village_of(db: AsyncSession, unit_id: int) -> Village:
    """Raises NoSuchUnit where it is none, or closed."""
    unit: Unit | None = await db.scalar(select(Unit).where(*_open(), Unit.id == unit_id))
    if unit is None:
        raise NoSuchUnit(code=str(unit_id))
    return (await _with_above(db, [unit]))[0]


async def villages_of(db: AsyncSession, unit_ids: Sequence[int]) -> Sequence[Village]:
    """These, closed ones too: whoever is registered there still is."""
    found = await db.scalars(select(Unit).where(Unit.id.in_(unit_ids)).order_by(Unit.sort_key, Unit.id))
    return await _with_above(db, found.all())


def _open() -> tuple[ColumnElement[bool], ...]:
    return Unit.kind.in_(CELLS), Unit.closed_on.is_(None)


async def _named(db: AsyncSession, name: str) -> list[Unit]:
    """Villages that are called just so, or else have these words in their names."""
    sought = bare(name)
    squeezed = func.replace(Unit.search_key, " ", "")
    may_be = or_(
        Unit.search_key.contains(sought, autoescape=True), squeezed.contains(_compact(sought), autoescape=True)
    )
    found = await db.scalars(select(Unit).where(*_open(), may_be).order_by(Unit.sort_key, Unit.id).limit(MOST_FOUND))
    units = [unit for unit in found if words.is_village(unit.search_key)]
    for form in FORMS:
        if called_so := [unit for unit in units if _compact(form(unit.search_key)) == _compact(form(name))]:
            return called_so
    return [unit for unit in units if f" {sought} " in f" {unit.search_key} "]


def _compact(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


async def _with_above(db: AsyncSession, units: Sequence[Unit]) -> list[Village]:
    above = {unit.parent_id for unit in units if unit.parent_id is not None}
    found = await db.execute(select(Unit.id, Unit.name).where(Unit.id.in_(above))) if above else None
    names: dict[int, str] = dict(found.all()) if found else {}
    return [Village(unit, names.get(unit.parent_id or 0, "")) for unit in units]
