"""The participation of a unit and of each unit right below it, over some months."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import Unit, UnitKind
from bot.refusals import TimeUnreadable
from bot.services.rate import Counts
from bot.services.unit_settings import settings_of


@dataclass(frozen=True, slots=True)
class Line:
    """One unit over the whole period: sum over sum, never a mean of rates (rule 11)."""

    code: str
    name: str
    met: int
    due: int
    counts: Counts
    is_below: bool
    """Its strict rate does not reach the line of the unit that is reported."""

    @property
    def has_not_met(self) -> bool:
        """It owes meetings that it has not held: neither 0 % nor part of any rate (rule 12)."""
        return self.met < self.due


Sums = tuple[int, int, Counts]
NOTHING: Sums = (0, 0, Counts())


async def participation(
    db: AsyncSession, unit: Unit, from_month: str, to_month: str, kind: MeetingKind = MeetingKind.REGULAR
) -> list[Line]:
    """The unit first, then each child, by name: those of today, and those that stood below it in the period."""
    line = (await settings_of(db, unit)).line
    return [
        Line(one.code, one.name, met, due, counts, not line.is_met(counts.present, counts.expected))
        for one, (met, due, counts) in await sums_of(db, unit, from_month, to_month, kind)
    ]


async def sums_of(
    db: AsyncSession, unit: Unit, from_month: str, to_month: str, kind: MeetingKind
) -> list[tuple[Unit, Sums]]:
    """The unit and its children with their sums, in the order of the report."""
    months = (Participation.month >= from_month, Participation.month <= to_month, Participation.kind == kind)
    own = _by_unit(await db.execute(_summed().where(Participation.unit_id == unit.id, *months)))
    below = _by_unit(await db.execute(_summed().where(Participation.under_id == unit.id, *months)))
    children = await _children(db, unit, below, kind)
    return [(unit, own.get(unit.id, NOTHING)), *((child, below.get(child.id, NOTHING)) for child in children)]


def _summed() -> Any:
    names = ("met", "due", "expected", "present", "excused", "unexcused")
    sums = [func.sum(getattr(Participation, name)) for name in names]
    return select(Participation.unit_id, *sums).group_by(Participation.unit_id)


def _by_unit(rows: Iterable[Row[Any]]) -> dict[int, Sums]:
    """SUM comes back as Decimal from PostgreSQL."""
    numbers = [[int(number) for number in row] for row in rows]
    return {unit: (met, due, Counts(*counts)) for unit, met, due, *counts in numbers}


async def _children(db: AsyncSession, unit: Unit, below: dict[int, Sums], kind: MeetingKind) -> Sequence[Unit]:
    """A group of a cell owes nothing, and stands only among the meetings of groups."""
    is_child = (Unit.parent_id == unit.id) & ((Unit.kind != UnitKind.GROUP) | literal(kind is MeetingKind.GROUP))
    found = await db.scalars(select(Unit).where(is_child | Unit.id.in_(list(below))))
    return sorted(found, key=lambda child: (child.sort_key, child.id))


def document_of(line: Line) -> dict[str, Any]:
    """As scripts read it: rates are text with two places and a point, None where nothing was expected."""
    return {
        "code": line.code,
        "name": line.name,
        "met": line.met,
        "due": line.due,
        "expected": line.counts.expected,
        "present": line.counts.present,
        "excused": line.counts.excused,
        "unexcused": line.counts.unexcused,
        "rate_strict": line.counts.strict,
        "rate_adjusted": line.counts.adjusted,
    }


def read_month(text: str) -> str:
    """`2026-12`; raises TimeUnreadable."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text.strip()) is None:
        raise TimeUnreadable(text=text[:20], example="2026-12")
    return text.strip()
