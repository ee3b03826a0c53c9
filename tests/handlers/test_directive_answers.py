"""A document is clear, in the chat: by its button, by words, for others; where several may be meant it is asked."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.model.directives import DirectiveQuestion
from bot.model.endpoints import Address
from bot.words import directive_answers as words
from bot.words import vi
from tests import village
from tests.ground import Ground
from tests.services.directive_places import Told, passed_down, told_commune
from tests.talk import Phone, plain_phone


@pytest.fixture
async def told(ground: Ground) -> AsyncIterator[Told]:
    async with ground.with_(told_commune) as told:
        yield told


def phone_of(told: Told, place: int) -> Phone:
    return Phone(told.db, told.now, str(place + 1))


def secretarys(told: Told) -> Phone:
    return phone_of(told, len(told.people))


async def knows(told: Told, place: int) -> bool:
    return (await told.receipt(told.people[place])).acknowledged_at is not None


async def second(told: Told) -> int:
    """Another document for the same cell; its number here."""
    return (await passed_down(told.db, told.top, {told.dong: told.people[:3]}, number="5-HD/ĐU")).id


async def test_by_button_once_and_an_old_button_still_has_an_answer(told: Told) -> None:
    lan, value = phone_of(told, 0), f"directive_ack:{told.directive.id}:{told.people[0].id}"
    assert "đã rõ văn bản 27-QĐ/TU" in await lan.presses_value(value)
    assert "trước đây đã ghi" in await lan.presses_value(value)
    assert (await told.row(told.dong)).acknowledged == 1
    assert "27-QĐ/TU" not in await phone_of(told, 1).presses_value(value)
    assert not await knows(told, 1)


@pytest.mark.parametrize("said", ["đã rõ", "da ro", "đã đọc", "Rõ ạ", "da ro van ban"])
async def test_in_words_of_the_only_document(told: Told, said: str) -> None:
    assert "đã rõ văn bản 27-QĐ/TU" in await phone_of(told, 0).says(said)
    assert await knows(told, 0)


async def test_of_two_documents_it_is_asked_which(told: Told) -> None:
    other = await second(told)
    lan = phone_of(told, 0)
    assert await lan.says("đã rõ") == f"{words.WHICH}"
    assert lan.offered == ["5-HD/ĐU", "27-QĐ/TU"]
    assert not await knows(told, 0)
    assert "27-QĐ/TU" in await lan.says("2")
    assert await knows(told, 0)
    assert "5-HD/ĐU" in await phone_of(told, 1).says(f"đã rõ văn bản {other}")
    assert not await knows(told, 1)
    assert "27-QĐ/TU" in await phone_of(told, 1).says("da ro van ban so 27-qd/tu")
    assert await knows(told, 1)


async def test_another_number_than_that_of_the_only_document_takes_nothing(told: Told) -> None:
    for said in ("đã rõ văn bản 28-QĐ/TU", "đã rõ văn bản 999"):
        assert await phone_of(told, 0).says(said) == words.WHICH
    assert not await knows(told, 0)


async def test_a_number_that_may_be_meant_for_another_is_asked_back(told: Told) -> None:
    await second(told)
    lan = phone_of(told, 0)
    await lan.presses_value("next")
    endpoint = await village.reachable_at(told.db, told.people[0], told.now, "77", "rehearsal_plain")
    endpoint.offered = [["Đã rõ", f"directive_ack:{told.directive.id}:{told.people[0].id}"], ["Hỏi lại", "x"]]
    await told.db.flush()
    plain = plain_phone(told.db, told.now, "77")
    assert words.WHICH in await plain.says("1")
    assert not await knows(told, 0)


async def test_beside_a_meeting_it_is_asked_which(told: Told) -> None:
    await village.meeting(told.db, told.dong, told.now)
    lan = phone_of(told, 0)
    assert words.WHICH_OR_MEETING in await lan.says("đã rõ")
    assert lan.offered == ["27-QĐ/TU", words.MEETING]
    assert not await knows(told, 0)
    await lan.presses("27-QĐ/TU")
    assert await knows(told, 0)


async def test_on_a_phone_of_two_it_is_asked_who(told: Told) -> None:
    lan = phone_of(told, 0)
    endpoint_of_lan = await told.db.get_one(Address, await first_address(told))
    told.db.add(
        Address(member_id=told.people[1].id, endpoint_id=endpoint_of_lan.endpoint_id, position=2, linked_at=told.now)
    )
    await told.db.flush()
    await lan.says("đã rõ")
    assert lan.offered == ["27-QĐ/TU (Nguyễn Thị Lan)", "27-QĐ/TU (Nguyễn Văn An)"]
    assert "đồng chí Nguyễn Văn An đã rõ" in await lan.presses("Nguyễn Văn An")
    assert [await knows(told, place) for place in (0, 1)] == [False, True]


async def test_a_question_from_a_phone_of_two_says_whose_it_is(told: Told) -> None:
    lan = phone_of(told, 0)
    first = await told.db.get_one(Address, await first_address(told))
    an = Address(member_id=told.people[1].id, endpoint_id=first.endpoint_id, position=2, linked_at=told.now)
    told.db.add(an)
    await told.db.flush()
    assert await lan.presses_value(f"directive_ask:{told.directive.id}") == words.WHO_ASKS
    await lan.presses("Văn An")
    await lan.says("Áp dụng từ bao giờ?")
    assert await lan.says(f"hỏi về văn bản {told.directive.id}: hạn nộp ngày nào?") == words.WHO_ASKS
    await lan.presses("Thị Lan")
    assert "đã xong hoặc đã dừng" in await lan.presses("Thị Lan")
    asked = await told.db.execute(select(DirectiveQuestion.member_id, DirectiveQuestion.text).order_by("id"))
    assert [tuple(one) for one in asked] == [
        (told.people[1].id, "Áp dụng từ bao giờ?"),
        (told.people[0].id, "hạn nộp ngày nào?"),
    ]


async def test_what_comes_late_is_said_to_be_late(told: Told) -> None:
    lan = phone_of(told, 0)
    lan.now = village.at(2026, 12, 1)
    assert "(sau hạn)" in await lan.says("đã rõ")
    an = phone_of(told, 1)
    an.now = village.at(2027, 3, 1)
    assert "(sau hạn)" in await an.presses_value(f"directive_ack:{told.directive.id}:{told.people[1].id}")
    told.directive.due_on = None
    await told.db.flush()
    binh = phone_of(told, 2)
    binh.now = an.now
    assert "đã quá 90 ngày" in await binh.presses_value(f"directive_ack:{told.directive.id}:{told.people[2].id}")


async def first_address(told: Told) -> int:
    found = await told.db.scalar(select(Address.id).filter_by(member_id=told.people[0].id))
    assert found is not None
    return int(found)


async def test_without_any_document_the_words_mean_what_they_meant(told: Told) -> None:
    await phone_of(told, 0).says("đã rõ")
    assert await phone_of(told, 0).says("đã rõ") == vi.NO_OPEN_MEETING


async def test_the_secretary_notes_it_for_who_has_no_phone(told: Told) -> None:
    hers = secretarys(told)
    line = f"đã rõ hộ văn bản {told.directive.id}: Lan, đ/c Bình"
    assert "Đã ghi hộ 2 đồng chí" in await hers.says(line)
    assert [await knows(told, place) for place in range(4)] == [True, False, True, False]
    assert (await told.receipt(told.people[0])).acknowledged_by == f"member:{told.secretary.id}"
    assert "2 đồng chí đã ghi từ trước" in await hers.says(line)
    assert "Đã ghi hộ" not in await hers.says(f"đã rõ hộ văn bản {told.directive.id}: Cường")
    assert not await knows(told, 3)
    await phone_of(told, 1).says(f"đã rõ hộ văn bản {told.directive.id}: An")
    assert not await knows(told, 1)
