"""What setting a series would mean: its next days, those of them that are off, how it goes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingKind
from bot.model.series import Series
from bot.model.units import Unit
from bot.services.clashes import clash_of
from bot.services.habits import regular_to_come
from bot.services.holidays import calendar_of
from bot.services.series import Monthly, next_dates
from bot.services.series_months import occasion_in
from bot.services.unit_settings import settings_of
from bot.words import series_words as words
from bot.words import vi
from bot.words.times import day_of, month_of
from handlers.meetings.planning import Planned
from handlers.series.plans import ONE, kind_of, line, month_of_plan, scope_of, wanted

LOOK = "series_look"
DATES = 3


async def preview(turn: Turn, plan: Planned, cell: Unit, before: Series | None) -> Reply:
    """As the calendar of a phone does: all, this one and those behind it, or this one alone."""
    monthly, month = wanted(plan), month_of_plan(plan)
    if scope_of(plan) == ONE and before is not None and month is not None:
        text = await _of_one(turn, before, month, monthly)
    else:
        text = await _of_all(turn, plan, cell, monthly, month)
    choices = (
        Choice(words.SET, f"series_go:{plan.number}:{plan.edition}"),
        Choice(words.EDIT, f"series_edit:{plan.number}"),
        Choice(words.LEAVE, f"series_drop:{plan.number}"),
    )
    return Reply(text, choices, expect=LOOK)


async def _of_one(turn: Turn, series: Series, month: str, monthly: Monthly) -> str:
    now = await occasion_in(turn.db, series, month, turn.now)
    lines = [words.this_one(now.at, monthly.in_month(month), monthly.place)]
    return "\n".join([*lines, *await days_off(turn, monthly, [monthly.in_month(month)], asks=False)])


async def _of_all(turn: Turn, plan: Planned, cell: Unit, monthly: Monthly, month: str | None) -> str:
    kind, settings = kind_of(plan), await settings_of(turn.db, cell)
    dates = await next_dates(turn.db, cell.id, monthly, turn.now, DATES, kind, month)
    called = await regular_to_come(turn.db, cell.id, turn.now) if kind is MeetingKind.REGULAR else None
    shown = words.shown(vi.cell(cell.name), line(monthly), kind)
    lines = (
        (True, words.from_month(shown, month) if month else shown),
        (True, words.next_ones(dates)),
        (True, words.how_it_goes(settings.series_days, settings.notice_hours)),
        (dates[0] - turn.now <= timedelta(days=settings.series_days), words.CALLED_SOON),
        (monthly.rule in {"day:29", "day:30", "day:31"}, words.SHORT_MONTHS),
        (called, words.called_already(called.starts_at) if called else ""),
    )
    return "\n".join([*(text for holds, text in lines if holds), *await days_off(turn, monthly, dates)])


async def days_off(turn: Turn, monthly: Monthly, dates: Sequence[datetime], *, asks: bool = True) -> list[str]:
    """A line for each of these days that is off: the clock will ask, or the secretary has just said so herself."""
    days = [day_of(at) for at in dates]
    calendar = await calendar_of(turn.db, min(days).replace(day=1), max(days) + timedelta(days=31))
    clashes = [clash_of(monthly.rule, month_of(on), calendar) for on in days]
    found = [clash for clash in clashes if clash is not None]
    return [words.day_is_off(clash.on, clash.holiday, asks=asks) for clash in found if asks or clash.holiday]
