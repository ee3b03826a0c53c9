"""A number that nobody vouches for: the secretary of whoever has it confirms, and the stranger learns nothing."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.model.endpoints import Endpoint, LinkCode
from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.notices import Attempt, Notice, NoticeState
from bot.model.roles import Office
from bot.services.addresses import members_at, reachable
from bot.services.falling_back import next_channel
from bot.services.joining import MOST_WRONG, invite
from bot.services.notices import from_content
from bot.words import claims as words
from bot.words import vi
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.zalo import zalo_phone
from tests.talk import Phone

NUMBER, NOBODYS = "0900000007", "0900000778"


async def son_of(scene: Scene, name: str = "Lê Văn Sơn") -> Member:
    return await village.member(scene.db, scene.cell, name, phone="+84900000007")


def stranger(scene: Scene, chat: str = "2") -> Phone:
    return zalo_phone(scene.db, scene.now, chat)


async def asked(scene: Scene, to: Member | None = None) -> list[Notice]:
    """What the secretary was asked."""
    found = await scene.db.scalars(
        select(Notice).filter_by(step=Step.PASSED_ON, member_id=(to or scene.secretary).id).order_by(Notice.id)
    )
    return list(found)


async def hers(scene: Scene, now: datetime | None = None) -> Phone:
    """The secretary's phone, with the questions on the screen."""
    phone = Phone(scene.db, now or scene.now, "9")
    for at, notice in enumerate(await asked(scene)):
        assert notice.content is not None
        phone.shows(from_content(notice.content), f"asked-{at}")
    return phone


async def people_at(scene: Scene, chat: str = "2") -> list[str]:
    endpoint = (await scene.db.scalars(select(Endpoint).filter_by(channel="zalo_oa", external_id=chat))).one()
    return [member.name for member in await members_at(scene.db, endpoint.id)]


async def told(scene: Scene, chat: str = "2") -> list[str]:
    """What was sent to the phone without being an answer."""
    found = await scene.db.execute(
        select(Notice.content)
        .join(Endpoint, Endpoint.id == Notice.endpoint_id)
        .where(Endpoint.external_id == chat, Notice.about.startswith("claim:"))
    )
    return [content["text"] for (content,) in found]


async def test_a_number_that_is_only_said_links_nobody(scene: Scene) -> None:
    await son_of(scene)
    assert await stranger(scene).shares(NUMBER) == words.RECEIVED
    assert await people_at(scene) == []


async def test_whoever_does_not_vouch_for_numbers_gets_the_same_answer_for_any(scene: Scene) -> None:
    await son_of(scene)
    known, unknown = stranger(scene, "2"), stranger(scene, "3")
    answers = [
        [await phone.shares(number) for _ in range(MOST_WRONG + 1)]
        for phone, number in ((known, NUMBER), (unknown, NOBODYS))
    ]
    assert answers[0] == answers[1]
    assert answers[0][-1] == vi.LOCKED


async def test_the_secretary_confirms_and_then_consent_is_asked(scene: Scene) -> None:
    son = await son_of(scene)
    phone = stranger(scene)
    await phone.shares(NUMBER)
    assert "nối máy ở Zalo với đồng chí Lê Văn Sơn" in await (await hers(scene)).presses("Đúng, nối vào")
    assert await people_at(scene) == ["Lê Văn Sơn"]
    assert not (await reachable(scene.db, [son.id]))[son.id]
    assert await told(scene) == [words.CONFIRMED]
    assert "Mục đích" in await phone.says("1")
    await phone.presses("Đồng ý")
    assert [way.channel for way in (await reachable(scene.db, [son.id]))[son.id]] == ["zalo_oa"]


async def test_a_refusal_leaves_nothing_and_is_not_told(scene: Scene) -> None:
    await son_of(scene)
    await stranger(scene).shares(NUMBER)
    assert "Không nối" in await (await hers(scene)).presses("Không phải")
    assert await people_at(scene) == []
    assert await told(scene) == []
    assert (await scene.db.scalars(select(LinkCode))).all() == []


@pytest.mark.parametrize("first", ["Đúng, nối vào", "Không phải"])
async def test_what_is_settled_cannot_be_settled_again(scene: Scene, first: str) -> None:
    await son_of(scene)
    await stranger(scene).shares(NUMBER)
    phone = await hers(scene)
    values = [choice.value for choice in phone.screen[-1].choices]
    await phone.presses(first)
    people = await people_at(scene)
    for value in values:
        assert "đã xong hoặc đã quá hạn" in await phone.presses_value(value)
    assert await people_at(scene) == people


async def test_a_question_that_lay_too_long_links_nobody(scene: Scene) -> None:
    await son_of(scene)
    await stranger(scene).shares(NUMBER)
    late = await hers(scene, scene.now + timedelta(days=3))
    assert "quá hạn" in await late.presses("Đúng, nối vào")
    assert await people_at(scene) == []


async def test_nobody_confirms_but_who_may_link(scene: Scene) -> None:
    son = await son_of(scene)
    await stranger(scene).shares(NUMBER)
    value = (await hers(scene)).screen[-1].choices[0].value
    assert "không được phân công" in await scene.phone.presses_value(value)
    assert "không được phân công" in await stranger(scene).presses_value(value)
    assert await people_at(scene) == []
    assert not (await reachable(scene.db, [son.id]))[son.id]


async def test_the_secretarys_own_number_is_confirmed_by_nobody_below(scene: Scene) -> None:
    scene.secretary.phone = "+84900000007"
    deputy = await village.member(scene.db, scene.cell, "Phạm Văn Phó")
    await village.office(scene.db, deputy, scene.cell, Office.DEPUTY_SECRETARY)
    await village.reachable_at(scene.db, deputy, scene.now, chat="8")
    assert await stranger(scene).shares(NUMBER) == words.RECEIVED
    assert await asked(scene) == []
    assert await asked(scene, deputy) == []


async def test_asking_twice_rings_once_and_many_phones_ring_a_few_times(scene: Scene) -> None:
    await son_of(scene)
    for _ in range(2):
        await stranger(scene).shares(NUMBER)
    assert len(await asked(scene)) == 1
    for chat in range(3, 9):
        await stranger(scene, str(chat)).shares(NUMBER)
    assert len(await asked(scene)) == 3


async def test_two_people_with_one_number_are_asked_for_apart(scene: Scene) -> None:
    await son_of(scene, "Lê Thị Hoa")
    await son_of(scene)
    await stranger(scene).shares(NUMBER)
    phone = await hers(scene)
    await phone.presses_value(phone.screen[-2].choices[0].value)
    await phone.presses_value(phone.screen[1].choices[0].value)
    assert await people_at(scene) == ["Lê Thị Hoa", "Lê Văn Sơn"]


async def test_a_phone_that_was_taken_away_is_not_asked_for(scene: Scene) -> None:
    son = await son_of(scene)
    phone = stranger(scene)
    (first,) = await invite(scene.db, [son], "test", scene.now)
    await phone.says(first.code)
    (second,) = await invite(scene.db, [son], "test", scene.now)
    await stranger(scene, "3").says(second.code)
    await phone.shares(NUMBER)
    assert await asked(scene) == []


async def test_a_claim_ends_with_a_new_code(scene: Scene) -> None:
    son = await son_of(scene)
    await stranger(scene).shares(NUMBER)
    await invite(scene.db, [son], "test", scene.now)
    assert "quá hạn" in await (await hers(scene)).presses("Đúng, nối vào")


async def test_the_question_names_who_they_say_they_are_and_no_number(scene: Scene) -> None:
    await son_of(scene)
    phone = stranger(scene)
    await phone.shares_as(NUMBER, "Sơn \n Lê" + "!" * 90)
    (question,) = await asked(scene)
    text = str(question.content)
    assert "tự ghi tên: Sơn Lê!" in text
    assert "!" * 60 not in text
    assert "900000007" not in text


async def test_no_number_or_address_of_a_strangers_reaches_the_secretary(scene: Scene) -> None:
    await son_of(scene)
    await stranger(scene).shares_as(NUMBER, "Sơn bit.ly/abc http://la.example 0912345678 @la Lê")
    (question,) = await asked(scene)
    assert "tự ghi tên: Sơn Lê)" in str(question.content)


async def test_where_the_network_vouches_for_the_number_nobody_is_asked(scene: Scene) -> None:
    await son_of(scene)
    assert "Mục đích" in await Phone(scene.db, scene.now, "2").shares(NUMBER)
    assert await asked(scene) == []


# The question did not reach the secretary


async def test_a_question_that_nobody_got_stands_where_codes_are_handed_out(scene: Scene) -> None:
    """The secretary has not written for a week, no template is registered, and there is no other way."""
    await son_of(scene)
    await stranger(scene).shares(NUMBER)
    assert (await not_taken(scene)).state is NoticeState.FAILED
    phone = Phone(scene.db, scene.now, "9")
    assert (await phone.says("mã")).startswith(words.waiting(1))
    assert await phone.presses(words.waiting_of("Lê Văn Sơn")) == words.ask("Lê Văn Sơn", "zalo_oa", None)
    assert "nối máy ở Zalo" in await phone.presses("Đúng, nối vào")
    assert await people_at(scene) == ["Lê Văn Sơn"]
    assert words.waiting(1) not in await phone.says("mã")


async def not_taken(scene: Scene) -> Notice:
    """The network of the secretary's first way takes templates alone, and has none for it."""
    (notice,) = await asked(scene)
    assert notice.endpoint_id
    scene.db.add(Attempt(notice_id=notice.id, endpoint_id=notice.endpoint_id, channel="x", begun_at=scene.now))
    await scene.db.flush()
    await next_channel(scene.db, notice, "no_form", scene.now)
    return notice


async def test_nobody_is_shown_their_own_number_to_confirm(scene: Scene) -> None:
    deputy = await son_of(scene)
    await village.office(scene.db, deputy, scene.cell, Office.DEPUTY_SECRETARY)
    await village.reachable_at(scene.db, deputy, scene.now, chat="8")
    await stranger(scene).shares(NUMBER)
    said = [await Phone(scene.db, scene.now, chat).says("mã") for chat in ("9", "8")]
    assert [one.startswith(words.waiting(1)) for one in said] == [True, False]
    assert "Mỗi đồng chí một mã" in said[1]


async def test_it_goes_by_the_secretarys_other_way_first(scene: Scene) -> None:
    await son_of(scene)
    await stranger(scene).shares(NUMBER)
    other = await village.reachable_at(scene.db, scene.secretary, scene.now, "10", "rehearsal_plain")
    notice = await not_taken(scene)
    assert (notice.state, notice.endpoint_id) == (NoticeState.WAITING, other.id)


async def test_who_was_refused_by_mistake_may_claim_once_more(scene: Scene) -> None:
    """The second claim got the number of the one that was gone, was told to nobody, and the stranger got an apology."""
    await son_of(scene)
    await stranger(scene).shares(NUMBER)
    await (await hers(scene)).presses("Không phải")
    assert await stranger(scene, "3").shares(NUMBER) == words.RECEIVED


async def test_an_old_question_links_nobody_whom_it_did_not_name(scene: Scene) -> None:
    await son_of(scene)
    await village.member(scene.db, scene.cell, "Vi Thị Hai", phone="+84900000008")
    await stranger(scene).shares(NUMBER)
    phone = await hers(scene)
    about_son = phone.screen[-1].choices[0].value
    await phone.presses("Không phải")
    await stranger(scene, "3").shares("0900000008")
    assert "đã xong hoặc đã quá hạn" in await phone.presses_value(about_son)
    assert await people_at(scene, "3") == []
