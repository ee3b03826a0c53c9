"""What a cell, its commune and the office do around a meeting, said and pressed over real HTTP with all at work."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from bot.model.attendances import Attendance, Mark, Noticed
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member, Membership
from bot.model.roles import Office
from bot.model.scores import MeetingScore
from bot.model.units import Unit, UnitKind
from bot.model.warnings import RosterCheck
from bot.services import joining
from bot.services.party_groups import lead_group, make_group, put_into
from bot.services.roster_checks import see_to_rosters
from bot.services.tree import add_unit
from bot.services.unit_settings import change
from tests import village
from tests.fakes.telegram import Person, Sent
from tests.stage import Stage, stage
from tests.test_story import agree

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock in Viet Nam, an hour before the meeting."""
LINE = "văn bản 27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy: Quy định về sinh hoạt chi bộ; hạn 30/11; từng cấp"
NAMES = ("Trần Thị Bình", "Nguyễn Thị Lan", "Lê Văn Nam", "Lò Văn Phòng", "Đinh Văn Theo")


@dataclass
class Walk:
    """The secretary, Lan and Nam of a cell, the district's office, and who leads the commune and follows the cell."""

    at: Stage
    phones: dict[str, Person] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    async def hears(self, who: str, words: str) -> Sent:
        """The first message since the last one that was waited for, with these words in it or on a button."""
        phone, since = self.phones[who], self.seen.get(who, 0)

        def found() -> Sent | None:
            said = phone.received[since:]
            return next((one for one in said if words in f"{one.text} {[b.text for b in one.buttons]}"), None)

        await self.at.sees(found)
        said = found()
        assert said is not None
        self.seen[who] = phone.received.index(said) + 1
        return said

    async def says(self, who: str, text: str, answer: str) -> str:
        await self.phones[who].says(text)
        return (await self.hears(who, answer)).text

    async def presses(self, who: str, label: str, answer: str) -> str:
        """Where the message itself changes, that is the answer."""
        phone = self.phones[who]
        await phone.presses(label)
        await self.at.sees(lambda: any(answer in one.text for one in phone.received))
        self.seen[who] = len(phone.received)
        return next(one.text for one in reversed(phone.received) if answer in one.text)


async def village_of(at: Stage) -> tuple[Unit, list[Member], int]:
    """The cell, its people and its meeting in an hour; Lan leads the group of Lan and Nam."""
    async with at.house.sessions.begin() as db:
        since = date(2026, 1, 1)
        top = await add_unit(db, "bl", "Huyện ủy Bình Liêu", UnitKind.DISTRICT, None, since)
        commune = await add_unit(db, "hd", "Đảng ủy xã Húc Động", UnitKind.COMMUNE, top, since)
        cell = await add_unit(db, "hd-1", "Thôn Hồng Sen", UnitKind.CELL, commune, since)
        beside = await add_unit(db, "hd-2", "Thôn Đồng", UnitKind.CELL, commune, since)
        people = [await village.member(db, cell if one < 3 else beside, name) for one, name in enumerate(NAMES)]
        await village.office(db, people[0], cell)
        await village.office(db, people[3], top, Office.OFFICE)
        await village.office(db, people[4], commune, Office.COMMUNE_COMMITTEE)
        await village.office(db, people[4], cell, Office.ASSIGNED_SUPERVISOR)
        for unit, key, value in ((top, "directive_body", "body"), (cell, "check_in", "code")):
            change(unit, key, value)
        change(cell, "scoring_profile", "phu_tho_100")
        group = await make_group(db, cell, "Tổ 1", "test", at.now())
        await put_into(db, cell, group, [people[1].id, people[2].id], "test", at.now())
        await lead_group(db, group, people[1], "test", at.now())
        meeting = await village.meeting(db, cell, NINE, timedelta(hours=1))
        return cell, people, meeting.id


async def test_the_practice_around_a_meeting(sqlite_url: str) -> None:
    async with stage(sqlite_url, NINE, public_url="https://chibot.example") as at:
        cell, people, meeting_id = await village_of(at)
        async with at.house.sessions.begin() as db:
            codes = await joining.invite(db, people, "test", at.now())
        async with at.working():
            walk = Walk(at)
            for number, (name, code) in enumerate(zip(NAMES, codes, strict=True)):
                phone = walk.phones[name.split()[-1]] = at.telegram.person(100 + number)
                await phone.starts(code.token)
                await agree(at, phone)
            await a_document_is_passed_on_with_its_body(walk)
            await they_check_in_by_picture_and_by_group(walk, meeting_id)
            await the_meeting_is_scored_and_confirmed_from_above(walk, meeting_id)
            await a_name_is_corrected(walk, people[1].id)
            await two_entries_are_one(walk, cell, people[2])
            await a_roll_comes_from_paper_days_later(walk, cell)
            await the_roster_is_looked_through(walk)


async def a_document_is_passed_on_with_its_body(walk: Walk) -> None:
    await walk.says("Phòng", LINE, "Quy định về sinh hoạt chi bộ")
    await walk.presses("Phòng", "Sửa, thêm hạn", "nhắn phần cần sửa")
    await walk.presses("Phòng", "Ghi nội dung", "nhắn nội dung cần phổ biến")
    await walk.says("Phòng", "Điều 1. Phạm vi áp dụng", "Có nội dung kèm theo")
    await walk.says("Phòng", "gửi", "Đã chuyển xuống cấp ủy ngay dưới")
    await walk.hears("Theo", "Chuyển ngay")
    await walk.presses("Theo", "Chuyển ngay", "Đã chuyển tiếp")
    await walk.hears("Lan", "27-QĐ/TU")


async def they_check_in_by_picture_and_by_group(walk: Walk, meeting_id: int) -> None:
    found = re.search(r"DD (\d{4})", await walk.says("Bình", "mở điểm danh", "Mã đọc"))
    assert found is not None
    await walk.phones["Nam"].starts(f"DD{found[1]}")
    await walk.hears("Nam", "Lê Văn Nam có mặt lúc")
    walk.at.set_clock(NINE + timedelta(hours=1, minutes=5))
    await walk.says("Lan", "điểm danh tổ", "Có mặt: 1/2")
    await walk.presses("Lan", "Tất cả có mặt", "Có mặt: 2/2")
    async with walk.at.house.sessions() as db:
        rows = (
            await db.scalars(select(Attendance).filter_by(meeting_id=meeting_id).order_by(Attendance.member_id))
        ).all()
    assert [row.mark for row in rows] == [None, Mark.PRESENT, Mark.PRESENT]
    assert rows[2].noticed is Noticed.QR


async def the_meeting_is_scored_and_confirmed_from_above(walk: Walk, meeting_id: int) -> None:
    walk.at.set_clock(NINE + timedelta(hours=3))
    await walk.says("Bình", "điểm danh đủ", "Có mặt 3/3")
    await walk.says("Bình", "chốt", "Đã chốt điểm danh")
    await walk.says("Bình", "chấm chất lượng", "1/3")
    await walk.says("Bình", "15", "2/3")
    await walk.says("Bình", "40", "3/3")
    await walk.says("Bình", "20", "Kết quả: ")
    await walk.presses("Bình", "Xin cấp ủy viên xác nhận", "Đã nhắn cấp ủy viên")
    await walk.hears("Theo", "điểm, xếp loại")
    await walk.presses("Theo", "Xác nhận", "Đã xác nhận")
    await walk.hears("Bình", "xác nhận")
    async with walk.at.house.sessions() as db:
        score = (await db.scalars(select(MeetingScore).filter_by(meeting_id=meeting_id))).one()
    assert score.confirmed_at is not None


async def a_name_is_corrected(walk: Walk, lan: int) -> None:
    await walk.says("Lan", "sửa thông tin của tôi", "muốn sửa điều gì")
    await walk.presses("Lan", "Họ tên", "nhắn họ tên đúng")
    await walk.says("Lan", "Nguyễn Thị Lan Anh", "thành: Nguyễn Thị Lan Anh")
    await walk.says("Lan", "có", "trước hết ngày")
    await walk.says("Phòng", "yêu cầu dữ liệu", "đang chờ: 1")
    await walk.presses("Phòng", "Nguyễn Thị Lan: ", "xin sửa thành Nguyễn Thị Lan Anh")
    await walk.presses("Phòng", "Thực hiện", "Đã ghi và đã báo cho người yêu cầu")
    async with walk.at.house.sessions() as db:
        assert (await db.get_one(Member, lan)).name == "Nguyễn Thị Lan Anh"


async def two_entries_are_one(walk: Walk, cell: Unit, nam: Member) -> None:
    async with walk.at.house.sessions.begin() as db:
        beside = (await db.scalars(select(Unit).filter_by(code="hd-2"))).one()
        twin = await village.member(db, beside, nam.name)
        twin.birth_year = (await db.get_one(Member, nam.id)).birth_year = 1958
    await walk.says("Phòng", "đảng viên", "Mục có thể trùng")
    await walk.presses("Phòng", "Mục có thể trùng", "1 cặp")
    await walk.presses("Phòng", nam.name, "Hai mục này là một người?")
    await walk.presses("Phòng", f"Gộp, giữ mục {nam.id}", f"vào mục {nam.id}")
    await walk.says("Phòng", "đúng", "Đã gộp")
    async with walk.at.house.sessions() as db:
        places = (await db.scalars(select(Membership).filter_by(member_id=nam.id, until_on=None))).all()
    assert cell.id in {one.unit_id for one in places}


async def a_roll_comes_from_paper_days_later(walk: Walk, cell: Unit) -> None:
    begins = NINE + timedelta(days=14)
    async with walk.at.house.sessions.begin() as db:
        meeting = await village.meeting(db, await db.get_one(Unit, cell.id), walk.at.now(), begins - walk.at.now())
    walk.at.set_clock(begins + timedelta(days=2))
    await walk.says("Bình", "DD 05/12 2/3 vang: 2P", "Có mặt 2/3")
    await walk.says("Bình", "chốt", "Đã chốt điểm danh")
    async with walk.at.house.sessions() as db:
        assert (await db.get_one(Meeting, meeting.id)).state is MeetingState.CLOSED
        noticed = await db.scalars(select(Attendance.noticed).filter_by(meeting_id=meeting.id))
        assert set(noticed) == {Noticed.BACKFILL}


async def the_roster_is_looked_through(walk: Walk) -> None:
    walk.at.set_clock(datetime(2027, 1, 5, 2, 0, tzinfo=UTC))
    async with walk.at.house.sessions.begin() as db:
        assert await see_to_rosters(db, walk.at.now()) == 2  # the clock looks once a minute
    await walk.hears("Bình", "Đối chiếu danh sách quý I/2027")
    await walk.says("Bình", "danh sách sai: đồng chí Nam đã chuyển đi tháng 12", "chưa đúng; đã báo văn phòng")
    await walk.hears("Phòng", "danh sách quý I/2027 có chỗ chưa đúng")
    await walk.presses("Phòng", "Xem nội dung", "https://chibot.example/")
    await walk.says("Bình", "danh sách đúng", "danh sách quý I/2027 đúng")
    async with walk.at.house.sessions() as db:
        checks = (await db.scalars(select(RosterCheck).where(RosterCheck.answered_at.is_not(None)))).all()
    assert [one.is_right for one in checks] == [True]
