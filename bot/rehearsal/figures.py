"""Numbers that the district has asked for, and what came of them: those of the reports (Bình Liêu, Đăk Nông)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.indicators import Indicator, IndicatorReport, IndicatorRound
from bot.model.units import Unit, UnitKind
from bot.rehearsal.playing import Playing
from bot.rehearsal.sent import settle
from bot.services.audit import as_member
from bot.services.indicator_asking import ask_figures
from bot.services.indicator_people import ANSWERS
from bot.services.indicator_plans import write_plans
from bot.services.indicator_values import Said, record_figure
from bot.services.indicators import checked, define
from bot.services.permissions import holders_at
from bot.words import rehearsal_practice as words
from bot.words.indicator_definitions import Definition, read_definition
from bot.words.times import at_local, day_of

ASKED, ANSWERED, DUE_IN = timedelta(days=6), timedelta(days=4), timedelta(days=9)
MORNING = time(9)
ADMITTED, PLANNED = 92, 120
HEADS, VILLAGES = 98, 104
GRADES = (206, 134, 43, 6)
INSPECTIONS, SILENT = 22, 3
"""So many were held; so many units have not answered yet."""
HOUSEHOLDS, SILENT_CELLS = 19, 5
Parts = Mapping[int, tuple[int, ...]]
"""What each unit answers, by its id."""


async def write_figures(db: AsyncSession, playing: Playing, now: datetime) -> None:
    """Asked some days ago, and answered by most since."""
    organisations = await _below(db, playing.district)
    wanted = [*await _of_district(db, playing.district, organisations), await _of_commune(db, playing)]
    asked = [await _ask(db, one.by, one.said, playing.office, now) for one in wanted]
    plan = dict(zip((unit.id for unit in organisations), shares(PLANNED, len(organisations)), strict=True))
    await write_plans(db, asked[0], asked[0].due_on.year, plan, playing.office, now - ASKED)
    await _begin(db, now)
    for place, (indicator, one) in enumerate(zip(asked, wanted, strict=True)):
        await _answer(db, indicator, one.parts, now, None if place else words.PENDING)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number, who asks for it, and what each unit answers, by its id."""

    by: Unit
    said: str
    parts: Parts


async def _of_district(db: AsyncSession, district: Unit, below: Sequence[Unit]) -> list[Wanted]:
    """The one with a plan first."""
    communes = [unit for unit in below if unit.kind is UnitKind.COMMUNE]
    held = {unit.id: (await _cells_of(db, unit),) * 2 for unit in below}
    return [
        Wanted(district, words.ADMITTED, spread(below, ADMITTED)),
        Wanted(district, words.CONGRESSES, held),
        Wanted(district, words.HEADS, spread(communes, HEADS, VILLAGES)),
        Wanted(district, words.GRADES, spread(below, *GRADES)),
        Wanted(district, words.INSPECTIONS, spread(communes[:-SILENT], INSPECTIONS)),
    ]


async def _of_commune(db: AsyncSession, playing: Playing) -> Wanted:
    """The cell to practise with has still to answer."""
    others = [unit for unit in await _below(db, playing.commune) if unit.id != playing.cell.id]
    return Wanted(playing.commune, words.HOUSEHOLDS, spread(others[: 1 - SILENT_CELLS], HOUSEHOLDS))


def spread(units: Sequence[Unit], *totals: int) -> Parts:
    """These sums in as many parts as there are units."""
    parts = zip(*(shares(total, len(units)) for total in totals), strict=True)
    return {unit.id: tuple(part) for unit, part in zip(units, parts, strict=True)}


def shares(total: int, count: int) -> list[int]:
    """A sum in so many parts, none far from the others."""
    return [total * (place + 1) // count - total * place // count for place in range(count)]


async def _below(db: AsyncSession, unit: Unit) -> list[Unit]:
    found = await db.scalars(select(Unit).where(Unit.parent_id == unit.id).order_by(Unit.id))
    return list(found)


async def _cells_of(db: AsyncSession, unit: Unit) -> int:
    """How many hold a congress below it: none below a cell."""
    return await db.scalar(select(func.count()).where(Unit.parent_id == unit.id)) or 0


async def _ask(db: AsyncSession, unit: Unit, said: str, by: str, now: datetime) -> Indicator:
    on = day_of(now - ASKED)
    line = said + words.DUE.format(day=day_of(now) + DUE_IN)
    return await define(db, unit, checked(read_definition(line, Definition(), on), on), by, at_local(on, MORNING))


async def _begin(db: AsyncSession, now: datetime) -> None:
    """As the clock does."""
    at = at_local(day_of(now - ASKED), MORNING)
    while await ask_figures(db, at):
        pass
    await settle(db, at)


async def _answer(db: AsyncSession, indicator: Indicator, parts: Parts, now: datetime, note: str | None = None) -> None:
    """`note`: of the first of them."""
    found = await db.execute(
        select(IndicatorReport.unit_id, IndicatorReport.id)
        .join(IndicatorRound, IndicatorRound.id == IndicatorReport.round_id)
        .where(IndicatorRound.indicator_id == indicator.id)
    )
    reports: dict[int, int] = dict(found.all())
    leaders = await holders_at(db, list(parts), ANSWERS, day_of(now))
    for place, (unit_id, said) in enumerate(parts.items()):
        by = as_member(leaders[unit_id][0])
        answer = Said(said, None if place else note)
        await record_figure(db, reports[unit_id], answer, by, now - ANSWERED, is_sure=True)
