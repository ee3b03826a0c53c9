"""Residents register and stop: by keyword, in a chat, on one phone with a member; asked, never guessed."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.channels.rehearsal import SMART
from bot.model.attendances import Answer
from bot.model.endpoints import Address, ConsentKind
from bot.model.members import Member
from bot.model.residents import Registered
from bot.model.units import UnitKind
from bot.services.joining import invite
from bot.services.tree import add_unit
from bot.words import residents as words
from bot.words import vi
from bot.words.segments import segments, sms_text
from tests import village
from tests.handlers.committees import SINCE, District
from tests.handlers.conftest import Scene
from tests.resident_places import registered, resident, sms_phone, with_sms
from tests.talk import Phone, plain_phone


def chat(place: District, number: str = "70") -> Phone:
    return Phone(place.db, place.now, chat=number)


async def open_units(place: District) -> list[int]:
    return [row.unit_id for row in await registered(place.db) if row.stopped_at is None]


# Registering


async def test_by_keyword_and_the_village_after_one_consent(place: District) -> None:
    phone = sms_phone(place.db, place.now)
    asked = await phone.says("DK HONG SEN")
    assert "Nhận tin của Thôn Hồng Sen (Đảng ủy xã Húc Động)" in asked
    assert asked.endswith("1. Đồng ý\n2. Không")
    assert await registered(place.db) == []
    assert "Đã đăng ký" in await phone.says("1")
    (one,) = await registered(place.db)
    assert (one.unit_id, one.phone, one.endpoint_id) == (place.hong_sen.id, "+84900000101", None)
    assert (one.registered, one.consent, one.text_version) == (Registered.SMS, ConsentKind.TYPED, words.CONSENT_VERSION)
    assert one.verified_at == one.agreed_at == place.now


@pytest.mark.parametrize(
    "said",
    [
        "dk hd-0",
        "DK HONGSEN",
        "ĐK Hồng Sen",
        "đăng ký thôn hồng sen",
        "Đăng ký nhận tin thôn Hồng Sen, xã Húc Động",
        "dang ki nhan tin hong sen huc dong",
    ],
)
async def test_in_whatever_words(place: District, said: str) -> None:
    assert "Nhận tin của Thôn Hồng Sen" in await sms_phone(place.db, place.now).says(said)


async def test_no_to_the_consent_keeps_nothing(place: District) -> None:
    phone = sms_phone(place.db, place.now)
    await phone.says("DK Hong Sen")
    assert await phone.says("2") == words.DECLINED
    assert await registered(place.db) == []


async def test_of_two_villages_of_one_name_it_is_asked_which(place: District) -> None:
    await add_unit(place.db, "dt-hs", "Thôn Hồng Sen", UnitKind.CELL, place.other, SINCE)
    phone = sms_phone(place.db, place.now)
    asked = await phone.says("DK Hong Sen")
    assert asked.splitlines() == [
        words.WHICH,
        "1. Thôn Hồng Sen (Đảng ủy xã Húc Động)",
        "2. Thôn Hồng Sen (Đảng ủy xã Đồng Tâm)",
    ]
    assert "Đồng Tâm" in await phone.says("2")
    await phone.says("1")
    (one,) = await registered(place.db)
    assert one.unit_id not in {cell.id for cell in place.cells.values()}


async def test_the_communes_name_says_which(place: District) -> None:
    await add_unit(place.db, "dt-hs", "Thôn Hồng Sen", UnitKind.CELL, place.other, SINCE)
    assert "Thôn Hồng Sen (Đảng ủy xã Đồng Tâm)" in await sms_phone(place.db, place.now).says("DK Hong Sen Dong Tam")


async def test_a_village_that_nobody_knows_is_asked_for_again(place: District) -> None:
    phone = sms_phone(place.db, place.now)
    assert await phone.says("DK Phu Quoc") == words.NOT_FOUND
    assert "Thôn Hồng Sen" in await phone.says("hong sen")


@pytest.mark.parametrize("said", ["đăng ký nhận tin thôn", "DK THON"])
async def test_who_names_no_village_is_asked_for_one(place: District, said: str) -> None:
    """It was said that there are many of that name."""
    assert await chat(place).says(said) == words.ASK_WHERE


async def test_a_school_has_no_residents(place: District) -> None:
    assert await sms_phone(place.db, place.now).says("DK truong hoc") == words.NOT_FOUND


async def test_a_stranger_in_a_chat_is_shown_how_at_the_door(place: District) -> None:
    phone = plain_phone(place.db, place.now, "70")
    assert (await phone.says("xin chào")).endswith(words.AT_THE_DOOR)
    assert await phone.says("ĐK") == words.ASK_WHERE
    await phone.says("Nà Ếch")
    assert "Đã đăng ký" in await phone.says("đồng ý")
    (one,) = await registered(place.db)
    assert one.phone is None
    assert (one.endpoint_id, one.registered) == (one.endpoint_id, Registered.CHAT)
    assert one.endpoint_id is not None


async def test_the_button_at_the_door(place: District) -> None:
    phone = chat(place)
    await phone.says("xin chào")
    assert phone.offered == [words.DOOR]
    assert await phone.presses(words.DOOR) == words.ASK_WHERE
    assert "Nhận tin của Thôn Nà Ếch" in await phone.says("Nà Ếch")


async def test_with_buttons(place: District) -> None:
    phone = chat(place)
    await phone.says("đăng ký nhận tin thôn Hồng Sen")
    await phone.presses("Đồng ý")
    (one,) = await registered(place.db)
    assert one.consent is ConsentKind.TAPPED
    await phone.presses("Ngừng nhận tin")
    await phone.presses("Đúng, ngừng")
    assert await open_units(place) == []


async def test_two_taps_register_once(place: District) -> None:
    phone = chat(place)
    await phone.says("ĐK Hồng Sen")
    await phone.presses("Đồng ý")
    await phone.presses("Đồng ý")
    assert len(await registered(place.db)) == 1


async def test_one_phone_for_several_villages_and_not_for_all(place: District) -> None:
    phone = chat(place)
    for name in ("Hồng Sen", "Bản Mới", "Cửa Khẩu", "Đồng Lạc", "Lục Ngù"):
        await phone.says(f"ĐK {name}")
        await phone.presses("Đồng ý")
    assert "đang nhận tin của" in await phone.says("ĐK")
    await phone.says("ĐK Thanh Long")
    assert "đã đăng ký nhận tin của 5 thôn" in await phone.presses("Đồng ý")
    assert len(await open_units(place)) == 5


async def test_a_resident_sees_nothing_else(place: District) -> None:
    phone = chat(place)
    await phone.says("ĐK Hồng Sen")
    await phone.presses("Đồng ý")
    for said in ("menu", "?", "họp", "báo cáo", "nhắn dân", "tin dân", "của tôi", "ai đã nối", "điểm danh"):
        told = await phone.says(said)
        assert vi.WELCOME in told or "không được phân công" in told, said
    assert "không được phân công" in await phone.presses_value(f"residents_of:{place.commune.id}")
    assert "không được phân công" in await phone.presses_value(f"report_at:{place.commune.id}")


async def test_the_consent_is_two_short_messages_at_most(place: District) -> None:
    asked = await sms_phone(place.db, place.now).says("DK Hong Sen")
    assert segments(sms_text(asked, marks=False)).count <= 2


async def test_a_member_who_registers_for_a_meeting_means_the_meeting(scene: Scene) -> None:
    await scene.phone.says("đăng ký dự họp")
    assert await registered(scene.db) == []


async def test_no_member_comes_of_it(place: District) -> None:
    before = len((await place.db.scalars(select(Member))).all())
    phone = chat(place)
    await phone.says("ĐK Hồng Sen")
    await phone.presses("Đồng ý")
    assert len((await place.db.scalars(select(Member))).all()) == before
    (one,) = await registered(place.db)
    assert await place.db.scalar(select(Address).where(Address.endpoint_id == one.endpoint_id)) is None


# Stopping


@pytest.mark.parametrize(
    "said", ["HUY DK", "hủy đăng ký", "HUY DK HONG SEN", "TU CHOI", "STOP", "dung", "huy", "dừng nhận tin"]
)
async def test_stopping_is_confirmed_once(place: District, said: str) -> None:
    await resident(place.db, place.hong_sen, place.now, "+84900000101")
    phone = sms_phone(place.db, place.now)
    assert (await phone.says(said)).startswith("Ông/bà muốn ngừng nhận tin của Thôn Hồng Sen")
    assert await open_units(place) == [place.hong_sen.id]
    assert "Đã ngừng gửi tin của Thôn Hồng Sen" in await phone.says("1")
    assert await open_units(place) == []


@pytest.mark.parametrize("word", ["dung", "huy"])
async def test_those_two_words_alone_never_stop_anything_however_often(place: District, word: str) -> None:
    await resident(place.db, place.hong_sen, place.now, "+84900000101")
    phone = sms_phone(place.db, place.now)
    for _ in range(4):
        await phone.says(word)
    assert await open_units(place) == [place.hong_sen.id]


async def test_no_to_the_question_goes_on(place: District) -> None:
    await resident(place.db, place.hong_sen, place.now, "+84900000101")
    phone = sms_phone(place.db, place.now)
    await phone.says("HUY DK")
    assert await phone.says("2") == words.STILL_ON
    assert await open_units(place) == [place.hong_sen.id]


async def test_of_several_villages_one_or_all(place: District) -> None:
    for name in ("Hồng Sen", "Bản Mới", "Nà Ếch"):
        await resident(place.db, place.cells[name], place.now, "+84900000101")
    phone = sms_phone(place.db, place.now)
    await phone.says("HUY DK BAN MOI")
    await phone.says("1")
    assert len(await open_units(place)) == 2
    asked = await phone.says("TU CHOI")
    assert "3. Tất cả" in asked
    await phone.says("3")
    await phone.says("1")
    assert await open_units(place) == []


async def test_who_never_registered_is_told_so(place: District) -> None:
    assert await sms_phone(place.db, place.now).says("HUY DK") == words.NOT_REGISTERED


async def test_registering_again_takes_it_up_again(place: District) -> None:
    one = await resident(place.db, place.hong_sen, place.now, "+84900000101")
    phone = sms_phone(place.db, place.now)
    for said in ("HUY DK", "1", "DK Hong Sen", "1"):
        await phone.says(said)
    assert [row.id for row in await registered(place.db)] == [one.id]
    assert await open_units(place) == [place.hong_sen.id]


async def test_leaving_an_account_where_that_withdraws_stops_it(place: District) -> None:
    phone = Phone(place.db, place.now, "70", "zalo_oa", replace(SMART, leaving_withdraws=True))
    await phone.says("ĐK Hồng Sen")
    await phone.presses("Đồng ý")
    await phone.blocks()
    assert await open_units(place) == []


async def test_a_code_links_a_resident_as_anybody(scene: Scene) -> None:
    """Also in the middle of registering; the registration and the membership stay two things."""
    phone = plain_phone(scene.db, scene.now, "70")
    await phone.says("ĐK")
    (invitation,) = await invite(scene.db, [scene.lan], "test", scene.now)
    assert "Mục đích" in await phone.says(invitation.code)
    assert await registered(scene.db) == []


async def test_somebody_elses_button_stops_nobody(place: District) -> None:
    await resident(place.db, place.hong_sen, place.now, "+84900000101")
    await chat(place, "71").presses_value(f"dk_stop_yes:{place.hong_sen.id}")
    assert await open_units(place) == [place.hong_sen.id]


# A member's phone that is a resident's too


async def lans_phone(scene: Scene) -> Phone:
    """A plain phone by SMS, of Lan, who is also registered as a resident."""
    with_sms(scene.db)
    await village.reachable_at(scene.db, scene.lan, scene.now, "84900000101", "sms_a")
    await resident(scene.db, scene.cell, scene.now, "+84900000101")
    return sms_phone(scene.db, scene.now)


async def test_who_is_both_is_asked_what_to_stop(scene: Scene) -> None:
    phone = await lans_phone(scene)
    asked = await phone.says("TU CHOI")
    assert asked.splitlines()[1:] == ["1. Tin mời họp", "2. Tin cho người dân", "3. Không, vẫn nhận tin"]
    await phone.says("2")
    await phone.says("1")
    assert [row.stopped_at is None for row in await registered(scene.db)] == [False]
    addresses = await scene.db.scalars(select(Address).where(Address.member_id == scene.lan.id))
    assert [address.stopped_at for address in addresses] == [None, None]


async def test_the_meetings_alone_can_be_stopped(scene: Scene) -> None:
    phone = await lans_phone(scene)
    for said in ("TU CHOI", "1", "1"):
        await phone.says(said)
    assert [row.stopped_at is None for row in await registered(scene.db)] == [True]


@pytest.mark.parametrize("word", ["dung", "huy"])
async def test_to_a_member_those_words_still_mean_nothing(scene: Scene, word: str) -> None:
    phone = await lans_phone(scene)
    for said in (word, word):
        await phone.says(said)
    assert [row.stopped_at is None for row in await registered(scene.db)] == [True]
    assert (await scene.row()).answer is None


async def test_a_member_answers_the_meeting_as_before(scene: Scene) -> None:
    phone = await lans_phone(scene)
    await phone.says("có")
    assert (await scene.row()).answer is Answer.COMING


async def test_a_members_short_yes_is_an_answer_and_no_registration(scene: Scene) -> None:
    """ "đk" is how many write "được"."""
    phone = await lans_phone(scene)
    await phone.says("dk")
    assert (await scene.row()).answer is Answer.COMING


async def test_a_member_who_goes_on_to_the_meeting_is_not_asked_for_a_village_for_ever(scene: Scene) -> None:
    assert await scene.phone.says("đăng ký") == words.ASK_WHERE
    assert await scene.phone.says("Hồng Sền Xa") == words.NOT_FOUND
    await scene.phone.says("tôi vắng vì ốm")
    assert (await scene.row()).answer is Answer.AWAY
