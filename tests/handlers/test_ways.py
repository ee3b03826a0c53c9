"""A member's own channels, agreeing to them and stopping them; and what is asked just now, on any phone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.endpoints import Address, ConsentKind
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice
from bot.services.addresses import endpoint_at, reachable
from bot.services.consents import agree, enter_paper
from bot.services.invitations import renew_open_lists
from bot.services.joining import link
from bot.tariffs import TARIFFS, Tariff
from bot.words import menu
from bot.words import own as words
from bot.words.times import day_of
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone, plain_phone


async def shared(scene: Scene, *, agrees: bool = True) -> Member:
    """Lan's husband, on the same phone."""
    husband = await village.member(scene.db, scene.cell, "Lê Văn Sơn")
    endpoint = await endpoint_at(scene.db, "rehearsal", "rehearsal", "1")
    await link(scene.db, endpoint, husband, "test", scene.now)
    if agrees:
        await agree(scene.db, husband.id, endpoint, ConsentKind.TAPPED, "test", scene.now)
    await renew_open_lists(scene.db, [scene.cell.id], scene.now)
    return husband


async def second_way(scene: Scene, member: Member | None = None) -> Phone:
    """Lan has an old phone too."""
    await village.reachable_at(scene.db, member or scene.lan, scene.now, "5", "rehearsal_plain")
    return plain_phone(scene.db, scene.now, "5")


async def words_passed_on(scene: Scene) -> list[str]:
    found = await scene.db.scalars(select(Notice).filter_by(step=Step.PASSED_ON).order_by(Notice.id))
    return [str((word.content or {})["text"]) for word in found]


async def tries(scene: Scene) -> list[str]:
    return [way.channel for way in (await reachable(scene.db, [scene.lan.id]))[scene.lan.id]]


async def test_the_own_channels_stand_in_the_order_in_which_they_are_tried(scene: Scene) -> None:
    await second_way(scene)
    assert "Các kênh nhận tin của đồng chí Nguyễn Thị Lan" in await scene.phone.says("kênh")
    assert scene.phone.offered == [
        "máy tập dượt (máy này): nhận được tin",
        "máy tập dượt (SMS): nhận được tin",
        menu.MENU,
    ]
    said = await scene.phone.presses("máy này")
    assert "Đồng ý nhận tin: máy tập dượt, bấm nút ngày 21/11/2026, bản test." in said


@pytest.mark.parametrize("is_plain", [True, False])
async def test_a_member_chooses_which_is_tried_first(scene: Scene, *, is_plain: bool) -> None:
    plain = await second_way(scene)
    assert await tries(scene) == ["rehearsal", "rehearsal_plain"]
    phone = plain if is_plain else scene.phone
    await phone.says("kênh nhận tin")
    await phone.says("2")
    assert "Từ nay máy gửi máy tập dượt (SMS) trước" in await phone.says("1")
    assert await tries(scene) == ["rehearsal_plain", "rehearsal"]


async def test_what_waits_already_goes_the_new_way(scene: Scene) -> None:
    await second_way(scene)
    far = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=20))
    await scene.phone.says("kênh")
    await scene.phone.presses("SMS")
    await scene.phone.presses("Gửi kênh này trước")
    assert [one.channel for one in await village.notices_of(scene.db, far, scene.lan)] == ["rehearsal_plain"]


async def test_one_channel_is_stopped_after_one_question_and_the_secretary_told(scene: Scene) -> None:
    await second_way(scene)
    await scene.phone.says("kênh")
    await scene.phone.presses("SMS")
    await scene.phone.presses("Dừng kênh này")
    assert await tries(scene) == ["rehearsal", "rehearsal_plain"]
    assert "vẫn nhận tin ở máy tập dượt." in await scene.phone.presses("Đúng, dừng kênh này")
    assert await tries(scene) == ["rehearsal"]
    assert await words_passed_on(scene) == [
        "Đồng chí Nguyễn Thị Lan đã dừng nhận tin ở kênh máy tập dượt (SMS); vẫn nhận tin ở máy tập dượt."
    ]


async def test_a_second_tap_tells_the_secretary_nothing_more(scene: Scene) -> None:
    await second_way(scene)
    await scene.phone.says("kênh")
    await scene.phone.presses("SMS")
    await scene.phone.presses("Dừng kênh này")
    for _ in range(2):
        await scene.phone.presses("Đúng, dừng kênh này")
    assert len(await words_passed_on(scene)) == 1


async def test_stopping_one_channel_leaves_the_others_of_a_paper_agreed_to(scene: Scene) -> None:
    endpoint = await endpoint_at(scene.db, "rehearsal_plain", "rehearsal_plain", "5")
    await link(scene.db, endpoint, scene.lan, "test", scene.now)
    await enter_paper(scene.db, [scene.lan], day_of(scene.now), "test", "test", scene.now)
    await scene.phone.says("STOP")
    await scene.phone.says("1")
    assert await tries(scene) == ["rehearsal_plain"]


async def test_this_channel_is_taken_up_again_with_a_new_consent(scene: Scene) -> None:
    await shared(scene)
    await scene.phone.says("kênh")
    await scene.phone.presses("Nguyễn Thị Lan")
    await scene.phone.presses("máy này")
    await scene.phone.presses("Dừng kênh này")
    assert "bí thư sẽ báo họp trực tiếp" in await scene.phone.presses("Đúng, dừng kênh này")
    assert await tries(scene) == []
    await scene.phone.says("kênh")
    await scene.phone.presses("Nguyễn Thị Lan")
    assert "đã dừng nhận tin" in await scene.phone.presses("máy này")
    assert "Mục đích" in await scene.phone.presses("Nhận tin ở kênh này")
    await scene.phone.presses("Đồng ý")
    assert await tries(scene) == ["rehearsal"]


async def test_another_channel_is_taken_up_again_from_that_channel(scene: Scene) -> None:
    plain = await second_way(scene)
    await plain.says("STOP")
    await plain.says("1")
    await scene.phone.says("kênh")
    await scene.phone.presses("SMS")
    assert "nhắn cho máy một tin bất kỳ từ máy tập dượt (SMS)" in await scene.phone.presses("Nhận tin ở kênh này")
    assert "Mục đích" in await plain.says("nhận lại")
    await plain.says("1")
    assert await tries(scene) == ["rehearsal", "rehearsal_plain"]


async def test_nobody_touches_somebody_elses_channel_by_a_made_up_button(scene: Scene) -> None:
    theirs = (await scene.db.scalars(select(Address).filter_by(member_id=scene.secretary.id))).one()
    for key in ("way", "way_first", "way_stop", "way_stop_yes", "way_on"):
        assert "chưa được nối" in await scene.phone.presses_value(f"{key}:{theirs.id}")
    assert (await reachable(scene.db, [scene.secretary.id]))[scene.secretary.id]


# Agreeing and stopping, on any phone


async def test_who_does_not_agree_may_say_so_and_agree_later(scene: Scene) -> None:
    husband = await shared(scene, agrees=False)
    phone = scene.phone
    await phone.presses_value("resume")
    assert "chưa đồng ý nên máy không gửi" in await phone.says("không")
    await phone.says("Đồng ý")
    assert (await reachable(scene.db, [husband.id]))[husband.id]


async def test_who_stops_before_having_agreed_is_not_brought_in_by_an_older_paper(scene: Scene) -> None:
    son = await village.member(scene.db, scene.cell, "Lê Văn Sơn")
    await link(scene.db, await endpoint_at(scene.db, "rehearsal_plain", "rehearsal_plain", "6"), son, "test", scene.now)
    phone = plain_phone(scene.db, scene.now, "6")
    assert "dừng nhận tin ở máy này?" in await phone.says("STOP")
    assert "Nhận tin trở lại" in await phone.says("1")
    await enter_paper(scene.db, [son], day_of(scene.now), "test", "test", scene.now)
    assert not (await reachable(scene.db, [son.id]))[son.id]
    assert "Lê Văn Sơn đã dừng" in (await words_passed_on(scene))[0]
    assert "Mục đích" in await phone.says("1")
    await phone.says("1")
    assert (await reachable(scene.db, [son.id]))[son.id]


async def test_after_joining_the_next_meeting_is_one_tap_away(scene: Scene) -> None:
    await shared(scene, agrees=False)
    await scene.phone.presses_value("resume")
    await scene.phone.presses("Đồng ý")
    assert scene.phone.offered == ["Buổi họp sắp tới", "Dừng nhận tin"]
    await scene.phone.presses("Buổi họp sắp tới")
    assert [label.partition(":")[0] for label in scene.phone.offered] == ["Nguyễn Thị Lan", "Lê Văn Sơn"]


# What is asked just now


async def two_by_two(scene: Scene) -> tuple[Member, Meeting, Phone]:
    """Two people, two meetings, and an old phone of both."""
    husband = await village.member(scene.db, scene.cell, "Lê Văn Sơn")
    phone = await second_way(scene, husband)
    endpoint = await endpoint_at(scene.db, "rehearsal_plain", "rehearsal_plain", "5")
    await link(scene.db, endpoint, scene.lan, "test", scene.now)
    await agree(scene.db, scene.lan.id, endpoint, ConsentKind.TYPED, "test", scene.now)
    await renew_open_lists(scene.db, [scene.cell.id], scene.now)
    return husband, await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=2)), phone


async def test_two_meetings_of_two_people_fit_an_old_phone_and_each_answer_can_be_changed(scene: Scene) -> None:
    husband, second, phone = await two_by_two(scene)
    said = await phone.says("họp")
    assert said.count("chưa trả lời") == 4
    which = next(line[0] for line in said.splitlines() if "Lê Văn Sơn" in line and "23/11" in line)
    said = await phone.says(which)
    assert "(Đồng chí Lê Văn Sơn)" in said
    assert "23/11/2026" in said
    assert "CÓ MẶT" in await phone.says("1")
    said = await phone.says("họp")
    assert "Lê Văn Sơn: sẽ dự họp, 09h00 ngày 23/11" in said
    await phone.says(which)
    await phone.says("2")
    assert (await village.row_of(scene.db, second, husband)).answer == "away"
    assert (await scene.row()).answer is None


async def test_what_is_not_understood_is_asked_back_meeting_by_meeting(scene: Scene) -> None:
    _, _, phone = await two_by_two(scene)
    assert "buổi họp nào" in await phone.says("vang")
    await phone.says("1")
    assert phone.offered == ["Có mặt", "Xin vắng"]


# A number of the roster


async def by_number(scene: Scene) -> None:
    scene.db.info[TARIFFS] = {"zalo_zns": Tariff("oa", forms={"call": 800}, forms_only=True, to_phones=True)}
    scene.lan.phone = "+84900000001"
    await enter_paper(scene.db, [scene.lan], day_of(scene.now), "test", "v1", scene.now)


async def test_a_number_is_among_the_channels_and_cannot_be_put_first(scene: Scene) -> None:
    await by_number(scene)
    await scene.phone.says("kênh")
    assert scene.phone.offered[1] == "Zalo (mẫu tin): nhận được tin"
    await scene.phone.presses("mẫu tin")
    assert words.FIRST not in scene.phone.offered
    assert words.STOP_HERE in scene.phone.offered


async def test_what_was_stopped_at_a_number_is_taken_up_by_a_new_consent_in_the_chat(scene: Scene) -> None:
    await by_number(scene)
    await scene.phone.says("kênh")
    for label in ("mẫu tin", words.STOP_HERE, words.YES_STOP):
        await scene.phone.presses(label)
    assert await tries(scene) == ["rehearsal"]
    await scene.phone.says("kênh")
    await scene.phone.presses("mẫu tin")
    assert "Đường gửi: Zalo (mẫu tin)." in await scene.phone.presses(words.ON_HERE)
    await scene.phone.presses("Đồng ý")
    assert await tries(scene) == ["rehearsal", "zalo_zns"]
