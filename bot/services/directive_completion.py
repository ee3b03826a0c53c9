"""How far a document has come: at every unit below another, summed up by the database from the counts of the units."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, cast, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.model.directives import Directive, DirectiveUnit, Receipt
from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.units import CELLS, Unit
from bot.services.below import at_or_below
from bot.services.directive_lines import due_at
from bot.services.rate import percent
from bot.services.tree import child_towards
from bot.words.times import day_of

FIRST_TELLING = 1
"""Notices of this revision bring the document; later ones say that it is withdrawn."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit with all below it. What is done is studied where it has to be, else acknowledged (rule 35)."""

    unit_id: int
    name: str
    is_cell: bool
    must_study: bool
    expected: int = 0
    acknowledged: int = 0
    studied: int = 0
    cells: int = 0
    """Units at which people are told."""
    reported: int = 0
    waiting: int = 0
    """Committees that have not passed it on yet."""
    classes: int = 0
    sort_key: str = ""

    @property
    def done(self) -> int:
        return self.studied if self.must_study else self.acknowledged

    @property
    def missing(self) -> int:
        return self.expected - self.done

    @property
    def rate(self) -> str | None:
        """`95.45`; None where nobody is expected."""
        return percent(self.done, self.expected)

    @property
    def is_whole(self) -> bool:
        """Everybody has done it and, where it is studied, every unit has reported; compared as whole numbers.

        Where nobody is told yet, nothing is done.
        """
        is_done = self.expected > 0 and not self.missing and not self.waiting
        return is_done and (not self.must_study or self.reported == self.cells)


@dataclass(frozen=True, slots=True)
class Completion:
    """A unit, and the units right below it that the document concerns."""

    own: Row
    below: Sequence[Row]


async def completion(db: AsyncSession, directive: Directive, unit: Unit) -> Completion:
    """Sum over sum, to any depth, in one query however many cells there are."""
    here = Unit.path.startswith(unit.path)
    by_child = _sums([directive.id], child_towards(db, unit).label("child")).where(here)
    sums = by_child.join(Unit, Unit.id == DirectiveUnit.unit_id).group_by("child").subquery()
    named = select(Unit.id, Unit.name, Unit.kind, Unit.sort_key, *sums.c).select_from(sums)
    found = await db.execute(named.outerjoin(Unit, Unit.id == cast(func.nullif(sums.c.child, ""), Unit.id.type)))
    said = {one.id: (one, _numbers(one)) for one in found}
    together = [sum(each) for each in zip(NOTHING, *(numbers for _, numbers in said.values()), strict=True)]
    _, at_itself = said.pop(None, (None, NOTHING))
    itself = _row(unit, directive, at_itself)
    below = [_child(one, _row(unit, directive, numbers)) for one, numbers in said.values()]
    told_here = [itself] if itself.expected and below else []
    rows = [*told_here, *sorted(below, key=lambda one: (one.sort_key, one.unit_id))]
    return Completion(_row(unit, directive, together), rows)


def _child(found: Any, row: Row) -> Row:
    return replace(row, unit_id=found.id, name=found.name, is_cell=found.kind in CELLS, sort_key=found.sort_key)


NOTHING: Sequence[int] = (0,) * 7


def _sums(directive_ids: Sequence[int], *columns: SQLColumnExpression[Any]) -> Select[Any]:
    """Of all units, where nothing more is asked."""
    is_told = DirectiveUnit.expected > 0
    reported, waiting = DirectiveUnit.reported_at.is_not(None), DirectiveUnit.passed_at.is_(None)
    return select(
        *columns,
        func.sum(DirectiveUnit.expected),
        func.sum(DirectiveUnit.acknowledged),
        func.sum(DirectiveUnit.studied),
        func.count().filter(is_told),
        func.count().filter(is_told & reported),
        func.count().filter(waiting),
        func.sum(DirectiveUnit.classes),
    ).where(DirectiveUnit.directive_id.in_(filled_up(directive_ids)))


def _numbers(row: Any) -> list[int]:
    return [int(number or 0) for number in row[-len(NOTHING) :]]


def _row(unit: Unit, directive: Directive, numbers: Sequence[int]) -> Row:
    expected, acknowledged, studied, cells, reported, waiting, classes = numbers
    return Row(
        unit_id=unit.id,
        name=unit.name,
        is_cell=unit.is_cell,
        must_study=directive.must_study,
        expected=expected,
        acknowledged=acknowledged,
        studied=studied,
        cells=cells,
        reported=reported,
        waiting=waiting,
        classes=classes,
        sort_key=unit.sort_key,
    )


async def own_row(db: AsyncSession, directive: Directive, unit: Unit) -> Row:
    """The sum of a unit alone."""
    return (await own_rows(db, [directive], unit))[directive.id]


async def own_rows(db: AsyncSession, directives: Sequence[Directive], unit: Unit) -> dict[int, Row]:
    """The same of several documents in one query, by their ids."""
    which, here = DirectiveUnit.directive_id, await at_or_below(db, DirectiveUnit.unit_id, unit)
    found = await db.execute(_sums([one.id for one in directives], which).where(here).group_by(which))
    sums = {row.directive_id: _numbers(row) for row in found}
    return {one.id: _row(unit, one, sums.get(one.id, NOTHING)) for one in directives}


async def delivered(db: AsyncSession, directive: Directive, unit: Unit) -> int:
    """How many people below a unit, of those who are asked, a message with the document has reached."""
    theirs = Notice.unit_id.in_(select(Unit.id).where(Unit.path.startswith(unit.path)))
    arrived = (
        Notice.about == f"directive:{directive.id}",
        Notice.revision == FIRST_TELLING,
        Notice.step == Step.DIRECTIVE,
    )
    asked = Notice.member_id.in_(select(Receipt.member_id).where(Receipt.directive_id == directive.id))
    counted = select(func.count(Notice.member_id.distinct()))
    return await db.scalar(counted.where(*arrived, Notice.state == NoticeState.SENT, theirs, asked)) or 0


# Who is missing


async def missing(db: AsyncSession, directive: Directive, unit: Unit, limit: int, offset: int = 0) -> list[Row]:
    """The units below, each by itself, where somebody is missing or that have not passed it on; the most missing first.

    One more than the limit, where there are more.
    """
    done = DirectiveUnit.studied if directive.must_study else DirectiveUnit.acknowledged
    left = DirectiveUnit.expected - done
    unpassed = DirectiveUnit.passed_at.is_(None)
    unreported = (
        DirectiveUnit.reported_at.is_(None) & (DirectiveUnit.expected > 0) if directive.must_study else left > 0
    )
    found = await db.execute(
        select(Unit, DirectiveUnit)
        .join(DirectiveUnit, DirectiveUnit.unit_id == Unit.id)
        .where(
            DirectiveUnit.directive_id == directive.id,
            Unit.path.startswith(unit.path),
            or_(left > 0, unpassed, unreported),
        )
        .order_by(unpassed.desc(), left.desc(), Unit.sort_key, Unit.id)
        .limit(limit + 1)
        .offset(offset)
    )
    return [_alone(one, row, directive) for one, row in found]


def _alone(unit: Unit, row: DirectiveUnit, directive: Directive) -> Row:
    is_told = int(row.expected > 0)
    reported = int(row.reported_at is not None and row.expected > 0)
    numbers = [row.expected, row.acknowledged, row.studied, is_told, reported, int(row.passed_at is None)]
    return _row(unit, directive, [*numbers, row.classes or 0])


async def missing_people(
    db: AsyncSession, directive: Directive, cell: Unit, whose: ColumnElement[bool] | None = None
) -> list[Member]:
    """By name, for whoever leads this very unit and nobody above it (rule 41); `whose`: of some members alone."""
    done_at = Receipt.studied_at if directive.must_study else Receipt.acknowledged_at
    found = await db.scalars(
        select(Member)
        .join(Receipt, Receipt.member_id == Member.id)
        .where(Receipt.directive_id == directive.id, Receipt.unit_id == cell.id, done_at.is_(None))
        .where(true() if whose is None else whose)
        .order_by(Member.sort_key, Member.id)
    )
    return list(found)


async def is_late(db: AsyncSession, directive: Directive, unit: Unit, now: datetime) -> bool:
    """After the day that holds at this unit, 23:59:59 on the clocks of Viet Nam (rule 35)."""
    due_on = (await due_at(db, directive, [unit.id])).get(unit.id)
    return due_on is not None and day_of(now) > due_on
