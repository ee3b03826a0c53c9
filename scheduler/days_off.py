"""Asking about days of series that are off, in time; ending series whose last month is over; writing new years."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.series import Series, SeriesProposal
from bot.model.units import Unit
from bot.services.clashes import Clash, clash_of
from bot.services.combined_series import combined_at, gives_way
from bot.services.holidays import Calendar, calendar_of, write_years
from bot.services.months_taken import months_taken_at
from bot.services.proposals import (
    MARGIN_DAYS,
    REMINDED_AFTER,
    Off,
    asked_from,
    latest_notice,
    pass_on,
    propose,
    remind,
)
from bot.services.series_rules import rules_naming
from bot.services.unit_settings import UnitSettings, after_quiet, said_at_units, settings_at
from bot.words.times import day_of, month_of
from scheduler.series_due import is_left_to_the_rule, is_to_come

AT_ONCE, PAGE = 50, 500
FARTHEST_NEAR = 15
"""No working day of the same month is farther from a day off."""
USUAL = UnitSettings()
Clashes = dict[tuple[str, str], Clash]
"""By month and rule."""


async def see_to_days_off(db: AsyncSession, now: datetime) -> int:
    """A slice of what is due: questions that are new, reminders of them, then whoever follows the cells."""
    await write_years(db, now)
    await _end_those_over(db, now)
    for duty in (_ask, _remind, _pass_on):
        if done := await duty(db, now):
            return done
    return 0


async def _end_those_over(db: AsyncSession, now: datetime) -> None:
    this_month = month_of(day_of(now))
    await db.execute(
        update(Series).where(Series.ended_at.is_(None), Series.until_month < this_month).values(ended_at=now)
    )


# New ones


async def _ask(db: AsyncSession, now: datetime) -> int:
    clashes = await _clashes(db, now)
    if not clashes:
        return 0
    by_month: dict[str, list[str]] = {}
    for month, rule in clashes:
        by_month.setdefault(month, []).append(rule)
    for month, rules in by_month.items():
        for start in count(0, PAGE):
            page = (await db.execute(_page(month, rules, start))).all()
            offs = [Off(series, cell, month, clashes[month, series.rule]) for series, cell in page]
            if due := await _due(db, offs, now):
                return await propose(db, due[:AT_ONCE], now)
            if len(page) < PAGE:
                break
    return 0


async def _clashes(db: AsyncSession, now: datetime) -> Clashes:
    """Every rule whose day is off, among the days that any unit wants to be asked about by now."""
    ahead = max([USUAL.series_days, *(await said_at_units(db, "series_days")).values()])
    notices = [USUAL.notice_hours, *(await said_at_units(db, "notice_hours")).values()]
    days = max(ahead, -(-max(notices) // 24) + MARGIN_DAYS) + FARTHEST_NEAR
    today = day_of(now)
    calendar = await calendar_of(db, today.replace(day=1), today + timedelta(days=days + 31))
    if not calendar.marked:
        return {}
    found: Clashes = {}
    for on in (today + timedelta(days=one) for one in range(1, days + 1)):
        found |= _clashes_on(on, calendar)
    return found


def _clashes_on(on: date, calendar: Calendar) -> Clashes:
    month, is_off = month_of(on), calendar.holiday(on) is not None
    rules = (rule for rule in rules_naming(on) if is_off or rule.startswith("workday:"))
    return {(month, rule): clash for rule in rules if (clash := clash_of(rule, month, calendar))}


def _page(month: str, rules: Sequence[str], start: int) -> Select[Series, Unit]:
    return (
        select(Series, Unit)
        .join(Unit, Unit.id == Series.cell_id)
        .where(Series.ended_at.is_(None), Series.rule.in_(rules), is_to_come(month), is_left_to_the_rule(month))
        .order_by(Series.id)
        .limit(PAGE)
        .offset(start)
    )


async def _due(db: AsyncSession, offs: Sequence[Off], now: datetime) -> list[Off]:
    """Those whose leaders are to be asked by now, by day, and whose month has no meeting yet."""
    settings = await settings_at(db, [one.cell for one in offs])
    ripe = [one for one in offs if _is_ripe(one, settings[one.cell.id], now)]
    cells = list({one.cell.id for one in ripe})
    combined = await combined_at(db, cells)
    taken = {kind: await months_taken_at(db, cells, kind, now) for kind in {one.series.kind for one in ripe}}
    return [
        one
        for one in ripe
        if one.month not in taken[one.series.kind][one.cell.id]
        and not gives_way(one.series.kind, one.month, combined[one.cell.id])
    ]


def _is_ripe(one: Off, settings: UnitSettings, now: datetime) -> bool:
    is_closed = one.cell.closed_on is not None and one.cell.closed_on <= one.clash.on
    return not is_closed and asked_from(one.clash, settings) <= day_of(now) and _is_day(settings, now)


def _is_day(settings: UnitSettings, now: datetime) -> bool:
    return after_quiet(now, settings.quiet_hours) == now


# Those that nobody has answered


async def _remind(db: AsyncSession, now: datetime) -> int:
    asked_long_ago = and_(SeriesProposal.reminded_at.is_(None), SeriesProposal.made_at <= now - REMINDED_AFTER)
    rows = await _open(db, asked_long_ago, now)
    settings = await settings_at(db, [cell for _, cell in rows])
    due = [(row, cell) for row, cell in rows if _is_day(settings[cell.id], now)]
    if due:
        await remind(db, due, now)
    return len(due)


async def _pass_on(db: AsyncSession, now: datetime) -> int:
    """Only when the invitations would leave: until then it is the secretary's own matter."""
    asked = and_(SeriesProposal.passed_on_at.is_(None), SeriesProposal.made_at <= now - timedelta(days=1))
    rows = await _open(db, asked, now)
    settings = await settings_at(db, [cell for _, cell in rows])
    due = [
        (row, cell)
        for row, cell in rows
        if latest_notice(row, settings[cell.id]) <= day_of(now) and _is_day(settings[cell.id], now)
    ]
    if due:
        await pass_on(db, due, now)
    return len(due)


async def _open(db: AsyncSession, which: ColumnElement[bool], now: datetime) -> list[tuple[SeriesProposal, Unit]]:
    """Questions still to be answered, whose month needs the meeting; those whose month does not are settled here."""
    found = await db.execute(
        select(SeriesProposal, Series, Unit)
        .join(Series, Series.id == SeriesProposal.series_id)
        .join(Unit, Unit.id == Series.cell_id)
        .where(
            SeriesProposal.decided_at.is_(None),
            which,
            Series.ended_at.is_(None),
            or_(Unit.closed_on.is_(None), Unit.closed_on > SeriesProposal.on),
            or_(SeriesProposal.on > day_of(now), SeriesProposal.second_on > day_of(now)),
        )
        .order_by(SeriesProposal.on, SeriesProposal.id)
        .limit(PAGE)
        .with_for_update(of=SeriesProposal, skip_locked=True)
    )
    rows = found.all()
    cells = list({cell.id for _, _, cell in rows})
    taken = {kind: await months_taken_at(db, cells, kind, now) for kind in {series.kind for _, series, _ in rows}}
    combined = await combined_at(db, cells)
    still = []
    for row, series, cell in rows:
        if row.month in taken[series.kind][cell.id] or gives_way(series.kind, row.month, combined[cell.id]):
            row.decided_at = now
        else:
            still.append((row, cell))
    return still
