"""The secretary moves and calls off a meeting in the chat."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.attendances import Answer
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.services.meetings import cancel_meeting, move_meeting
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers, talk
from tests.talk import Phone
from tests.village import at


def move_button(scene: Scene) -> str:
    return f"move:{scene.meeting.id}:{scene.meeting.revision}"


def cancel_button(scene: Scene) -> str:
    return f"cancel:{scene.meeting.id}:{scene.meeting.revision}"


async def both_know(scene: Scene) -> None:
    for person in (scene.lan, scene.secretary):
        await village.has_been_told(scene.db, scene.meeting, person)


def state(scene: Scene) -> str:
    return scene.meeting.state.value


# Moving

MOVES = {
    "day and hour": ("dời họp 5/12 19h", at(2026, 12, 5, 19), "Nhà văn hóa"),
    "the day alone keeps the hour": ("đổi giờ họp 5/12", at(2026, 12, 5, 9), "Nhà văn hóa"),
    "the hour alone keeps the day": ("dời họp sang 20h30", at(2026, 11, 22, 20, 30), "Nhà văn hóa"),
    "with another place": ("doi hop 5/12 19h san dinh", at(2026, 12, 5, 19), "san dinh"),
    "earlier": ("dời họp chiều nay 15h", at(2026, 11, 21, 15), "Nhà văn hóa"),
}


@pytest.mark.parametrize(("words", "starts_at", "place"), MOVES.values(), ids=MOVES)
async def test_a_meeting_is_moved_in_one_line(scene: Scene, words: str, starts_at: object, place: str) -> None:
    said = await talk(await her_plain_one(scene), [words, "1"])
    assert said.startswith("Đã dời họp.")
    assert (scene.meeting.starts_at, scene.meeting.place, scene.meeting.revision) == (starts_at, place, 2)


async def test_a_meeting_is_moved_with_buttons(scene: Scene) -> None:
    phone = hers(scene)
    await phone.presses_value(move_button(scene))
    await phone.presses("29/11, 09h00")
    await phone.presses("Dời họp")
    assert scene.meeting.starts_at == at(2026, 11, 29, 9)
    assert (phone.screen[-1].stands_for or "").startswith(f"tally:{scene.meeting.id}:")


async def test_the_place_alone_is_moved(scene: Scene) -> None:
    phone = hers(scene)
    await phone.presses_value(move_button(scene))
    await phone.presses("Chỉ đổi nơi họp")
    assert "Địa điểm: Sân đình." in await phone.says("Sân đình")
    await phone.presses("Dời họp")
    assert (scene.meeting.starts_at, scene.meeting.place) == (scene.now + timedelta(days=1), "Sân đình")


async def test_the_preview_says_who_is_told_and_whose_answer_is_asked_anew(scene: Scene) -> None:
    await both_know(scene)
    await village.member(scene.db, scene.cell, "Lê Văn Xa")
    await village.says(scene.db, scene.meeting, scene.lan, Answer.COMING, scene.now)
    said = await hers(scene).says("dời họp 5/12 19h")
    assert said.splitlines() == [
        "Dời buổi họp 09h00 ngày 22/11, Nhà văn hóa, sang:",
        "Sinh hoạt thường kỳ, Chi bộ Thôn thon.",
        "Thời gian: Thứ Bảy, 05/12/2026, 19 giờ.",
        "Địa điểm: Nhà văn hóa.",
        "Máy báo ngay cho 2 đồng chí đã nhận giấy mời.",
        "1 đồng chí đã trả lời sẽ được hỏi lại.",
    ]
    assert scene.meeting.revision == 1


async def test_after_the_move_old_answers_are_stale_and_who_knew_is_told(scene: Scene) -> None:
    await both_know(scene)
    await village.says(scene.db, scene.meeting, scene.lan, Answer.COMING, scene.now)
    await talk(hers(scene), ["dời họp 5/12 19h", "dời"])
    assert (await scene.row()).is_stale
    assert [one.step for one in await village.notices_of(scene.db, scene.meeting, scene.lan)][-1] is Step.MOVED


async def test_at_night_people_are_told_in_the_morning_and_the_preview_says_so(scene: Scene) -> None:
    await both_know(scene)
    night = Phone(scene.db, at(2026, 11, 21, 22), "9")
    assert "Máy báo lúc 07h00 ngày 22/11 (hết giờ nghỉ) cho 2" in await night.says("dời họp 5/12 19h")
    assert "Máy báo ngay cho 2" in await night.says("dời họp 22/11 6h30 sáng")


async def test_an_hour_of_two_is_asked(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("dời họp 5/12 7 rưỡi")
    assert phone.offered == ["19 giờ 30 tối", "7 giờ 30 sáng"]
    await talk(phone, ["tối", "dời họp"])
    assert scene.meeting.revision == 1, "the command begins anew, and asks when"
    await talk(phone, ["5/12 19h30", "đồng ý"])
    assert scene.meeting.starts_at == at(2026, 12, 5, 19, 30)


async def test_with_two_meetings_it_is_asked_which_and_the_words_are_kept(scene: Scene) -> None:
    other = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=2))
    phone = hers(scene)
    await phone.says("dời họp 5/12 19h")
    await phone.presses("23/11")
    await phone.presses("Dời họp")
    assert (other.starts_at, scene.meeting.revision) == (at(2026, 12, 5, 19), 1)


async def test_what_changes_nothing_is_asked_again(scene: Scene) -> None:
    phone = hers(scene)
    assert "vẫn như cũ" in await phone.says("dời họp 22/11 9h sáng")
    assert "Thời gian: Chủ nhật, 22/11/2026, 10 giờ." in await phone.says("10h sáng")


@pytest.mark.parametrize("wrong", ["dời họp 20/11 19h", "dời họp 31/2", "dời họp 3/12/2028 8h sáng"])
async def test_a_time_that_cannot_be_moves_nothing(scene: Scene, wrong: str) -> None:
    assert "Mời" in await hers(scene).says(wrong)
    assert scene.meeting.revision == 1


async def test_a_meeting_is_not_moved_onto_another_and_another_time_can_be_typed(scene: Scene) -> None:
    await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=2))
    phone = hers(scene)
    await phone.says("dời họp 23/11 9h sáng")
    await phone.presses("22/11")
    assert "đã có buổi sinh hoạt vào đúng giờ này" in await phone.presses("Dời họp")
    await talk(phone, ["10h sáng", "dời"])
    assert scene.meeting.starts_at == at(2026, 11, 23, 10)


async def test_a_new_place_with_a_doubtful_word_passes_once_it_is_confirmed(scene: Scene) -> None:
    phone = hers(scene)
    assert "xác nhận:" in await phone.says("dời họp 5/12 19h Nhà thờ đạo Mật tông")
    await talk(phone, ["xác nhận: dời họp 5/12 19h Nhà thờ đạo Mật tông", "1"])
    assert scene.meeting.place == "Nhà thờ đạo Mật tông"


async def test_a_restart_in_the_middle_of_a_move_loses_nothing(scene: Scene) -> None:
    await hers(scene).says("dời họp")
    await hers(scene).says("5/12")
    await hers(scene).says("1")
    assert scene.meeting.starts_at == at(2026, 12, 5, 9)


async def test_a_move_can_be_left(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("dời họp 5/12")
    go = phone.screen[-1].choices[0].value
    assert "vẫn như cũ" in await phone.presses("Thôi")
    assert "đã dừng" in await phone.presses_value(go)
    assert scene.meeting.revision == 1


# Once, and only what was shown


async def test_two_taps_move_once(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("dời họp 5/12 19h")
    go = phone.screen[-1].choices[0].value
    await phone.presses_value(go)
    assert "đã xong" in await phone.presses_value(go)
    assert scene.meeting.revision == 2


async def test_a_button_of_the_old_time_shows_how_things_are_now(scene: Scene) -> None:
    old_move, old_cancel = move_button(scene), cancel_button(scene)
    await move_meeting(scene.db, scene.meeting.id, at(2026, 12, 5, 19), None, "test", scene.now)
    for old in (old_move, old_cancel):
        said = await hers(scene).presses_value(old)
        assert "đã cũ" in said
        assert "19h00 ngày 05/12" in said
    assert (scene.meeting.state, scene.meeting.revision) == (MeetingState.CALLED, 2)


async def test_what_somebody_else_has_moved_meanwhile_is_not_moved_over(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("dời họp 5/12 19h")
    await move_meeting(scene.db, scene.meeting.id, at(2026, 12, 6, 8), None, "test", scene.now)
    assert "08h00 ngày 06/12" in await phone.presses("Dời họp")
    assert scene.meeting.starts_at == at(2026, 12, 6, 8)


async def test_the_button_of_an_older_preview_moves_nothing(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("dời họp 5/12 19h")
    old = phone.screen[-1].choices[0].value
    await phone.says("6/12")
    assert "06/12/2026, 19 giờ" in await phone.presses_value(old)
    assert scene.meeting.revision == 1


@pytest.mark.parametrize("held", [None, Office.CLERK])
async def test_without_the_office_nobody_moves_or_calls_off(scene: Scene, held: Office | None) -> None:
    if held:
        await village.office(scene.db, scene.lan, scene.cell, held)
    for value in (move_button(scene), cancel_button(scene), f"cancel_yes:{scene.meeting.id}:1"):
        assert "không được phân công" in await scene.phone.presses_value(value)
    for words in ("dời họp 5/12 19h", "hoãn họp"):
        assert "không được phân công" in await scene.phone.says(words)
    assert (scene.meeting.state, scene.meeting.revision) == (MeetingState.CALLED, 1)


@pytest.mark.parametrize(
    "value", ["move:999:1", "move:1", "move_go:1:1", "move_of:1:1", "cancel_of:999", "cancel_yes:1:x"]
)
async def test_a_value_nobody_offered_changes_no_meeting(scene: Scene, value: str) -> None:
    assert await hers(scene).presses_value(value)
    assert (scene.meeting.state, scene.meeting.revision) == (MeetingState.CALLED, 1)


async def test_without_a_meeting_there_is_nothing_to_move(scene: Scene) -> None:
    await cancel_meeting(scene.db, scene.meeting.id, "test", scene.now)
    assert "Chưa có buổi họp nào" in await hers(scene).says("dời họp")


# Calling off


@pytest.mark.parametrize("words", ["hoãn họp", "huy hop", "hoãn họp ngày mai"])
async def test_a_meeting_is_called_off_after_one_question(scene: Scene, words: str) -> None:
    await both_know(scene)
    phone = await her_plain_one(scene)
    said = await phone.says(words)
    assert "Chủ nhật, 22/11/2026, 9 giờ" in said
    assert "Máy báo ngay cho 2 đồng chí" in said
    assert state(scene) == "called"
    assert "Đã hoãn buổi họp 09h00 ngày 22/11." in await phone.says("1")
    assert state(scene) == "cancelled"
    told = await scene.db.scalars(select(Notice.member_id).filter_by(step=Step.CANCELLED).order_by(Notice.member_id))
    assert told.all() == [scene.secretary.id, scene.lan.id]


async def test_a_meeting_of_which_nobody_knows_is_called_off_in_silence(scene: Scene) -> None:
    phone = hers(scene)
    assert "Chưa ai nhận giấy mời" in await phone.says("hoãn họp")
    await phone.presses("Hoãn họp")
    assert (await scene.db.scalars(select(Notice).filter_by(step=Step.CANCELLED))).all() == []


async def test_two_taps_call_off_once_and_the_second_sees_it_done(scene: Scene) -> None:
    phone = hers(scene)
    await phone.presses_value(cancel_button(scene))
    yes = phone.screen[-1].choices[0].value
    await phone.presses_value(yes)
    assert "Buổi họp đã hoãn" in await phone.presses_value(yes)
    assert phone.offered == ["Gọi họp lúc khác"]


async def test_the_meeting_may_be_kept(scene: Scene) -> None:
    phone = hers(scene)
    await phone.presses_value(cancel_button(scene))
    await phone.presses("Không hoãn")
    assert scene.meeting.state is MeetingState.CALLED
    assert "Dời" in str(phone.offered)


async def test_of_two_meetings_the_one_that_is_chosen_is_called_off(scene: Scene) -> None:
    other: Meeting = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=2))
    phone = await her_plain_one(scene)
    await talk(phone, ["hoãn họp", "2", "1"])
    assert (other.state, scene.meeting.state) == (MeetingState.CANCELLED, MeetingState.CALLED)


async def test_after_a_cancellation_another_hour_is_one_tap_away(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("hoãn họp")
    await phone.presses("Hoãn họp")
    assert "Họp lúc nào?" in await phone.presses("Gọi họp lúc khác")
