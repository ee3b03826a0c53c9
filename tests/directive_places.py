"""A district whose committee passes documents down, for tests."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DirectiveUnit, DocumentKind, Passing, Receipt
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services.addressees import Addressees
from bot.services.directive_checks import Content
from bot.services.directive_passing import pass_on, plan_passing
from bot.services.directive_telling import Rounds
from bot.services.directives import Sending, make_directive
from bot.services.tree import add_unit
from tests import village
from tests.conftest import NOW

SINCE = date(2026, 1, 1)
CONTENT = Content(
    DocumentKind.QD, "27-QĐ/TU", "Tỉnh ủy", date(2026, 11, 5), "Quy định về sinh hoạt chi bộ", due_on=date(2026, 11, 30)
)


@dataclass
class Realm:
    """A district, a commune with two cells of two people, and a cell right below the district with one."""

    db: AsyncSession
    district: Unit
    commune: Unit
    cells: list[Unit]
    people: list[Member]
    """In the order of the cells."""
    leader: Member
    """Of the commune's committee; belongs to no cell here."""

    async def make(self, content: Content = CONTENT, **how: Any) -> Directive:
        """By the district, to all members, unless said otherwise."""
        to = how.pop("to", Addressees((self.district.id,)))
        return await make_directive(self.db, self.district, content, Sending(to, **how), "test", NOW)

    async def make_by_level(self, content: Content = CONTENT) -> Directive:
        return await self.make(content, passing=Passing.BY_LEVEL)

    async def tick(self, now: datetime = NOW, units: int = 20) -> int:
        """The clock, until nothing is left; returns how many slices it took."""
        rounds, slices = Rounds(units), 0
        while await rounds.tell_some(self.db, now):
            slices += 1
        return slices

    async def notices(self, directive: Directive, **which: Any) -> list[Notice]:
        found = select(Notice).filter_by(about=f"directive:{directive.id}", **which).order_by(Notice.id)
        return list(await self.db.scalars(found.execution_options(populate_existing=True)))

    async def receipts(self, directive: Directive) -> list[Receipt]:
        return list(await self.db.scalars(select(Receipt).filter_by(directive_id=directive.id).order_by(Receipt.id)))

    async def rows(self, directive: Directive) -> dict[str, DirectiveUnit]:
        """By the unit's code."""
        found = await self.db.execute(
            select(Unit.code, DirectiveUnit)
            .join(DirectiveUnit, DirectiveUnit.unit_id == Unit.id)
            .where(DirectiveUnit.directive_id == directive.id)
            .order_by(DirectiveUnit.id)
            .execution_options(populate_existing=True)
        )
        return dict(found.all())

    async def words_to(self, member: Member) -> list[str]:
        found = select(Notice).filter_by(member_id=member.id, step="passed_on").order_by(Notice.id)
        return [str((one.content or {})["text"]) for one in await self.db.scalars(found)]


async def realm(db: AsyncSession) -> Realm:
    district = await add_unit(db, "huyen", "Huyện ủy Bình Liêu", UnitKind.DISTRICT, None, SINCE)
    commune = await add_unit(db, "xa", "Đảng ủy xã Húc Động", UnitKind.COMMUNE, district, SINCE)
    cells = [
        await add_unit(db, "dong", "Thôn Đồng", UnitKind.CELL, commune, SINCE),
        await add_unit(db, "tay", "Thôn Tây", UnitKind.CELL, commune, SINCE),
        await add_unit(db, "tram", "Chi bộ Trạm", UnitKind.GRASSROOTS_CELL, district, SINCE),
    ]
    people: list[Member] = []
    for cell, count in zip(cells, (2, 2, 1), strict=True):
        people += await village.members(db, cell, count)
    for person in people:
        await village.reachable_at(db, person, NOW)
    elsewhere = await add_unit(db, "khac", "Chi bộ Khác", UnitKind.GRASSROOTS_CELL, None, SINCE)
    leader = await village.member(db, elsewhere, "Lò Văn Xã")
    await village.office(db, leader, commune, Office.COMMUNE_COMMITTEE)
    await village.reachable_at(db, leader, NOW)
    return Realm(db, district, commune, cells, people, leader)


async def passed_on(
    db: AsyncSession, directive_id: int, unit: Unit, note: str, due_on: date | None, now: datetime
) -> int:
    """A committee passes it on; returns to how many units."""
    return await pass_on(db, await plan_passing(db, directive_id, unit, note, due_on, now), "test", now)
