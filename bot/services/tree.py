"""The tree of units: found by code, made, moved with a date; the past keeps the parents that it had."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

from sqlalchemy import Select, SQLColumnExpression, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import Unit, UnitKind, UnitParent
from bot.refusals import BelowItself, CodeTaken, NoSuchUnit, NotACell, WrongCode
from bot.words.names import fold, slug, tidy
from bot.words.units import PLACE_WORDS

LONGEST_CODE = 64


async def unit_of(db: AsyncSession, code: str) -> Unit:
    """The unit with this code, upper or lower case; raises NoSuchUnit."""
    unit = await find_unit(db, code)
    if unit is None:
        raise NoSuchUnit(code=code)
    return unit


async def find_unit(db: AsyncSession, code: str) -> Unit | None:
    if "\0" in code:  # PostgreSQL does not even look for it
        return None
    found: Unit | None = await db.scalar(select(Unit).where(Unit.code == code.strip().lower()))
    return found


async def cell_of(db: AsyncSession, code: str) -> Unit:
    """The cell with this code; raises NoSuchUnit or NotACell."""
    unit = await unit_of(db, code)
    if not unit.is_cell:
        raise NotACell(code=unit.code)
    return unit


async def add_unit(db: AsyncSession, code: str, name: str, kind: UnitKind, parent: Unit | None, since: date) -> Unit:
    """A new unit; raises WrongCode or CodeTaken."""
    code = code.strip().lower()
    if not code or len(code) > LONGEST_CODE or code != slug(code, LONGEST_CODE):
        raise WrongCode(code=code)
    if await find_unit(db, code) is not None:
        raise CodeTaken(code=code)
    return (await add_units(db, [(code, name)], kind, parent, since))[0]


async def add_units(
    db: AsyncSession, named: Sequence[tuple[str, str]], kind: UnitKind, parent: Unit | None, since: date
) -> list[Unit]:
    """New units of one kind below one parent, by free codes and names."""
    above, path = (parent.id, parent.path) if parent else (None, "/")
    units = [Unit(code=code, kind=kind, parent_id=above, path="", since_on=since, settings={}) for code, _ in named]
    for unit, (_, name) in zip(units, named, strict=True):
        rename(unit, name)
    db.add_all(units)
    await db.flush()
    for unit in units:
        unit.path = f"{path}{unit.id}/"
    db.add_all(UnitParent(unit_id=unit.id, parent_id=above, from_on=date.min) for unit in units)
    await db.flush()
    return units


def rename(unit: Unit, name: str) -> None:
    unit.name = tidy(name)
    unit.sort_key = fold(name)
    unit.search_key = fold(name)


async def free_codes(db: AsyncSession, under: Unit, names: Sequence[str]) -> list[str]:
    """Short codes for new units below another: from their names without marks, the same for the same name."""
    taken = set(await db.scalars(select(Unit.code).where(Unit.code.startswith(f"{under.code}-"))))
    codes = []
    for name in names:
        codes.append(_free(f"{under.code}-{slug(without_place_word(name), 24) or 'chi-bo'}"[:58].rstrip("-"), taken))
        taken.add(codes[-1])
    return codes


def _free(wanted: str, taken: set[str]) -> str:
    code, number = wanted, 1
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code


def without_place_word(name: str) -> str:
    """`Thôn Hồng Sen` -> `hong sen`; a name that is nothing else stays."""
    words = fold(name)
    for place in sorted(PLACE_WORDS, key=len, reverse=True):
        if words.startswith(f"{place} "):
            return without_place_word(words.removeprefix(f"{place} "))
    return words


async def move_unit(db: AsyncSession, unit: Unit, under: Unit, on: date) -> None:
    """From this day on the unit stands under another, whatever was said for later days; its past stays where it was.

    What is counted already for such days is not carried over here, but by `moving.move_with_counts`.
    """
    await demand_not_below(db, unit, under, on)
    links = await db.scalars(
        select(UnitParent).where(
            UnitParent.unit_id == unit.id, or_(UnitParent.until_on.is_(None), UnitParent.until_on > on)
        )
    )
    for link in links:
        if link.from_on >= on:
            await db.delete(link)
        else:
            link.until_on = on
    db.add(UnitParent(unit_id=unit.id, parent_id=under.id, from_on=on))
    old, new = unit.path, f"{under.path}{unit.id}/"
    for below in await subtree(db, unit):
        below.path = new + below.path.removeprefix(old)
    unit.parent_id = under.id
    await db.flush()


async def demand_not_below(db: AsyncSession, unit: Unit, under: Unit, on: date) -> None:
    """Raises BelowItself where `under` stands below the unit, today or on any day from this one on."""
    above = ever_above([under.id])
    changes = select(UnitParent.from_on).where(UnitParent.unit_id.in_(above), UnitParent.from_on > on).distinct()
    days = [on, *await db.scalars(changes)]
    line = await lines_of_days(db, above)
    if under.path.startswith(unit.path) or any(unit.id in line(under.id, day) for day in days):
        raise BelowItself(code=unit.code)


async def subtree(db: AsyncSession, unit: Unit) -> Sequence[Unit]:
    """The unit and everything below it."""
    return (await db.scalars(select(Unit).where(Unit.path.startswith(unit.path)).order_by(Unit.path))).all()


async def children(db: AsyncSession, unit: Unit) -> Sequence[Unit]:
    """The units right below, by name."""
    return (await db.scalars(select(Unit).where(Unit.parent_id == unit.id).order_by(Unit.sort_key, Unit.id))).all()


def child_towards(db: AsyncSession, unit: Unit) -> SQLColumnExpression[str]:
    """Of a unit below this one, the number of the one right below through which it hangs; "" of the unit itself."""
    place = func.instr if db.get_bind().dialect.name == "sqlite" else func.strpos
    behind = func.substr(Unit.path, len(unit.path) + 1)
    return func.substr(behind, 1, case((behind == "", 0), else_=place(behind, "/") - 1))


async def parents_on(db: AsyncSession, unit_ids: Sequence[int], on: date) -> dict[int, int | None]:
    """Who stood right above each of these units on a day."""
    links = await db.execute(
        select(UnitParent.unit_id, UnitParent.parent_id).where(
            UnitParent.unit_id.in_(unit_ids),
            UnitParent.from_on <= on,
            or_(UnitParent.until_on.is_(None), UnitParent.until_on > on),
        )
    )
    return dict(links.all())


async def ancestors_on(db: AsyncSession, unit_id: int, on: date) -> list[int]:
    """The unit itself and all above it on a day, upward."""
    line = [unit_id]
    while (above := (await parents_on(db, line[-1:], on)).get(line[-1])) is not None:
        line.append(above)
    return line


async def lines_on(db: AsyncSession, unit_ids: Sequence[int], on: date) -> dict[int, list[int]]:
    """What `ancestors_on` says for several units, in a query for each level of the tree."""
    above: dict[int, int | None] = {}
    level = set(unit_ids)
    while level:
        found = await parents_on(db, sorted(level), on)
        above |= dict.fromkeys(level) | found
        level = {parent for parent in found.values() if parent is not None} - above.keys()
    return {unit_id: _upward(unit_id, above) for unit_id in unit_ids}


def _upward(unit_id: int, above: Mapping[int, int | None]) -> list[int]:
    line = [unit_id]
    while (parent := above[line[-1]]) is not None:
        line.append(parent)
    return line


async def lines_of_days(db: AsyncSession, among: Select[int] | None = None) -> Callable[[int, date], list[int]]:
    """What `ancestors_on` says, for whoever asks about everything: the whole past of the tree is read once.

    `among`: only the past of these units, which must hold all that ever stood above those who are asked about.
    """
    known = select(UnitParent.unit_id, UnitParent.parent_id, UnitParent.from_on, UnitParent.until_on)
    links: defaultdict[int, list[tuple[int | None, date, date | None]]] = defaultdict(list)
    found = await db.execute(known if among is None else known.where(UnitParent.unit_id.in_(among)))
    for unit_id, parent_id, from_on, until_on in found:
        links[unit_id].append((parent_id, from_on, until_on))

    def above(unit_id: int, on: date) -> int | None:
        held = (parent for parent, first, until in links[unit_id] if first <= on and (until is None or until > on))
        return next(held, None)

    @cache
    def line(unit_id: int, on: date) -> list[int]:
        parent = above(unit_id, on)
        return [unit_id] if parent is None else [unit_id, *line(parent, on)]

    return line


def ever_below(unit_ids: Sequence[int]) -> Select[int]:
    """These units and all that ever stood below them."""
    ever = select(Unit.id.label("unit_id")).where(Unit.id.in_(unit_ids)).cte("ever_below", recursive=True)
    ever = ever.union(select(UnitParent.unit_id).join(ever, UnitParent.parent_id == ever.c.unit_id))
    return select(ever.c.unit_id)


def ever_above(unit_ids: Sequence[int]) -> Select[int]:
    """These units and all that ever stood above them."""
    ever = select(Unit.id.label("unit_id")).where(Unit.id.in_(unit_ids)).cte("ever_above", recursive=True)
    above = select(UnitParent.parent_id).join(ever, UnitParent.unit_id == ever.c.unit_id)
    ever = ever.union(above.where(UnitParent.parent_id.is_not(None)))
    return select(ever.c.unit_id)


def below_on(unit_ids: Sequence[int], on: date) -> Select[int]:
    """These units and all that stood below them on a day."""
    below = select(Unit.id.label("unit_id")).where(Unit.id.in_(unit_ids)).cte("below_on", recursive=True)
    stood = UnitParent.from_on <= on, or_(UnitParent.until_on.is_(None), UnitParent.until_on > on)
    below = below.union(select(UnitParent.unit_id).join(below, UnitParent.parent_id == below.c.unit_id).where(*stood))
    return select(below.c.unit_id)
