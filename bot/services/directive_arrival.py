"""Where a document arrives: at every unit addressed at once, or level by level at whoever stands right below."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Select, SQLColumnExpression, Table, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new, adding_found_if_new
from bot.model.directives import Directive, DirectiveUnit, Passing
from bot.model.units import Unit, UnitParent
from bot.services.addressees import Addressees, people_addressed, units_addressed
from bot.words.times import day_of

UNITS = cast(Table, DirectiveUnit.__table__)
KEY = ("directive_id", "unit_id")
Row = dict[str, Any]
"""A DirectiveUnit that is to be added."""


async def arrive(db: AsyncSession, directive: Directive, unit: Unit, now: datetime) -> None:
    """Every unit where somebody is told; or, level by level, those right below."""
    if directive.passing is Passing.BY_LEVEL and not unit.is_cell:
        await add_rows(db, await rows_below(db, directive, unit, None, now))
        return
    row: dict[str, SQLColumnExpression[Any]] = {
        "directive_id": literal(directive.id),
        "unit_id": Unit.__table__.c.id,
        "arrived_at": literal(now, DirectiveUnit.arrived_at.type),
        "passed_at": literal(now, DirectiveUnit.arrived_at.type),
        **dict.fromkeys(("expected", "acknowledged", "studied"), literal(0)),
    }
    to = Addressees.from_json(directive.addressees)
    units = (await units_where_told(db, to, day_of(now))).with_only_columns(*row.values()).order_by(Unit.id)
    await db.execute(adding_found_if_new(db.get_bind().dialect.name, UNITS, list(row), units, KEY))


async def units_where_told(db: AsyncSession, to: Addressees, on: date) -> Select[int]:
    """The units addressed; where it is for office holders, only those where somebody holds the office."""
    units = await units_addressed(db, to, on)
    if not to.offices:
        return units
    people = (await people_addressed(db, to, on)).subquery()
    return units.where(Unit.id.in_(select(people.c.unit_id)))


async def rows_below(
    db: AsyncSession, directive: Directive, unit: Unit, from_unit: int | None, now: datetime
) -> list[Row]:
    """At whoever stands right below a unit and is addressed, or has somebody addressed below it.

    A committee right below passes it on in its turn; where it has only itself to tell, it need not. Whoever passes it
    down first tells its own people as well.
    """
    to = Addressees.from_json(directive.addressees)
    addressed = (await units_where_told(db, to, day_of(now))).with_only_columns(Unit.path)
    must_pass: dict[int, bool] = {}
    for path in await db.scalars(addressed.where(Unit.path.startswith(unit.path))):
        child, *further = path.removeprefix(unit.path).strip("/").split("/")
        if child:
            must_pass[int(child)] = must_pass.get(int(child), False) or bool(further)
        elif from_unit is None:
            must_pass[unit.id] = False
    return [_row(directive, child, from_unit, now, goes_on=goes_on) for child, goes_on in sorted(must_pass.items())]


async def rows_at_heirs(
    db: AsyncSession, directive: Directive, unit: Unit, arrived_at: datetime, now: datetime
) -> list[Row]:
    """Of a committee that is closed: at whoever stood right below it when it arrived, wherever they stand now.

    Who has it already, by the committee below which they stand since, is left alone.
    """
    to = Addressees.from_json(directive.addressees)
    addressed = (await units_where_told(db, to, day_of(now))).with_only_columns(Unit.path)
    paths = (await db.scalars(addressed)).all()
    has_it = set(await db.scalars(select(DirectiveUnit.unit_id).filter_by(directive_id=directive.id)))
    rows = []
    for heir in await _heirs(db, unit, day_of(arrived_at), day_of(now)):
        below = [path for path in paths if path.startswith(heir.path)]
        if below and heir.id not in has_it:
            goes_on = any(path != heir.path for path in below)
            rows.append(_row(directive, heir.id, unit.id, now, goes_on=goes_on))
    return rows


async def add_rows(db: AsyncSession, rows: Sequence[Row]) -> None:
    """It arrives there; where it has arrived meanwhile, that stays."""
    await add_if_new(db, DirectiveUnit, rows, KEY)


async def people_at(db: AsyncSession, directive: Directive, rows: Sequence[Row], on: date) -> int:
    """How many of those addressed belong to the units of these rows and below them."""
    people = (await people_addressed(db, Addressees.from_json(directive.addressees), on)).subquery()
    found = select(Unit.path, func.count()).join(people, people.c.unit_id == Unit.id).group_by(Unit.path)
    at = {str(row["unit_id"]) for row in rows}
    return sum(count for path, count in await db.execute(found) if not at.isdisjoint(path.split("/")))


async def _heirs(db: AsyncSession, unit: Unit, then: date, today: date) -> list[Unit]:
    """The units below it on that day; instead of one that is closed as well, those below that."""
    below = select(UnitParent.unit_id).where(
        UnitParent.parent_id == unit.id,
        UnitParent.from_on <= then,
        or_(UnitParent.until_on.is_(None), UnitParent.until_on >= then),  # also whoever moved on that very day
    )
    heirs = []
    for one in (await db.scalars(select(Unit).where(Unit.id.in_(below)).order_by(Unit.id))).all():
        is_over = one.closed_on is not None and one.closed_on <= today
        heirs += await _heirs(db, one, then, today) if is_over else [one]
    return heirs


def _row(directive: Directive, unit_id: int, from_unit: int | None, now: datetime, *, goes_on: bool) -> Row:
    return {
        "directive_id": directive.id,
        "unit_id": unit_id,
        "from_unit_id": from_unit,
        "arrived_at": now,
        "passed_at": None if goes_on else now,
    }
