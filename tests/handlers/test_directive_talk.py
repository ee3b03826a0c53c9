"""Questions, study and reports of documents, in the chat."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.model.directives import DirectiveQuestion, DirectiveStudy
from bot.model.meetings import Meeting, MeetingKind
from bot.model.notices import Notice
from bot.words import directive_answers, directive_progress
from tests.ground import Ground
from tests.services.directive_places import Told, told_to_study
from tests.talk import Phone


@pytest.fixture
async def told(ground: Ground) -> AsyncIterator[Told]:
    async with ground.with_(told_to_study) as told:
        yield told


def office(told: Told) -> Phone:
    return Phone(told.db, told.now, str(len(told.people) + 2))


def hers(told: Told) -> Phone:
    return Phone(told.db, told.now, str(len(told.people) + 1))


def lans(told: Told) -> Phone:
    return Phone(told.db, told.now, "1")


async def questions(told: Told) -> list[DirectiveQuestion]:
    found = await told.db.scalars(select(DirectiveQuestion).execution_options(populate_existing=True))
    return list(found)


async def test_a_question_goes_up_and_its_answer_comes_back(told: Told) -> None:
    lan = lans(told)
    await lan.presses_value(f"directive_ask:{told.directive.id}")
    assert "Đảng ủy xã Suối Trong" in await lan.says("Phụ lục 2 áp dụng cho ai?")
    assert "Đang chờ" in await lan.says("câu hỏi của tôi")
    phone = office(told)
    assert "1 câu hỏi" in await phone.says("câu hỏi về văn bản")
    shown = await phone.presses("Phụ lục 2")
    assert "Lan" not in shown
    await phone.presses(directive_answers.ANSWER)
    assert await phone.says("Cho mọi chi bộ.") == directive_answers.ANSWERED
    assert "Trả lời: Cho mọi chi bộ." in await lan.says("cau hoi cua toi")
    (row,) = await questions(told)
    assert row.answered_by == f"member:{told.office.id}"


async def test_in_one_line_and_nothing_secret(told: Told) -> None:
    lan, line = lans(told), f"hỏi về văn bản {told.directive.id}:"
    assert "tài liệu mật" in await lan.says(f"{line} TÀI LIỆU MẬT số 3 ở đâu?")
    assert await questions(told) == []
    assert "Đã chuyển câu hỏi" in await lan.says(f"{line} hạn nộp ngày nào?")
    assert [one.text for one in await questions(told)] == ["hạn nộp ngày nào?"]


async def test_somebody_else_can_neither_read_nor_answer_it(told: Told) -> None:
    await lans(told).says(f"hỏi về văn bản {told.directive.id}: hạn nộp ngày nào?")
    (row,) = await questions(told)
    for value in (f"directive_q:{row.id}", f"directive_answer:{row.id}", f"directive_pass_up:{row.id}"):
        assert "hạn nộp" not in await hers(told).presses_value(value)
    assert row.answer is None


# Study


async def study_meetings(told: Told) -> list[Meeting]:
    found = await told.db.scalars(select(Meeting).join(DirectiveStudy, DirectiveStudy.meeting_id == Meeting.id))
    return list(found)


async def test_a_study_meeting_is_called_in_one_line(told: Told) -> None:
    phone = hers(told)
    shown = await phone.says(f"gọi họp học văn bản {told.directive.id} 3/12 19h30 Nhà văn hóa thôn")
    assert "Học tập văn bản 27-QĐ/TU" in shown
    assert await study_meetings(told) == []
    await phone.presses("Gửi giấy mời")
    (meeting,) = await study_meetings(told)
    assert (meeting.kind, meeting.cell_id) == (MeetingKind.STUDY, told.dong.id)


async def test_in_the_midst_of_another_call_it_is_the_study_that_is_called(told: Told) -> None:
    phone = hers(told)
    await phone.says("gọi họp 2/12 19h30")
    shown = await phone.says(f"gọi họp học văn bản {told.directive.id} 3/12 19h30 Nhà văn hóa thôn")
    assert "Học tập văn bản 27-QĐ/TU" in shown
    await phone.presses("Gửi giấy mời")
    assert len(await study_meetings(told)) == 1


async def test_a_meeting_that_is_called_already_studies_it_or_not(told: Told) -> None:
    phone = hers(told)
    await phone.says("gọi họp 3/12 19h30 Nhà văn hóa thôn")
    await phone.presses("Gửi giấy mời")
    await phone.presses_value(f"content:{told.dong.id}")
    await phone.presses(directive_progress.STUDY_HERE)
    assert "học văn bản 27-QĐ/TU" in await phone.presses("27-QĐ/TU")
    assert len(await study_meetings(told)) == 1
    await phone.presses(directive_progress.STUDY_HERE)
    await phone.presses("Bỏ 27-QĐ/TU")
    assert await study_meetings(told) == []


async def test_making_up_by_name(told: Told) -> None:
    phone = hers(told)
    assert "Đã ghi học bù" in await phone.says(f"học bù văn bản {told.directive.id}: Lan, An")
    assert (await told.row(told.dong)).studied == 2
    assert "Đã bỏ" in await phone.says(f"bo hoc bu van ban {told.directive.id}: lan")
    assert (await told.row(told.dong)).studied == 1
    await lans(told).says(f"học bù văn bản {told.directive.id}: Bình")
    assert (await told.row(told.dong)).studied == 1


# Reports


async def test_a_report_that_agrees_with_the_rolls_is_taken_at_once(told: Told) -> None:
    phone = hers(told)
    await phone.says(f"học bù văn bản {told.directive.id}: Lan, An")
    assert "Đã báo cáo" in await phone.says(f"báo cáo văn bản {told.directive.id}: 2/3, học bù 2")
    row = await told.row(told.dong)
    assert (row.reported_at, row.reported_by) == (told.now, f"member:{told.secretary.id}")
    assert (row.classes, row.report) == (0, "2/3, học bù 2")


async def test_a_difference_is_shown_and_confirmed_first(told: Told) -> None:
    phone = hers(told)
    shown = await phone.says(f"báo cáo văn bản {told.directive.id}: 1 lớp, 3/3")
    assert "Máy đếm: 0 lớp, 0/3" in shown
    assert (await told.row(told.dong)).reported_at is None
    await phone.presses(directive_progress.REPORT_ANYWAY)
    row = await told.row(told.dong)
    assert (row.classes, row.report) == (1, "1 lớp, 3/3")
    assert "đã xong hoặc đã dừng" in await phone.presses(directive_progress.REPORT_ANYWAY)


async def test_what_the_rolls_count_is_reported_by_one_button(told: Told) -> None:
    phone = hers(told)
    await phone.says(f"học bù văn bản {told.directive.id}: Lan")
    await phone.says(f"báo cáo văn bản {told.directive.id}")
    assert "Đã báo cáo văn bản 27-QĐ/TU: 0 lớp, 1/3, học bù 1" in await phone.presses(directive_progress.REPORT_COUNTED)
    assert (await told.row(told.dong)).report == "0 lớp, 1/3, học bù 1"


async def test_only_whoever_leads_the_unit_reports(told: Told) -> None:
    for phone in (lans(told), office(told)):
        await phone.says(f"báo cáo văn bản {told.directive.id}: 3/3")
    assert (await told.row(told.dong)).reported_at is None
    assert (await told.db.scalars(select(Notice))).all() == []
