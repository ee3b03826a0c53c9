"""What reports that go out by themselves are about, at many units at once: a few queries however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.lists import filled_up
from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import CELLS, Unit
from bot.services.lapses import REGULAR, Lapse, Look, lapsed, without_series
from bot.services.own_report_days import NOT_FIXED, Edition
from bot.services.own_report_people import LISTS
from bot.services.rate import Counts, Line
from bot.words.times import day_of


class Sums(NamedTuple):
    """One unit over a period: sum over sum (rule 11)."""

    met: int = 0
    due: int = 0
    counts: Counts = Counts()


async def telling(db: AsyncSession, edition: Edition, units: Sequence[Unit], now: datetime) -> list[int]:
    """At which of these there is something to say: counts at a cell, any figures at a committee, a list with cells.

    A cell that has not met is told of that by the rhythm, and by nothing else.
    """
    ids = [one.id for one in units]
    if edition.kind in LISTS:
        behind = await cells_behind(db, edition, ids, now)
        return [one for one in ids if behind[one]]
    sums = await sums_of(db, edition, ids)
    return [one.id for one in units if has_figures(sums[one.id], is_cell=one.is_cell)]


def has_figures(sums: Sums, *, is_cell: bool) -> bool:
    return bool(sums.counts.expected or (not is_cell and (sums.due or sums.met)))


async def sums_of(db: AsyncSession, edition: Edition, unit_ids: Collection[int]) -> Mapping[int, Sums]:
    """By unit; what waits to be added up is added every second."""
    is_asked = Participation.unit_id.in_(filled_up(unit_ids))
    found = await db.execute(
        select(Participation.unit_id, *_SUMMED).where(is_asked, *_within(edition)).group_by(Participation.unit_id)
    )
    sums = {unit_id: _sums(row) for unit_id, *row in found}
    return {one: sums.get(one, Sums()) for one in unit_ids}


_SUMMED = [
    func.sum(getattr(Participation, name)) for name in ("met", "due", "expected", "present", "excused", "unexcused")
]


def _within(edition: Edition) -> tuple[Any, ...]:
    return Participation.month.between(edition.first, edition.last), Participation.kind == MeetingKind.REGULAR


def _sums(numbers: Iterable[Any]) -> Sums:
    """SUM comes back as Decimal from PostgreSQL."""
    met, due, *counts = (int(one) for one in numbers)
    return Sums(met, due, Counts(*counts))


async def off_the_line(db: AsyncSession, edition: Edition, lines: Mapping[int, Line]) -> Mapping[int, int]:
    """By unit, how many right below it do not reach its line."""
    unit_id, under_id = Participation.unit_id, Participation.under_id
    expected, present = func.sum(Participation.expected), func.sum(Participation.present)
    found = await db.execute(
        select(under_id, present, expected)
        .where(under_id.in_(filled_up(lines)), *_within(edition))
        .group_by(under_id, unit_id)
    )
    low = dict.fromkeys(lines, 0)
    for above, part, whole in found:
        low[above] += not lines[above].is_met(int(part), int(whole))
    return low


async def cells_behind(
    db: AsyncSession, edition: Edition, unit_ids: Collection[int], now: datetime
) -> Mapping[int, Sequence[Unit]]:
    """By unit, the cells right below it that are on such a list, by name."""
    find = _not_fixed if edition.kind is NOT_FIXED else _not_held
    behind: defaultdict[int, list[Unit]] = defaultdict(list)
    for under_id, cell in await find(db, edition, unit_ids, now):
        behind[under_id].append(cell)
    return {one: sorted(behind[one], key=lambda cell: (cell.sort_key, cell.id)) for one in unit_ids}


async def _not_fixed(
    db: AsyncSession, edition: Edition, unit_ids: Collection[int], now: datetime
) -> list[tuple[int, Unit]]:
    """Those whose secretaries are warned of it (rule 29)."""
    look = Look(Lapse.NOT_FIXED, edition.last, (edition.last,), REGULAR)
    found = await db.scalars(lapsed(look, day_of(now)).where(Unit.parent_id.in_(filled_up(unit_ids))))
    cells = found.all()
    left = await without_series(db, look, cells, now) if cells else []
    return [(one.parent_id or 0, one) for one in left]


async def _not_held(
    db: AsyncSession, edition: Edition, unit_ids: Collection[int], _now: datetime
) -> Sequence[Row[int, Unit]]:
    """Those that the report of the month calls "chưa họp" (rule 12), below whoever stood above when it became due."""
    anywhere = aliased(Participation)
    has_met = (
        select(anywhere.id)
        .where(
            anywhere.unit_id == Participation.unit_id,
            anywhere.month == Participation.month,
            anywhere.kind == MeetingKind.REGULAR,
            anywhere.met > 0,
        )
        .exists()
    )
    found = await db.execute(
        select(Participation.under_id, Unit)
        .join(Unit, Unit.id == Participation.unit_id)
        .where(
            Participation.under_id.in_(filled_up(unit_ids)),
            *_within(edition),
            Participation.due > 0,
            Unit.kind.in_(CELLS),
            ~has_met,
        )
    )
    return found.all()
