"""What the guides talk about: a district, its communes and villages, and one person for each guide, with a phone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import DocumentKind, Passing
from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services.addressees import Addressees
from bot.services.assignments import Wanted, assign, plan_assignments
from bot.services.directive_checks import Content
from bot.services.directive_telling import Rounds
from bot.services.directives import Sending, make_directive
from bot.services.tree import add_unit
from bot.services.visit_people import InGroup
from bot.services.working_groups import write_group
from tests import village
from tests.conftest import NOW
from tests.talk import Phone

SINCE = date(2026, 1, 1)
PEOPLE = (
    "Nguyễn Thị Lan", "Trần Thị Bình", "Nguyễn Văn An", "Vũ Văn Hùng", "Hoàng Văn Nam", "Giàng A Páo", "Đỗ Thị Dung",
    "Lò Văn Tá", "Phạm Văn Tư", "Bùi Thị Hiền", "Đinh Văn Quý", "Mai Văn Sơn",
)  # fmt: skip
"""Of Thôn Hồng Sen; the second leads it."""
CHATS = {"member": "11", "secretary": "12", "committee": "13", "commune": "14", "office": "15", "resident": "99"}


@dataclass
class Guided:
    """A meeting of the cell begins in an hour; the guides are read before it and at the end of the day."""

    db: AsyncSession
    cell: Unit
    people: list[Member]
    moments: tuple[datetime, datetime] = (NOW, NOW + timedelta(hours=12, minutes=30))

    def phone(self, role: str, now: datetime) -> Phone:
        return Phone(self.db, now, CHATS[role])


async def guided(db: AsyncSession) -> Guided:
    top = await add_unit(db, "bl", "Huyện ủy Bình Liêu", UnitKind.DISTRICT, None, SINCE)
    commune = await add_unit(db, "hd", "Đảng ủy xã Húc Động", UnitKind.COMMUNE, top, SINCE)
    other = await add_unit(db, "dt", "Đảng ủy xã Đồng Tâm", UnitKind.COMMUNE, top, SINCE)
    villages = ("Thôn Hồng Sen", "Thôn Đồng", "Thôn Tây", "Thôn Đầu Suối")
    cells = [await add_unit(db, f"hd-{one}", name, UnitKind.CELL, commune, SINCE) for one, name in enumerate(villages)]
    school = await add_unit(db, "dt-0", "Chi bộ Trường học", UnitKind.GRASSROOTS_CELL, other, SINCE)
    people = [await village.member(db, cells[0], name) for name in PEOPLE]
    await village.office(db, people[1], cells[0])
    for role, name, at, held in (
        ("committee", "Hà Văn Ủy", top, Office.DISTRICT_COMMITTEE),
        ("commune", "Chu Văn Xã", commune, Office.COMMUNE_COMMITTEE),
        ("office", "Lý Thị Phòng", top, Office.OFFICE),
    ):
        person = await village.member(db, school, name)
        await village.office(db, person, at, held)
        await village.reachable_at(db, person, NOW, CHATS[role])
    await village.reachable_at(db, people[0], NOW, CHATS["member"])
    await village.reachable_at(db, people[1], NOW, CHATS["secretary"])
    await village.meeting(db, cells[0], NOW, timedelta(hours=1))
    await village.members(db, cells[1], 2)
    await _passed_down(db, top)
    await _sent(db, top, cells[1], people[0])
    return Guided(db, cells[0], people)


async def _passed_down(db: AsyncSession, by: Unit) -> None:
    """A document that the committees below pass on, each with a word of its own."""
    content = Content(DocumentKind.QD, "26-QĐ/TU", "Tỉnh ủy", SINCE, "Quy chế làm việc", due_on=date(2026, 11, 30))
    sending = Sending(Addressees((by.id,)), passing=Passing.BY_LEVEL)
    await make_directive(db, by, content, sending, "test", NOW)
    rounds = Rounds(20)
    while await rounds.tell_some(db, NOW):
        pass


async def _sent(db: AsyncSession, by: Unit, to: Unit, leader: Member) -> None:
    """The first of the cell leads a working group, which visits the meeting of another cell."""
    group = await write_group(db, by, "tổ 1", [InGroup(leader, is_leader=True)], "test", NOW)
    plan = await plan_assignments(db, by, Wanted(group.group, [to], SINCE, date(2027, 12, 31)), NOW)
    await assign(db, plan, "test", NOW)
    await village.meeting(db, to, NOW, timedelta(hours=2))
