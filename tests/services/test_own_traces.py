"""What else stands in the copy of the own data: each part with rows as the software writes them."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.data_requests import RequestKind
from bot.model.logins import ApiToken, Login
from bot.model.member_changes import ChangeKind
from bot.model.members import StatusKind
from bot.model.roles import Office
from bot.model.tree_changes import TreeChange, TreeChangeKind, TreeChangeState
from bot.model.warnings import Stage
from bot.services import logins, minutes
from bot.services.api_tokens import revoke
from bot.services.assignments import Wanted, assign, plan_assignments
from bot.services.audit import as_member
from bot.services.change_checks import check
from bot.services.change_facts import Facts
from bot.services.conclusions import mark_done
from bot.services.data_requests import ask
from bot.services.dates_coming import Ends
from bot.services.guests import own_came
from bot.services.member_changes import approve, enter, refuse
from bot.services.own_counts import Counts, counts_of
from bot.services.own_report_choice import choose
from bot.services.parcels import link_to
from bot.services.person_lines import Line
from bot.services.reorganising.changes import Change
from bot.services.standing_assignments import end_assignment
from bot.services.warnings import Given, given_once
from bot.services.working_groups import write_group
from bot.words import own, visit_report
from bot.words import own_copy as words
from bot.words.times import day_of
from tests import village
from tests.conftest import NOW
from tests.own_copies import copy_of, section
from tests.services.test_api_tokens import made, secretary
from tests.services.test_conclusions import AFTER, village_of
from tests.services.test_member_changes import two_cells
from tests.services.test_visits import EVENING
from tests.visit_places import YEAR, in_group, sending

TODAY = day_of(NOW)
NONE = [own.NOTHING]
WRITTEN, AT_OFFICE = "ghi ngày 21/11/2026", "chờ văn phòng cấp ủy đồng ý"


async def test_tasks_are_those_given_to_the_person(each_db: AsyncSession) -> None:
    place = await village_of(each_db)
    first, _, _ = await place.concludes(
        "Sửa đường; giao đ/c Lan, hạn 25/12", "Dọn vệ sinh; giao đ/c Lan", "Họp dân; giao đ/c Lê Văn Hùng"
    )
    await mark_done(each_db, first.row.id, True, "test", AFTER)
    assert await section(each_db, place.lan, words.TASKS) == [
        "Sửa đường (buổi họp ngày 03/11/2026, hạn 25/12/2026): đã xong ngày 03/11/2026",
        "Dọn vệ sinh (buổi họp ngày 03/11/2026): chưa xong",
    ]
    assert await section(each_db, place.secretary, words.TASKS) == NONE


async def test_logins_have_device_and_times_and_not_what_opens_the_page(each_db: AsyncSession) -> None:
    owner, _ = await secretary(each_db)
    each_db.info["public_url"] = "https://chibo.example"
    link = await logins.login_link(each_db, owner.id, NOW)
    cookie, _ = await logins.log_in_by_link(each_db, link.rpartition("/")[2], "Firefox, Windows", NOW) or ("", "")
    await logins.log_in(each_db, owner.id, "telegram", "Chrome, Android", NOW)
    await logins.end_logins(each_db, owner.id, NOW + timedelta(hours=1))
    at = "mở lúc 09:00 21/11/2026, dùng gần nhất 09:00 21/11/2026, kết thúc 10:00 21/11/2026"
    assert await section(each_db, owner, words.LOGINS) == [
        f"Firefox, Windows, bằng đường dẫn: {at}",
        f"Chrome, Android, trong Telegram: {at}",
    ]
    row = await each_db.get_one(Login, 1)
    assert not [one for one in (cookie, row.cookie_hash) if one in await copy_of(each_db, owner)]


async def test_tokens_have_name_scope_and_times_and_neither_token_nor_hash(each_db: AsyncSession) -> None:
    owner, _ = await secretary(each_db)
    secrets = [await made(each_db, owner), await made(each_db, owner, "Bảng tính")]
    rows = [await each_db.get_one(ApiToken, number) for number in (1, 2)]
    await revoke(each_db, rows[1].id, "test", NOW)
    await each_db.refresh(rows[1])
    said = "các đơn vị, các buổi họp; đến 21/12/2026; chưa dùng lần nào; cấp ngày 21/11/2026"
    assert await section(each_db, owner, words.TOKENS) == [
        f"Máy tính: {said}",
        f"Bảng tính: {said}; thu hồi ngày 21/11/2026",
    ]
    text = await copy_of(each_db, owner)
    assert not [one for one in (*secrets, *(row.token_hash for row in rows)) if one in text]


async def test_flags_say_what_is_counted_and_nothing_of_what_may_follow(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db)
    lan, other = [await village.member(each_db, cell, name) for name in ("Nguyễn Thị Lan", "Lê Văn Sơn")]
    flagged = [(Line.CONSIDER, "2026"), (Line.EXCUSED_RUNNING, "2026-03-05"), (Ends.PROBATION, "2026-12-15")]
    for name, period in flagged:
        await given_once(each_db, [Given(cell.id, name, as_member(lan.id), period)], Stage.SECRETARY, NOW)
    told = "đã báo bí thư, phó bí thư ngày 21/11/2026"
    assert await section(each_db, lan, words.FLAGS) == [
        f"Chi bộ Thôn thon: có tháng vắng không lý do, năm 2026 (mức xem xét); {told}",
        f"Chi bộ Thôn thon: vắng có lý do nhiều buổi liền, từ ngày 05/03/2026; {told}",
        f"Chi bộ Thôn thon: sắp đủ 12 tháng dự bị, ngày 15/12/2026; {told}",
    ]
    text = await copy_of(each_db, lan)
    assert not [word for word in ("Điều 8", "xóa tên", "kỷ luật") if word in text]
    assert await section(each_db, other, words.FLAGS) == NONE


def test_there_are_words_for_every_flag_and_for_whoever_was_told() -> None:
    assert set(words.FLAGGED) == {*Line, *Ends}
    assert set(words.TOLD) == set(Stage)
    assert set(words.SPLIT_STATES) == set(TreeChangeState)
    assert set(words.COUNTED) == {one.name for one in fields(Counts)}


async def test_changes_proposed_about_the_person_stand_with_what_became_of_them(each_db: AsyncSession) -> None:
    here, there, an = await two_cells(each_db)
    proposed = [
        (ChangeKind.EXEMPT, None, Facts(TODAY, None, "12")),
        (ChangeKind.LEAVE, None, Facts(TODAY)),
        (ChangeKind.TRANSFER, there, Facts(TODAY)),
    ]
    rows = []
    for kind, to, facts in proposed:
        checked = await check(each_db, here, kind, an.id, to, facts, NOW)
        rows.append(await enter(each_db, checked, "test", NOW, at_once=False))
        if kind is not ChangeKind.TRANSFER:
            await (approve if kind is ChangeKind.EXEMPT else refuse)(each_db, rows[-1].id, "test", NOW)
    an_said, on = "Đồng chí Nguyễn Văn An", "từ ngày 21/11/2026"
    assert await section(each_db, an, words.CHANGES) == [
        f"{an_said} của Chi bộ Thôn dong được miễn công tác và sinh hoạt đảng {on}, theo số 12 (đã xong, {WRITTEN})",
        f"{an_said} thôi là đảng viên ở Chi bộ Thôn dong {on} (không thực hiện, {WRITTEN})",
        f"{an_said} chuyển sinh hoạt đảng từ Chi bộ Thôn dong đến Chi bộ Thôn tay {on} ({AT_OFFICE}, {WRITTEN})",
    ]


async def test_a_split_that_takes_the_person_along_is_said_to_them_and_to_nobody_else(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db)
    lan, other = await village.members(each_db, cell, 2)
    said = Change(date(2026, 12, 1), TreeChangeKind.SPLIT, "thon", name="Thôn Mới", people=(lan.id,))
    kept = {"batch": "1", "digest": said.digest, "by": "test", "made_at": NOW, "state": TreeChangeState.PLANNED}
    each_db.add(TreeChange(on=said.on, kind=said.kind, facts=said.as_json(), unit_id=cell.id, **kept))
    assert await section(each_db, lan, words.CHANGES) == [
        "Từ Chi bộ Thôn thon sang Chi bộ Thôn Mới khi chi bộ được tách, từ ngày 01/12/2026 (đã quyết định)"
    ]
    assert await section(each_db, other, words.CHANGES) == NONE


async def test_of_minutes_only_what_the_person_was_stands_there(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db)
    lan, other, third = await village.members(each_db, cell, 3)
    first, second = await village.held(each_db, cell, NOW), await village.held(each_db, cell, NOW + timedelta(days=1))
    for meeting, clerk in ((first, other), (second, lan)):
        await minutes.chair(each_db, meeting, lan.id, "test", NOW)
        await minutes.clerk(each_db, meeting, clerk.id, "test", NOW)
    assert await section(each_db, lan, words.LED) == [
        "21/11/2026, sinh hoạt thường kỳ: chủ trì",
        "22/11/2026, sinh hoạt thường kỳ: chủ trì, ghi biên bản",
    ]
    assert await section(each_db, other, words.LED) == ["21/11/2026, sinh hoạt thường kỳ: ghi biên bản"]
    assert await section(each_db, third, words.LED) == NONE
    assert other.name not in await copy_of(each_db, lan)


async def test_whoever_came_beside_the_list_reads_that_they_did(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db)
    lan, other = [await village.member(each_db, cell, name, StatusKind.EXEMPT) for name in ("Nguyễn Lan", "Lê Sơn")]
    await village.members(each_db, cell, 1)
    meeting = await village.held(each_db, cell, NOW)
    for one in (lan, other):
        await own_came(each_db, meeting, one.id, True, "test", NOW)
    assert await section(each_db, lan, words.BESIDE) == [
        "21/11/2026, sinh hoạt thường kỳ: đảng viên không thuộc diện phải dự, có đến"
    ]
    assert other.name not in await copy_of(each_db, lan)


async def test_groups_and_what_is_assigned_to_the_person_alone(each_db: AsyncSession) -> None:
    place = await sending(each_db)
    wanted = Wanted(place.leader, place.cells, *YEAR, None, False, "Nghe việc làm đường")
    given = await assign(each_db, await plan_assignments(each_db, place.top, wanted, NOW), "test", NOW)
    later = NOW + timedelta(days=1)
    await end_assignment(each_db, given[1], "test", later)
    await write_group(each_db, place.top, "tổ 1", in_group(place.other), "test", later)
    days = "01/01/2026–31/12/2027, đột xuất"
    assert await section(each_db, place.leader, words.ASSIGNED) == [
        f"Chi bộ Thôn Số 0, {days}; lưu ý: Nghe việc làm đường",
        f"Chi bộ Thôn Số 1, {days}, đã thôi; lưu ý: Nghe việc làm đường",
    ]
    assert await section(each_db, place.leader, words.GROUPS) == [
        "Tổ công tác số 1, Huyện ủy Bình Liêu: tổ trưởng từ 21/11/2026 đến 22/11/2026"
    ]
    assert await section(each_db, place.other, words.ASSIGNED) == NONE
    assert place.other.name not in await copy_of(each_db, place.leader)


async def test_a_visit_that_went_off_is_still_kept_and_said_so(each_db: AsyncSession) -> None:
    place = await sending(each_db)
    (given,) = await place.assign()
    await place.call(EVENING)
    assert not (await section(each_db, place.leader, visit_report.OWN_COPY))[0].endswith(words.WENT_OFF)
    await end_assignment(each_db, given, "test", NOW)
    assert (await section(each_db, place.leader, visit_report.OWN_COPY))[0].endswith(words.WENT_OFF)


async def test_whoever_wants_no_reports_reads_it_beside_the_office(each_db: AsyncSession) -> None:
    place = await sending(each_db)
    await village.office(each_db, place.leader, place.top, Office.DISTRICT_COMMITTEE)
    await choose(each_db, place.top, place.leader.id, NOW, wants=False)
    (said,) = await section(each_db, place.leader, own.OFFICE)
    assert said.endswith(words.NO_OWN_REPORTS)
    assert words.NO_OWN_REPORTS not in await copy_of(each_db, place.planner)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("name", "Nguyễn Thị Lành", "họ tên: Nguyễn Thị Lành"), ("phone", "+84912345678", "số điện thoại: 0912 345 678")],
)
async def test_a_correction_that_waits_says_what_was_asked_for(
    sqlite_db: AsyncSession, field: str, value: str, said: str
) -> None:
    owner, _ = await secretary(sqlite_db)
    await ask(sqlite_db, owner, RequestKind.CORRECTION, NOW, field, value)
    assert (await section(sqlite_db, owner, own.REQUESTS))[0].endswith(f"; {said}")


async def test_links_and_lines_of_the_log_are_counted(each_db: AsyncSession) -> None:
    owner, _ = await secretary(each_db)
    each_db.info["public_url"] = "https://chibo.example"
    before = await counts_of(each_db, owner.id)
    await logins.login_link(each_db, owner.id, NOW)
    await link_to(each_db, f"own_data:{owner.id}", owner.id, NOW)
    await logins.log_in(each_db, owner.id, "link", "Firefox, Windows", NOW)
    counts = await counts_of(each_db, owner.id)
    assert (counts.links - before.links, counts.acts - before.acts) == (2, 1)
    assert f"{counts.links} đường dẫn riêng" in await copy_of(each_db, owner)
