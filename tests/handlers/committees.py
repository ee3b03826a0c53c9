"""A district with two communes and their cells, a month that is not over, and people who hold offices there."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.db.sessions import open_engine
from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services.participation import roll_up_all, write_due_months
from bot.services.tree import add_unit
from tests import village
from tests.conftest import NOW, rolled_back
from tests.talk import Phone
from tests.village import at

SINCE = date(2026, 10, 1)
SITE = "https://chibot.example"
VILLAGES = ("Hồng Sen", "Bản Mới", "Cửa Khẩu", "Đồng Lạc", "Lục Ngù", "Nà Ếch", "Pò Đán", "Thanh Long")
SCHOOL = "Trường học"


@dataclass
class District:
    """Nine cells: eight in one commune, of which two met this month, and one in another that has never met."""

    db: AsyncSession
    now: datetime
    top: Unit
    commune: Unit
    other: Unit
    cells: dict[str, Unit]

    @property
    def hong_sen(self) -> Unit:
        return self.cells["Hồng Sen"]

    async def official(
        self, office: Office, at: Unit | None = None, chat: str = "1", channel: str = "rehearsal"
    ) -> Member:
        """Somebody of the school with an office and a phone; who holds it at the district unless said otherwise."""
        person = await village.member(self.db, self.cells[SCHOOL], f"Lò Văn {office.name.title()}")
        await village.office(self.db, person, at or self.top, office)
        await village.reachable_at(self.db, person, self.now, chat, channel)
        return person

    async def phone(self, office: Office = Office.DISTRICT_COMMITTEE, at: Unit | None = None) -> Phone:
        """The phone, with buttons, of somebody with that office."""
        await self.official(office, at)
        return Phone(self.db, self.now)


@asynccontextmanager
async def built(template: Path, folder: Path) -> AsyncIterator[AsyncEngine]:
    """A database with the district in it, built once for many tests that roll back what they do."""
    file = shutil.copy(template, folder / "district.db")
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    async with AsyncSession(engine, expire_on_commit=False) as db, db.begin():
        await build(db, NOW)
    yield engine
    await engine.dispose()


@asynccontextmanager
async def visited(engine: AsyncEngine) -> AsyncIterator[District]:
    """The district for one test."""
    async with rolled_back(engine) as db:
        db.info["public_url"] = SITE
        units = {unit.code: unit for unit in await db.scalars(select(Unit))}
        cells = {name: units[f"hd-{number}"] for number, name in enumerate(VILLAGES)} | {SCHOOL: units["dt-1"]}
        yield District(db, NOW, units["bl"], units["hd"], units["dt"], cells)


async def build(db: AsyncSession, now: datetime) -> None:
    """In October Hồng Sen alone met, and all came; in November, so far, it met with one away, and Bản Mới met too."""
    top = await add_unit(db, "bl", "Huyện ủy Bình Liêu", UnitKind.DISTRICT, None, SINCE)
    commune = await add_unit(db, "hd", "Đảng ủy xã Húc Động", UnitKind.COMMUNE, top, SINCE)
    other = await add_unit(db, "dt", "Đảng ủy xã Đồng Tâm", UnitKind.COMMUNE, top, SINCE)
    cells = [
        await add_unit(db, f"hd-{number}", f"Thôn {name}", UnitKind.CELL, commune, SINCE)
        for number, name in enumerate(VILLAGES)
    ]
    await add_unit(db, "dt-1", "Chi bộ Trường học", UnitKind.GRASSROOTS_CELL, other, SINCE)
    hong_sen, ban_moi = cells[:2]
    for cell in (hong_sen, ban_moi):
        await village.members(db, cell, 4)
    await village.held(db, hong_sen, at(2026, 10, 3, 19, 30))
    await village.held(db, hong_sen, at(2026, 11, 3, 19, 30), unexcused=1)
    await village.held(db, ban_moi, at(2026, 11, 5, 8), excused=1)
    await write_due_months(db, now)
    await roll_up_all(db, now)
