"""People answer whether they come."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.messages import Reason
from bot.model.attendances import Answer, AnswerLog, Leave
from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.telling import answer_choices
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone


async def button(scene: Scene, number: int) -> str:
    """The value of the notice's first or second button."""
    return answer_choices(scene.meeting, scene.lan.id)[number].value


async def test_one_tap_is_an_answer(scene: Scene) -> None:
    said = await scene.phone.presses_value(await button(scene, 0))
    assert "CÓ MẶT" in said
    assert (await scene.row()).answer is Answer.COMING


async def test_the_last_answer_counts_and_all_are_kept(scene: Scene) -> None:
    for number in (0, 1, 0):
        await scene.phone.presses_value(await button(scene, number))
    assert (await scene.row()).answer is Answer.COMING
    kept = await scene.db.scalars(select(AnswerLog.answer).order_by(AnswerLog.id))
    assert kept.all() == [Answer.COMING, Answer.AWAY, Answer.COMING]


async def test_staying_away_is_stored_before_the_reason_is_asked(scene: Scene) -> None:
    said = await scene.phone.presses_value(await button(scene, 1))
    row = await scene.row()
    assert (row.answer, row.reason, row.leave) == (Answer.AWAY, None, Leave.PENDING)
    assert "Vì sao" in said


async def test_the_reason_is_a_code(scene: Scene) -> None:
    await scene.phone.presses_value(await button(scene, 1))
    await scene.phone.presses("công tác")
    assert (await scene.row()).reason is Reason.DUTY_TRIP


async def test_a_reason_may_be_typed(scene: Scene) -> None:
    await scene.phone.presses_value(await button(scene, 1))
    await scene.phone.says("ốm")
    assert (await scene.row()).reason is Reason.ILLNESS


async def test_a_number_after_the_question_why_is_a_reason_and_no_answer(scene: Scene) -> None:
    await scene.phone.presses_value(await button(scene, 1))
    await scene.phone.says("1")
    row = await scene.row()
    assert (row.answer, row.reason) == (Answer.AWAY, Reason.ILLNESS)


async def test_coming_after_all_takes_the_leave_back(scene: Scene) -> None:
    await scene.phone.says("xin vắng vì ốm")
    await scene.phone.says("có")
    row = await scene.row()
    assert (row.answer, row.reason, row.leave) == (Answer.COMING, None, None)


@pytest.mark.parametrize(
    ("words", "answer", "reason"),
    [
        ("1", Answer.COMING, None),
        ("có mặt", Answer.COMING, None),
        ("ko vang", Answer.COMING, None),
        ("2", Answer.AWAY, None),
        ("2 om", Answer.AWAY, Reason.ILLNESS),
        ("xin phep vang di cong tac", Answer.AWAY, Reason.DUTY_TRIP),
        ("đến muộn 15p", Answer.COMING, None),
        ("em xin về sớm", Answer.COMING, None),
        ("có lẽ", Answer.UNDECIDED, None),
    ],
)
async def test_words_are_understood(scene: Scene, words: str, answer: Answer, reason: Reason | None) -> None:
    await scene.phone.says(words)
    row = await scene.row()
    assert (row.answer, row.reason) == (answer, reason)


@pytest.mark.parametrize("words", ["vang", "đã nhận", "👍", "nghi", "dung", "huy", "mấy giờ họp?", "đ/c An xin vắng"])
async def test_what_is_not_clear_changes_nothing(scene: Scene, words: str) -> None:
    await scene.phone.says("có")
    await scene.phone.says(words)
    assert (await scene.row()).answer is Answer.COMING


async def test_a_bare_vang_is_asked_back_with_both_answers(scene: Scene) -> None:
    await scene.phone.says("vang")
    assert scene.phone.offered == ["Có mặt", "Xin vắng"]
    await scene.phone.says("2")
    assert (await scene.row()).answer is Answer.AWAY


async def test_speaking_for_somebody_else_goes_to_the_secretary_without_the_words(scene: Scene) -> None:
    await scene.phone.says("ông nhà tôi ốm xin vắng")
    word = (await scene.db.scalars(select(Notice).filter_by(step=Step.PASSED_ON))).one()
    assert word.member_id == scene.secretary.id
    assert "Nguyễn Thị Lan" in str(word.content)
    assert "ốm" not in str(word.content)


async def test_after_the_start_no_answer_is_taken(scene: Scene) -> None:
    late = Phone(scene.db, scene.meeting.starts_at)
    said = await late.presses_value(await button(scene, 0))
    assert "đã bắt đầu" in said
    assert (await scene.row()).answer is None


async def test_a_button_of_the_old_time_does_not_answer_for_the_new(scene: Scene) -> None:
    old = await button(scene, 0)
    await move_meeting(scene.db, scene.meeting.id, scene.meeting.starts_at + timedelta(days=1), None, "test", scene.now)
    said = await scene.phone.presses_value(old)
    assert "đã cũ" in said
    assert (await scene.row()).answer is None


async def test_a_cancelled_meeting_takes_no_answer(scene: Scene) -> None:
    value = await button(scene, 0)
    await cancel_meeting(scene.db, scene.meeting.id, "test", scene.now)
    await scene.phone.presses_value(value)
    assert (await scene.row()).answer is None


async def test_nobody_answers_with_somebody_elses_button(scene: Scene) -> None:
    value = answer_choices(scene.meeting, scene.secretary.id)[1].value
    said = await scene.phone.presses_value(value)
    assert "chưa được nối" in said
    assert (await scene.row(scene.secretary)).answer is None


FOREIGN = """
: answer answer:1 answer:x:1:1:coming answer:1:1:1:dancing answer:-1:1:1:coming answer:99999999999999999999:1:1:coming
reason:1:1:boredom pick:1 pick:1:1:1:coming:boredom agree agree:x stop:whatever resume:1 nonsense:1:2:3
"""


@pytest.mark.parametrize("value", ["", *FOREIGN.split()])
async def test_a_value_nobody_offered_changes_nothing_and_is_answered(scene: Scene, value: str) -> None:
    assert await scene.phone.presses_value(value)
    assert (await scene.row()).answer is None


async def test_with_two_open_meetings_words_are_asked_back(scene: Scene) -> None:
    other = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=2))
    said = await scene.phone.says("xin vắng vì ốm")
    assert "buổi họp nào" in said
    assert (await scene.row()).answer is None
    await scene.phone.says("2")
    row = await scene.row()
    assert row.answer is None
    scene.meeting = other
    row = await scene.row()
    assert (row.answer, row.reason) == (Answer.AWAY, Reason.ILLNESS)


async def test_a_number_with_two_open_meetings_is_asked_back_too(scene: Scene) -> None:
    await scene.phone.says("vang")
    await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=2))
    said = await scene.phone.says("1")
    assert "buổi họp nào" in said
    assert (await scene.row()).answer is None


async def test_two_people_on_one_phone_are_asked_who_is_meant(scene: Scene) -> None:
    husband = await village.member(scene.db, scene.cell, "Lê Văn Sơn")
    from bot.model.endpoints import ConsentKind  # noqa: PLC0415
    from bot.services.addresses import endpoint_at  # noqa: PLC0415
    from bot.services.consents import agree  # noqa: PLC0415
    from bot.services.invitations import renew_open_lists  # noqa: PLC0415
    from bot.services.joining import link  # noqa: PLC0415 - beside its only use

    endpoint = await endpoint_at(scene.db, "rehearsal", "rehearsal", "1")
    await link(scene.db, endpoint, husband, "test", scene.now)
    await agree(scene.db, husband.id, endpoint, ConsentKind.TAPPED, "test", scene.now)
    await renew_open_lists(scene.db, [scene.cell.id], scene.now)
    await scene.phone.says("có")
    assert any("Lê Văn Sơn" in label for label in scene.phone.offered)
    said = await scene.phone.presses("Lê Văn Sơn")
    assert "Lê Văn Sơn" in said
    assert (await scene.row(husband)).answer is Answer.COMING
    assert (await scene.row()).answer is None


async def test_the_present_state_is_told_on_request(scene: Scene) -> None:
    await scene.phone.says("có")
    said = await scene.phone.says("họp")
    assert "Nhà văn hóa" in said
    assert "sẽ dự họp" in said


async def test_without_a_meeting_an_answer_is_no_error(scene: Scene) -> None:
    await cancel_meeting(scene.db, scene.meeting.id, "test", scene.now)
    assert "chưa có buổi họp" in await scene.phone.says("có")
