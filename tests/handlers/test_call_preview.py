"""The invitation before it is sent: seen, changed, confirmed, and nothing secret in it."""

from sqlalchemy import select

from bot.model.endpoints import Endpoint
from bot.model.meetings import MeetingKind, Step
from bot.model.notices import Urgency
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import called, her_plain_one, hers, talk, the_meeting
from tests.talk import Phone, phone_abroad
from tests.village import at

LINE = "gọi họp 3/12 19h30 Nhà văn hóa thôn"


# The invitation before it is sent


async def test_the_preview_says_what_people_will_read_and_whom_it_reaches(scene: Scene) -> None:
    three = [one.name for one in await village.members(scene.db, scene.cell, 5)][:3]
    said = await hers(scene).says(LINE)
    assert said.splitlines() == [
        "Sinh hoạt thường kỳ, Chi bộ Thôn thon.",
        "Thời gian: Thứ Năm, 03/12/2026, 19 giờ 30.",
        "Địa điểm: Nhà văn hóa thôn.",
        f"Mời 7 đồng chí: máy tập dượt 2; chưa nhắn được 5: {', '.join(three)} và 2 đồng chí nữa.",
        "Giấy mời gửi lúc 19h30 ngày 30/11.",
    ]
    assert await called(scene) == []


async def test_all_who_cannot_be_reached_are_named_on_request_and_the_preview_comes_back(scene: Scene) -> None:
    await village.members(scene.db, scene.cell, 40)
    for phone in (phone_abroad(scene.db, scene.now, "9"), await her_plain_one(scene)):
        await phone.says(LINE)
        said = await phone.says("6")
        assert "Sốaa" in said
        assert "Sốbn" not in said
        assert "Sốbn" in await phone.says("1")
        assert "Nhà văn hóa thôn" in await phone.says("2")


async def test_everything_at_once_still_fits_on_a_phone_without_buttons(scene: Scene) -> None:
    await village.members(scene.db, scene.cell, 40)
    phone = await her_plain_one(scene)
    said = await talk(phone, ["gọi họp 30/11 19h30 Nhà văn hóa", "2", "Công tác chuẩn bị Tết"])
    assert "Chủ đề: Công tác chuẩn bị Tết." in said
    assert "đã có buổi họp 09h00 ngày 22/11" in said


async def test_an_invitation_for_tomorrow_leaves_at_once_and_at_night_in_the_morning(scene: Scene) -> None:
    assert "Giấy mời gửi ngay." in await hers(scene).says("gọi họp mai 19h hội trường")
    night = Phone(scene.db, at(2026, 11, 21, 23), "9")
    assert "Giấy mời gửi lúc 07h00 ngày 22/11." in await night.says("gọi họp mai 19h hội trường")
    assert "gửi ngay, kể cả trong giờ nghỉ" in await night.says("gọi họp mai 6h30 sáng hội trường")


async def test_everything_can_still_be_changed_before_it_is_sent(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    for button, said in (("Thêm chủ đề", "Kết nạp"), ("Sửa giờ", "20h"), ("Sửa nơi họp", "Sân đình")):
        await phone.presses(button)
        await phone.says(said)
    await phone.presses("Loại họp")
    await phone.presses("Sinh hoạt chuyên đề")
    await phone.says("4/12")
    await phone.presses("Gửi giấy mời")
    meeting = await the_meeting(scene)
    assert (meeting.kind, meeting.topic, meeting.place) == (MeetingKind.THEMATIC, "Kết nạp", "Sân đình")
    assert meeting.starts_at == at(2026, 12, 4, 20)


async def test_words_that_are_no_choice_send_nothing_and_the_list_stays(scene: Scene) -> None:
    phone = await her_plain_one(scene)
    assert "Chưa hiểu" in (await talk(phone, [LINE, "vang"]))
    assert await called(scene) == []
    await phone.says("1")
    assert len(await called(scene)) == 1


async def test_what_was_begun_can_be_left_at_the_preview(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    assert "chưa gọi họp" in await phone.presses("Thôi")
    await phone.presses("Gửi giấy mời")
    assert await called(scene) == []


# Extraordinary meetings


async def test_an_extraordinary_meeting_is_confirmed_twice_and_sent_at_night(scene: Scene) -> None:
    night = Phone(scene.db, at(2026, 11, 21, 23), "9")
    said = await night.says("gọi họp bất thường 22/11 8h sáng, hội trường")
    assert "gửi ngay, kể cả ban đêm" in said
    assert "NGAY cho 2 đồng chí" in await night.presses("Gửi giấy mời")
    assert await called(scene) == []
    await night.presses("Gửi ngay")
    notices = await village.notices_of(scene.db, await the_meeting(scene), scene.lan)
    assert [(one.step, one.urgency, one.not_before) for one in notices] == [
        (Step.NOTICE, Urgency.EXPRESS, at(2026, 11, 21, 23))
    ]


async def test_the_second_confirmation_may_be_typed(scene: Scene) -> None:
    phone = await her_plain_one(scene)
    await talk(phone, ["gọi họp đột xuất mai 8h sáng, hội trường", "gửi", "ừ thì gửi", "gửi ngay"])
    assert (await the_meeting(scene)).kind is MeetingKind.EXTRAORDINARY


# What must not travel


async def test_what_is_marked_secret_is_refused_and_not_kept(scene: Scene) -> None:
    phone = hers(scene)
    assert "tài liệu mật" in await phone.says("gọi họp 3/12 19h30 phòng tài liệu mật")
    await phone.says(LINE)
    await phone.presses("Thêm chủ đề")
    assert "tài liệu mật" in await phone.says("Học văn bản mật của tỉnh")
    found = await scene.db.scalars(select(Endpoint.draft).where(Endpoint.external_id == "9"))
    assert "văn bản mật" not in str(found.all())


async def test_a_doubtful_word_passes_once_it_is_confirmed(scene: Scene) -> None:
    phone = hers(scene)
    assert "xác nhận:" in await phone.says("gọi họp 3/12 19h30 Nhà thờ đạo Mật tông")
    assert await phone.says("xác nhận: gọi họp 3/12 19h30 Nhà thờ đạo Mật tông")
    await phone.presses("Gửi giấy mời")
    assert (await the_meeting(scene)).place == "Nhà thờ đạo Mật tông"
