"""Calling the meetings of the monthly series, each once, when its day comes near."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from itertools import chain, count

import structlog
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, Step
from bot.model.notices import Notice
from bot.model.series import Series
from bot.model.units import Unit
from bot.refusals import Refused
from bot.services.audit import note
from bot.services.meetings import Call, call_meeting
from bot.services.notices import owe_word
from bot.services.permissions import Right, holders
from bot.services.series import CLOCK, Monthly, called_for, day_in, months_taken
from bot.services.unit_settings import UnitSettings
from bot.services.wording import lines_of
from bot.words import series_words as words
from bot.words import vi
from bot.words.refused import refused
from bot.words.times import day_of, month_of

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
    days = await _days_of_units(db)
    rules = _rules_within(now, max([USUAL_DAYS, *days.values()]))
    due: list[Due] = []
    for start in count(0, PAGE):
        found = (await db.execute(_page(rules, start))).all()
        for series_id, rule, hour, through, path in found:
            until = now + timedelta(days=_days_at(path, days))
            months = [month for month in rules if through is None or through < month]
            moments = {month: Monthly(day_in(rule), hour, "").in_month(month) for month in months}
            due.extend((at, series_id, month) for month, at in moments.items() if now < at <= until)
        if len(found) < PAGE or len(due) >= LOOKED_AT:
            return sorted(due)
    return due


def _page(rules: Mapping[str, list[str]], start: int) -> Select[int, str, time, str | None, str]:
    """So many that may be near: a unit may say less or more than most, and then the next page is asked for too."""
    nearness = {rule: number for number, rule in enumerate(chain(*rules.values()))}
    return (
        select(Series.id, Series.rule, Series.hour, Series.called_through, Unit.path)
        .join(Unit, Unit.id == Series.cell_id)
        .where(
            Series.ended_at.is_(None),
            or_(*(and_(Series.rule.in_(named), _is_open(month)) for month, named in rules.items())),
        )
        .order_by(case(nearness, value=Series.rule), Series.hour, Series.id)
        .limit(PAGE)
        .offset(start)
    )


def _is_open(month: str) -> ColumnElement[bool]:
    return or_(Series.called_through.is_(None), Series.called_through < month)


def _rules_within(now: datetime, days: int) -> dict[str, list[str]]:
    """The rules that name a day from now on, by month; the last day of a month stands for those that it has not."""
    rules: defaultdict[str, list[str]] = defaultdict(list)
    for ahead in range(days + 1):
        on = day_of(now) + timedelta(days=ahead)
        is_last = on.day == monthrange(on.year, on.month)[1]
        rules[month_of(on)] += [f"day:{day}" for day in range(on.day, 32 if is_last else on.day + 1)]
    return rules


async def _days_of_units(db: AsyncSession) -> dict[int, int]:
    """The few units that say how many days ahead: reading every cell's settings each minute would be too dear."""
    said = Unit.settings["series_days"].as_string()
    found = await db.execute(select(Unit.id, said).where(said.is_not(None)))
    return {unit_id: int(text) for unit_id, text in found}


def _days_at(path: str, days: Mapping[int, int]) -> int:
    """As the nearest unit upward says."""
    upward = map(int, reversed(path.strip("/").split("/")))
    return next((days[unit_id] for unit_id in upward if unit_id in days), USUAL_DAYS)


# What is done about it


async def _look_after(db: AsyncSession, due: Due, now: datetime) -> int:
    """Mark the month whatever comes of it: what cannot be called is told once, and not tried every minute."""
    at, series_id, month = due
    claimed = await db.execute(
        select(Series, Unit)
        .join(Unit, Unit.id == Series.cell_id)
        .where(Series.id == series_id, Series.ended_at.is_(None), _is_open(month))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if (found := claimed.first()) is None:
        return 0  # another process is at it, or somebody is just changing it
    series, cell = found
    series.called_through = month
    if cell.closed_on is not None and cell.closed_on <= day_of(at):
        series.ended_at = now
        note(db, CLOCK, "series_ended", f"series:{series.id}", now, cell=cell.code)
        await _tell(db, series, cell, month, Reply(words.unit_closed(vi.cell(cell.name))), now)
    elif month in await months_taken(db, cell.id, series.kind, now):
        note(db, CLOCK, "series_skipped", f"series:{series.id}", now, cell=cell.code, month=month)
    else:
        await _tell(db, series, cell, month, await _call(db, series, cell, due, now), now)
    return 1


async def _call(db: AsyncSession, series: Series, cell: Unit, due: Due, now: datetime) -> Reply:
    """Call the meeting; the answer is what the secretary is told."""
    at, _, month = due
    try:
        async with db.begin_nested():
            meeting = await call_meeting(db, cell, Call(series.kind, at, series.place, None), CLOCK, now)
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
