"""The clock asks for numbers and reminds whoever has not answered: a slice at a time, each thing once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new
from bot.messages import Choice, Reply
from bot.model.indicators import Indicator, IndicatorReport, IndicatorRound
from bot.model.meetings import Step
from bot.model.notices import Notice, Urgency
from bot.model.units import Unit
from bot.services.addressees import KEY
from bot.services.indicator_people import people_at, units_asked
from bot.services.indicator_periods import Period, first_day, period_after, period_of
from bot.services.indicator_reports import end_of
from bot.services.indicator_sums import answers_below, missing_below
from bot.services.indicators import MORNING, Asked, about_round
from bot.services.notices import Word, addressed, owe_words
from bot.services.permissions import Right, holders
from bot.services.unit_settings import UnitSettings, said_at_units, settings_at
from bot.words import indicators as words
from bot.words.times import day_of, local

OPENED, SOON, DUE, OVER = 1, 2, 3, 4
"""The stages of a round, and the rounds of its notices: asked, so many days before, on the day, the day after."""
AT_ONCE = 200
ASKED_LASTS, REMINDER_LASTS = timedelta(days=3), timedelta(days=2)


async def ask_figures(db: AsyncSession, now: datetime) -> int:
    """Begin a round, or tell some of one; returns how many, 0 when nothing is left. Nobody is woken by it."""
    if local(now).time() < MORNING:
        return 0
    if begun := await _begin_one(db, now):
        return begun
    round_ = await _next_round(db, now)
    if round_ is None:
        return 0
    if round_.telling is None:
        await _begin_stage(db, round_, now)
    return 1 + await _tell_some(db, round_, now)


# Beginning a round


async def _begin_one(db: AsyncSession, now: datetime) -> int:
    """The round of one indicator whose day has come; of two clocks the other takes the next."""
    indicator = await db.scalar(
        select(Indicator)
        .where(Indicator.next_on <= day_of(now), Indicator.ended_at.is_(None))
        .order_by(Indicator.next_on, Indicator.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if indicator is None:
        return 0
    period = await _next_period(db, indicator)
    after = period_after(indicator, period)
    while after is not None and after.opens_on <= day_of(now):  # nobody is asked for what was missed long ago
        period, after = after, period_after(indicator, after)
    await begin_round(db, indicator, period, day_of(now))
    indicator.next_on = after.opens_on if after else None
    await db.flush()
    return 1


async def _next_period(db: AsyncSession, indicator: Indicator) -> Period:
    last = await db.scalar(
        select(IndicatorRound.ends_on)
        .where(IndicatorRound.indicator_id == indicator.id)
        .order_by(IndicatorRound.starts_on.desc())
        .limit(1)
    )
    return period_of(indicator, first_day(indicator) if last is None else last + timedelta(days=1))


async def begin_round(db: AsyncSession, indicator: Indicator, period: Period, on: date) -> IndicatorRound:
    """Write down who is asked, and where they stand."""
    round_ = IndicatorRound(indicator_id=indicator.id, **period._asdict())
    db.add(round_)
    await db.flush()
    units = await units_asked(db, indicator, on)
    rows = [{"round_id": round_.id, "unit_id": unit_id, "path": path} for unit_id, path in units.items()]
    await add_if_new(db, IndicatorReport, rows, ("round_id", "unit_id"))
    return round_


# Telling


@dataclass(frozen=True, slots=True)
class _Open:
    """A round that may have somebody to tell."""

    round_id: int
    stage: int
    due_on: date
    telling: int | None
    unit: Unit


async def _next_round(db: AsyncSession, now: datetime) -> IndicatorRound | None:
    """One of which some are still to be told, or whose next stage has come; locked."""
    today = day_of(now)
    usual = UnitSettings().indicator_days
    most = max([usual, *(await said_at_units(db, "indicator_days")).values()])
    round_, soon = IndicatorRound, today + timedelta(days=most)
    found = await db.execute(
        select(round_.id, round_.stage, round_.due_on, round_.telling, Unit)
        .join(Indicator, Indicator.id == round_.indicator_id)
        .join(Unit, Unit.id == Indicator.unit_id)
        .where(
            Indicator.ended_at.is_(None),
            round_.opens_on <= today,
            or_(
                round_.telling.is_not(None),
                round_.stage < OPENED,
                (round_.stage < SOON) & (round_.due_on <= soon),
                (round_.stage < DUE) & (round_.due_on <= today),
                (round_.stage < OVER) & (round_.due_on < today),
            ),
        )
        .order_by(round_.id)
    )
    some = [_Open(*row) for row in found]
    settings = await settings_at(db, {one.unit.id: one.unit for one in some}.values()) if some else {}
    for one in some:
        if one.telling is None and one.stage >= stage_on(today, one.due_on, settings[one.unit.id].indicator_days):
            continue
        locked = select(round_).where(round_.id == one.round_id).with_for_update(skip_locked=True)
        if (mine := await db.scalar(locked.execution_options(populate_existing=True))) is not None:
            return mine
    return None


def stage_on(today: date, due_on: date, days: int) -> int:
    """How far a round that is open has come by a day. 0 days: nobody is reminded before it is due."""
    if today > due_on:
        return OVER
    if today == due_on:
        return DUE
    return SOON if days and today >= due_on - timedelta(days=days) else OPENED


async def _begin_stage(db: AsyncSession, round_: IndicatorRound, now: datetime) -> None:
    """A round that opens late is asked at once, and what would have been said before is said by that."""
    indicator = await db.get_one(Indicator, round_.indicator_id)
    unit = await db.get_one(Unit, indicator.unit_id)
    settings = (await settings_at(db, [unit]))[unit.id]
    stage = stage_on(day_of(now), round_.due_on, settings.indicator_days)
    round_.telling = OPENED if round_.stage < OPENED else stage
    round_.stage, round_.cursor = stage, 0
    if round_.telling == OVER:
        await _tell_asker(db, Asked(indicator, round_, unit), now)


async def _tell_some(db: AsyncSession, round_: IndicatorRound, now: datetime) -> int:
    """The next units that have not answered, in the order of their numbers; the last of them ends the telling."""
    report = IndicatorReport
    found = await db.scalars(
        select(report)
        .join(Unit, Unit.id == report.unit_id)
        .where(
            report.round_id == round_.id,
            report.unit_id > round_.cursor,
            report.answered_at.is_(None),
            or_(Unit.closed_on.is_(None), Unit.closed_on > day_of(now)),
        )
        .order_by(report.unit_id)
        .limit(AT_ONCE)
    )
    silent = found.all()
    telling = round_.telling or OPENED
    await owe_asking(db, round_, [(one.unit_id, telling) for one in silent], now)
    round_.cursor = silent[-1].unit_id if silent else round_.cursor
    round_.telling = telling if len(silent) == AT_ONCE else None
    await db.flush()
    return len(silent)


async def owe_asking(db: AsyncSession, round_: IndicatorRound, units: Sequence[tuple[int, int]], now: datetime) -> int:
    """To whoever leads each unit, in which round of notices; returns how many can be reached."""
    people = await people_at(db, [unit_id for unit_id, _ in units], day_of(now))
    rows = []
    for unit_id, telling in units:
        if unit_id not in people:
            continue
        member_id, way = people[unit_id]
        step = Step.INDICATOR if telling == OPENED else Step.INDICATOR_REMINDER
        lasts = max(end_of(round_.due_on), now + ASKED_LASTS) if telling == OPENED else now + REMINDER_LASTS
        row = {
            "about": about_round(round_.id),
            "revision": unit_id,  # whoever leads two units is asked for each
            "member_id": member_id,
            "unit_id": unit_id,
            "step": step,
            "round": telling,
            "urgency": Urgency.ROUTINE,
            "not_before": now,
            "expires_at": lasts,
        }
        rows.append(row | addressed(way, now))
    await add_if_new(db, Notice, rows, KEY)
    return sum(row["endpoint_id"] is not None for row in rows)


async def _tell_asker(db: AsyncSession, asked: Asked, now: datetime) -> None:
    """The day after it was due: who has not answered, to whoever asked, or to others of that committee."""
    missing = await missing_below(db, asked, asked.unit, now)
    if not missing:
        return
    by = asked.indicator.by.partition("member:")[2]
    those = await holders(db, asked.unit, Right.ASK_FIGURES, day_of(now))
    first = [int(by)] if by and int(by) in those else []
    of = len(await answers_below(db, asked, asked.unit, now))
    text = words.over(asked.indicator.id, asked.indicator.name, [one.name for one in missing], of)
    see = Choice(words.WHO_IS_MISSING, f"figures_missing:{asked.round.id}:{asked.unit.id}:0")
    said = Reply(text, (see,), one_way=text)
    people = [*first, *(one for one in those if one not in first)]
    await owe_words(db, [Word(about_round(asked.round.id), OVER, people, said)], now)
