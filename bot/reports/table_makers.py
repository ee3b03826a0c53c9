"""The tables and the report of a unit as files by recipe, for whoever may see its counts just then."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.meetings import MeetingKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.charts import heat_map, trend
from bot.reports.charts.drawing import png_of
from bot.reports.charts.look import page_count
from bot.reports.code_maker import DOCX
from bot.reports.months import Month, UnitMonths, months_below, months_of_unit
from bot.reports.period import read_period
from bot.reports.report_paper import SHIPPED_FILE, report_facts
from bot.reports.sheet_files import CSV, XLSX, written
from bot.reports.small_cells import is_few
from bot.reports.unit_tables import TITLES, About, report_of, tables_of
from bot.services.audit import as_member, note
from bot.services.leading import LEADS
from bot.services.names_seen import sees_every_name
from bot.services.permissions import Right, demand, may
from bot.services.templates import REPORT, filled_in, template_of
from bot.services.unit_settings import settings_of
from bot.words import tables as words
from bot.words.charts import SMALL_HIDDEN
from bot.words.names import slug
from bot.words.times import day_of

PNG = "image/png"
Rendering = Callable[[], Document]
Maker = Callable[[AsyncSession, int, tuple[str, ...], datetime], Awaitable[Rendering]]
LEAST = 2
"""Parts of a recipe behind the member: unit and period; for some a kind of meeting, a page or members follow."""


async def about_of(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> About:
    """`<unit>:<period>[:<kind>]`, for somebody who may see the counts; raises NotAllowed."""
    unit, period = await db.get(Unit, int(args[0])), read_period(args[1])
    if unit is None:
        raise NotAllowed
    today = day_of(now)
    await demand(db, member_id, Right.SEE_COUNTS, unit, today)
    sees_all = unit.is_cell and await sees_every_name(db, member_id, unit, today)
    leads = sees_all and await may(db, member_id, LEADS, unit, today)
    exporter = (await db.get_one(Member, member_id)).name
    return About(unit, period, exporter, shows_small=sees_all, shows_flagged=leads, but=(member_id,))


def noted(db: AsyncSession, member_id: int, about: About, what: str, now: datetime) -> None:
    """Written down as exported."""
    period = about.period.as_value
    note(db, as_member(member_id), "exported", f"unit:{about.unit.id}", now, what=what, period=period)


def _name(what: str, about: About) -> str:
    return f"{words.FILES.get(what, what)}-{slug(about.unit.name)}-{slug(about.period.label)}"


async def _table(
    db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime, *, table: str, form: str
) -> Rendering:
    """`table_a:<member>:<unit>:<period>[:<kind>]`, `table_d:<member>:<unit>:<period>[:<others at the phone>]`."""
    about = await about_of(db, member_id, args, now)
    more = args[LEAST:]
    if table == "d":
        about = replace(about, but=(*about.but, *map(int, more)))
    elif more:
        about = replace(about, kind=_kind(more[0]))
    found = await tables_of(db, table, about, now)
    noted(db, member_id, about, f"table_{table}_{form}", now)
    if table == "d" and about.shows_flagged:
        note(db, as_member(member_id), "flags_seen", f"unit:{about.unit.id}", now, count=len(found[-1].rows))
    return partial(written, found, _name(table, about), TITLES[table], form, now)


def _kind(said: str) -> MeetingKind:
    """As it is counted; raises NotAllowed for what no recipe of ours says."""
    try:
        return MeetingKind(said).counted_as
    except ValueError:
        raise NotAllowed from None


async def report_docx(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Rendering:
    """`report_docx:<member>:<unit>:<period>`; in the unit's own form or in the one that comes with us."""
    about = await about_of(db, member_id, args, now)
    noted(db, member_id, about, "report_docx", now)
    return await paper_of(db, about, f"{_name('report', about)}.docx", now)


async def paper_of(db: AsyncSession, about: About, name: str, now: datetime) -> Rendering:
    """The report under this name, all of it read."""
    facts = await report_facts(db, about.unit, await report_of(db, about, now), about.exporter, now)
    template = await template_of(db, about.unit, REPORT) or SHIPPED_FILE.read_bytes()
    return lambda: Document(name, filled_in(template, facts), DOCX)


# Charts for the chat


async def trend_picture(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Rendering:
    """`trend:<member>:<unit>:<period>`: the twelve months that end with the period."""
    about = await about_of(db, member_id, args, now)
    found = await months_of_unit(db, about.unit, about.period.last, count=24)
    shown = found if about.shows_small else _without_few(found)
    notes = [SMALL_HIDDEN] if shown != found else []
    line = (await settings_of(db, about.unit)).line
    noted(db, member_id, about, "trend", now)
    spec = trend.spec(replace(shown, months=shown.months[12:]), line, shown.months[:12], notes=notes)
    return lambda: Document(f"{_name('trend', about)}.png", png_of(spec), PNG)


async def heat_picture(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Rendering:
    """`heat:<member>:<unit>:<period>:<page>`: the units right below, or the cell itself."""
    about = await about_of(db, member_id, args, now)
    found, notes = await heat_rows(db, about)
    page = max(1, min(int(args[LEAST]), page_count(len(found))))
    line = (await settings_of(db, about.unit)).line
    noted(db, member_id, about, "heat", now)
    spec = heat_map.spec(about.unit.name, found, line, page=page, notes=notes)
    return lambda: Document(f"{_name('heat', about)}-{page}.png", png_of(spec), PNG)


async def heat_rows(db: AsyncSession, about: About) -> tuple[list[UnitMonths], list[str]]:
    """What a heat map that leaves the house shows, and what is to be known of it."""
    below = await months_below(db, about.unit, about.period.last)
    found = below or [await months_of_unit(db, about.unit, about.period.last)]
    shown = found if about.shows_small else [_without_few(one) for one in found]
    return shown, [SMALL_HIDDEN] if shown != found else []


def _without_few(unit: UnitMonths) -> UnitMonths:
    """Months in which so few met that the rate could name somebody are empty, as if nothing had been due."""
    return replace(unit, months=tuple(_shown(one, is_cell=unit.is_cell) for one in unit.months))


def _shown(month: Month, *, is_cell: bool) -> Month:
    return Month(month.month) if is_few(month.counts, month.met, is_cell=is_cell) else month


def _makers() -> dict[str, Maker]:
    tables = {f"table_{one}": one for one in ("a", "b", "d")} | {"public": "public"}
    made: dict[str, Maker] = {name: partial(_table, table=table, form="xlsx") for name, table in tables.items()}
    made |= {f"{name}_csv": partial(_table, table=table, form="csv") for name, table in tables.items()}
    made["workbook_csv"] = partial(_table, table="summary", form="csv")
    return made | {"report_docx": report_docx, "trend": trend_picture, "heat": heat_picture}


TABLE_MAKERS: Mapping[str, Maker] = _makers()
TABLE_TYPES: Mapping[str, str] = {
    name: CSV if name.endswith("_csv") else {"report_docx": DOCX, "trend": PNG, "heat": PNG}.get(name, XLSX)
    for name in TABLE_MAKERS
}
"""What each makes, known before it is made."""
