"""The participation of a unit and of each unit right below it, over some months."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import Unit, UnitKind, UnitParent
from bot.refusals import TimeUnreadable
from bot.reports.period import is_reckoned
from bot.services.rate import Counts
from bot.services.reorganising.former_names import former_names
from bot.services.unit_settings import settings_of
from bot.words.times import month_after


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
    """The unit first, then each child, by name: those that stood right below it in the period."""
    line = (await settings_of(db, unit)).line
    found = await sums_of(db, unit, from_month, to_month, kind)
    names = await names_in(db, [one for one, _ in found], to_month)
    return [
        Line(one.code, names[one.id], met, due, counts, not line.is_met(counts.present, counts.expected))
        for one, (met, due, counts) in found
    ]


async def names_in(db: AsyncSession, units: Iterable[Any], month: str) -> dict[int, str]:
    """What these units were called at the end of a month."""
    names = {one.id: one.name for one in units}
    return names | await former_names(db, names, days_of(month, month)[1])


async def sums_of(
    db: AsyncSession, unit: Unit, from_month: str, to_month: str, kind: MeetingKind
) -> list[tuple[Unit, Sums]]:
    """The unit and its children with their sums, in the order of the report."""
    months = (Participation.month >= from_month, Participation.month <= to_month, Participation.kind == kind)
    own = _by_unit(await db.execute(_summed().where(Participation.unit_id == unit.id, *months)))
    below = _by_unit(await db.execute(_summed().where(Participation.under_id == unit.id, *months)))
    children = await _children(db, unit, below, kind, days_of(from_month, to_month))
    return [(unit, own.get(unit.id, NOTHING)), *((child, below.get(child.id, NOTHING)) for child in children)]


def _summed() -> Any:
    names = ("met", "due", "expected", "present", "excused", "unexcused")
    sums = [func.sum(getattr(Participation, name)) for name in names]
    return select(Participation.unit_id, *sums).group_by(Participation.unit_id)


def _by_unit(rows: Iterable[Row[Any]]) -> dict[int, Sums]:
    """SUM comes back as Decimal from PostgreSQL."""
    numbers = [[int(number) for number in row] for row in rows]
    return {unit: (met, due, Counts(*counts)) for unit, met, due, *counts in numbers}


async def _children(
    db: AsyncSession, unit: Unit, below: dict[int, Sums], kind: MeetingKind, days: tuple[date, date]
) -> Sequence[Unit]:
    """As the tree was: who came later stood elsewhere then, and who is gone stood here.

    A group of a cell owes nothing, and stands only among the meetings of groups.
    """
    ids = {*below, *await stood_below(db, unit, *days, kind)}
    found = await db.scalars(select(Unit).where(Unit.id.in_(filled_up(sorted(ids)))))
    return sorted(found, key=lambda child: (child.sort_key, child.id))


async def stood_below(db: AsyncSession, unit: Unit, first: date, last: date, kind: MeetingKind) -> Sequence[int]:
    """The units that on some of these days stood right below this one, and were there.

    By itself: as one of two conditions on units it would have PostgreSQL read every unit there is.
    """
    found = await db.scalars(
        select(Unit.id)
        .join(UnitParent, UnitParent.unit_id == Unit.id)
        .where(
            UnitParent.parent_id == unit.id,
            UnitParent.from_on <= last,
            or_(UnitParent.until_on.is_(None), UnitParent.until_on > first),
            Unit.since_on <= last,
            or_(Unit.closed_on.is_(None), Unit.closed_on > first),
            (Unit.kind != UnitKind.GROUP) | literal(kind is MeetingKind.GROUP),
        )
        .distinct()
    )
    return found.all()


def days_of(from_month: str, to_month: str) -> tuple[date, date]:
    """The first and the last day of some months."""
    return date.fromisoformat(f"{from_month}-01"), date.fromisoformat(f"{month_after(to_month)}-01") - timedelta(days=1)


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
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text.strip(), re.ASCII)
    if found is None or not is_reckoned(found[1]):
        raise TimeUnreadable(text=text[:20], example="2026-12")
    return text.strip()
