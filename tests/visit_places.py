"""A district that sends a working group to the cells of one of its communes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import SMART
from bot.messages import Reply
from bot.model.meetings import Meeting, MeetingKind, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.model.visits import Visit, VisitAssignment, VisitPerson
from bot.services import assignments
from bot.services.assignments import Wanted, plan_assignments
from bot.services.meetings import call_meeting, checked
from bot.services.notice_facts import gather
from bot.services.tree import add_unit
from bot.services.visit_people import InGroup
from bot.services.wording import word
from bot.services.working_groups import Listed, write_group
from tests import village
from tests.conftest import NOW

YEAR = date(2026, 1, 1), date(2027, 12, 31)


@dataclass
class Sending:
    """Who sends whom, and where to."""

    db: AsyncSession
    now: datetime
    top: Unit
    cells: list[Unit]
    planner: Member
    secretary: Member
    """Of the first cell."""
    group: Listed
    leader: Member
    other: Member

    @property
    def cell(self) -> Unit:
        return self.cells[0]

    async def assign(
        self, *cells: Unit, days: tuple[date, date] = YEAR, is_announced: bool = True, now: datetime | None = None
    ) -> list[VisitAssignment]:
        """The group to these cells, or to the first."""
        wanted = Wanted(self.group.group, cells or [self.cell], *days, None, is_announced)
        plan = await plan_assignments(self.db, self.top, wanted, now or self.now)
        return await assignments.assign(self.db, plan, "test", now or self.now)

    async def call(self, starts_at: datetime, cell: Unit | None = None, now: datetime | None = None) -> Meeting:
        called = now or self.now
        call = checked(MeetingKind.REGULAR, starts_at, "Nhà văn hóa", None, called)
        return await call_meeting(self.db, cell or self.cell, call, "test", called)

    async def visit(self, meeting: Meeting | None = None) -> Visit:
        """The only one, or that of a meeting."""
        which = {"meeting_id": meeting.id} if meeting else {}
        found: Visit = (await self.db.execute(select(Visit).filter_by(**which))).scalar_one()
        return found

    async def person(self, member: Member) -> VisitPerson:
        return (await self.db.execute(select(VisitPerson).filter_by(member_id=member.id))).scalar_one()

    async def owed(self, step: Step = Step.VISIT) -> list[Notice]:
        await self.db.flush()
        found = await self.db.scalars(select(Notice).where(Notice.step == step).order_by(Notice.id))
        return list(found)

    async def calls(self) -> list[Notice]:
        """What says that a meeting is called or moved, without reminders."""
        return [one for one in await self.owed() if one.about.count(":") == 1]

    async def waiting(self, what: str = "") -> list[int | None]:
        """Who still waits for a message of this kind."""
        owed = await self.owed()
        said = [one for one in owed if one.state is NoticeState.WAITING and one.about.count(":") == 1 + bool(what)]
        return [one.member_id for one in said if one.about.endswith(what)]

    async def arrive(self) -> None:
        """All that waits has been sent."""
        for notice in await self.owed():
            if notice.state is NoticeState.WAITING and notice.not_before <= self.now:
                notice.state = NoticeState.SENT
        await self.db.flush()

    async def words(self, notice: Notice) -> str:
        """What it says now, or why it says nothing."""
        await self.db.flush()
        said = await word(self.db, notice, self.now, SMART, await gather(self.db, [notice]))
        return said.text if isinstance(said, Reply) else said.cause


async def sending(db: AsyncSession, cells: int = 2) -> Sending:
    """The group is of the school's cell, which belongs to the district as well."""
    since = date(2025, 1, 1)
    top = await add_unit(db, "bl", "Huyện ủy Bình Liêu", UnitKind.DISTRICT, None, since)
    commune = await add_unit(db, "hd", "Đảng ủy xã Húc Động", UnitKind.COMMUNE, top, since)
    below = [await add_unit(db, f"hd-{one}", f"Thôn Số {one}", UnitKind.CELL, commune, since) for one in range(cells)]
    school = await add_unit(db, "vp", "Chi bộ Văn phòng", UnitKind.GRASSROOTS_CELL, top, since)
    for number, cell in enumerate(below):
        await village.members(db, cell, 3 if number < 2 else 1)
    planner, leader, other = [
        await village.member(db, school, name) for name in ("Hoàng Thị Kế", "Lò Văn Tá", "Mai Thị Vi")
    ]
    await village.office(db, planner, top, Office.DISTRICT_COMMITTEE)
    secretary = await village.member(db, below[0], "Trần Thị Bình")
    await village.office(db, secretary, below[0])
    for chat, person in (("1", planner), ("2", leader), ("3", other), ("9", secretary)):
        await village.reachable_at(db, person, NOW, chat)
    group = await write_group(db, top, "tổ 1", in_group(leader, other), "test", NOW)
    return Sending(db, NOW, top, below, planner, secretary, group, leader, other)


def in_group(leader: Member, *others: Member) -> Sequence[InGroup]:
    return [InGroup(leader, is_leader=True), *(InGroup(one, is_leader=False) for one in others)]
