"""People on a network like Zalo's: they come by code, follow and leave, share an account, and have Telegram besides."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.rehearsal import PLAIN
from bot.model.attendances import AnswerLog
from bot.model.endpoints import Consent, ConsentKind
from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.notices import Notice
from bot.reports.code_maker import DOCX
from bot.services.addresses import endpoint_at, reachable
from bot.services.consents import agree
from bot.services.invitations import renew_open_lists
from bot.services.joining import invite, link
from bot.words import vi
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.zalo import ACCOUNT, zalo_phone
from tests.talk import Phone


async def joins(scene: Scene, member: Member, chat: str = "7") -> Phone:
    """With a code, and consent."""
    phone = zalo_phone(scene.db, scene.now, chat)
    (made,) = await invite(scene.db, [member], "test", scene.now)
    await phone.says(made.code)
    await phone.presses("Đồng ý")
    await renew_open_lists(scene.db, [scene.cell.id], scene.now)
    return phone


async def ways(scene: Scene, member: Member) -> list[str]:
    return [way.channel for way in (await reachable(scene.db, [member.id]))[member.id]]


async def passed_on(scene: Scene) -> list[str]:
    found = await scene.db.scalars(
        select(Notice).filter_by(step=Step.PASSED_ON, member_id=scene.secretary.id).order_by(Notice.id)
    )
    return [str((word.content or {})["text"]) for word in found]


@pytest.fixture
async def son(scene: Scene) -> Member:
    return await village.member(scene.db, scene.cell, "Lê Văn Sơn")


# Coming and leaving


async def test_a_typed_code_leads_to_the_question_of_consent(scene: Scene, son: Member) -> None:
    await joins(scene, son)
    assert await ways(scene, son) == ["zalo_oa"]


async def test_following_shows_a_stranger_the_way_in(scene: Scene) -> None:
    said = await zalo_phone(scene.db, scene.now, "7").follows()
    assert said.startswith(vi.WELCOME)


async def test_following_is_no_consent(scene: Scene, son: Member) -> None:
    await link(scene.db, await endpoint_at(scene.db, "zalo_oa", "zalo_oa", "7"), son, "test", scene.now)
    assert "Mục đích" in await zalo_phone(scene.db, scene.now, "7").follows()
    assert await ways(scene, son) == []


async def test_who_has_agreed_and_follows_again_sees_how_it_stands(scene: Scene, son: Member) -> None:
    phone = await joins(scene, son)
    assert "Nhà văn hóa" in await phone.follows()


async def test_leaving_takes_the_consent_back_and_the_secretary_hears_of_it_once(scene: Scene, son: Member) -> None:
    phone = await joins(scene, son)
    for _ in range(3):
        await phone.blocks()
    assert await ways(scene, son) == []
    consents = await scene.db.scalars(select(Consent).filter_by(member_id=son.id))
    assert [one.withdrawn_at for one in consents] == [scene.now]
    assert await passed_on(scene) == [vi.has_stopped("Lê Văn Sơn")]


async def test_who_comes_back_is_asked_for_consent_before_anything_is_sent(scene: Scene, son: Member) -> None:
    phone = await joins(scene, son)
    await phone.blocks()
    assert "Mục đích" in await phone.follows()
    assert await ways(scene, son) == []
    await phone.presses("Đồng ý")
    assert await ways(scene, son) == ["zalo_oa"]


async def test_a_paper_for_all_channels_still_holds_for_the_others(scene: Scene) -> None:
    phone = await joins(scene, scene.lan)
    scene.db.add(
        Consent(member_id=scene.lan.id, channel="*", kind=ConsentKind.PAPER, text_version="test", given_at=scene.now)
    )
    await phone.blocks()
    assert await ways(scene, scene.lan) == ["rehearsal"]
    (word,) = await passed_on(scene)
    assert "Zalo" in word


async def test_where_leaving_only_means_not_to_be_reached_the_consent_stays(scene: Scene) -> None:
    await scene.phone.blocks()
    assert await passed_on(scene) == []
    await scene.phone.follows()
    assert await ways(scene, scene.lan) == ["rehearsal"]


# Two people on one account


@pytest.fixture
async def couple(scene: Scene, son: Member) -> Phone:
    """Lan and Sơn have one account between them."""
    phone = await joins(scene, son)
    (made,) = await invite(scene.db, [scene.lan], "test", scene.now)
    await phone.says(made.code)
    await phone.presses("Đồng ý")
    return phone


async def test_each_of_two_on_one_account_answers_for_themselves(scene: Scene, couple: Phone, son: Member) -> None:
    await couple.says("có")
    await couple.presses("Lê Văn Sơn")
    assert (await scene.row(son)).answer == "coming"
    assert (await scene.row()).answer is None


async def test_who_leaves_an_account_of_two_leaves_for_both(scene: Scene, couple: Phone, son: Member) -> None:
    await couple.blocks()
    assert await ways(scene, son) == []
    assert await ways(scene, scene.lan) == ["rehearsal"]
    assert len(await passed_on(scene)) == 2


async def test_one_of_two_stops_and_the_other_goes_on(scene: Scene, couple: Phone, son: Member) -> None:
    await couple.says("TU CHOI")
    await couple.presses("Lê Văn Sơn")
    assert await ways(scene, son) == []
    assert "zalo_oa" in await ways(scene, scene.lan)


# On Zalo and on Telegram


@pytest.fixture
async def both(scene: Scene) -> Phone:
    """Lan's Zalo; her other phone is on another network."""
    endpoint = await endpoint_at(scene.db, "zalo_oa", "zalo_oa", "7")
    await link(scene.db, endpoint, scene.lan, "test", scene.now)
    await agree(scene.db, scene.lan.id, endpoint, ConsentKind.TAPPED, "test", scene.now)
    return zalo_phone(scene.db, scene.now, "7")


async def test_somebody_on_two_networks_is_asked_once(scene: Scene, both: Phone) -> None:
    assert await ways(scene, scene.lan) == ["rehearsal", "zalo_oa"]
    meeting = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=9))
    assert len(await village.notices_of(scene.db, meeting, scene.lan)) == 1
    assert both.screen == []


async def test_an_answer_counts_wherever_it_is_given_and_the_last_one_stands(scene: Scene, both: Phone) -> None:
    await both.says("có")
    assert (await scene.row()).answer == "coming"
    await scene.phone.says("vắng ốm")
    assert (await scene.row()).answer == "away"
    channels = await scene.db.scalars(select(AnswerLog.channel).order_by(AnswerLog.id))
    assert list(channels)[:2] == ["zalo_oa", "rehearsal"]


async def test_old_buttons_on_the_other_network_still_answer(scene: Scene, both: Phone) -> None:
    value = f"answer:{scene.meeting.id}:{scene.meeting.revision}:{scene.lan.id}"
    await both.presses_value(f"{value}:away")
    await scene.phone.presses_value(f"{value}:coming")
    assert (await scene.row()).answer == "coming"
    await both.presses_value(f"{value}:away")
    assert (await scene.row()).answer == "away"


async def test_stopping_on_one_leaves_the_other(scene: Scene, both: Phone) -> None:
    await both.says("STOP")
    await both.presses("Đúng, dừng")
    assert await ways(scene, scene.lan) == ["rehearsal"]
    await scene.phone.says("có")
    assert (await scene.row()).answer == "coming"


# Files


@pytest.mark.parametrize(
    ("media_type", "size", "goes"),
    [
        ("application/pdf", 10, True),
        ("text/csv; charset=utf-8", 10, True),
        ("application/pdf", 5_000_001, False),
        ("application/vnd.ms-excel", 10, False),
        ("text/plain; charset=utf-8", 10, False),
    ],
)
def test_a_network_carries_the_files_that_it_says(media_type: str, size: int, *, goes: bool) -> None:
    assert ACCOUNT.carries(media_type, size) is goes


def test_a_network_without_documents_carries_none() -> None:
    assert not PLAIN.carries("application/pdf")


async def test_a_file_that_cannot_go_with_the_message_goes_by_link(scene: Scene) -> None:
    scene.db.info["public_url"] = "https://chibot.example.vn"
    phone = await joins(scene, scene.secretary)
    await phone.says("mã")
    await phone.presses("Tờ in mã")
    said = await phone.presses("Lập mã mới")
    assert "https://chibot.example.vn/tep/" in said
    assert phone.screen[-1].attaches is None


async def test_the_same_file_goes_where_its_kind_is_carried(scene: Scene) -> None:
    phone = await joins(scene, scene.secretary)
    phone.capabilities = replace(ACCOUNT, document_types=frozenset({DOCX}))
    await phone.says("mã")
    await phone.presses("Tờ in mã")
    await phone.presses("Lập mã mới")
    assert (await phone.document()).media_type == DOCX
