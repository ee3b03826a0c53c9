"""Calling the meetings of the monthly series, each once, when its day comes near."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import structlog
from sqlalchemy import Date, Select, Time, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingKind, Step
from bot.model.notices import Notice
from bot.model.series import Series, SeriesException
from bot.model.units import Unit
from bot.refusals import Refused
from bot.services.audit import note
from bot.services.combined_series import combined_at, gives_way
from bot.services.meetings import Call, call_meeting
from bot.services.months_taken import CLOCK, called_for, months_taken
from bot.services.notices import owe_word
from bot.services.permissions import Right, holders
from bot.services.proposals import Off, propose
from bot.services.series_months import Occasion, month_of_series
from bot.services.series_rules import day_in, rules_naming
from bot.services.unit_settings import UnitSettings, said_at_units
from bot.services.wording import lines_of
from bot.words import series_words as words
from bot.words import vi
from bot.words.refused import refused
from bot.words.times import at_local, day_of, month_of
from scheduler.series_due import is_left_to_the_rule, is_open, is_to_come, nearest

log = structlog.get_logger()
BATCH = 1
"""Calling a cell takes a fiftieth of a second, and SQLite lets nobody speak meanwhile."""
PAGE, LOOKED_AT = 100, 50
"""Some of these may fail again and again, and must not stand in the way of the others."""
USUAL_DAYS = UnitSettings().series_days
Due = tuple[datetime, int, str]
"""When it meets, the series, the month."""


async def call_due(db: AsyncSession, now: datetime) -> int:
    """Look after each series whose next day is near enough, once a month whoever ticks; returns how many.

    After an outage it is still called while its day is to come; months wholly past are left out.
    """
    done = 0
    for due in await _near(db, now):
        done += await _alone(db, due, now)
        if done == BATCH:
            break
    return done


async def _alone(db: AsyncSession, due: Due, now: datetime) -> int:
    """One series in its savepoint: whatever goes wrong with it stops no other."""
    try:
        async with db.begin_nested():
            return await _look_after(db, due, now)
    except Exception:  # a job runner: it is logged, and tried again at the next tick
        log.exception("series_failed", series=due[1])
        return 0


# What is near


async def _near(db: AsyncSession, now: datetime) -> list[Due]:
    """Some of those that are to be called, the nearest first; nothing is locked yet."""
    days = await said_at_units(db, "series_days")
    most = max([USUAL_DAYS, *days.values()])
    due = await _pages(db, _decided(day_of(now), most), days, now)
    for month, rules in _rules_within(now, most).items():
        due += await _pages(db, _by_rule(month, rules), days, now)
    return sorted(due)


async def _pages(
    db: AsyncSession, found: Select[*tuple[Any, ...]], days: Mapping[int, int], now: datetime
) -> list[Due]:
    """A unit may say fewer days than others, and then the next page is asked for too."""
    due: list[Due] = []
    for start in count(0, PAGE):
        page = (await db.execute(found.limit(PAGE).offset(start))).all()
        for series_id, rule, hour, path, month, on in page:
            at = at_local(on or day_in(rule, month), hour)
            if now < at <= now + timedelta(days=nearest(path, days, USUAL_DAYS)):
                due.append((at, series_id, month))
        if len(page) < PAGE or len(due) >= LOOKED_AT:
            return due
    return due


def _by_rule(month: str, rules: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Series whose day by the rule is near, and of whose month nobody has said or been asked anything."""
    nearness = {rule: number for number, rule in enumerate(rules)}
    return (
        select(Series.id, Series.rule, Series.hour, Unit.path, literal(month), literal(None, Date()))
        .join(Unit, Unit.id == Series.cell_id)
        .where(Series.ended_at.is_(None), Series.rule.in_(rules), is_to_come(month), is_left_to_the_rule(month))
        .order_by(case(nearness, value=Series.rule), Series.hour, Series.id)
    )


def _decided(today: date, days: int) -> Select[*tuple[Any, ...]]:
    """Months whose day somebody has decided."""
    hour = func.coalesce(SeriesException.hour, Series.hour, type_=Time())
    return (
        select(Series.id, Series.rule, hour, Unit.path, SeriesException.month, SeriesException.on)
        .join(SeriesException, SeriesException.series_id == Series.id)
        .join(Unit, Unit.id == Series.cell_id)
        .where(
            Series.ended_at.is_(None),
            SeriesException.on.between(today, today + timedelta(days=days)),
            is_open(SeriesException.month),
        )
        .order_by(SeriesException.on, Series.id)
    )


def _rules_within(now: datetime, days: int) -> dict[str, list[str]]:
    """The rules that name a day from now on, by month, the nearest day first."""
    rules: defaultdict[str, list[str]] = defaultdict(list)
    for ahead in range(days + 1):
        on = day_of(now) + timedelta(days=ahead)
        rules[month_of(on)] += rules_naming(on)
    return rules


# What is done about it


async def _look_after(db: AsyncSession, due: Due, now: datetime) -> int:
    """Mark the month whatever comes of it: what cannot be called is told once, and not tried every minute."""
    at, series_id, month = due
    claimed = await db.execute(
        select(Series, Unit)
        .join(Unit, Unit.id == Series.cell_id)
        .where(Series.id == series_id, Series.ended_at.is_(None), is_open(month))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if (found := claimed.first()) is None:
        return 0  # another process is at it, or somebody is just changing it
    series, cell = found
    if cell.closed_on is not None and cell.closed_on <= day_of(at):
        series.called_through, series.ended_at = month, now
        note(db, CLOCK, "series_ended", f"series:{series.id}", now, cell=cell.code)
        await _tell(db, series, cell, month, Reply(words.unit_closed(vi.cell(cell.name))), now)
    elif await _is_taken(db, series, month, now):
        series.called_through = month
        note(db, CLOCK, "series_skipped", f"series:{series.id}", now, cell=cell.code, month=month)
        await _tell_of_the_theme(db, series, cell, month, now)
    else:
        return await _call_or_ask(db, series, cell, due, now)
    return 1


async def _is_taken(db: AsyncSession, series: Series, month: str, now: datetime) -> bool:
    """The month has its meeting, or has it in one sitting with the theme."""
    if month in await months_taken(db, series.cell_id, series.kind, now):
        return True
    return gives_way(series.kind, month, (await combined_at(db, [series.cell_id]))[series.cell_id])


async def _tell_of_the_theme(db: AsyncSession, series: Series, cell: Unit, month: str, now: datetime) -> None:
    """A regular meeting called by hand takes the place of one that would have been both: the theme is still owed."""
    if series.kind is not MeetingKind.REGULAR_THEMATIC:
        return
    if month in await months_taken(db, series.cell_id, MeetingKind.THEMATIC, now):
        return
    call = Choice(words.CALL_THEME, f"call_as:{cell.id}:{MeetingKind.THEMATIC}")
    await _tell(db, series, cell, month, Reply(words.theme_is_left(vi.cell(cell.name), month), (call,)), now)


async def _call_or_ask(db: AsyncSession, series: Series, cell: Unit, due: Due, now: datetime) -> int:
    """A day that is off is not called before somebody has decided."""
    at, _, month = due
    wanted = await month_of_series(db, series, month)
    if wanted.clash is not None:
        return await propose(db, [Off(series, cell, month, wanted.clash)], now)
    if wanted.is_skipped or wanted.at != at:
        return 0  # somebody has just decided otherwise
    series.called_through = month
    await _tell(db, series, cell, month, await _call(db, series, cell, wanted, now), now)
    return 1


async def _call(db: AsyncSession, series: Series, cell: Unit, wanted: Occasion, now: datetime) -> Reply:
    """Call the meeting; the answer is what the secretary is told."""
    at, month = wanted.at, wanted.month
    try:
        async with db.begin_nested():
            meeting = await call_meeting(db, cell, Call(series.kind, at, wanted.place, None), CLOCK, now)
            meeting.called_by = called_for(month)
    except Refused as refusal:  # one that cannot be called must not stop the others
        note(db, CLOCK, "series_not_called", f"series:{series.id}", now, month=month, why=type(refusal).__name__)
        text = words.has_not_called(vi.cell(cell.name), at, refused(refusal, spoken=True))
        return Reply(text, (Choice(words.CALL, f"call:{cell.id}"),))
    return await _called(db, meeting, cell, now)


async def _called(db: AsyncSession, meeting: Meeting, cell: Unit, now: datetime) -> Reply:
    """When the invitations leave, and what can be done before."""
    owed = select(func.min(Notice.not_before), func.count(Notice.member_id)).where(
        Notice.meeting_id == meeting.id, Notice.step == Step.NOTICE
    )
    notice_at, people = (await db.execute(owed)).one()
    choices = (
        Choice(words.MOVE, f"move:{meeting.id}:{meeting.revision}"),
        Choice(words.CANCEL, f"cancel:{meeting.id}:{meeting.revision}"),
        Choice(words.TALLY, f"tally:{meeting.id}"),
    )
    return Reply(words.has_called(lines_of(meeting, cell), notice_at, people, now), choices)


async def _tell(db: AsyncSession, series: Series, cell: Unit, month: str, said: Reply, now: datetime) -> None:
    """Whoever may call the meetings of the cell, by rank the first who can be reached."""
    leaders = await holders(db, cell, Right.CALL, day_of(now))
    await owe_word(db, f"series:{series.id}", int(month.replace("-", "")), leaders, said, now)
