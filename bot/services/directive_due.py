"""Which documents are due to be reminded of at which units: their day is near or was just passed, or somebody asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Label, Row, SQLColumnExpression, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.model.directives import Directive, DirectiveUnit, Passing
from bot.model.units import Unit
from bot.services.directive_counts import hold_rows
from bot.services.open_receipts import due_day, with_those_above
from bot.services.unit_settings import UnitSettings, said_at_units, settings_at
from bot.words.times import at_local, day_of

UNITS_AT_ONCE = 40
"""Of one slice, which may be some thousand people: SQLite lets nobody speak meanwhile."""
LOOKED_AT = timedelta(days=200)
"""So long a document that goes down level by level is looked at, whatever its day."""
LATE_FOR = 3
"""Days after the day on which that it is over is still said, where nobody could say it before."""


@dataclass(frozen=True, slots=True)
class Due:
    """A document at a unit where somebody is to be reminded now."""

    directive: Directive
    row: DirectiveUnit
    unit: Unit
    due_on: date | None
    settings: UnitSettings
    is_its_day: bool
    """And not only somebody who asks for it, of whom no leader is told."""

    def is_over(self, today: date) -> bool:
        return self.due_on is not None and today > self.due_on

    @property
    def has_to_pass_on(self) -> bool:
        return self.row.passed_at is None

    @property
    def has_to_study(self) -> bool:
        row = self.row
        return self.directive.must_study and row.expected > 0 and (row.studied < row.expected or not row.reported_at)

    @property
    def is_unread(self) -> bool:
        return self.row.acknowledged < self.row.expected


async def due_now(db: AsyncSession, now: datetime) -> list[Due]:
    """Held, so that of two processes the other takes the next ones."""
    days, asked = await _near(db, now), await _asked_for(db)
    if not days and not asked:
        return []
    found = await db.execute(
        select(DirectiveUnit, Directive, Unit)
        .join(Directive, Directive.id == DirectiveUnit.directive_id)
        .join(Unit, Unit.id == DirectiveUnit.unit_id)
        .where(DirectiveUnit.id.in_([*days, *asked]), *_is_open(), _is_incomplete())
        .order_by(DirectiveUnit.directive_id, DirectiveUnit.id)
        .with_for_update(of=DirectiveUnit, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    rows = [(row, directive, unit) for row, directive, unit in found]
    settings = await settings_at(db, {unit.id: unit for *_, unit in rows}.values()) if rows else {}
    return [
        Due(directive, row, unit, days.get(row.id), settings[unit.id], row.id in days) for row, directive, unit in rows
    ]


async def _asked_for(db: AsyncSession) -> Sequence[int]:
    """What somebody asked for; what has become whole or was withdrawn meanwhile is put away with it."""
    found = await db.scalars(
        select(DirectiveUnit.id)
        .where(DirectiveUnit.again_at.is_not(None))
        .order_by(DirectiveUnit.id)
        .limit(UNITS_AT_ONCE)
    )
    ids = found.all()
    if not ids:
        return ids
    moot = select(DirectiveUnit.id).join(Directive, Directive.id == DirectiveUnit.directive_id)
    await hold_rows(db, ids)
    is_moot = or_(Directive.cancelled_at.is_not(None), DirectiveUnit.acknowledged >= DirectiveUnit.expected)
    gone = DirectiveUnit.id.in_(ids), DirectiveUnit.id.in_(moot.where(DirectiveUnit.id.in_(ids), is_moot))
    put_away = update(DirectiveUnit).where(*gone).values(again_at=None)
    await db.execute(put_away.execution_options(synchronize_session=False))
    return ids


async def _near(db: AsyncSession, now: datetime) -> dict[int, date | None]:
    """The rows whose day is near or was just passed, and that have not been reminded of it; with their days."""
    today = day_of(now)
    usual, said = UnitSettings().directive_days, await said_at_units(db, "directive_days")
    rows = await _open_rows(db, today, max([usual, *said.values()]), now)
    units = {one.unit_id for one in rows if one.due_on is None or one.due_on >= today} if said else set()
    days = await _days_at(db, units, usual)
    near = {
        one.id: one.due_on
        for one in rows
        if _is_its_day(today, one.due_on, one.reminded_at, days.get(one.unit_id, usual))
        or (one.passed_at is None and _has_lain(today, one.due_on, one.arrived_at, one.reminded_at, usual))
    }
    return dict(list(near.items())[:UNITS_AT_ONCE])


async def _open_rows(
    db: AsyncSession, today: date, most: int, now: datetime
) -> Sequence[Row[int, int, date | None, datetime | None, datetime, datetime | None]]:
    """Those that may be near, `most` days before at the longest; with `due_on`, the day that holds there."""
    running = await _running(db, today, most, now)
    if not running:
        return []
    here, (due_on, above) = aliased(DirectiveUnit), due_day()
    day: Label[date | None] = due_on.label("due_on")
    joined = select(here.id, here.unit_id, day, here.reminded_at, here.arrived_at, here.passed_at).join(
        Directive, Directive.id == here.directive_id
    )
    is_near = due_on.between(today - timedelta(days=LATE_FOR), today + timedelta(days=most))
    found = await db.execute(
        with_those_above(joined, here, above)
        .where(
            here.directive_id.in_(running),
            _is_incomplete(here),
            _may_be_reminded(here, due_on, today, most),
            or_(is_near, here.passed_at.is_(None)),
        )
        .order_by(here.directive_id, here.id)
    )
    return found.all()


def _may_be_reminded(
    here: type[DirectiveUnit], due_on: SQLColumnExpression[date | None], today: date, most: int
) -> ColumnElement[bool]:
    """Roughly, so that few of those that were reminded just now are read once a minute; `_is_its_day` decides."""
    is_old = here.reminded_at < at_local(today - timedelta(days=most), time())
    is_over = (due_on < today) & (here.reminded_at < at_local(today, time()))
    return or_(here.reminded_at.is_(None), is_old, is_over, here.passed_at.is_(None))


async def _running(db: AsyncSession, today: date, most: int, now: datetime) -> Sequence[int]:
    """The few documents whose units are worth a look: the day is near, or committees on the way set their own."""
    border = today - timedelta(days=LATE_FOR)
    is_near = Directive.due_on.between(border, today + timedelta(days=most))
    lasts = or_(Directive.due_on >= border, Directive.due_on.is_(None))
    goes_down = (Directive.passing == Passing.BY_LEVEL) & lasts & (Directive.made_at > now - LOOKED_AT)
    found = await db.scalars(select(Directive.id).where(*_is_open(), or_(is_near, goes_down)))
    return found.all()


async def _days_at(db: AsyncSession, unit_ids: Iterable[int], usual: int) -> Mapping[int, int]:
    """How many days before; asked only where any unit says something of its own."""
    wanted = list(unit_ids)
    if not wanted:
        return {}
    units = (await db.scalars(select(Unit).where(Unit.id.in_(wanted)))).all()
    settings = await settings_at(db, units)
    return {unit_id: settings[unit_id].directive_days if unit_id in settings else usual for unit_id in wanted}


def _is_its_day(today: date, due_on: date | None, reminded_at: datetime | None, days: int) -> bool:
    """Once so many days before it, and once after it."""
    if due_on is None:
        return False
    last = day_of(reminded_at) if reminded_at else None
    left = (due_on - today).days
    if left < 0:
        return left >= -LATE_FOR and (last is None or last <= due_on)
    return left <= days and (last is None or (due_on - last).days > days)


def _has_lain(today: date, due_on: date | None, arrived_at: datetime, reminded_at: datetime | None, days: int) -> bool:
    """A committee has not passed it on for so many days, whatever the day of the document."""
    is_over = due_on is not None and today > due_on
    return not is_over and reminded_at is None and (today - day_of(arrived_at)).days >= days


def _is_open() -> tuple[ColumnElement[bool], ...]:
    return (Directive.cancelled_at.is_(None),)


def _is_incomplete(here: type[DirectiveUnit] = DirectiveUnit) -> ColumnElement[bool]:
    """Told, and somebody or something is missing: what is whole costs nothing."""
    unstudied = or_(here.studied < here.expected, here.reported_at.is_(None)) & (here.expected > 0)
    unpassed = here.passed_at.is_(None) & (Directive.passing == Passing.BY_LEVEL)
    unread = here.acknowledged < here.expected
    return here.told_at.is_not(None) & or_(unread, unpassed, Directive.must_study & unstudied)
