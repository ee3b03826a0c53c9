"""A commune with two cells, told of a document that its committee passed down; rows are written as the clock does."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DirectiveUnit, DocumentKind, Receipt
from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit
from bot.services.addressees import Addressees
from tests import village
from tests.conftest import NOW

NUMBER = "27-QĐ/TU"


@dataclass
class Told:
    """Cells of three and of two members; the secretaries are none of them."""

    db: AsyncSession
    now: datetime
    top: Unit
    dong: Unit
    tay: Unit
    people: list[Member]
    """The first three of the one cell, the others of the other."""
    office: Member
    secretary: Member
    """Of `dong`."""
    directive: Directive

    async def row(self, unit: Unit) -> DirectiveUnit:
        """As it is written by now."""
        found = await self.db.scalars(
            select(DirectiveUnit)
            .filter_by(directive_id=self.directive.id, unit_id=unit.id)
            .execution_options(populate_existing=True)
        )
        return found.one()

    async def receipt(self, member: Member) -> Receipt:
        found = await self.db.scalars(
            select(Receipt)
            .filter_by(directive_id=self.directive.id, member_id=member.id)
            .execution_options(populate_existing=True)
        )
        return found.one()


async def passed_down(
    db: AsyncSession, unit: Unit, told: dict[Unit, list[Member]], now: datetime = NOW, **more: Any
) -> Directive:
    """A document at these units and these people."""
    facts = {"number": NUMBER, "must_study": False, "due_on": date(2026, 11, 30)} | more
    directive = Directive(
        unit_id=unit.id,
        kind=DocumentKind.QD,
        issuer="Tỉnh ủy",
        issued_on=date(2026, 11, 5),
        summary="Công tác chuẩn bị Tết",
        addressees=Addressees((unit.id,)).as_json(),
        by="test",
        made_at=now,
        told_at=now,
        **facts,
    )
    db.add(directive)
    await db.flush()
    for place, people in told.items():
        db.add(
            DirectiveUnit(
                directive_id=directive.id, unit_id=place.id, arrived_at=now, told_at=now, passed_at=now,
                expected=len(people), acknowledged=0, studied=0,
            )
        )  # fmt: skip
        db.add_all(Receipt(directive_id=directive.id, member_id=one.id, unit_id=place.id) for one in people)
    await db.flush()
    return directive


async def told_commune(db: AsyncSession, **more: Any) -> Told:
    top = await village.commune(db)
    dong, tay = await village.cell(db, top, "dong"), await village.cell(db, top, "tay")
    names = ["Nguyễn Thị Lan", "Nguyễn Văn An", "Trần Văn Bình"], ["Lò Văn Cường", "Lò Thị Dung"]
    people = [
        await village.member(db, unit, name) for unit, some in zip((dong, tay), names, strict=True) for name in some
    ]
    secretary, office = await village.member(db, tay, "Bùi Văn Thư"), await village.member(db, tay, "Hà Thị Phòng")
    await village.office(db, secretary, dong)
    await village.office(db, office, top, Office.OFFICE)
    for chat, person in enumerate([*people, secretary, office], 1):
        await village.reachable_at(db, person, NOW, chat=str(chat))
    directive = await passed_down(db, top, {dong: people[:3], tay: people[3:]}, **more)
    return Told(db, NOW, top, dong, tay, people, office, secretary, directive)


async def told_to_study(db: AsyncSession) -> Told:
    return await told_commune(db, must_study=True)


def later(days: int, hours: int = 0) -> datetime:
    return NOW + timedelta(days=days, hours=hours)
