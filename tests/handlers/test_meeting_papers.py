"""Papers in the chat: links typed, files by a page, read by whoever is invited; the calendar behind a yes."""

import pytest

from bot.model.attendances import Answer
from bot.model.meetings import MeetingState
from bot.model.papers import Paper
from bot.services.meeting_papers import add_file, papers_of
from bot.services.unit_settings import change
from bot.words import calendar
from bot.words import meeting_papers as words
from tests import village
from tests.handlers.committees import SITE
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers, talk
from tests.talk import Phone, phone_abroad, plain_phone

URL = "https://xa.example.vn/du-thao.pdf"


@pytest.fixture(params=["buttons", "plain"])
async def secretary(request: pytest.FixtureRequest, scene: Scene) -> Phone:
    return hers(scene) if request.param == "buttons" else await her_plain_one(scene)


async def a_file(scene: Scene, title: str = "Dự thảo nghị quyết") -> Paper:
    await add_file(scene.db, scene.meeting, title, "pdf", b"%PDF-1.4", "test", scene.now, is_confirmed=True)
    return (await papers_of(scene.db, scene.meeting.id))[-1]


async def test_the_secretary_adds_links_and_takes_them_away(scene: Scene, secretary: Phone) -> None:
    assert words.NONE_YET in await secretary.says("tài liệu")
    said = await secretary.says(f"{URL} Dự thảo nghị quyết")
    assert f"1. Dự thảo nghị quyết: {URL}" in said
    await secretary.says(f"tài liệu: Báo cáo {URL}")
    assert [one.title for one in await papers_of(scene.db, scene.meeting.id)] == ["Dự thảo nghị quyết", "Báo cáo"]
    await secretary.says("xóa 1")
    assert [one.title for one in await papers_of(scene.db, scene.meeting.id)] == ["Báo cáo"]
    assert "không có tài liệu số 7" in await secretary.says("xóa 7")


async def test_a_link_whose_name_bears_a_mark_is_refused(scene: Scene) -> None:
    phone = hers(scene)
    await talk(phone, ["tài liệu", f"{URL} Tài liệu mật", f"{URL} Gặp mặt thân mật"])
    assert await papers_of(scene.db, scene.meeting.id) == []
    await phone.says(f"xác nhận: {URL} Gặp mặt thân mật")
    assert [one.title for one in await papers_of(scene.db, scene.meeting.id)] == ["Gặp mặt thân mật"]


async def test_words_without_an_address_add_nothing(scene: Scene, secretary: Phone) -> None:
    await secretary.says("tài liệu")
    assert "https://" in await secretary.says("bản dự thảo ở nhà tôi")
    assert await papers_of(scene.db, scene.meeting.id) == []
    await secretary.says("có")
    assert (await scene.row(scene.secretary)).answer is Answer.COMING


async def test_a_file_goes_by_a_page_of_our_own(scene: Scene, secretary: Phone) -> None:
    scene.db.info["public_url"] = SITE
    await secretary.says("tài liệu")
    assert f"{SITE}/gui-tep/" in await secretary.presses(words.BRING)


async def test_a_file_sent_into_the_chat_is_answered_by_the_way_to_it(scene: Scene, secretary: Phone) -> None:
    assert "chỉ đọc được chữ" in await secretary.sends_a_picture()
    scene.db.info["public_url"] = SITE
    assert words.FILES_BY_LINK in await secretary.sends_a_picture()
    assert f"{SITE}/gui-tep/" in await secretary.presses(words.BRING)
    assert "chỉ đọc được chữ" in await scene.phone.sends_a_picture()


async def test_where_papers_are_in_the_official_app_that_is_said(scene: Scene) -> None:
    change(scene.cell, "papers", "app")
    assert await scene.phone.says("tài liệu") == words.IN_THE_APP
    phone = hers(scene)
    scene.db.info["public_url"] = SITE
    assert "Sổ tay đảng viên" in await phone.presses_value(f"papers_bring:{scene.meeting.id}")


# Reading


@pytest.mark.parametrize("kind", [Phone, plain_phone])
async def test_whoever_is_invited_reads_and_gets_them(scene: Scene, kind: type[Phone]) -> None:
    if kind is not Phone:
        await village.reachable_at(scene.db, scene.lan, scene.now, "10", "rehearsal_plain")
    phone = kind(scene.db, scene.now, "1" if kind is Phone else "10")
    scene.db.info["public_url"] = SITE
    await a_file(scene)
    said = await phone.says("tài liệu")
    assert "1. Dự thảo nghị quyết (tệp, 1 KB)" in said
    said = await phone.presses("1) Dự thảo")
    if phone.capabilities.documents:
        document = await phone.document()
        assert (document.name, document.content) == ("du-thao-nghi-quyet.pdf", b"%PDF-1.4")
    else:
        assert f"{SITE}/tep/" in said


async def test_from_abroad_a_file_is_only_a_link(scene: Scene) -> None:
    scene.db.info["public_url"] = SITE
    paper = await a_file(scene)
    phone = phone_abroad(scene.db, scene.now)
    assert f"{SITE}/tep/" in await phone.presses_value(f"paper_file:{paper.id}")
    assert phone.screen[-1].attaches is None


async def test_whoever_is_not_invited_gets_nothing(scene: Scene) -> None:
    paper = await a_file(scene)
    stranger = await village.member(scene.db, await village.cell(scene.db, code="la"))
    await village.reachable_at(scene.db, stranger, scene.now, "77")
    phone = Phone(scene.db, scene.now, "77")
    meeting = scene.meeting.id
    for value in (f"papers_of:{meeting}", f"paper_file:{paper.id}", f"calendar:{meeting}", "paper_file:999"):
        assert "không có trong danh sách" in await phone.presses_value(value)


# The calendar


async def test_behind_a_yes_the_meeting_is_offered_for_the_calendar(scene: Scene) -> None:
    assert "CÓ MẶT" in await scene.phone.says("có")
    assert scene.phone.offered == [calendar.ADD]
    assert calendar.FILE in await scene.phone.presses(calendar.ADD)
    document = await scene.phone.document()
    assert document.name == f"hop-{scene.meeting.id}.ics"
    assert b"BEGIN:VEVENT" in document.content


async def test_a_number_typed_behind_the_offer_is_still_an_answer(scene: Scene) -> None:
    await scene.phone.says("có")
    assert "XIN VẮNG" in await scene.phone.says("2")
    assert (await scene.row()).answer is Answer.AWAY


async def test_where_no_file_can_go_none_is_offered(scene: Scene) -> None:
    phone = phone_abroad(scene.db, scene.now)
    await phone.says("có")
    assert phone.offered == []
    scene.db.info["public_url"] = SITE
    await phone.says("có")
    assert f"{SITE}/tep/" in await phone.presses(calendar.ADD)
    await village.reachable_at(scene.db, scene.lan, scene.now, "10", "rehearsal_plain")
    plain = plain_phone(scene.db, scene.now, "10")
    await plain.says("1")
    assert plain.offered == []
    assert f"{SITE}/tep/" in await plain.says("thêm vào lịch")


async def test_an_old_button_of_a_meeting_that_is_off_takes_it_out_of_the_calendar(scene: Scene) -> None:
    scene.meeting.state = MeetingState.CANCELLED
    assert await scene.phone.presses_value(f"calendar:{scene.meeting.id}") == calendar.FILE_OFF
    assert b"STATUS:CANCELLED" in (await scene.phone.document()).content
