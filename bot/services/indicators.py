"""Numbers that a committee asks of the units below it: defined, shown beforehand, found again, and ended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Result, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.db.lists import Among, filled_up
from bot.model.indicators import FigureKind, Indicator, IndicatorReport, IndicatorRound, Repeat
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.refusals import IndicatorWrong, NoSuchIndicator, NoUnitsToAsk
from bot.services.addressees import Addressees
from bot.services.audit import note
from bot.services.below import at_or_below
from bot.services.indicator_people import WHO, people_at, plan_asking, units_asked
from bot.services.indicator_periods import Period, first_day, period_of
from bot.services.meetings import guard
from bot.services.reach import Plan
from bot.services.unit_settings import after_quiet, settings_of
from bot.words import indicator_definitions as words
from bot.words.indicator_definitions import Definition
from bot.words.times import at_local, day_of

FARTHEST = timedelta(days=800)
MORNING = time(7)
"""Nobody is asked earlier in the day."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly whom it would be asked of, as things stand now."""

    units: int
    people: int
    """One for each unit: whoever leads it, the first who can be reached."""
    by_channel: dict[str, int]
    unreached: int
    leaderless: int
    """Units that nobody leads: nobody is asked there."""
    period: Period
    asks_at: datetime | None
    """When the first message leaves; None: at once."""
    plan: Plan
    """What it costs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator, one round of it, and the unit that defined it."""

    indicator: Indicator
    round: IndicatorRound
    unit: Unit


# Defining


def checked(said: Definition, today: date, *, harmless: bool = False) -> Definition:
    """Raises IndicatorWrong for what is not complete, SecrecyMarked or DoubtfulWords for what must not travel."""
    guard((said.name, said.counted, ", ".join(said.classes)), harmless=harmless)
    if not words.FEWEST <= len(said.name) <= words.LONGEST:
        raise IndicatorWrong(why=words.NO_NAME)
    if said.due_on is None:
        raise IndicatorWrong(why=words.NO_DUE)
    if said.due_on < today:
        raise IndicatorWrong(why=words.DUE_IS_PAST)
    if said.due_on > today + FARTHEST:
        raise IndicatorWrong(why=words.DUE_TOO_FAR)
    if said.kind == FigureKind.CLASSES and not said.classes:
        raise IndicatorWrong(why=words.NO_CLASSES)
    return said


async def preview(db: AsyncSession, unit: Unit, said: Definition, now: datetime) -> Preview:
    """What defining would do; nothing is written. Raises NoUnitsToAsk where no such unit stands below."""
    indicator = _indicator(unit, said, "", now)
    units = await units_asked(db, indicator, day_of(now))
    if not units:
        raise NoUnitsToAsk(who=words.WHO[said.who], name=unit.name)
    asked = await people_at(db, list(units), day_of(now))
    plan = await plan_asking(db, indicator, unit, asked, now)
    reached = [plan.reached[member_id] for member_id, _ in asked.values() if member_id in plan.reached]
    channels = Counter(one.channel for one in reached)
    period = period_of(indicator, first_day(indicator))
    unreached, leaderless = len(asked) - len(reached), len(units) - len(asked)
    at = await _asks_at(db, unit, period, now)
    return Preview(len(units), len(asked), dict(channels), unreached, leaderless, period, at, plan)


async def _asks_at(db: AsyncSession, unit: Unit, period: Period, now: datetime) -> datetime | None:
    """In the morning of its first day, or once the quiet hours are over."""
    opens_at = max(now, at_local(max(period.opens_on, day_of(now)), MORNING))
    at = after_quiet(opens_at, (await settings_of(db, unit)).quiet_hours)
    return at if at > now else None


async def define(db: AsyncSession, unit: Unit, said: Definition, by: str, now: datetime) -> Indicator:
    """The clock begins its first round as soon as it opens. Raises NoUnitsToAsk."""
    found = await preview(db, unit, said, now)
    indicator = _indicator(unit, said, by, now)
    indicator.next_on = max(day_of(now), found.period.opens_on)
    db.add(indicator)
    await db.flush()
    note(db, by, "indicator_defined", about(indicator.id), now, unit=unit.code, units=found.units)
    return indicator


def _indicator(unit: Unit, said: Definition, by: str, now: datetime) -> Indicator:
    assert said.due_on is not None  # noqa: S101 - `checked` before
    return Indicator(
        unit_id=unit.id,
        name=said.name,
        counted=said.counted,
        kind=FigureKind(said.kind),
        classes=list(said.classes),
        is_running=said.is_running,
        repeat=Repeat(said.repeat),
        due_on=said.due_on,
        lead_days=said.lead_days,
        addressees=Addressees((unit.id,), WHO[said.who]).as_json(),
        by=by,
        made_at=now,
    )


# Finding again


async def indicator_of(db: AsyncSession, indicator_id: int) -> Indicator:
    """Raises NoSuchIndicator."""
    found = await db.get(Indicator, indicator_id)
    if found is None:
        raise NoSuchIndicator(which=indicator_id)
    return found


async def asked_in(db: AsyncSession, round_id: int) -> Asked:
    """Raises NoSuchIndicator."""
    round_ = await db.get(IndicatorRound, round_id)
    if round_ is None:
        raise NoSuchIndicator(which=round_id)
    indicator = await db.get_one(Indicator, round_.indicator_id)
    return Asked(indicator, round_, await db.get_one(Unit, indicator.unit_id))


async def rounds_of(db: AsyncSession, indicator_id: int) -> Sequence[IndicatorRound]:
    """Those that were begun, the newest first."""
    found = await db.scalars(
        select(IndicatorRound)
        .where(IndicatorRound.indicator_id == indicator_id)
        .order_by(IndicatorRound.starts_on.desc())
    )
    return found.all()


class Newest(NamedTuple):
    """The newest round of something that is asked, as lists show it: there are hundreds."""

    indicator_id: int
    name: str
    kind: FigureKind
    classes: list[str]
    repeat: Repeat
    ended_at: datetime | None
    round_id: int
    starts_on: date
    ends_on: date
    due_on: date


async def newest_rounds(db: AsyncSession, unit: Unit) -> list[Newest]:
    """Of all that was asked at this unit or below it, the newest first; what has ended comes last.

    What was never begun is not there yet: see `still_to_begin`.
    """
    one, row, earlier = Indicator, IndicatorRound, aliased(IndicatorRound)
    above = [int(each) for each in unit.path.strip("/").split("/")]
    newest = select(func.max(earlier.starts_on)).where(earlier.indicator_id == one.id).scalar_subquery()
    # Whether there is any is asked round by round: looked for all at once, every report is read.
    somebody = select(IndicatorReport.id).where(IndicatorReport.round_id == row.id, stood_below(unit.id)).limit(1)
    shown: list[InstrumentedAttribute[Any]] = [one.id, one.name, one.kind, one.classes, one.repeat, one.ended_at]
    found: Result[*tuple[Any, ...]] = await db.execute(
        select(*shown, row.id, row.starts_on, row.ends_on, row.due_on)
        .join(row, row.indicator_id == one.id)
        .where(
            or_(one.unit_id.in_(filled_up(above)), await at_or_below(db, one.unit_id, unit)),
            row.starts_on == newest,
            somebody.correlate(row).scalar_subquery().is_not(None),
        )
        .order_by(one.ended_at.is_not(None), one.id.desc())
    )
    return [Newest(*each) for each in found]


async def concerning(db: AsyncSession, unit: Unit) -> list[Asked]:
    """The same with all that is known of each."""
    listed = await newest_rounds(db, unit)
    rounds = await db.scalars(select(IndicatorRound).where(Among(IndicatorRound.id, (one.round_id for one in listed))))
    by_id = {one.id: one for one in rounds}
    those = Among(Indicator.id, (one.indicator_id for one in listed))
    made = await db.execute(select(Indicator, Unit).join(Unit, Unit.id == Indicator.unit_id).where(those))
    by = {indicator.id: (indicator, at) for indicator, at in made}
    return [Asked(by[one.indicator_id][0], by_id[one.round_id], by[one.indicator_id][1]) for one in listed]


async def asked_at(db: AsyncSession, unit: Unit, round_ids: Sequence[int]) -> set[int]:
    """The rounds that had somebody to ask at this unit or below it."""
    found = await db.scalars(
        select(IndicatorReport.round_id)
        .where(Among(IndicatorReport.round_id, round_ids), stood_below(unit.id))
        .group_by(IndicatorReport.round_id)
    )
    return set(found)


async def demand_concerned(db: AsyncSession, asked: Asked, unit: Unit) -> None:
    """Raises NoSuchIndicator where a round asked nothing at this unit or below it, and the unit did not define it."""
    if unit.id != asked.unit.id and not await asked_at(db, unit, [asked.round.id]):
        raise NoSuchIndicator(which=asked.indicator.id)


def stood_below(unit_id: int) -> ColumnElement[bool]:
    """Reports of this unit and of all that stood below it when they were asked."""
    return IndicatorReport.path.contains(f"/{unit_id}/", autoescape=True)


async def still_to_begin(db: AsyncSession, unit: Unit) -> Sequence[Indicator]:
    """What this unit has defined and nobody has been asked yet."""
    begun = select(IndicatorRound.id).where(IndicatorRound.indicator_id == Indicator.id).exists()
    found = await db.scalars(
        select(Indicator)
        .where(Indicator.unit_id == unit.id, Indicator.ended_at.is_(None), ~begun)
        .order_by(Indicator.id.desc())
    )
    return found.all()


# Ending


async def end_indicator(db: AsyncSession, indicator: Indicator, by: str, now: datetime) -> None:
    """Nobody is asked any more; what was answered stays."""
    if indicator.ended_at is not None:
        return
    indicator.ended_at, indicator.ended_by, indicator.next_on = now, by, None
    rounds = [about_round(one.id) for one in await rounds_of(db, indicator.id)]
    waiting = Notice.about.in_(rounds), Notice.state == NoticeState.WAITING
    ended = {"state": NoticeState.CANCELLED, "cause": "indicator_ended", "settled_at": now}
    await db.execute(update(Notice).where(*waiting).values(ended))
    note(db, by, "indicator_ended", about(indicator.id), now)
    await db.flush()


def about(indicator_id: int) -> str:
    return f"indicator:{indicator_id}"


def about_round(round_id: int) -> str:
    """What the notices of a round are about."""
    return f"figures:{round_id}"
