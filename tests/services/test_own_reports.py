"""Reports that go out by themselves: on which day, to whom, what they say when they leave, and that each comes once."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import SMART
from bot.db.sessions import open_engine, sessions_of
from bot.messages import Capabilities, Reply, written_for
from bot.model.meetings import MeetingKind, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.own_reports import OwnReport
from bot.model.participations import Participation
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services.daily_cap import is_capped
from bot.services.halts import halt, halted_units, may_leave
from bot.services.invitations import invited_to
from bot.services.notices import NO_CHANNEL
from bot.services.own_report_choice import choose
from bot.services.own_reports import Rounds, leave_out
from bot.services.participation import roll_up_all, write_due_months
from bot.services.retention import take_away
from bot.services.roles import end_role
from bot.services.roll import Marks, take_roll
from bot.services.series import checked_monthly, set_series
from bot.services.telling import parts_of
from bot.services.tree import add_unit
from bot.services.unit_settings import change
from bot.services.wording import word
from bot.words.names import fold
from tests import village
from tests.village import at

SINCE = date(2026, 10, 1)
FIFTH = at(2026, 12, 5, 8)
SMS = replace(SMART, buttons=False, documents=False, marks=False, most_parts=3)
ABROAD = replace(SMART, abroad=True)


@dataclass
class Place:
    """A commune of three cells: in November Hồng met with one of four away, Mai with all, Lan did not meet."""

    db: AsyncSession
    commune: Unit
    cells: list[Unit]
    chair: Member
    """Leads the committee, with a phone."""
    secretary: Member
    """Of the first cell."""

    async def ticks(self, now: datetime) -> list[Notice]:
        """A whole round of a clock that was started just now; what is owed since, oldest first."""
        before = {one.id for one in await self.owed()}
        await whole_round(self.db, now)
        return [one for one in await self.owed() if one.id not in before]

    async def owed(self) -> list[Notice]:
        found = select(Notice).where(Notice.step == Step.REPORT).order_by(Notice.id)
        return list(await self.db.scalars(found))

    async def adds_up(self, now: datetime) -> None:
        await write_due_months(self.db, now)
        await roll_up_all(self.db, now)


async def whole_round(db: AsyncSession, now: datetime) -> None:
    rounds = Rounds()
    while await rounds.send_some(db, now):
        pass


async def place_of(db: AsyncSession) -> Place:
    commune = await add_unit(db, "xa", "Đảng ủy xã Húc Động", UnitKind.COMMUNE, None, SINCE)
    cells = [
        await add_unit(db, fold(name), f"Thôn {name}", UnitKind.CELL, commune, SINCE) for name in ("Hồng", "Mai", "Lan")
    ]
    secretary, *_ = await village.members(db, cells[0], 4)
    for cell in cells[1:]:
        await village.members(db, cell, 4)
    chair = await village.member(db, await village.cell(db, code="vp", since=date(2030, 1, 1)), "Lê Thị Chủ")
    await village.office(db, chair, commune, Office.COMMUNE_COMMITTEE)
    await village.office(db, secretary, cells[0])
    for one in (chair, secretary):
        await village.reachable_at(db, one, at(2026, 10, 1))
    await village.held(db, cells[0], at(2026, 11, 3, 19, 30), unexcused=1)
    await village.held(db, cells[1], at(2026, 11, 5))
    place = Place(db, commune, cells, chair, secretary)
    await place.adds_up(at(2026, 12, 1, 0))
    return place


@pytest.fixture
async def place(sqlite_db: AsyncSession) -> Place:
    return await place_of(sqlite_db)


async def told(place: Place, notice: Notice, now: datetime = FIFTH, capabilities: Capabilities = SMART) -> Reply:
    said = await word(place.db, notice, now, capabilities)
    assert isinstance(said, Reply), said
    return said


async def moot(place: Place, notice: Notice, now: datetime) -> str:
    said = await word(place.db, notice, now, SMART)
    assert not isinstance(said, Reply), said.text
    return said.cause


def whom(notices: list[Notice], kind: str) -> list[int | None]:
    return [one.member_id for one in notices if one.about.startswith(f"report:{kind}:")]


# On which day, and to whom


async def test_the_report_of_the_month_comes_once_on_its_day(each_db: AsyncSession) -> None:
    place = await place_of(each_db)
    hours = [(4, 8), (5, 7), (5, 8), (5, 8), (5, 9), (6, 8)]
    counts = [len(whom(await place.ticks(at(2026, 12, *one)), "month")) for one in hours]
    assert counts == [0, 0, 2, 0, 0, 0]
    owed = [one for one in await place.owed() if one.about == "report:month:m2026-11"]
    assert [(one.member_id, one.unit_id) for one in owed] == [
        (place.chair.id, place.commune.id),
        (place.secretary.id, place.cells[0].id),
    ]


async def test_after_the_last_month_of_a_quarter_comes_that_of_the_quarter_too(each_db: AsyncSession) -> None:
    place = await place_of(each_db)
    await place.adds_up(at(2027, 1, 5))
    owed = await place.ticks(at(2027, 1, 5, 8))
    assert [one.about for one in owed if one.member_id == place.chair.id] == [
        "report:month:m2026-12",
        "report:quarter:q2026-4",
    ]
    said = (await told(place, owed[-1], at(2027, 1, 5, 8))).text
    assert "báo cáo quý IV/2026 của Chi bộ Thôn Hồng" in said
    assert "Đã họp thường kỳ 1/3 tháng." in said


async def test_the_nearest_unit_upward_says_day_and_hour(place: Place) -> None:
    change(place.commune, "report_day", "10")
    change(place.commune, "report_hour", "14")
    change(place.cells[0], "report_day", "0")
    assert [len(whom(await place.ticks(at(2026, 12, *one)), "month")) for one in ((5, 8), (10, 13), (10, 14))] == [
        0,
        0,
        1,
    ]


async def test_nothing_goes_out_by_itself_where_the_day_is_none(place: Place) -> None:
    change(place.commune, "report_day", "0")
    days = [(2026, 11, 20), (2026, 12, 1), (2026, 12, 5), (2026, 12, 20)]
    assert [await place.ticks(at(*one, 9)) for one in days] == [[], [], [], []]


async def test_the_day_begins_at_midnight_in_viet_nam(place: Place) -> None:
    change(place.commune, "report_hour", "0")
    change(place.commune, "quiet_hours", "off")
    assert whom(await place.ticks(at(2026, 12, 4, 23, 59)), "month") == []
    midnight = at(2026, 12, 5, 0)
    assert midnight.date() == date(2026, 12, 4)  # elsewhere
    assert len(await place.ticks(midnight)) == 2


async def test_nobody_is_woken_by_it(place: Place) -> None:
    change(place.commune, "report_hour", "5")
    change(place.commune, "quiet_hours", "21:00-06:30")
    assert {one.not_before for one in await place.ticks(at(2026, 12, 5, 5))} == {at(2026, 12, 5, 6, 30)}


async def test_what_an_outage_delayed_is_caught_up_with_for_seven_days(place: Place) -> None:
    assert len(await place.ticks(at(2026, 12, 11, 20))) == 2
    place.db.expunge_all()
    assert {one.expires_at for one in await place.owed()} == {at(2026, 12, 12, 8)}


async def test_after_an_outage_of_more_than_seven_days_nothing_is_sent(place: Place) -> None:
    assert await place.ticks(at(2026, 12, 12, 8)) == []


async def test_an_office_that_ended_yesterday_gets_none(place: Place) -> None:
    await end_role(place.db, place.chair, place.commune, Office.COMMUNE_COMMITTEE, "test", FIFTH)
    assert whom(await place.ticks(FIFTH), "month") == [place.secretary.id]


async def test_an_office_that_ends_before_it_leaves_gets_none(place: Place) -> None:
    owed = await place.ticks(FIFTH)
    await end_role(place.db, place.chair, place.commune, Office.COMMUNE_COMMITTEE, "test", FIFTH)
    assert await moot(place, owed[0], FIFTH) == "not_theirs"
    assert "Chi bộ Thôn Hồng" in (await told(place, owed[1])).text


async def test_whoever_wants_none_gets_none_and_others_do(each_db: AsyncSession) -> None:
    place = await place_of(each_db)
    owed = await place.ticks(FIFTH)
    await choose(place.db, place.commune, place.chair.id, FIFTH, wants=False)
    await choose(place.db, place.cells[0], place.chair.id, FIFTH, wants=False)
    assert await moot(place, owed[0], FIFTH) == "not_wanted"
    assert "Chi bộ Thôn Hồng" in (await told(place, owed[1])).text
    await choose(place.db, place.commune, place.chair.id, FIFTH, wants=True)
    assert "Đảng ủy xã Húc Động" in (await told(place, owed[0])).text
    assert place.commune.settings == {}


async def test_whoever_holds_two_offices_gets_one_and_at_two_units_one_of_each(place: Place) -> None:
    await village.office(place.db, place.chair, place.commune, Office.INSPECTION)
    await village.office(place.db, place.chair, place.cells[1], Office.DEPUTY_SECRETARY)
    owed = await place.ticks(FIFTH)
    assert sorted(one.unit_id or 0 for one in owed if one.member_id == place.chair.id) == [
        place.commune.id,
        place.cells[1].id,
    ]


async def test_a_supervisor_and_a_clerk_get_none(place: Place) -> None:
    _, second, third, _ = await place.db.scalars(select(Member).order_by(Member.id).limit(4))
    await village.office(place.db, second, place.commune, Office.ASSIGNED_SUPERVISOR)
    await village.office(place.db, third, place.cells[0], Office.CLERK)
    assert whom(await place.ticks(FIFTH), "month") == [place.chair.id, place.secretary.id]


async def test_it_stops_with_the_unit_and_counts_to_the_cap_of_the_day(place: Place) -> None:
    (report, _) = await place.ticks(FIFTH)
    assert is_capped(report)
    await halt(place.db, place.commune, "test", FIFTH)
    free = select(Notice).where(Notice.step == Step.REPORT, may_leave(await halted_units(place.db), FIFTH))
    assert list(await place.db.scalars(free)) == []


async def test_who_cannot_be_reached_is_written_as_failed(place: Place) -> None:
    (other, *_) = await village.members(place.db, place.cells[2], 1)
    await village.office(place.db, other, place.commune, Office.OFFICE)
    failed = [one.cause for one in await place.ticks(FIFTH) if one.state is NoticeState.FAILED]
    assert failed == [NO_CHANNEL]


# Nothing that has nothing to say


async def test_without_counts_and_without_anybody_there_is_none(place: Place) -> None:
    bare = await add_unit(place.db, "trong", "Đảng ủy xã Trống", UnitKind.COMMUNE, None, SINCE)
    await village.office(place.db, place.chair, bare, Office.OFFICE)
    (late,) = await village.members(place.db, place.cells[2], 1)
    await village.office(place.db, late, place.cells[2])
    await end_role(place.db, place.chair, place.commune, Office.COMMUNE_COMMITTEE, "test", FIFTH)
    assert whom(await place.ticks(FIFTH), "month") == [place.secretary.id]


async def test_where_all_have_met_only_the_report_comes(place: Place) -> None:
    await village.held(place.db, place.cells[2], at(2026, 11, 28))
    await place.adds_up(at(2026, 12, 1, 0))
    assert await place.ticks(at(2026, 12, 1, 8)) == []
    (report, _) = await place.ticks(FIFTH)
    said = await told(place, report)
    assert "Đã họp thường kỳ 3/3 chi bộ.\n" in said.text
    assert "Chưa họp" not in [one.label for one in said.choices]


async def test_a_list_that_is_empty_when_it_would_leave_does_not_leave(place: Place) -> None:
    (owed,) = await place.ticks(at(2026, 12, 1, 8))
    await village.held(place.db, place.cells[2], at(2026, 11, 28))
    assert await moot(place, owed, at(2026, 12, 1, 9)) == "nothing_to_say"


# What it says


async def test_a_committee_reads_how_its_month_was_and_where_to_go_on(each_db: AsyncSession) -> None:
    place = await place_of(each_db)
    (report, _) = await place.ticks(FIFTH)
    said = await told(place, report)
    assert said.text.splitlines() == [
        "Kính gửi đồng chí Lê Thị Chủ: báo cáo tháng 11/2026 của Đảng ủy xã Húc Động.",
        "Đã họp thường kỳ 2/3 chi bộ. Chưa họp 1.",
        "Có mặt 7/8 = 87,50\u00a0%, dưới mức 95\u00a0%; trừ vắng có lý do 7/8 = 87,50\u00a0%.",
        "Vắng có lý do 0, không lý do 1.",
        "Đơn vị dưới mức 95\u00a0%: 1.",
    ]
    assert [(one.label, one.value) for one in said.choices] == [
        ("Xem báo cáo", f"report:{place.commune.id}:m2026-11"),
        ("Chưa họp", f"report_unmet:{place.commune.id}:m2026-11"),
        ("Tệp Excel", f"report_table:{place.commune.id}:m2026-11"),
    ]
    assert said.attaches == f"picture:{place.chair.id}:{place.commune.id}:m2026-11:1"


async def test_the_picture_leaves_the_country_only_where_the_unit_allows_it(place: Place) -> None:
    (report, _) = await place.ticks(FIFTH)
    said = await told(place, report, capabilities=ABROAD)
    assert (said.attaches, said.choices[-1].label) == (None, "Bảng ảnh")
    change(place.commune, "details_abroad", "yes")
    assert (await told(place, report, capabilities=ABROAD)).attaches is not None


async def test_a_cell_reads_its_own_and_the_change_since_the_month_before(place: Place) -> None:
    await village.held(place.db, place.cells[0], at(2026, 10, 3))
    report = (await place.ticks(FIFTH))[1]
    assert (await told(place, report)).text.splitlines()[1:] == [
        "Có mặt 3/4 = 75,00\u00a0%, dưới mức 95\u00a0%; trừ vắng có lý do 3/4 = 75,00\u00a0%.",
        "Vắng có lý do 0, không lý do 1. So với tháng 10/2026: giảm 25,00 điểm phần trăm.",
    ]


async def test_by_sms_it_is_one_part_however_long_the_name(place: Place) -> None:
    report, own = await place.ticks(FIFTH)
    said = await told(place, report, capabilities=SMS)
    assert written_for(said, SMS).text == (
        "Báo cáo tháng 11/2026, Xã Húc Động: họp 2/3 chi bộ, có mặt 7/8 = 87,50\u00a0%, dưới mức 1, chưa họp 1.\n"
        "1. Xem báo cáo\n2. Chưa họp"
    )
    assert "vắng có lý do 0, không lý do 1" in (await told(place, own, capabilities=SMS)).text
    place.commune.name = "Đảng ủy phường " + "Đông Hưng Thuận Bà Điểm " * 4
    for one in (said, await told(place, report, capabilities=SMS)):
        assert parts_of(one, SMS) == 1


async def test_its_words_are_those_of_the_moment_and_a_correction_sends_none_anew(place: Place) -> None:
    report, _ = await place.ticks(FIFTH)
    meeting = await village.held(place.db, place.cells[2], at(2026, 11, 29))
    await place.adds_up(FIFTH)
    assert "Có mặt 11/12" in (await told(place, report)).text
    away = Marks(unexcused=(await invited_to(place.db, meeting.id))[:1])
    await take_roll(place.db, meeting.id, away, "test", FIFTH + timedelta(hours=1))
    await place.adds_up(FIFTH)
    assert "Có mặt 10/12" in (await told(place, report)).text
    assert await place.ticks(FIFTH + timedelta(hours=2)) == []


# Cells that are behind


async def test_on_the_twentieth_the_committee_reads_which_cells_have_fixed_nothing(each_db: AsyncSession) -> None:
    place = await place_of(each_db)
    await set_series(each_db, place.cells[1], checked_monthly("day:29", time(19), "Sân"), "test", at(2026, 12, 1))
    await village.meeting(each_db, place.cells[2], at(2026, 12, 10), timedelta(days=15))
    assert await place.ticks(at(2026, 12, 20, 7)) == []
    (owed,) = await place.ticks(at(2026, 12, 20, 8))
    said = await told(place, owed, at(2026, 12, 20, 8))
    assert said.text == (
        "Kính gửi đồng chí Lê Thị Chủ: đến 20/12/2026, Đảng ủy xã Húc Động còn 1 chi bộ trực thuộc chưa ấn định "
        "buổi sinh hoạt thường kỳ tháng 12/2026: Thôn Hồng."
    )


async def test_when_the_month_is_over_it_reads_which_have_not_met(each_db: AsyncSession) -> None:
    place = await place_of(each_db)
    (owed,) = await place.ticks(at(2026, 12, 1, 8))
    assert owed.member_id == place.chair.id
    assert (await told(place, owed, at(2026, 12, 1, 8))).text == (
        "Kính gửi đồng chí Lê Thị Chủ: hết tháng 11/2026, Đảng ủy xã Húc Động còn 1 chi bộ trực thuộc "
        "chưa có buổi sinh hoạt thường kỳ nào được chốt điểm danh: Thôn Lan."
    )


async def test_a_list_is_of_use_until_the_report_comes(place: Place) -> None:
    (owed,) = await place.ticks(at(2026, 12, 4, 20))
    place.db.expunge_all()
    assert (await place.owed())[0].expires_at == FIFTH
    assert await moot(place, owed, FIFTH) == "expired"


async def test_a_report_of_the_first_says_itself_who_has_not_met(place: Place) -> None:
    change(place.commune, "report_day", "1")
    assert {one.about for one in await place.ticks(at(2026, 12, 1, 8))} == {"report:month:m2026-11"}


async def test_whoever_follows_all_cells_of_the_unit_hears_of_them_as_before_and_not_twice(place: Place) -> None:
    await village.office(place.db, place.chair, place.commune, Office.ASSIGNED_SUPERVISOR)
    assert await place.ticks(at(2026, 12, 1, 8)) == []


async def test_ten_cells_are_named_and_all_of_them_behind_a_choice(place: Place) -> None:
    for number in range(12):
        await add_unit(place.db, f"t{number}", f"Thôn Số {number + 10}", UnitKind.CELL, place.commune, SINCE)
    await place.adds_up(at(2026, 12, 1, 0))
    (owed,) = await place.ticks(at(2026, 12, 1, 8))
    said = await told(place, owed, at(2026, 12, 1, 8))
    assert said.text.endswith("Thôn Số 18; và 3 chi bộ khác.")
    assert said.choices[0].value == f"behind:not_held:{place.commune.id}:m2026-11"
    assert parts_of(await told(place, owed, at(2026, 12, 1, 8), SMS), SMS) == 1


# Once


async def test_several_processes_at_once_send_one(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        await place_of(db)

    async def process() -> None:
        rounds, left = Rounds(), 1
        while left:
            async with sessions.begin() as db:
                left = await rounds.send_some(db, FIFTH)

    await asyncio.gather(process(), process(), process())
    async with sessions() as db:
        assert await db.scalar(select(func.count()).where(Notice.step == Step.REPORT)) == 2
    await engine.dispose()


async def test_what_is_left_out_is_not_caught_up_with_and_the_next_one_comes(place: Place) -> None:
    await leave_out(place.db, FIFTH)
    assert await place.ticks(FIFTH + timedelta(hours=1)) == []
    assert len(await place.ticks(at(2026, 12, 20, 8))) == 1


async def test_it_is_forgotten_after_ninety_days(place: Place) -> None:
    for one in await place.ticks(FIFTH):
        one.state, one.settled_at = NoticeState.SENT, FIFTH
    later = FIFTH + timedelta(days=91)
    while any((await take_away(place.db, later)).values()):
        pass
    assert await place.owed() == []
    assert await place.db.scalar(select(func.count(OwnReport.id))) == 0


async def test_meetings_of_other_kinds_are_in_no_report(place: Place) -> None:
    await village.held(place.db, place.cells[2], at(2026, 11, 20), MeetingKind.THEMATIC)
    await place.adds_up(FIFTH)
    (report, _) = await place.ticks(FIFTH)
    assert "Đã họp thường kỳ 2/3 chi bộ." in (await told(place, report)).text


async def test_many_units_cost_no_more_statements_than_few(place: Place) -> None:
    few = await statements(place.db, FIFTH)
    for number in range(30):
        unit = await add_unit(place.db, f"x{number}", f"Đảng ủy xã Số {number}", UnitKind.COMMUNE, None, SINCE)
        await village.office(place.db, place.chair, unit, Office.OFFICE)
        place.db.add(Participation(unit_id=unit.id, under_id=0, month="2026-11", kind=MeetingKind.REGULAR, due=1))
    await place.db.flush()
    assert await statements(place.db, FIFTH) <= few
    assert len(await place.owed()) == 32


async def statements(db: AsyncSession, now: datetime) -> int:
    """Of a whole round."""
    said: list[str] = []
    connection = (await db.connection()).sync_connection
    assert connection is not None

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(connection, "before_cursor_execute", hear)
    await whole_round(db, now)
    event.remove(connection, "before_cursor_execute", hear)
    return len(said)
