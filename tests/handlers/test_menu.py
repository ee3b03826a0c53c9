"""What can be said now: the menu of each role, leaving, taking up again."""

from datetime import timedelta

import pytest

from bot.model.endpoints import Address, Endpoint
from bot.model.roles import Office
from bot.services import addresses
from bot.words import menu as words
from bot.words import opinions, vi
from bot.words.steps import HINTS
from handlers import all_routers
from handlers.talk.asked import unnumbered
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone, plain_phone

ROUTER = all_routers()


async def test_a_member_sees_the_own_things_alone(scene: Scene) -> None:
    said = await scene.phone.says("?")
    assert said == words.OWN_HELP
    assert scene.phone.offered == [
        words.NEXT_MEETING,
        words.OWN_RECORD,
        opinions.NEW,
        words.OWN_DATA,
        words.WAYS,
        vi.STOP,
    ]


async def test_a_secretary_sees_the_cell_and_the_meeting_that_is_called(scene: Scene) -> None:
    phone = Phone(scene.db, scene.now, chat="9")
    await phone.says("giúp")
    assert phone.offered[0] == words.tally_of(scene.meeting.starts_at)
    assert words.CALL in phone.offered
    assert phone.offered[-1] == words.OWN


async def test_the_roll_is_offered_from_two_hours_before_the_meeting(scene: Scene) -> None:
    early = Phone(scene.db, scene.meeting.starts_at - timedelta(hours=2, minutes=1), chat="9")
    await early.says("menu")
    assert words.roll_of(scene.meeting.starts_at) not in early.offered
    late = Phone(scene.db, scene.meeting.starts_at - timedelta(hours=2), chat="9")
    await late.says("menu")
    assert words.roll_of(scene.meeting.starts_at) in late.offered


async def test_the_clerk_is_offered_no_call_and_no_codes(scene: Scene) -> None:
    await village.office(scene.db, scene.lan, scene.cell, Office.CLERK)
    await scene.phone.says("menu")
    assert words.REPORT in scene.phone.offered
    assert words.CALL not in scene.phone.offered
    assert words.CODES not in scene.phone.offered


async def test_a_person_with_two_offices_is_asked_which(scene: Scene) -> None:
    commune = await village.commune(scene.db)
    await village.office(scene.db, scene.secretary, commune, Office.COMMUNE_COMMITTEE)
    phone = plain_phone(scene.db, scene.now, chat="8")
    await village.reachable_at(scene.db, scene.secretary, scene.now, chat="8", channel="rehearsal_plain")
    said = await phone.says("?")
    assert said.startswith(words.WHICH_OFFICE)
    assert "1. Đảng ủy xã Suối Trong\n2. Thôn thon\n3. " in said
    assert await phone.says("2") == await phone.presses_value(f"menu:{scene.cell.id}")


async def test_a_menu_of_somebody_elses_unit_is_refused(scene: Scene) -> None:
    said = await scene.phone.presses_value(f"menu:{scene.cell.id}")
    assert said.startswith("Đồng chí không được phân công")
    assert (await scene.phone.presses_value("menu:999")).startswith("Đồng chí không được phân công")


async def test_a_stranger_is_shown_the_way_in(scene: Scene) -> None:
    stranger = Phone(scene.db, scene.now, chat="77")
    for text in ("?", "menu", "thôi"):
        assert (await stranger.says(text)).startswith(vi.WELCOME)


# In the middle of something


async def test_the_question_mark_says_what_is_asked_and_leaves_it_asked(scene: Scene) -> None:
    await scene.phone.says("vắng")
    assert await scene.phone.says("?") == HINTS["reason"]
    await scene.phone.says("ốm")
    assert (await scene.row()).reason == "illness"


async def test_a_picture_in_the_middle_leaves_what_is_asked(scene: Scene) -> None:
    await scene.phone.says("vắng")
    await scene.phone.sends_a_picture()
    await scene.phone.says("1")
    assert (await scene.row()).reason == "illness"


async def test_a_number_that_the_list_does_not_have_is_no_answer_to_anything(scene: Scene) -> None:
    await scene.phone.says("kênh")
    count = len(scene.phone.offered)
    assert await scene.phone.says(f"{count + 1}") == words.NOT_ON_THE_LIST
    assert len(scene.phone.offered) == count
    assert (await scene.row()).answer is None


async def test_leaving_takes_the_step_and_the_draft_away(scene: Scene) -> None:
    await scene.phone.says("vắng")
    endpoint = await endpoint_of(scene, "1")
    endpoint.draft = {"no": 1, "what": "x"}
    assert (await scene.phone.says("thôi")).startswith(words.LEFT)
    assert endpoint.step is None
    assert endpoint.draft is None


async def test_leaving_where_nothing_was_begun_shows_the_menu(scene: Scene) -> None:
    assert await scene.phone.says("thôi") == words.OWN_HELP


async def test_what_is_gone_cannot_be_taken_up_again(scene: Scene) -> None:
    assert (await scene.phone.presses_value("draft")).startswith("Việc này đã xong")


async def endpoint_of(scene: Scene, chat: str) -> Endpoint:
    return await addresses.endpoint_at(scene.db, "rehearsal", "rehearsal", chat)


@pytest.mark.parametrize("step", sorted(key for table, key in ROUTER.handlers if table == "step" and key != "consent"))
def test_every_step_says_what_can_be_said_in_it(step: str) -> None:
    assert HINTS[step]


def test_numbers_of_a_list_are_not_said_twice() -> None:
    assert unnumbered("12. Có mặt") == "Có mặt"
    assert unnumbered("3 tháng") == "3 tháng"


# Words instead of buttons


async def test_the_words_of_a_label_choose_it(scene: Scene) -> None:
    await scene.phone.says("menu")
    assert (await scene.phone.says(words.OWN_RECORD.lower())).startswith("Kết quả dự sinh hoạt")
    assert await scene.phone.says(words.MENU.lower()) == words.OWN_HELP
    assert (await scene.row()).answer is None


async def test_yes_to_a_question_of_the_machine_is_no_answer_to_a_call(scene: Scene) -> None:
    await scene.phone.says("TU CHOI")
    assert await scene.phone.says("ok") == vi.STOPPED
    assert (await scene.row()).answer is None


async def test_no_to_a_question_of_the_machine_leaves_all_as_it_was(scene: Scene) -> None:
    await scene.phone.says("TU CHOI")
    assert await scene.phone.says("không ạ") == vi.STILL_ON
    assert (await scene.row()).answer is None


async def test_neither_yes_nor_no_leaves_the_question_asked(scene: Scene) -> None:
    await scene.phone.says("TU CHOI")
    for text in ("vang", "dừng", "xin vắng"):
        assert (await scene.phone.says(text)).startswith("Chưa hiểu ý đồng chí.")
    assert (await scene.row()).answer is None
    assert await scene.phone.says("có") == vi.STOPPED


async def test_polite_and_signed_commands_are_commands(scene: Scene) -> None:
    for text in ("? ạ", "??", "Giúp tôi", "menu nhé", "Thôi ạ."):
        assert await scene.phone.says(text) == words.OWN_HELP


async def test_leaving_says_that_what_was_noted_stays(scene: Scene) -> None:
    await scene.phone.says("vắng")
    assert (await scene.phone.says("thôi")).startswith(words.LEFT_AND_KEPT)
    assert (await scene.row()).answer == "away"


async def test_words_that_might_leave_something_change_nothing_where_nothing_was_begun(scene: Scene) -> None:
    said = await scene.phone.says("hủy")
    assert said == f"{vi.ASK_AGAIN_UNCLEAR}\n{vi.ask_again(scene.meeting.starts_at, scene.meeting.kind)}"
    assert (await scene.row()).answer is None


async def test_a_refusal_in_the_middle_says_how_to_leave(scene: Scene) -> None:
    phone = Phone(scene.db, scene.now, chat="9")
    await phone.says("gọi họp")
    assert "thôi" in await phone.says("31/2 19h")


async def test_a_roll_closed_just_now_is_offered_for_corrections(scene: Scene) -> None:
    held = await village.held(scene.db, scene.cell, scene.now - timedelta(days=1))
    phone = plain_phone(scene.db, scene.now, chat="8")
    await village.reachable_at(scene.db, scene.secretary, scene.now, chat="8", channel="rehearsal_plain")
    await phone.says("?")
    assert words.correction_of(held.starts_at) in phone.offered
    late = plain_phone(scene.db, scene.now + timedelta(days=3), chat="8")
    await late.says("?")
    assert words.correction_of(held.starts_at) not in late.offered


async def test_a_phone_of_two_says_whose_office_a_menu_is(scene: Scene) -> None:
    await village.reachable_at(scene.db, scene.secretary, scene.now, chat="7")
    endpoint = await endpoint_of(scene, "7")
    scene.db.add(Address(member_id=scene.lan.id, endpoint_id=endpoint.id, position=1, linked_at=scene.now))
    await scene.db.flush()
    assert "(Trần Thị Bình)" in await Phone(scene.db, scene.now, chat="7").says("menu")
