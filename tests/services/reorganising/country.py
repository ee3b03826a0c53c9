"""A province with two districts, their communes and cells; what is said of them is said by codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.participations import Participation
from bot.model.tree_changes import TreeChangeKind
from bot.model.units import Unit, UnitKind
from bot.reports.participation import Line, participation
from bot.services.participation import roll_up_all, write_due_months
from bot.services.recount import recount
from bot.services.reorganising.changes import Change
from bot.services.reorganising.plans import Look, write
from bot.services.tree import add_unit
from bot.words.refused import refused
from tests import village

SINCE = date(2025, 1, 1)
JULY = date(2025, 7, 1)
COUNTS = ("due", "met", "expected", "present", "excused", "unexcused")


@dataclass
class Country:
    """The units by code: `tinh`, `h1`, `h1-x1`, `h1-x1-c1` …"""

    db: AsyncSession
    units: dict[str, Unit] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Unit:
        return self.units[code]


async def settled(db: AsyncSession, districts: int = 2, communes: int = 2, cells: int = 1, people: int = 3) -> Country:
    country = Country(db)
    top = country.units["tinh"] = await add_unit(db, "tinh", "Tỉnh ủy", UnitKind.PROVINCE, None, SINCE)
    for h in range(1, districts + 1):
        district = await _made(country, f"h{h}", f"Huyện ủy {h}", UnitKind.DISTRICT, top)
        for x in range(1, communes + 1):
            commune = await _made(country, f"h{h}-x{x}", f"Đảng ủy xã {h}{x}", UnitKind.COMMUNE, district)
            for c in range(1, cells + 1):
                cell = await _made(country, f"{commune.code}-c{c}", f"Thôn {h}{x}{c}", UnitKind.CELL, commune)
                await village.members(db, cell, people)
    return country


async def _made(country: Country, code: str, name: str, kind: UnitKind, under: Unit) -> Unit:
    country.units[code] = await add_unit(country.db, code, name, kind, under, SINCE)
    return country.units[code]


async def met(country: Country, month: int, *, year: int = 2025, day: int = 10) -> None:
    """Every cell that is there has met in the month; in each the first of the list was away."""
    now = village.at(year, month, day, 19)
    await write_due_months(country.db, village.at(year, month, 1, 0, 5))
    for unit in list(country.units.values()):
        if unit.is_cell and unit.closed_on is None and unit.since_on <= now.date():
            await village.held(country.db, unit, now, unexcused=1)


def line(
    on: date, kind: str, unit: str = "", to: str = "", name: str = "", new_code: str = "",
    unit_kind: UnitKind | None = None, people: tuple[int, ...] = (),
) -> Change:  # fmt: skip
    return Change(on, TreeChangeKind(kind), unit, to, name, new_code, unit_kind, people, row=2)


async def said(country: Country, *changes: Change, now: datetime) -> Look:
    """Written in one go; a new unit is known by its code from then on."""
    look = await write(country.db, changes, "test", now)
    for change in changes:
        if change.new_code:
            country.units[change.new_code] = (
                await country.db.execute(select(Unit).filter_by(code=change.new_code))
            ).scalar_one()
    return look


def troubles(look: Look) -> list[str]:
    return [refused(one.refusal) for one in look.wrong if one.refusal]


async def report(country: Country, code: str, month: str) -> Mapping[str, Line]:
    """The lines of a unit by code, itself first."""
    await roll_up_all(country.db, village.at(2030, 1, 1))
    return {one.code: one for one in await participation(country.db, country[code], month, month)}


async def all_agrees(db: AsyncSession) -> None:
    """The rolls bear every sum out, and each row of a committee is the sum of the rows right below it."""
    await roll_up_all(db, village.at(2030, 1, 1))
    assert await recount(db, "2020-01") == []
    rows = (await db.scalars(select(Participation).execution_options(populate_existing=True))).all()
    cells = set(await db.scalars(select(Unit.id).where(Unit.kind.in_([UnitKind.CELL, UnitKind.GRASSROOTS_CELL]))))
    own: dict[tuple[int, str, str], list[int]] = {}
    below: dict[tuple[int, str, str], list[int]] = {}
    for row in rows:
        counts = [getattr(row, name) for name in COUNTS]
        for sums, unit in ((own, row.unit_id), (below, row.under_id)):
            if unit and unit not in cells:
                key = (unit, row.month, row.kind.value)
                sums[key] = [one + more for one, more in zip(sums.get(key, [0] * 6), counts, strict=True)]
    assert {key: sums for key, sums in own.items() if any(sums)} == {k: sums for k, sums in below.items() if any(sums)}
