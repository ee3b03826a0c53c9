"""Finding a unit by what people call it, among those that somebody may see."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import Unit
from bot.words.committee import BODY_WORDS, COMMUNE_WORDS
from bot.words.names import fold
from bot.words.units import PLACE_WORDS


async def units_named(db: AsyncSession, within: Sequence[Unit], name: str) -> Sequence[Unit]:
    """The open units with these words in the name, at or below these units, committees first.

    A unit that is called just so leaves out those with longer names. Neither marks nor case need be right, nor the
    words before the name: `ban hong sen` finds Chi bộ Thôn Hồng Sen, unless there is a Bản Hồng Sen.
    """
    sought = bare(fold(name))
    if not sought or not within:
        return []
    found = await db.scalars(
        select(Unit).where(
            Unit.search_key.contains(sought, autoescape=True),
            Unit.closed_on.is_(None),
            or_(*(Unit.path.startswith(unit.path, autoescape=True) for unit in within)),
        )
    )
    units = [unit for unit in found if f" {sought} " in f" {unit.search_key} "]
    units.sort(key=lambda unit: (unit.path.count("/"), unit.sort_key, unit.id))
    for form in (str, without_body, bare):
        if called_so := [unit for unit in units if form(unit.search_key) == form(fold(name))]:
            return called_so
    return units


def without_body(name: str) -> str:
    """`dang uy xa huc dong` -> `xa huc dong`."""
    return _stripped(name, BODY_WORDS)


def bare(name: str) -> str:
    """`dang uy xa huc dong` -> `huc dong`; a name that is nothing else stays."""
    return _stripped(name, (*BODY_WORDS, *PLACE_WORDS, *COMMUNE_WORDS))


def _stripped(name: str, words: Sequence[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        if name.startswith(f"{word} "):
            return _stripped(name.removeprefix(f"{word} "), words)
    return name
