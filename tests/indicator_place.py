"""A district that asks its communes for numbers: who leads them, what they answer, what the clock does."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.indicators import Indicator
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services import indicators
from bot.services.indicator_asking import ask_figures
from bot.services.indicator_plans import write_plans
from bot.services.indicator_reports import Report, own_report
from bot.services.indicator_values import Said, record_figure
from bot.services.indicators import Asked
from bot.services.tree import add_unit
from bot.words.indicator_definitions import Definition, read_definition
from bot.words.times import day_of
from tests import village
from tests.village import at

NOW = at(2026, 11, 21)
ADMITTED = "Kết nạp đảng viên mới; đơn vị tính: đảng viên; hạn 30/11/2026; hỏi xã"
GRADES = "xuất sắc, tốt, hoàn thành, không"


@dataclass
class Place:
    """The district, its communes and whoever leads each; all can be reached, at the phones 2, 3 …"""

    db: AsyncSession
    top: Unit
    communes: list[Unit]
    office: Member
    """Of the district, at the phone 1."""
    leaders: list[Member] = field(default_factory=list)

    async def defines(self, text: str, now: datetime = NOW, at_unit: Unit | None = None) -> Indicator:
        said = indicators.checked(read_definition(text, Definition(), day_of(now)), day_of(now))
        return await indicators.define(self.db, at_unit or self.top, said, f"member:{self.office.id}", now)

    async def asks(self, text: str, now: datetime = NOW, planned: list[int] | None = None) -> Asked:
        """Defined, planned for the communes in their order, and asked by the clock."""
        indicator = await self.defines(text, now)
        if planned:
            plans = dict(zip([one.id for one in self.communes], planned, strict=False))
            await write_plans(self.db, indicator, indicator.due_on.year, plans, "test", now)
        await self.ticks(now)
        return await self.newest(indicator)

    async def newest(self, indicator: Indicator) -> Asked:
        return await indicators.asked_in(self.db, (await indicators.rounds_of(self.db, indicator.id))[0].id)

    async def ticks(self, now: datetime) -> None:
        """Until the clock has nothing left to do."""
        while await ask_figures(self.db, now):
            pass

    async def answers(self, asked: Asked, unit: Unit, *parts: int, now: datetime = NOW, is_sure: bool = True) -> Report:
        report = await self.report(asked, unit)
        return await record_figure(self.db, report, Said(parts), "test", now, is_sure=is_sure)

    async def report(self, asked: Asked, unit: Unit) -> int:
        found = await own_report(self.db, asked.round.id, unit.id)
        assert found is not None
        return found.id

    async def owed(self, asked: Asked) -> list[Notice]:
        about = indicators.about_round(asked.round.id)
        return list(await self.db.scalars(select(Notice).filter_by(about=about).order_by(Notice.id)))


async def place_of(db: AsyncSession, communes: int = 3, now: datetime = NOW) -> Place:
    since = date(2026, 1, 1)
    top = await add_unit(db, "bl", "Huyện ủy Bình Liêu", UnitKind.DISTRICT, None, since)
    units = [
        await add_unit(db, f"xa-{one}", f"Đảng ủy xã Số {one:02}", UnitKind.COMMUNE, top, since)
        for one in range(1, communes + 1)
    ]
    cell = await village.cell(db, units[0], "van-phong", since=since)
    people = await village.members(db, cell, communes + 1)
    for number, person in enumerate(people, start=1):
        await village.reachable_at(db, person, now, str(number))
    await village.office(db, people[0], top, Office.DISTRICT_COMMITTEE)
    for unit, person in zip(units, people[1:], strict=True):
        await village.office(db, person, unit, Office.COMMUNE_COMMITTEE)
    return Place(db, top, units, people[0], people[1:])
