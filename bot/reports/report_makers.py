"""The files of the committee: the table as a picture or a workbook, and names on a need that was stated."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.grades import with_grades
from bot.reports.period import Period, read_period
from bot.reports.picture import page_count, picture_of
from bot.reports.small_cells import without_small_cells
from bot.reports.summary import Summary, summary
from bot.reports.workbook import workbook_of
from bot.services.audit import as_member, note
from bot.services.names_seen import sees_every_name
from bot.services.permissions import Right, demand
from bot.services.stated_needs import absentees, stated_need
from bot.words import committee as words
from bot.words.names import slug
from bot.words.times import day_of
from bot.words.vi import cell as cell_name

PNG = "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = "text/plain; charset=utf-8"


async def picture(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """`picture:<member>:<unit>:<period>:<page>`; raises NotAllowed."""
    *about, said_page = args
    report, name = await _exported(db, member_id, (*about,), "picture", now)
    page = min(int(said_page), page_count(report))
    return lambda: Document(f"{name}-{page}.png", picture_of(report, page), PNG)


async def workbook(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """`workbook:<member>:<unit>:<period>`; raises NotAllowed."""
    report, name = await _exported(db, member_id, args, "workbook", now)
    exporter = (await db.get_one(Member, member_id)).name
    return lambda: Document(f"{name}.xlsx", workbook_of(report, exporter=exporter, at=now), XLSX)


async def _exported(
    db: AsyncSession, member_id: int, args: tuple[str, ...], what: str, now: datetime
) -> tuple[Summary, str]:
    """The counts for somebody who may see them, written down as exported; and what a file of them is called."""
    unit_id, said_period = args
    unit, period = await db.get(Unit, int(unit_id)), read_period(said_period)
    if unit is None:
        raise NotAllowed
    await demand(db, member_id, Right.SEE_COUNTS, unit, day_of(now))
    report = await with_grades(db, await summary(db, unit, period, now), now)
    if not unit.is_cell or not await sees_every_name(db, member_id, unit, day_of(now)):
        report = await without_small_cells(db, report, now)
    note(db, as_member(member_id), "exported", f"unit:{unit.id}", now, what=what, period=period.as_value)
    return report, f"{slug(unit.name)}-{slug(period.label)}"


async def needed_names(
    db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime
) -> Callable[[], Document]:
    """`needed_names:<member>:<need>`: the need says which cell and period; raises NotAllowed for another's."""
    need = await stated_need(db, int(args[0]), member_id, now)
    period = read_period(need.period)
    content = "\n".join(await names_lines(db, need.cell, period)).encode()
    return lambda: Document(f"{words.NAMES_DOCUMENT}.txt", content, PLAIN)


async def names_lines(db: AsyncSession, cell: Unit, period: Period) -> list[str]:
    """A heading, then everybody who was away in the period; two of one name with their years of birth."""
    away = await absentees(db, cell, period.first, period.last)
    names = [one.member.name for one in away]
    lines = [
        words.absent(one.member.name, one.member.birth_year if names.count(one.member.name) > 1 else None,
                     one.unexcused, one.excused)
        for one in away
    ]  # fmt: skip
    return [words.names_title(cell_name(cell.name), period.label, len(away)), *lines]
