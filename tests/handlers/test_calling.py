"""The secretary calls a meeting in the chat."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.rehearsal import SMART
from bot.conversation import Turn
from bot.messages import Incoming, Kind
from bot.model.endpoints import ConsentKind
from bot.model.meetings import MeetingKind, MeetingState
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit
from bot.services.addresses import endpoint_at
from bot.services.audit import as_member
from bot.services.consents import agree
from bot.services.joining import link
from bot.services.meetings import cancel_meeting
from bot.services.permissions import offices_of
from handlers import meetings
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import called, her_plain_one, hers, talk, the_meeting
from tests.village import at

LINE = "gọi họp 3/12 19h30 Nhà văn hóa thôn"


async def second_cell(scene: Scene) -> Unit:
    """Another cell of the same secretary, which has never met."""
    cell = await village.cell(scene.db, code="moi")
    await village.members(scene.db, cell, 2)
    await village.office(scene.db, scene.secretary, cell)
    return cell


# How many messages it takes

IN_WORDS = {
    "an offered time with its place": ["gọi họp", "1", "1"],
    "a typed time, then the place": ["mời họp", "tối thứ Năm tuần sau 7 rưỡi", "1", "1"],
    "all of it behind the first words": [LINE, "1"],
    "a day, then an hour": ["gọi họp", "3/12", "1", "1", "1"],
    "an hour, then a day": ["gọi họp", "19h30", "3/12", "Hội trường", "1"],
    "an hour of two": ["gọi họp", "3/12", "7 rưỡi", "tối", "1"],
    "a confirmation in words": ["goi hop 3/12 19h30 nha van hoa", "gửi"],
}


@pytest.mark.parametrize("said", IN_WORDS.values(), ids=IN_WORDS)
async def test_a_meeting_is_called_in_six_messages_at_most(scene: Scene, said: list[str]) -> None:
    for phone in (hers(scene), await her_plain_one(scene)):
        assert "Đã gọi họp." in await talk(phone, said)
        assert len(phone.screen) <= 6
        await cancel_meeting(scene.db, (await called(scene))[-1].id, "test", scene.now)


@pytest.mark.parametrize("last", ["tối, Nhà văn hóa mới", "Nhà văn hóa mới, buổi tối"])
async def test_of_two_cells_the_new_one_is_called_in_six_messages_at_most(scene: Scene, last: str) -> None:
    cell = await second_cell(scene)
    phone = await her_plain_one(scene)
    await talk(phone, ["gọi họp", "1", "3/12", "7 rưỡi", last, "1"])
    assert len(phone.screen) == 6
    meeting = await the_meeting(scene)
    assert (meeting.cell_id, meeting.starts_at, meeting.place) == (cell.id, at(2026, 12, 3, 19, 30), "Nhà văn hóa mới")


async def test_where_one_more_question_would_be_too_many_the_last_place_stands(scene: Scene) -> None:
    await second_cell(scene)
    phone = hers(scene)
    await talk(phone, ["gọi họp"])
    await phone.presses("Thôn thon")
    said = await talk(phone, ["3/12", "7 rưỡi", "tối"])
    assert "Địa điểm: Nhà văn hóa." in said
    await phone.presses("Gửi giấy mời")
    assert len(phone.screen) == 6


async def test_with_buttons_three_taps_are_enough(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("gọi họp")
    await phone.presses("22/12, 09h00, Nhà văn hóa")
    assert (await phone.presses("Gửi giấy mời")).startswith("Đã gọi họp.")
    meeting = await the_meeting(scene)
    assert (meeting.starts_at, meeting.place) == (at(2026, 12, 22, 9), "Nhà văn hóa")
    assert (meeting.kind, meeting.called_by) == (MeetingKind.REGULAR, as_member(scene.secretary.id))


async def test_the_answer_is_a_tally_that_stays_alive(scene: Scene) -> None:
    phone = hers(scene)
    said = await talk(phone, [LINE, "gửi"])
    assert "Phải dự 2" in said
    stands_for = phone.screen[-1].stands_for or ""
    assert stands_for.startswith(f"tally:{(await the_meeting(scene)).id}:{scene.secretary.id}:")


# What is asked


async def test_an_hour_that_may_be_two_is_asked_and_not_guessed(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("gọi họp 3/12 7 rưỡi nhà văn hóa")
    assert phone.offered == ["19 giờ 30 tối", "7 giờ 30 sáng"]
    await phone.presses("sáng")
    await phone.presses("Gửi giấy mời")
    assert (await the_meeting(scene)).starts_at == at(2026, 12, 3, 7, 30)


async def test_the_last_places_are_offered_each_once(scene: Scene) -> None:
    phone = hers(scene)
    for words in ("gọi họp 3/12 19h Hội trường", "gọi họp 4/12 19h hội trường", "gọi họp 5/12 19h Sân đình"):
        await talk(phone, [words, "gửi"])
    await phone.says("gọi họp 6/12 19h")
    assert phone.offered == ["Sân đình", "hội trường", "Nhà văn hóa"]


async def test_a_time_behind_the_question_where_is_a_time(scene: Scene) -> None:
    phone = hers(scene)
    said = await talk(phone, ["gọi họp 3/12 19h30", "20h", "Hội trường 19/8"])
    assert "20 giờ" in said
    assert "Địa điểm: Hội trường 19/8." in said


@pytest.mark.parametrize("wrong", ["31/2 19h", "20/11 19h", "hôm nay 8h sáng", "3/12/2028 19h", "bao giờ?", "😀"])
async def test_a_time_that_cannot_be_is_refused_and_can_be_typed_again(scene: Scene, wrong: str) -> None:
    phone = hers(scene)
    await phone.says("gọi họp")
    assert "Mời" in await phone.says(wrong)
    await talk(phone, ["3/12 19h30, hội trường", "gửi"])
    assert (await the_meeting(scene)).starts_at == at(2026, 12, 3, 19, 30)


# Once, and only what was shown


async def test_two_taps_make_one_meeting(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    go = phone.screen[-1].choices[0].value
    await phone.presses_value(go)
    assert "đã xong" in await phone.presses_value(go)
    assert len(await called(scene)) == 1


async def test_the_same_hour_from_a_second_phone_is_refused_and_can_be_changed(scene: Scene) -> None:
    phone, other = hers(scene), await her_plain_one(scene)
    await phone.says(LINE)
    await other.says(LINE)
    await phone.presses("Gửi giấy mời")
    assert "đã có buổi sinh hoạt vào đúng giờ này" in await other.says("1")
    await talk(other, ["20h30", "1"])
    assert [one.starts_at for one in await called(scene)] == [at(2026, 12, 3, 19, 30), at(2026, 12, 3, 20, 30)]


async def test_the_button_of_an_older_preview_sends_nothing_newer_than_it_shows(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    old = phone.screen[-1].choices[0].value
    await phone.says("20h")
    assert "20 giờ" in await phone.presses_value(old)
    assert await called(scene) == []


async def test_a_button_of_somebody_elses_message_is_harmless(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    for choice in phone.screen[-1].choices:
        assert await scene.phone.presses_value(choice.value)
    assert await called(scene) == []
    await phone.presses("Gửi giấy mời")
    assert len(await called(scene)) == 1


@pytest.mark.parametrize(
    "value",
    ["call:999", "call:x", "call_go:1:1", "call_at:1:99991231T0000", "call_day:1:x", "call_hour:1:2500", "call_in:1:1"],
)
async def test_a_value_nobody_offered_calls_nothing(scene: Scene, value: str) -> None:
    phone = hers(scene)
    assert await phone.presses_value(value)
    await phone.says("gọi họp")
    number = phone.screen[-1].choices[0].value.split(":")[1]
    assert await phone.presses_value(value.replace(":1", f":{number}", 1))
    assert await called(scene) == []


# Who may


@pytest.mark.parametrize("held", [None, Office.CLERK, Office.GROUP_LEADER, Office.COMMUNE_COMMITTEE])
async def test_without_the_office_nobody_calls(scene: Scene, held: Office | None) -> None:
    if held:
        await village.office(scene.db, scene.lan, scene.cell, held)
    assert "không được phân công" in await scene.phone.says(LINE)
    assert "không được phân công" in await scene.phone.presses_value(f"call:{scene.cell.id}")
    assert scene.phone.offered == []
    assert await called(scene) == []


async def test_who_has_lost_the_office_meanwhile_sends_nothing(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    phone.now += timedelta(days=1)
    await end_offices(scene, scene.secretary)
    assert "không được phân công" in await phone.presses("Gửi giấy mời")
    assert await called(scene) == []


async def end_offices(scene: Scene, person: Member) -> None:
    for role, _ in await offices_of(scene.db, person.id, scene.now.date()):
        role.until_on = scene.now.date()
    await scene.db.flush()


async def test_a_member_of_the_committee_calls_too(scene: Scene) -> None:
    await village.office(scene.db, scene.lan, scene.cell, Office.CELL_COMMITTEE)
    await talk(scene.phone, [LINE, "gửi"])
    assert (await the_meeting(scene)).called_by == as_member(scene.lan.id)


async def test_two_secretaries_on_one_phone_act_each_for_the_own_cell(scene: Scene) -> None:
    other = await village.cell(scene.db, code="moi")
    husband = await village.member(scene.db, other, "Lê Văn Sơn")
    await village.office(scene.db, husband, other)
    await at_her_phone(scene, husband)
    phone = hers(scene)
    await phone.says(LINE)
    assert phone.offered == ["Thôn moi (Lê Văn Sơn)", "Thôn thon (Trần Thị Bình)"]
    await phone.presses("Lê Văn Sơn")
    await phone.presses("Gửi giấy mời")
    meeting = await the_meeting(scene)
    assert (meeting.cell_id, meeting.called_by) == (other.id, as_member(husband.id))


async def at_her_phone(scene: Scene, person: Member) -> None:
    """Somebody else is linked to the secretary's phone too."""
    endpoint = await endpoint_at(scene.db, "rehearsal", "rehearsal", "9")
    await link(scene.db, endpoint, person, "test", scene.now)
    await agree(scene.db, person.id, endpoint, ConsentKind.TAPPED, "test", scene.now)


# Taken up again


async def test_a_restart_in_the_middle_loses_nothing(scene: Scene) -> None:
    await talk(hers(scene), ["gọi họp", "3/12 19h30"])
    await talk(hers(scene), ["Sân đình"])
    assert "Đã gọi họp." in await hers(scene).says("1")
    assert (await the_meeting(scene)).place == "Sân đình"


async def test_what_a_notice_interrupted_is_taken_up_where_it_was(scene: Scene) -> None:
    await talk(hers(scene), ["gọi họp", "3/12 19h30"])
    endpoint = await endpoint_at(scene.db, "rehearsal", "rehearsal", "9")
    endpoint.step, endpoint.offered = None, []
    said = Incoming("rehearsal", "rehearsal", "1", "9", Kind.TEXT, "làm tiếp")
    turn = Turn(said, scene.db, endpoint, SMART, [scene.secretary], [], scene.now, "inbox:1")
    assert "Họp ở đâu?" in (await meetings.resume(turn)).text


async def test_a_new_call_takes_the_place_of_the_one_before(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    old = phone.screen[-1].choices[0].value
    await phone.says("gọi họp 5/12 19h Sân đình")
    assert "đã xong hoặc đã dừng" in await phone.presses_value(old)
    await phone.presses("Gửi giấy mời")
    assert (await the_meeting(scene)).place == "Sân đình"


async def test_what_begins_something_else_is_not_taken_for_an_answer(scene: Scene) -> None:
    phone = hers(scene)
    assert "đang làm dở" in (await talk(phone, ["gọi họp 3/12 19h30", "dời họp 5/12 20h"]))
    assert "hội trường" in await phone.says("hội trường")


@pytest.mark.parametrize("said", ["báo cáo tháng 10", "Ý kiến: điện yếu", "phiếu mời", "biên bản 3/12"])
async def test_what_is_understood_at_a_preview_is_named_and_the_preview_stays(scene: Scene, said: str) -> None:
    """Whoever typed a known beginning at the preview read only that nobody understood, or moved the meeting by it."""
    phone = hers(scene)
    shown = await phone.says(LINE)
    answer = await phone.says(said)
    assert answer.startswith(f"Đồng chí nhắn “{' '.join(said.split()[:2]).rstrip(':')}”")
    assert "vẫn chờ" in answer
    assert "“thôi”" in answer
    assert len(answer.splitlines()) == 1
    assert not await called(scene)
    assert await phone.says("làm tiếp") == shown
    assert "Đã gọi họp." in await phone.says("gửi")


@pytest.mark.parametrize("said", ["không muốn gửi", "dừng lại", "hội trường", "vắng 3"])
async def test_what_may_be_said_of_the_preview_begins_nothing_else(scene: Scene, said: str) -> None:
    await hers(scene).says(LINE)
    assert (await hers(scene).says(said)).startswith("Chưa hiểu ý")
    assert not await called(scene)


async def test_nothing_of_a_call_is_owed_before_it_is_confirmed(scene: Scene) -> None:
    before = len((await scene.db.scalars(select(Notice))).all())
    await talk(hers(scene), [LINE])
    assert len((await scene.db.scalars(select(Notice))).all()) == before
    assert scene.meeting.state is MeetingState.CALLED
