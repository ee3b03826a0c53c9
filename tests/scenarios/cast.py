"""Who plays: a commune with a cell, its people with their phones and tempers, an office and a supervisor above."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services.tree import add_unit
from bot.services.unit_settings import change
from bot.words.names import fold, sort_key
from tests import village
from tests.scenarios.leader import Leader, given
from tests.scenarios.people import Person, Temper
from tests.scenarios.world import World

FAMILIES = ("Nguyễn Văn", "Trần Thị", "Lê Văn", "Phạm Thị", "Hoàng Văn", "Vi Thị", "Nông Văn", "Lý Thị")
GIVEN = """
An Anh Ánh Ba Bách Bắc Bảo Bình Bích Cảnh Châu Chi Chiến Chính Chung Cúc Cường Cầm Diễm Diệp Dũng Duyên Dương
Đạt Đào Điệp Định Đông Đức Giang Gấm Hà Hải Hạnh Hào Hằng Hậu Hiền Hiếu Hoa Hòa Hoàn Hồng Huân Huệ Hùng Huy
Hương Hường Hữu Khải Khang Khánh Khiêm Khoa Kiên Kim Kỳ Lam Lan Lâm Lệ Liên Liễu Linh Loan Lộc Long Lợi Luân
Lương Lựu Mai Mạnh Mận Minh My Nam Nga Ngân Nghĩa Ngọc Nguyên Nguyệt Nhàn Nhân Nhật Nhung Ninh Nụ Oanh Phát
Phong Phú Phúc Phương Quang Quân Quế Quốc Quyên Quyết Quỳnh Sang Sâm Sen Sơn Sương Tài Tâm Tân Thái Thanh Thảo
Thắm Thắng Thiện Thịnh Thoa Thọ Thu Thuận Thủy Thúy Tiến Tín Toàn Trang Trí Trung Trường Tú Tuấn Tùng Tuyết
Vân Việt Vinh Xuân Yến
""".split()  # noqa: SIM905 - easier to read so
LONG_AGO = date(2020, 1, 1)


@dataclass
class Cell:
    """One cell with everybody in it."""

    unit: Unit
    leader: Leader
    people: list[Person]
    exempt: list[Person]


@dataclass
class Commune:
    """The committee above, with whoever works there."""

    province: Unit
    unit: Unit
    supervisor: Person
    office: Person
    names: list[str]
    """Given names that nobody has yet."""
    everybody: dict[str, int] = field(default_factory=dict)


async def commune(world: World, luck: random.Random, since: date) -> Commune:
    async with world.sessions.begin() as db:
        province = await add_unit(db, "tinh", "Tỉnh ủy", UnitKind.PROVINCE, None, since)
        unit = await add_unit(db, "xa", "Đảng ủy xã Suối Trong", UnitKind.COMMUNE, province, since)
        change(unit, "roster_by", "secretary")
        people = []
        for name, office in (("Bùi Văn Giám", Office.ASSIGNED_SUPERVISOR), ("Bùi Thị Phòng", Office.OFFICE)):
            one = Member(name=name, sort_key=sort_key(name), search_key=fold(name))
            db.add(one)
            await db.flush()
            await village.office(db, one, unit, office)
            await village.reachable_at(db, one, world.now(), f"c{one.id}")
            people.append(Person(world, luck, one.id, name, "rehearsal", f"c{one.id}", Temper(answers=0)))
    return Commune(province, unit, people[0], people[1], luck.sample(GIVEN, len(GIVEN)))


async def cell(
    world: World,
    luck: random.Random,
    above: Commune,
    *,
    code: str,
    count: int,
    since: date,
    exempt: int = 0,
    probationary: int = 1,
    of_secretary: str = "rehearsal",
    without_phone: int = 0,
) -> Cell:
    """`count` people, so many of them exempt; the first is the secretary, the second the deputy."""
    async with world.sessions.begin() as db:
        unit = await add_unit(db, code, f"Thôn {code.upper()}", UnitKind.CELL, above.unit, since)
        people = []
        for place in range(count):
            begins = since - timedelta(days=100) if count - place <= probationary else None
            member = await _member(db, unit, f"{luck.choice(FAMILIES)} {above.names.pop()}", place, begins)
            if 3 <= place < 3 + exempt:
                kind = StatusKind.EXEMPT
                db.add(MemberStatus(member_id=member.id, kind=kind, from_on=LONG_AGO, decision="01-NQ/CB"))
            network: str | None = (
                of_secretary if place == 0 else luck.choice(("rehearsal", "rehearsal_plain", "telegram"))
            )
            if place > 2 and count - probationary - without_phone <= place < count - probationary:
                network = None
            if network is not None:
                await village.reachable_at(db, member, world.now(), f"p{member.id}", network)
            temper = Temper() if place else Temper(comes=88, is_unclear=0, changes=0)
            people.append(Person(world, luck, member.id, member.name, network, f"p{member.id}", temper))
        for place, office in enumerate((Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.CELL_COMMITTEE)):
            held = await db.get_one(Member, people[place].member_id)
            await village.office(db, held, unit, office)
    above.everybody.update({given(one.name): one.member_id for one in people})
    away = people[3 : 3 + exempt]
    leader = Leader(world, luck, unit.id, people[0], people[1], people, everybody=above.everybody, exempt=away)
    return Cell(unit, leader, people, away)


async def _member(db: AsyncSession, unit: Unit, name: str, place: int, probationary_since: date | None) -> Member:
    member = Member(name=name, sort_key=sort_key(name), search_key=fold(name), birth_year=1950 + place % 50)
    db.add(member)
    await db.flush()
    db.add(Membership(member_id=member.id, unit_id=unit.id, from_on=LONG_AGO))
    kind = StatusKind.PROBATIONARY if probationary_since else StatusKind.OFFICIAL
    db.add(MemberStatus(member_id=member.id, kind=kind, from_on=probationary_since or LONG_AGO))
    return member
