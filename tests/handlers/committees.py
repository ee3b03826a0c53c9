"""A district with two communes and their cells, a month that is not over, and people who hold offices there."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services.participation import roll_up_all, write_due_months
from bot.services.tree import add_unit
from tests import village
from tests.conftest import NOW
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


async def district(db: AsyncSession) -> District:
    """In October Hồng Sen alone met, and all came; in November, so far, it met with one away, and Bản Mới met too."""
    top = await add_unit(db, "bl", "Huyện ủy Bình Liêu", UnitKind.DISTRICT, None, SINCE)
    commune = await add_unit(db, "hd", "Đảng ủy xã Húc Động", UnitKind.COMMUNE, top, SINCE)
    other = await add_unit(db, "dt", "Đảng ủy xã Đồng Tâm", UnitKind.COMMUNE, top, SINCE)
    cells = [
        await add_unit(db, f"hd-{number}", f"Thôn {name}", UnitKind.CELL, commune, SINCE)
        for number, name in enumerate(VILLAGES)
    ]
    school = await add_unit(db, "dt-1", "Chi bộ Trường học", UnitKind.GRASSROOTS_CELL, other, SINCE)
    hong_sen, ban_moi = cells[:2]
    for cell in (hong_sen, ban_moi):
        await village.members(db, cell, 4)
    await village.held(db, hong_sen, at(2026, 10, 3, 19, 30))
    await village.held(db, hong_sen, at(2026, 11, 3, 19, 30), unexcused=1)
    await village.held(db, ban_moi, at(2026, 11, 5, 8), excused=1)
    await write_due_months(db, NOW)
    await roll_up_all(db, NOW)
    return District(db, NOW, top, commune, other, {**dict(zip(VILLAGES, cells, strict=True)), SCHOOL: school})
