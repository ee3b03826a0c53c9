"""People link their phone and agree to messages."""

from datetime import timedelta

from sqlalchemy import select

from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.members import Member
from bot.services.addresses import reachable
from bot.services.joining import Invitation, invite
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone, plain_phone


async def newcomer(scene: Scene, name: str = "Lê Văn Sơn", phone: str | None = None) -> tuple[Member, Invitation]:
    member = await village.member(scene.db, scene.cell, name, phone=phone)
    return member, (await invite(scene.db, [member], "test", scene.now))[0]


async def is_reachable(scene: Scene, member: Member) -> bool:
    return bool((await reachable(scene.db, [member.id]))[member.id])


async def test_a_link_leads_to_the_question_of_consent_and_a_tap_to_the_messages(scene: Scene) -> None:
    member, invitation = await newcomer(scene)
    phone = Phone(scene.db, scene.now, "2")
    asked = await phone.says(f"/start {invitation.token}")
    assert "Mục đích" in asked
    assert phone.offered == ["Đồng ý"]
    assert not await is_reachable(scene, member)
    assert "Đã nối máy" in await phone.presses("Đồng ý")
    assert await is_reachable(scene, member)


async def test_a_typed_code_works_in_small_letters_with_spaces(scene: Scene) -> None:
    member, invitation = await newcomer(scene)
    phone = plain_phone(scene.db, scene.now, "2")
    code = invitation.code.lower()
    await phone.says(f"{code[:5]} {code[5:]}")
    await phone.says("1")
    assert await is_reachable(scene, member)
    consent = (await scene.db.scalars(select(Consent).filter_by(member_id=member.id))).one()
    assert (consent.kind, consent.channel) == (ConsentKind.TYPED, "rehearsal_plain")


async def test_consent_may_be_given_in_words(scene: Scene) -> None:
    member, invitation = await newcomer(scene)
    phone = plain_phone(scene.db, scene.now, "2")
    await phone.says(invitation.code)
    await phone.says("Đồng ý.")
    assert await is_reachable(scene, member)


async def test_a_code_works_once(scene: Scene) -> None:
    _, invitation = await newcomer(scene)
    await Phone(scene.db, scene.now, "2").says(invitation.code)
    assert "không đúng" in await Phone(scene.db, scene.now, "3").says(invitation.code)


async def test_an_old_code_is_refused(scene: Scene) -> None:
    _, invitation = await newcomer(scene)
    later = Phone(scene.db, scene.now + timedelta(days=15), "2")
    assert "hết hạn" in await later.says(f"/start {invitation.token}")


async def test_five_wrong_codes_lock_the_chat_even_for_the_right_one(scene: Scene) -> None:
    member, invitation = await newcomer(scene)
    phone = Phone(scene.db, scene.now, "2")
    for number in range(5):
        said = await phone.says(f"WRONG4444{number}")
    assert "một giờ" in said
    assert "một giờ" in await phone.says(invitation.code)
    assert not await is_reachable(scene, member)


async def test_moving_the_peoples_clock_does_not_open_a_lock(scene: Scene) -> None:
    _, invitation = await newcomer(scene)
    phone = Phone(scene.db, scene.now, "2")
    for number in range(5):
        await phone.says(f"/start wrong{number}")
    phone.now += timedelta(hours=2)
    assert "một giờ" in await phone.says(invitation.code)


async def test_a_new_phone_takes_over_and_the_old_one_hears_nothing_more(scene: Scene) -> None:
    invitation = (await invite(scene.db, [scene.lan], "test", scene.now))[0]
    new = Phone(scene.db, scene.now, "2")
    assert "Đã nối máy" in await new.says(invitation.code)
    ways = (await reachable(scene.db, [scene.lan.id]))[scene.lan.id]
    assert [way.external_id for way in ways] == ["2"]
    assert "mã" in await scene.phone.says("có")
    assert (await scene.row()).answer is None


async def test_the_own_number_is_enough(scene: Scene) -> None:
    member, _ = await newcomer(scene, phone="+84900000007")
    phone = Phone(scene.db, scene.now, "2")
    await phone.shares("84900000007")
    await phone.presses("Đồng ý")
    assert await is_reachable(scene, member)


async def test_two_people_with_one_number_are_both_linked_and_each_asked(scene: Scene) -> None:
    wife, _ = await newcomer(scene, "Lê Thị Hoa", "+84900000007")
    husband, _ = await newcomer(scene, "Lê Văn Sơn", "+84900000007")
    phone = Phone(scene.db, scene.now, "2")
    await phone.shares("0900000007")
    await phone.presses("Đồng ý")
    assert await is_reachable(scene, wife) != await is_reachable(scene, husband)
    await phone.presses("Đồng ý")
    assert await is_reachable(scene, wife)
    assert await is_reachable(scene, husband)


async def test_an_unknown_number_is_told_what_to_do(scene: Scene) -> None:
    assert "chưa có trong danh sách" in await Phone(scene.db, scene.now, "2").shares("0900000777")


async def test_a_stranger_learns_nothing(scene: Scene) -> None:
    phone = Phone(scene.db, scene.now, "77")
    for words in ("có", "1", "họp", "?", "xin vắng", "dừng", "STOP"):
        said = await phone.says(words)
        assert "Thôn" not in said
        assert "Nhà văn hóa" not in said


async def test_nobody_agrees_for_somebody_else(scene: Scene) -> None:
    member, _ = await newcomer(scene)
    await Phone(scene.db, scene.now, "77").presses_value(f"agree:{member.id}")
    assert not (await scene.db.scalars(select(Consent).filter_by(member_id=member.id))).all()


async def test_a_group_is_not_answered(scene: Scene) -> None:
    from bot.channels.rehearsal import SMART  # noqa: PLC0415 - beside its only use
    from bot.conversation import converse  # noqa: PLC0415
    from bot.messages import Incoming, Kind  # noqa: PLC0415
    from tests.talk import ROUTER  # noqa: PLC0415

    said = Incoming("rehearsal", "rehearsal", "e", "-100", Kind.TEXT, "xin vắng vì ốm", is_private=False)
    _, reply = await converse(said, scene.db, ROUTER, SMART, scene.now, "inbox:0")
    assert reply is None


async def test_linking_keeps_one_address_for_a_member_and_a_chat(scene: Scene) -> None:
    for _ in range(3):
        invitation = (await invite(scene.db, [scene.lan], "test", scene.now))[0]
        await scene.phone.says(invitation.code)
    found = await scene.db.scalars(select(Address).join(Endpoint).where(Address.member_id == scene.lan.id))
    assert len(found.all()) == 1
