"""What a round has come to at a unit and each right below it: sum over sum, who has not answered never counted as 0."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, and_, case, cast, extract, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import Among
from bot.model.indicators import FigureKind, IndicatorPlan, IndicatorReport, IndicatorRound
from bot.model.units import Unit
from bot.services.below import is_above_all
from bot.services.indicator_reports import end_of, year_before
from bot.services.indicators import Asked, Newest, rounds_of, stood_below
from bot.services.rate import percent
from bot.words.times import day_of


@dataclass(frozen=True, slots=True)
class Answer:
    """One unit that was asked."""

    unit_id: int
    path: str
    parts: tuple[int, ...] | None
    planned: int | None
    first_at: datetime | None
    answered_at: datetime | None
    revision: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Several of them together."""

    kind: FigureKind
    asked: int = 0
    answered: int = 0
    parts: tuple[int, ...] | None = None
    """None: nobody has answered."""
    planned: int | None = None
    """Of all who were asked and have a plan."""
    against: tuple[int, int] | None = None
    """Of those alone who have answered and have a plan: what they said, and what they were to reach."""

    @property
    def of(self) -> tuple[int, int] | None:
        """Part and whole, of which the percent is; None where there is none, as of classes."""
        if self.kind is FigureKind.OF:
            return (self.parts[0], self.parts[1]) if self.parts else None
        return self.against if self.kind is FigureKind.NUMBER else None

    @property
    def rate(self) -> str | None:
        """`76.67`; may be more than 100 (rule 9)."""
        return percent(*self.of) if self.of else None

    @property
    def missing(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class Row:
    """A unit with all that stood below it."""

    unit_id: int
    name: str
    is_cell: bool
    sums: Sums


@dataclass(frozen=True, slots=True)
class Table:
    """A unit, and the units right below it by name; none below one that answers itself."""

    own: Row
    below: tuple[Row, ...]


async def table_of(db: AsyncSession, asked: Asked, unit: Unit, now: datetime) -> Table:
    """As the tree stood when they were asked."""
    answers = await answers_below(db, asked, unit, now)
    kind = asked.indicator.kind
    by_child: dict[int, list[Answer]] = {}
    for one in answers:
        if (child := _child(one.path, unit.id)) is not None:
            by_child.setdefault(child, []).append(one)
    units = await db.scalars(select(Unit).where(Unit.id.in_(by_child)).order_by(Unit.sort_key, Unit.id))
    below = tuple(_row(one, sums_of(kind, by_child[one.id])) for one in units)
    return Table(_row(unit, sums_of(kind, answers)), below)


def _row(unit: Unit, sums: Sums) -> Row:
    return Row(unit.id, unit.name, unit.is_cell, sums)


def _child(path: str, unit_id: int) -> int | None:
    """Who stood right below the unit in this line; None for the unit itself."""
    behind = path.partition(f"/{unit_id}/")[2]
    return int(behind.partition("/")[0]) if behind else None


async def answers_below(db: AsyncSession, asked: Asked, unit: Unit, now: datetime) -> list[Answer]:
    """Of all who were asked at the unit or below it; who was closed and never answered is not missed."""
    return (await answers_of(db, asked.indicator.id, [asked.round.id], unit, now)).get(asked.round.id, [])


async def answers_of(
    db: AsyncSession, indicator_id: int, round_ids: Sequence[int], unit: Unit, now: datetime
) -> dict[int, list[Answer]]:
    """The same of several rounds of it, in one query."""
    row = IndicatorReport
    what = (row.unit_id, row.path, row.parts, IndicatorPlan.planned, row.first_at, row.answered_at, row.revision)
    counting = await _counting(db, [indicator_id], round_ids, unit, now, *what)
    ordered = counting.join(Unit, Unit.id == row.unit_id).order_by(Unit.sort_key, Unit.id)
    found = await db.execute(ordered)
    answers: dict[int, list[Answer]] = {}
    for round_id, unit_id, path, parts, planned, first_at, answered_at, revision in found:
        said = tuple(parts) if parts is not None else None
        answers.setdefault(round_id, []).append(Answer(unit_id, path, said, planned, first_at, answered_at, revision))
    return answers


async def _counting(
    db: AsyncSession, indicator_ids: Iterable[int], round_ids: Iterable[int], unit: Unit, now: datetime, *what: Any
) -> Select[*tuple[Any, ...]]:
    """A statement about the reports of these rounds, with what their units have to reach in the year."""
    row, plan = IndicatorReport, IndicatorPlan
    of_unit = [plan.indicator_id == IndicatorRound.indicator_id, plan.unit_id == row.unit_id]
    if await is_above_all(db, unit):  # most plans are wanted: they are read together, and else one by one
        of_unit.append(Among(plan.indicator_id, indicator_ids))
    year = plan.year == cast(extract("year", IndicatorRound.ends_on), BigInteger)  # as the index has it
    # Asked of each that is silent alone: as a join, or by whether there is any, PostgreSQL reads all units.
    is_open = select(or_(Unit.closed_on.is_(None), Unit.closed_on > day_of(now))).where(Unit.id == row.unit_id)
    return (
        select(row.round_id, *what)
        .join(IndicatorRound, IndicatorRound.id == row.round_id)
        .outerjoin(plan, and_(*of_unit, year))
        .where(Among(row.round_id, round_ids), stood_below(unit.id))
        .where(or_(row.answered_at.is_not(None), is_open.correlate(row).scalar_subquery()))
    )


def sums_of(kind: FigureKind, answers: Iterable[Answer]) -> Sums:
    """Added up number by number."""
    asked = list(answers)
    said = [one for one in asked if one.parts is not None]
    planned = [one.planned for one in asked if one.planned is not None]
    both = [(one.parts[0], one.planned) for one in said if one.parts and one.planned is not None]
    parts = tuple(map(sum, zip(*(one.parts or () for one in said), strict=True))) if said else None
    against = (sum(part for part, _ in both), sum(whole for _, whole in both)) if both else None
    return Sums(kind, len(asked), len(said), parts, sum(planned) if planned else None, against)


async def sums_by_round(db: AsyncSession, rounds: Sequence[Newest], unit: Unit, now: datetime) -> dict[int, Sums]:
    """By round what `sums_of` makes of its answers, added up in the database; whom it asked nothing has no row."""
    row, planned = IndicatorReport, IndicatorPlan.planned
    parts = [cast(row.parts[place].as_string(), BigInteger) for place in range(max(map(_parts_of, rounds), default=1))]
    has_both = and_(planned.is_not(None), parts[0].is_not(None))
    both = (func.sum(case((has_both, one))) for one in (parts[0], planned))
    counted = (func.count(), func.count(row.parts), func.sum(planned))
    those = [one.indicator_id for one in rounds], [one.round_id for one in rounds]
    counting = await _counting(db, *those, unit, now, *counted, *both, *map(func.sum, parts))
    found = await db.execute(counting.group_by(row.round_id))
    kinds = {one.round_id: one.kind for one in rounds}
    return {row[0]: _sums_of_row(kinds[row[0]], *row[1:]) for row in found}


def _parts_of(one: Newest) -> int:
    """How many numbers an answer consists of."""
    return {FigureKind.NUMBER: 1, FigureKind.OF: 2}.get(one.kind, len(one.classes))


def _sums_of_row(
    kind: FigureKind,
    asked: int,
    answered: int,
    planned: int | None,
    reached: int | None,
    to_reach: int | None,
    *parts: int | None,
) -> Sums:
    """PostgreSQL says large sums as decimal numbers."""
    said = tuple(int(one) for one in parts if one is not None)
    against = None if reached is None or to_reach is None else (int(reached), int(to_reach))
    return Sums(kind, asked, answered, said or None, None if planned is None else int(planned), against)


# Beside the rounds before


@dataclass(frozen=True, slots=True)
class Before:
    """The round before, and the one a year before; None where there was none."""

    last: Sums | None
    last_year: Sums | None


async def before(db: AsyncSession, asked: Asked, unit: Unit, now: datetime) -> Before:
    earlier = [one for one in await rounds_of(db, asked.indicator.id) if one.starts_on < asked.round.starts_on]
    year = [one for one in earlier if one.starts_on == year_before(asked.round.starts_on)]
    return Before(
        await _sums(db, asked, earlier[:1], unit, now),
        await _sums(db, asked, [one for one in year if one not in earlier[:1]], unit, now),
    )


async def _sums(
    db: AsyncSession, asked: Asked, rounds: Sequence[IndicatorRound], unit: Unit, now: datetime
) -> Sums | None:
    if not rounds:
        return None
    then = Asked(asked.indicator, rounds[0], asked.unit)
    return sums_of(asked.indicator.kind, await answers_below(db, then, unit, now))


# Who is missing


@dataclass(frozen=True, slots=True)
class Missing:
    """A unit that has not answered, and the name of the unit above it."""

    unit_id: int
    name: str
    under: str


async def missing_below(db: AsyncSession, asked: Asked, unit: Unit, now: datetime) -> list[Missing]:
    """In the order of the tree."""
    silent = [one for one in await answers_below(db, asked, unit, now) if one.parts is None]
    parents = {one.unit_id: _parent(one.path) for one in silent}
    names = await names_of(db, [*parents, *(one for one in parents.values() if one is not None)])
    found = [Missing(one, names[one], names.get(parents[one] or 0, "")) for one in parents]
    return sorted(found, key=lambda one: one.under)


def _parent(path: str) -> int | None:
    line = path.strip("/").split("/")
    return int(line[-2]) if len(line) > 1 else None


async def names_of(db: AsyncSession, unit_ids: Iterable[int]) -> dict[int, str]:
    """In slices: a statement takes no list of any length."""
    wanted, names = sorted(set(unit_ids)), dict[int, str]()
    for first in range(0, len(wanted), 2000):
        found = await db.execute(select(Unit.id, Unit.name).where(Unit.id.in_(wanted[first : first + 2000])))
        names |= dict(found.all())
    return names


def is_late(answer: Answer, round_: IndicatorRound) -> bool:
    return answer.first_at is not None and answer.first_at >= end_of(round_.due_on)
