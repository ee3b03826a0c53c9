"""The files of a round: a workbook of all units that were asked, a picture of those right below."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.charts import figures
from bot.reports.charts.drawing import png_of
from bot.reports.indicator_lines import lines_below, table_without_small, without_small
from bot.reports.indicator_workbook import workbook_of
from bot.reports.report_makers import PNG, XLSX
from bot.services.audit import as_member, note
from bot.services.indicator_sums import table_of
from bot.services.indicators import Asked, about, asked_in, demand_concerned
from bot.services.permissions import Right, demand
from bot.words import indicator_pages as page_words
from bot.words import indicator_sheet as sheet_words
from bot.words import indicators as words
from bot.words.names import slug
from bot.words.times import day_of


async def indicator_sheet(
    db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime
) -> Callable[[], Document]:
    """`indicator_sheet:<member>:<round>:<unit>`; raises NotAllowed."""
    asked, unit = await _allowed(db, member_id, args, now)
    content = await sheet_of(db, asked, unit, now, exporter=(await db.get_one(Member, member_id)).name)
    note(db, as_member(member_id), "exported", about(asked.indicator.id), now, what="workbook", unit=unit.code)
    return lambda: Document(f"{_file(asked, unit)}.xlsx", content(), XLSX)


async def sheet_of(db: AsyncSession, asked: Asked, unit: Unit, now: datetime, *, exporter: str) -> Callable[[], bytes]:
    """What makes the workbook; all is read by then."""
    lines = await lines_below(db, asked, unit, now)
    if not unit.is_cell:
        lines = without_small(lines, asked.indicator)
    indicator, titles = asked.indicator, _titles(asked, unit)
    return lambda: workbook_of(indicator, titles, lines, exporter=exporter, at=now)


async def indicator_picture(
    db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime
) -> Callable[[], Document]:
    """`indicator_picture:<member>:<round>:<unit>:<page>`; raises NotAllowed."""
    *of, said_page = args
    asked, unit = await _allowed(db, member_id, of, now)
    table = table_without_small(await table_of(db, asked, unit, now), asked.indicator)
    page = max(1, min(int(said_page), figures.pages_of(table)))
    note(db, as_member(member_id), "exported", about(asked.indicator.id), now, what="picture", unit=unit.code)
    spec = figures.spec(asked.indicator, _titles(asked, unit), table, page)
    return lambda: Document(f"{_file(asked, unit)}-{page}.png", png_of(spec), PNG)


async def _allowed(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> tuple[Asked, Unit]:
    round_id, unit_id = args
    unit = await db.get(Unit, int(unit_id))
    if unit is None:
        raise NotAllowed
    await demand(db, member_id, Right.SEE_COUNTS, unit, day_of(now))
    asked = await asked_in(db, int(round_id))
    await demand_concerned(db, asked, unit)
    return asked, unit


def _titles(asked: Asked, unit: Unit) -> list[str]:
    indicator, round_ = asked.indicator, asked.round
    period = words.period(indicator.repeat, round_.starts_on, round_.ends_on)
    is_over = indicator.ended_at is not None
    what = page_words.heading(indicator.id, indicator.name, indicator.counted, period, round_.due_on, is_over=is_over)
    return [what, unit.name]


def _file(asked: Asked, unit: Unit) -> str:
    return sheet_words.FILE.format(number=asked.indicator.id, slug=slug(unit.name))
