"""What tells more people than the unit's limit is done when their number is said, and not before."""

import pytest
from sqlalchemy import select

from bot.model.meetings import Meeting, MeetingState
from bot.model.notices import Notice, NoticeState
from bot.services.sureness import hear_of_cancelling, hear_of_move
from bot.services.unit_settings import change
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import called, her_plain_one, hers, talk
from tests.talk import Phone

CALL = "gọi họp 3/12 19h30 tại Nhà văn hóa"


@pytest.fixture
async def crowd(scene: Scene) -> Scene:
    """23 people where 20 is the limit."""
    people = await village.members(scene.db, scene.cell, 21)
    for person in people:
        await village.reachable_at(scene.db, person, scene.now)
    change(scene.cell, "confirm_above", "20")
    await scene.db.flush()
    return scene


@pytest.fixture
async def invited(crowd: Scene) -> Meeting:
    """All of them are called already, and told."""
    scene = crowd
    scene.meeting = await village.meeting(scene.db, scene.cell, village.at(2026, 11, 21, 10))
    for notice in await scene.db.scalars(select(Notice).filter_by(meeting_id=scene.meeting.id)):
        notice.state = NoticeState.SENT
    await scene.db.flush()
    return scene.meeting


@pytest.fixture(params=["buttons", "plain"])
async def secretary(request: pytest.FixtureRequest, crowd: Scene) -> Phone:
    return hers(crowd) if request.param == "buttons" else await her_plain_one(crowd)


async def test_a_call_asks_for_the_number(crowd: Scene, secretary: Phone) -> None:
    said = await talk(secretary, [CALL, "gửi"])
    assert "báo cho 23 đồng chí, nhiều hơn 20" in said
    assert secretary.offered[0] == "Gửi cho 23 đồng chí"
    assert await called(crowd) == []


async def test_the_number_typed_sends(crowd: Scene, secretary: Phone) -> None:
    assert "Đã gọi họp" in await talk(secretary, [CALL, "gửi", "23 đồng chí"])
    assert len(await called(crowd)) == 1


async def test_the_button_that_names_the_number_sends(crowd: Scene) -> None:
    phone = hers(crowd)
    await talk(phone, [CALL, "gửi"])
    assert "Đã gọi họp" in await phone.presses("Gửi cho 23 đồng chí")


@pytest.mark.parametrize("words", ["có", "gửi", "22", "230", "đồng ý"])
async def test_neither_yes_nor_another_number_sends(crowd: Scene, words: str) -> None:
    phone = await her_plain_one(crowd)
    await talk(phone, [CALL, "gửi", words])
    assert await called(crowd) == []


async def test_the_number_of_an_hour_ago_is_asked_anew(crowd: Scene) -> None:
    phone = hers(crowd)
    await talk(phone, [CALL, "gửi"])
    await village.member(crowd.db, crowd.cell, "Phạm Văn Tư")
    assert "báo cho 24 đồng chí" in await phone.presses("Gửi cho 23 đồng chí")
    assert await called(crowd) == []


async def test_an_extraordinary_meeting_asks_both_at_once(crowd: Scene, secretary: Phone) -> None:
    said = await talk(secretary, ["gọi họp bất thường 22/11 19h30 tại Nhà văn hóa", "gửi"])
    assert "kể cả ban đêm" in said
    assert "nhắn: 23" in said
    assert "Đã gọi họp" in await secretary.says("23")


async def test_up_to_the_limit_nothing_more_is_asked(crowd: Scene) -> None:
    change(crowd.cell, "confirm_above", "23")
    assert "Đã gọi họp" in await talk(hers(crowd), [CALL, "gửi"])


async def test_a_move_asks_for_the_number(crowd: Scene, invited: Meeting) -> None:
    assert await hear_of_move(crowd.db, invited) == 23
    phone = hers(crowd)
    await phone.presses_value(f"move:{invited.id}:1")
    said = await talk(phone, ["3/12 20h", "dời"])
    assert "báo cho 23 đồng chí" in said
    assert "Chưa hiểu" in await phone.says("có")
    assert invited.revision == 1
    assert "Đã dời họp" in await phone.says("23")
    assert invited.revision == 2


async def test_a_move_by_its_button(crowd: Scene, invited: Meeting) -> None:
    phone = hers(crowd)
    await phone.presses_value(f"move:{invited.id}:1")
    await talk(phone, ["3/12 20h", "dời"])
    assert "Đã dời họp" in await phone.presses("Dời, báo 23 đồng chí")


async def test_calling_off_asks_for_the_number_of_those_who_were_told(crowd: Scene, invited: Meeting) -> None:
    assert await hear_of_cancelling(crowd.db, invited) == 23
    phone = hers(crowd)
    await phone.presses_value(f"cancel_yes:{invited.id}:1")
    assert phone.offered == ["Hoãn, báo 23 đồng chí", "Không hoãn"]
    await phone.says("22")
    assert invited.state is MeetingState.CALLED
    assert "Đã hoãn" in await phone.says("23")


async def test_calling_off_by_its_button(crowd: Scene, invited: Meeting) -> None:
    phone = hers(crowd)
    await phone.presses_value(f"cancel_yes:{invited.id}:1")
    await phone.presses("Hoãn, báo 23 đồng chí")
    assert invited.state is MeetingState.CANCELLED


async def test_what_nobody_was_told_is_called_off_without_a_number(crowd: Scene) -> None:
    later = await village.meeting(crowd.db, crowd.cell, village.at(2026, 11, 25))
    await hers(crowd).presses_value(f"cancel_yes:{later.id}:1")
    assert later.state is MeetingState.CANCELLED
