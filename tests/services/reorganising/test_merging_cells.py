"""A cell becomes part of another: who stays what, what ends, what goes over; and what stands in the way."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import DirectiveUnit, DocumentKind, Receipt
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Membership, StatusKind
from bot.model.notices import Notice
from bot.model.opinions import Opinion, OpinionKind
from bot.model.roles import Office, Role
from bot.model.units import Unit, UnitKind
from bot.services.addressees import Addressees
from bot.services.directive_checks import Content
from bot.services.directive_telling import Rounds
from bot.services.directives import Sending, make_directive
from bot.services.halts import halt
from bot.services.invitations import invited_to
from bot.services.meetings import cancel_meeting
from bot.services.party_groups import make_group
from bot.services.people import people_of_cell
from bot.services.permissions import role_holds
from bot.services.reorganising.changes import Change
from bot.services.reorganising.plans import Fate, NotWritten, look_through
from bot.services.series import checked_monthly, series_of, set_series
from tests import village
from tests.services.reorganising.country import JULY, Country, all_agrees, line, met, said, settled, troubles

NOW = village.at(2025, 7, 1, 8)
DOCUMENT = Content(
    DocumentKind.NQ, "12-NQ/HU", "Huyện ủy 1", date(2025, 6, 20), "Chuyển đổi số", due_on=date(2025, 8, 1)
)
MERGE = line(JULY, "merge", "h1-x1-c1", "h1-x1-c2")


async def two_cells(db: AsyncSession) -> Country:
    """Two cells of one commune, with three members each."""
    return await settled(db, districts=1, communes=1, cells=2)


async def everybody(country: Country, code: str, on: date) -> list[int]:
    return sorted(one.member_id for one in await people_of_cell(country.db, country[code].id, on))


async def why_not(country: Country, change: Change, now: datetime = NOW) -> str:
    """The sentence of the only trouble; nothing is written."""
    with pytest.raises(NotWritten) as refusal:
        await said(country, change, now=now)
    (trouble,) = troubles(refusal.value.look)
    return trouble


async def test_its_members_belong_to_the_other_from_the_day_on(each_db: AsyncSession) -> None:
    country = await two_cells(each_db)
    theirs, others = [await everybody(country, code, JULY) for code in ("h1-x1-c1", "h1-x1-c2")]
    look = await said(country, MERGE, now=NOW)
    assert look.people == 3
    assert await everybody(country, "h1-x1-c1", date(2025, 6, 30)) == theirs
    assert await everybody(country, "h1-x1-c1", JULY) == []
    assert await everybody(country, "h1-x1-c2", date(2025, 6, 30)) == others
    assert await everybody(country, "h1-x1-c2", JULY) == sorted(theirs + others)


async def test_who_is_received_for_a_time_goes_on_being_received_and_who_comes_home_is_home(db: AsyncSession) -> None:
    country = await two_cells(db)
    here, there = country["h1-x1-c1"], country["h1-x1-c2"]
    guest = await village.member(db, here, "Vũ Thị Khách", temporary=True)
    own = await village.member(db, there, "Đỗ Văn Về", StatusKind.TEMPORARY_OUT)
    db.add(Membership(member_id=own.id, unit_id=here.id, is_temporary=True))
    await db.flush()
    await said(country, MERGE, now=NOW)
    people = {one.member_id: one for one in await people_of_cell(db, there.id, JULY)}
    assert not people[guest.id].is_own
    assert people[own.id].is_own
    assert not people[own.id].is_away
    assert len(people) == 8


async def test_who_leads_the_other_goes_on_and_who_led_this_one_leads_no_more(db: AsyncSession) -> None:
    country = await two_cells(db)
    for code in ("h1-x1-c1", "h1-x1-c2"):
        leader = (await people_of_cell(db, country[code].id, JULY))[0].member
        await village.office(db, leader, country[code])
    look = await said(country, MERGE, now=NOW)
    held = (await db.scalars(select(Role.unit_id).where(role_holds(JULY)))).all()
    before = (await db.scalars(select(Role.unit_id).where(role_holds(date(2025, 6, 30))))).all()
    assert (held, sorted(before)) == ([country["h1-x1-c2"].id], sorted(country[f"h1-x1-c{one}"].id for one in (1, 2)))
    assert look.outcomes[0].effects is not None
    assert look.outcomes[0].effects.offices == {"secretary": 1}


async def test_groups_go_along_with_their_people_and_leaders(db: AsyncSession) -> None:
    country = await two_cells(db)
    group, _ = [await make_group(db, country[f"h1-x1-c{one}"], "Tổ 1", "test", NOW) for one in (1, 2)]
    person = (await people_of_cell(db, country["h1-x1-c1"].id, JULY))[0].member
    (await village.place_of(db, person)).group_id = group.id
    await village.office(db, person, group, Office.GROUP_LEADER)
    await said(country, MERGE, now=NOW)
    here = {one.member_id: one.group_id for one in await people_of_cell(db, country["h1-x1-c2"].id, JULY)}
    assert here[person.id] == group.id
    assert (group.parent_id, group.name) == (country["h1-x1-c2"].id, "Tổ đảng 1 (Thôn 111)")
    assert await db.scalar(select(Role.member_id).where(Role.unit_id == group.id, role_holds(JULY))) == person.id


async def test_its_series_end_and_its_meetings_to_come_are_called_off_and_told(db: AsyncSession) -> None:
    country = await two_cells(db)
    cell = country["h1-x1-c1"]
    person = (await people_of_cell(db, cell.id, JULY))[0].member
    await village.reachable_at(db, person, NOW)
    await set_series(db, cell, checked_monthly(3, village.at(2025, 7, 3, 19).time(), "Nhà văn hóa"), "test", NOW)
    meeting = await village.meeting(db, cell, NOW)
    await village.has_been_told(db, meeting, person)
    look = await look_through(db, [MERGE], "test", NOW)
    (outcome,) = look.outcomes
    assert outcome.effects is not None
    assert (outcome.effects.counts["series"], len(outcome.effects.meetings)) == (1, 1)
    assert meeting.state is MeetingState.CALLED
    await said(country, MERGE, now=NOW)
    assert await db.scalar(select(Meeting.state)) is MeetingState.CANCELLED
    assert await series_of(db, cell.id) is None
    told = await db.scalars(select(Notice.content).where(Notice.about.startswith("tree_change:")))
    assert any("đồng chí sinh hoạt tại Thôn 112" in str(one) for one in told)


async def test_who_comes_over_is_called_to_the_next_meeting_of_the_other(db: AsyncSession) -> None:
    country = await two_cells(db)
    meeting = await village.meeting(db, country["h1-x1-c2"], NOW)
    await said(country, MERGE, now=NOW)
    assert len(await invited_to(db, meeting.id)) == 6


async def test_a_meeting_that_was_held_and_is_not_closed_stands_in_the_way(db: AsyncSession) -> None:
    country = await two_cells(db)
    meeting = await village.meeting(db, country["h1-x1-c1"], village.at(2025, 6, 28))
    assert "chưa chốt" in await why_not(country, MERGE)
    await cancel_meeting(db, meeting.id, "test", village.at(2025, 6, 28))
    await said(country, MERGE, now=NOW)


async def test_a_cell_is_not_closed_before_a_meeting_that_it_has_held(db: AsyncSession) -> None:
    country = await two_cells(db)
    await met(country, 7)
    assert "Mời ghi ngày sau ngày 10/07/2025" in await why_not(country, MERGE, village.at(2025, 7, 20))
    await said(country, line(date(2025, 7, 11), "merge", "h1-x1-c1", "h1-x1-c2"), now=village.at(2025, 7, 20))
    await all_agrees(db)


async def test_an_opinion_without_an_answer_waits_at_the_other(db: AsyncSession) -> None:
    country = await two_cells(db)
    person = (await people_of_cell(db, country["h1-x1-c1"].id, JULY))[0].member
    said_there = {"text": "Đề nghị sửa đường vào thôn.", "arrived_at": NOW, "due_on": date(2025, 7, 20)}
    db.add(
        Opinion(unit_id=country["h1-x1-c1"].id, member_id=person.id, kind=OpinionKind.OTHER, reminders=0, **said_there)
    )
    await db.flush()
    await said(country, MERGE, now=NOW)
    assert (await db.scalars(select(Opinion.unit_id))).all() == [country["h1-x1-c2"].id]


async def test_a_document_that_is_still_to_be_read_is_read_at_the_other(db: AsyncSession) -> None:
    country = await two_cells(db)
    people = await everybody(country, "h1-x1-c1", JULY)
    directive = await make_directive(
        db, country["h1"], DOCUMENT, Sending(Addressees((country["h1-x1-c1"].id,))), "test", NOW
    )
    await Rounds().tell_some(db, NOW)
    assert len((await db.scalars(select(Receipt.id).filter_by(directive_id=directive.id))).all()) == len(people)
    await said(country, MERGE, now=NOW)
    found = await db.execute(select(DirectiveUnit.unit_id, DirectiveUnit.expected).order_by(DirectiveUnit.unit_id))
    assert [tuple(one) for one in found] == [(country["h1-x1-c1"].id, 0), (country["h1-x1-c2"].id, 3)]


async def test_a_unit_below_which_sending_is_stopped_is_not_closed(db: AsyncSession) -> None:
    country = await two_cells(db)
    await halt(db, country["h1-x1-c1"], "test", NOW)
    assert "lệnh dừng" in await why_not(country, MERGE)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (line(JULY, "merge", "h1-x1-c1", "h1-x1"), "khác loại"),
        (line(JULY, "merge", "h1", "h1-x1"), "vào dưới chính nó"),
        (line(JULY, "move", "h1-x1", "h1-x1-c1"), "là chi bộ"),
        (line(JULY, "move", "h1", "h1-x1"), "là cấp cao hơn"),
        (line(JULY, "move", "h1-x1", "h1"), "rồi. Mời bỏ dòng này"),
        (line(JULY, "move", "khong-co", "h1"), "Không có đơn vị nào mang mã"),
        (line(JULY, "close", "h1-x1-c1"), "còn đảng viên"),
        (line(JULY, "close", "h1"), "còn Đảng ủy xã 11 bên dưới"),
        (line(JULY, "rename", "h1", name="Huyện ủy 1"), "đang mang tên"),
        (line(JULY, "rename", "h1", name="Huyện ủy Một", new_code="h9"), "không đổi"),
        (line(JULY, "rename", "h1-x1-c1", name="thôn 112"), "đã có đơn vị tên"),
        (line(JULY, "rename", "h1", unit_kind=UnitKind.COMMUNE), "không đổi sang cấp khác được"),
        (line(JULY, "found", to="h1", name="Đảng ủy xã Mới"), "Thiếu loại"),
        (line(date(2024, 7, 1), "move", "h1-x1", "tinh"), "chỉ có từ ngày 01/01/2025"),
        (line(JULY, "split", "h1-x1-c1", name="Thôn Mới", new_code="moi"), "Chưa ghi ai"),
        (line(JULY, "split", "h1-x1-c1", name="Thôn Mới", people=(999,)), "Số 999 không phải"),
    ],
)
async def test_what_cannot_be_is_said_with_what_to_do(db: AsyncSession, change: Change, sentence: str) -> None:
    country = await two_cells(db)
    assert sentence in await why_not(country, change)


async def test_what_is_closed_has_its_past_and_changes_no_more(db: AsyncSession) -> None:
    country = await two_cells(db)
    await said(country, MERGE, now=NOW)
    assert "đã kết thúc từ ngày 01/07/2025" in await why_not(country, line(JULY, "move", "h1-x1-c1", "h1"))


async def test_said_twice_it_changes_nothing(db: AsyncSession) -> None:
    country = await two_cells(db)
    await said(country, MERGE, now=NOW)
    again = await said(country, MERGE, now=NOW)
    assert [one.fate for one in again.outcomes] == [Fate.KNOWN]
    assert again.new == []


async def test_one_wrong_line_leaves_nothing_of_the_others(each_db: AsyncSession) -> None:
    country = await two_cells(each_db)
    with pytest.raises(NotWritten) as refusal:
        await said(country, MERGE, line(JULY, "move", "h1-x1", "khong-co"), now=NOW)
    assert [one.fate for one in refusal.value.look.outcomes] == [Fate.DONE, Fate.WRONG]
    closed = await each_db.scalars(select(Unit.id).where(Unit.closed_on.is_not(None)))
    assert closed.all() == []
    assert len(await everybody(country, "h1-x1-c1", JULY)) == 3
