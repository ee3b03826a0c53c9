"""A district small enough to be counted by hand: five cells, two communes, one November."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.guests import Guest, GuestKind
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member, StatusKind
from bot.model.minutes import MeetingMinutes
from bot.model.roles import Office
from bot.model.scores import Grade, MeetingScore
from bot.model.units import Unit, UnitKind
from bot.reports.period import read_period
from bot.services.tree import add_unit
from tests import village
from tests.reports.samples import added_up
from tests.village import at

NOW = at(2026, 11, 25)
NOVEMBER, YEAR = read_period("m2026-11"), read_period("y2026")
SINCE = at(2026, 11, 1).date()


@dataclass
class Tree:
    """The units, and who looks at them."""

    district: Unit
    commune: Unit
    dong: Unit
    secretary: Member
    """Of Thôn Đông."""
    committee: Member
    """Of the district's committee; belongs to the school."""


async def small_tree(db: AsyncSession) -> Tree:
    """Commune 1: Đông 8/10 (1 excused, 1 not; 1 exempt; visited, graded), Tây 17/20, Bắc (6) has not met.

    Commune 2: Nam 8/8, with a theme. Right below the district: a school 12/12, and 10/12 at a thematic meeting.
    """
    district = await add_unit(db, "bl", "Huyện ủy Bình Liêu", UnitKind.DISTRICT, None, SINCE)
    commune = await add_unit(db, "xa1", "Đảng ủy xã Một", UnitKind.COMMUNE, district, SINCE)
    other = await add_unit(db, "xa2", "Đảng ủy xã Hai", UnitKind.COMMUNE, district, SINCE)
    dong, tay, bac = [
        await add_unit(db, code, f"Thôn {name}", UnitKind.CELL, commune, SINCE)
        for code, name in (("dong", "Đông"), ("tay", "Tây"), ("bac", "Bắc"))
    ]
    nam = await add_unit(db, "nam", "Thôn Nam", UnitKind.CELL, other, SINCE)
    school = await add_unit(db, "truong", "Chi bộ Trường học", UnitKind.GRASSROOTS_CELL, district, SINCE)
    people = {one.code: await village.members(db, one, size) for one, size in ((dong, 10), (tay, 20), (bac, 6))}
    await village.member(db, dong, "Phạm Văn Miễn", StatusKind.EXEMPT)
    await village.members(db, nam, 8)
    teachers = await village.members(db, school, 12)
    first = await village.held(db, dong, at(2026, 11, 3, 19, 30), excused=1, unexcused=1)
    await _written(db, first)
    await village.held(db, tay, at(2026, 11, 5, 8), unexcused=3)
    await village.held(db, nam, at(2026, 11, 10, 8), MeetingKind.REGULAR_THEMATIC)
    await village.held(db, school, at(2026, 11, 12, 8))
    await village.held(db, school, at(2026, 11, 20, 8), MeetingKind.THEMATIC, unexcused=2)
    await added_up(db)
    secretary, committee = people["dong"][0], teachers[0]
    await village.office(db, secretary, dong, Office.SECRETARY)
    await village.office(db, committee, district, Office.DISTRICT_COMMITTEE)
    return Tree(district, commune, dong, secretary, committee)


async def _written(db: AsyncSession, held: Meeting) -> None:
    """95 minutes, 7 opinions, a resolution, good by 92 of 100, somebody of the committee was there."""
    ended = held.starts_at + timedelta(minutes=95)
    db.add(
        MeetingMinutes(
            meeting_id=held.id, ended_at=ended, opinions=7, has_resolution=True, resolution="07-NQ/CB", by="test",
            at=ended, done_at=ended, done_by="test",
        )
    )  # fmt: skip
    db.add(
        MeetingScore(
            meeting_id=held.id, cell_id=held.cell_id, held_on=held.starts_at.date(), profile="phu_tho_100", said={},
            points=92, most=100, grade=Grade.GOOD, by="test", at=ended,
        )
    )  # fmt: skip
    came = {"meeting_id": held.id, "by": "test", "at": ended}
    db.add(Guest(kind=GuestKind.UPPER, name="Vũ Văn Trên", title="đảng ủy viên", came=True, **came))
    db.add(Guest(kind=GuestKind.UPPER, name="Hà Văn Vắng", came=False, **came))
    db.add(Guest(kind=GuestKind.GUEST, name="Lý Thị Khách", came=True, **came))
    await db.flush()
