"""Requests about one's own data: their clocks, who answers, what is really taken away and what stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base
from bot.messages import Reason
from bot.model.attendances import Answer, AnswerLog, Attendance, Mark
from bot.model.data_requests import DataRequest, Outcome, RequestKind
from bot.model.endpoints import Address, Consent, Endpoint
from bot.model.holidays import HolidayKind
from bot.model.meetings import Meeting
from bot.model.member_changes import ChangeKind
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit
from bot.refusals import BirthYearWrong, NewcomerUnreadable, PhoneWrong, Refused, RequestGone
from bot.services.addresses import reachable
from bot.services.change_checks import check
from bot.services.change_facts import Facts
from bot.services.data_answers import answer
from bot.services.data_requests import (
    ask,
    checked_value,
    may_answer,
    open_below,
)
from bot.services.holidays import Said, set_day
from bot.services.member_changes import enter
from bot.services.participation import roll_up_all, write_due_months
from bot.services.recount import recount
from bot.services.request_clock import overdue, remind_some
from bot.services.request_days import working_days_after
from bot.services.roll import roll_of
from bot.services.unit_settings import change
from bot.words.times import day_of
from tests import village
from tests.conftest import NOW

TODAY = day_of(NOW)
BY = "command-line"


async def an_office(db: AsyncSession) -> tuple[Unit, Member, Member, Member]:
    """A cell with Lan and her secretary, and who looks after the rosters of the commune."""
    xa = await village.commune(db)
    cell = await village.cell(db, xa)
    other = await village.cell(db, xa, "khac")
    lan = await village.member(db, cell, "Nguyễn Thị Lan", phone="+84912345678")
    secretary = await village.member(db, cell, "Trần Thị Bình")
    clerk = await village.member(db, other, "Lò Văn Phòng")
    await village.office(db, secretary, cell)
    await village.office(db, clerk, xa, Office.OFFICE)
    for number, one in enumerate((lan, secretary, clerk)):
        await village.reachable_at(db, one, NOW, chat=str(number))
    return cell, lan, secretary, clerk


async def words_to(db: AsyncSession, member: Member) -> list[str]:
    found = await db.scalars(select(Notice).filter_by(member_id=member.id, step="passed_on").order_by(Notice.id))
    return [str((one.content or {})["text"]) for one in found]


async def test_its_clock_counts_working_days_by_the_table_of_holidays(each_db: AsyncSession) -> None:
    saturday = date(2026, 11, 21)
    assert await working_days_after(each_db, saturday, 2) == date(2026, 11, 24)
    day = Said(date(2026, 11, 24), "Ngày Văn hóa Việt Nam", HolidayKind.OFF, "Văn bản số 1", date(2026, 11, 1))
    await set_day(each_db, day, BY, NOW)
    assert await working_days_after(each_db, saturday, 2) == date(2026, 11, 25)
    assert await working_days_after(each_db, date(2027, 2, 3), 1) == date(2027, 2, 11)  # over Tết


async def test_each_kind_has_the_days_of_the_unit(db: AsyncSession) -> None:
    cell, lan, _, _ = await an_office(db)
    change(await db.get_one(Unit, cell.parent_id), "data_days", "1 3 4 5")
    kinds = (RequestKind.CORRECTION, RequestKind.RESTRICTION, RequestKind.DELETION)
    asked = [(await ask(db, lan, kind, NOW))[0] for kind in kinds]
    assert [one.due_on.day for one in asked] == [25, 26, 27]
    assert {one.remind_on.day for one in asked} == {23}


async def test_asked_twice_it_is_one_request_and_one_word(each_db: AsyncSession) -> None:
    _, lan, secretary, clerk = await an_office(each_db)
    first, told = await ask(each_db, lan, RequestKind.DELETION, NOW)
    second, _ = await ask(each_db, lan, RequestKind.DELETION, NOW + timedelta(hours=1))
    assert told
    assert first.id == second.id
    assert [len(await words_to(each_db, one)) for one in (secretary, clerk)] == [1, 1]
    assert "Nguyễn Thị Lan" in (await words_to(each_db, clerk))[0]


async def test_who_keeps_the_roster_answers_and_nobody_their_own(db: AsyncSession) -> None:
    cell, lan, secretary, clerk = await an_office(db)
    stranger = await village.member(db, await village.cell(db, None, "la"), "Người Lạ")
    correction, _ = await ask(db, lan, RequestKind.CORRECTION, NOW, "birth_year", 1960)
    deletion, _ = await ask(db, lan, RequestKind.DELETION, NOW)
    own, _ = await ask(db, clerk, RequestKind.DELETION, NOW)

    async def who(request: DataRequest) -> list[bool]:
        return [await may_answer(db, one.id, request, NOW) for one in (lan, secretary, clerk, stranger)]

    assert await who(correction) == [False, False, True, False]
    assert await who(own) == [False, False, False, False]
    change(cell, "roster_by", "secretary")
    assert await who(correction) == [False, True, True, False]
    assert await who(deletion) == [False, False, True, False]


async def test_a_correction_is_made_and_what_it_said_is_not_kept(each_db: AsyncSession) -> None:
    _, lan, _, _ = await an_office(each_db)
    request, _ = await ask(each_db, lan, RequestKind.CORRECTION, NOW, "name", "Nguyễn Thị Lan Anh")
    await ask(each_db, lan, RequestKind.CORRECTION, NOW, "birth_year", 1961)
    await answer(each_db, request.id, Outcome.MET, BY, NOW)
    assert (lan.name, lan.birth_year, lan.search_key) == ("Nguyễn Thị Lan Anh", 1961, "nguyen thi lan anh")
    assert request.proposed is None
    assert "đã được thực hiện" in (await words_to(each_db, lan))[-1]
    with pytest.raises(RequestGone):
        await answer(each_db, request.id, Outcome.REFUSED, BY, NOW)


@pytest.mark.parametrize(
    ("field", "text", "refusal"),
    [
        ("name", "Lan", NewcomerUnreadable),
        ("name", "Nguyễn 2 Lan", NewcomerUnreadable),
        ("birth_year", "61", BirthYearWrong),
        ("birth_year", "2020", BirthYearWrong),
        ("phone", "12345", PhoneWrong),
    ],
)
def test_what_a_field_cannot_say_is_refused(field: str, text: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        checked_value(field, text, NOW)


def test_a_field_is_stored_as_it_is_written_down() -> None:
    assert checked_value("phone", "0912 345 678", NOW) == "+84912345678"
    assert checked_value("birth_year", " 1961 ", NOW) == 1961


async def test_restricted_they_get_nothing_and_stand_on_the_roll(db: AsyncSession) -> None:
    cell, lan, _, _ = await an_office(db)
    request, _ = await ask(db, lan, RequestKind.RESTRICTION, NOW)
    await answer(db, request.id, Outcome.MET, BY, NOW)
    assert (await reachable(db, [lan.id]))[lan.id] == []
    meeting = await village.meeting(db, cell, NOW)
    assert (await village.row_of(db, meeting, lan)).standing == "official"


# Deletion


async def everything_of(db: AsyncSession, member_id: int) -> str:
    """Every row of every table that is about somebody, as text."""
    rows = []
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns:
            if any(key.target_fullname == "members.id" for key in column.foreign_keys):
                key = getattr(mapper.class_, column.key)
                found = await db.scalars(select(mapper.class_).where(key == member_id))
                rows += [{name: getattr(one, name) for name in mapper.columns.keys()} for one in found]  # noqa: SIM118
    endpoints = [one.external_id for one in await db.scalars(select(Endpoint))]
    member = await db.get_one(Member, member_id)
    return f"{rows} {endpoints} {member.name} {member.phone} {member.birth_year}"


async def test_deleted_means_gone_and_the_counts_stay(each_db: AsyncSession) -> None:
    cell, lan, _, _ = await an_office(each_db)
    lan.birth_year = 1958
    meeting = await village.held(each_db, cell, village.at(2026, 11, 10), excused=1)
    row = (await each_db.scalars(select(Attendance).filter_by(member_id=lan.id))).one()
    row.reason = Reason.ILLNESS
    to_come = await village.meeting(each_db, cell, NOW)
    await village.says(each_db, to_come, lan, Answer.AWAY, NOW, Reason.ILLNESS)
    before = (await roll_of(each_db, meeting)).counts
    on = TODAY
    checked = await check(each_db, cell, ChangeKind.LEAVE, lan.id, None, Facts(on), NOW)
    await enter(each_db, checked, BY, NOW, at_once=True)
    request, _ = await ask(each_db, lan, RequestKind.DELETION, NOW)
    await answer(each_db, request.id, Outcome.MET, BY, NOW)
    lan_id, meeting_id = lan.id, meeting.id
    each_db.expire_all()
    kept = await everything_of(each_db, lan_id)
    for word in ("Lan", "912345678", "1958", "illness"):
        assert word not in kept, word
    for table in (Address, Consent, Notice):
        left = await each_db.scalar(select(func.count()).select_from(table).where(table.member_id == lan_id))
        assert left == 0
    assert (await roll_of(each_db, await each_db.get_one(Meeting, meeting_id))).counts == before
    await write_due_months(each_db, NOW)
    await roll_up_all(each_db, NOW)
    assert await recount(each_db, "2026-01") == []


async def test_whoever_is_still_a_member_keeps_the_name_on_the_list_alone(db: AsyncSession) -> None:
    cell, lan, _, _ = await an_office(db)
    await village.held(db, cell, village.at(2026, 11, 10))
    request, _ = await ask(db, lan, RequestKind.DELETION, NOW)
    await answer(db, request.id, Outcome.MET, BY, NOW)
    assert (lan.name, lan.phone, lan.erased_at) == ("Nguyễn Thị Lan", None, None)
    assert (await reachable(db, [lan.id]))[lan.id] == []
    marks = await db.scalars(select(Attendance.mark).filter_by(member_id=lan.id))
    assert marks.all() == [Mark.PRESENT]


async def test_a_phone_of_two_stays_the_other_ones(db: AsyncSession) -> None:
    cell, lan, _, _ = await an_office(db)
    husband = await village.member(db, cell, "Lê Văn Sơn")
    chat = (await db.scalars(select(Address).filter_by(member_id=lan.id))).one().endpoint_id
    db.add(Address(member_id=husband.id, endpoint_id=chat, position=1, linked_at=NOW))
    await db.flush()
    request, _ = await ask(db, lan, RequestKind.DELETION, NOW)
    await answer(db, request.id, Outcome.MET, BY, NOW)
    place = await db.get_one(Endpoint, chat)
    assert (place.external_id, place.dead_at) == ("0", None)
    assert (await db.scalars(select(AnswerLog.endpoint_id).filter_by(member_id=lan.id))).all() == []


# Being late


async def test_the_office_is_reminded_before_it_is_late_and_then_daily(each_db: AsyncSession) -> None:
    _, lan, _, clerk = await an_office(each_db)
    request, _ = await ask(each_db, lan, RequestKind.CORRECTION, NOW, "birth_year", 1960)
    assert request.due_on == date(2026, 12, 4)
    reminded = []
    for days in range(18):
        while await remind_some(each_db, NOW + timedelta(days=days)):
            reminded.append(TODAY + timedelta(days=days))
    days_of_december = [date(2026, 12, day) for day in (2, 5, 6, 7, 8)]
    assert reminded == [date(2026, 11, 24), *days_of_december]
    assert (await words_to(each_db, clerk))[-1].startswith("Đã quá hạn")
    assert await overdue(each_db, NOW + timedelta(days=17)) == (1, 1)
    await answer(each_db, request.id, Outcome.REFUSED, BY, NOW + timedelta(days=18))
    assert await remind_some(each_db, NOW + timedelta(days=30)) == 0
    assert await overdue(each_db, NOW + timedelta(days=30)) == (0, 0)


async def test_an_office_sees_the_requests_below_it_alone(db: AsyncSession) -> None:
    cell, lan, _, _ = await an_office(db)
    beside = await village.commune(db, "khac-xa")
    await ask(db, lan, RequestKind.DELETION, NOW)
    xa = await db.get_one(Unit, cell.parent_id)
    assert [len(await open_below(db, units, NOW)) for units in ([xa], [beside], [cell], None)] == [1, 0, 1, 1]


async def test_whoever_is_deleted_has_nothing_else_waiting_that_says_who_they_were(each_db: AsyncSession) -> None:
    cell, lan, _, clerk = await an_office(each_db)
    wish, _ = await ask(each_db, lan, RequestKind.CORRECTION, NOW, "name", "Nguyễn Thị Lan Anh")
    deletion, _ = await ask(each_db, lan, RequestKind.DELETION, NOW)
    checked = await check(each_db, cell, ChangeKind.LEAVE, lan.id, None, Facts(TODAY), NOW)
    await enter(each_db, checked, BY, NOW, at_once=True)
    await answer(each_db, deletion.id, Outcome.MET, f"member:{clerk.id}", NOW + timedelta(days=1))
    await each_db.refresh(wish)
    assert (wish.proposed, wish.outcome) == (None, Outcome.MET)
    assert await open_below(each_db, None, NOW) == []


async def test_whoever_is_only_received_for_a_time_is_answered_by_the_office_there(db: AsyncSession) -> None:
    cell, _, _, clerk = await an_office(db)
    guest = await village.member(db, cell, "Vàng A Pao", temporary=True)
    request, told = await ask(db, guest, RequestKind.CORRECTION, NOW, "birth_year", 1990)
    assert told
    assert await may_answer(db, clerk.id, request, NOW)
