"""Two people on one phone without buttons, as they write by SMS: named with the answer, or asked, never guessed."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.sms.channel import Terms
from bot.messages import Reason
from bot.model.attendances import Attendance
from bot.model.endpoints import ConsentKind
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.services.addresses import endpoint_at
from bot.services.consents import agree
from bot.services.invitations import renew_open_lists
from bot.services.joining import link
from bot.services.telling import answer_choices, parts_of
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone

SMS = Terms(two_way=True).capabilities
NUMBER = "84912345678"


@dataclass
class Pair:
    """Lan and Hùng, whose phone they share."""

    scene: Scene
    hung: Member
    phone: Phone

    async def is_told(self, about: Meeting, person: Member) -> None:
        """The invitation was the last that came: a bare number belongs to it."""
        place = await endpoint_at(self.scene.db, "sms_hai", "sms_hai", NUMBER)
        place.offered = [[one.label, one.value] for one in answer_choices(about, person.id)]
        await self.scene.db.flush()

    async def stored(self) -> list[str]:
        found = await self.scene.db.scalars(select(Attendance).where(Attendance.answer.is_not(None)))
        names = {self.scene.lan.id: "Lan", self.hung.id: "Hùng"}
        return [f"{names[one.member_id]} {one.answer} {one.reason or ''}".strip() for one in found]


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    hung = await village.member(scene.db, scene.cell, "Lê Văn Hùng")
    place = await endpoint_at(scene.db, "sms_hai", "sms_hai", NUMBER)
    for person in (scene.lan, hung):
        await link(scene.db, place, person, "test", scene.now)
        await agree(scene.db, person.id, place, ConsentKind.PAPER, "test", scene.now)
    await renew_open_lists(scene.db, [scene.cell.id], scene.now)
    phone = Sms(scene.db, scene.now, NUMBER, "sms_hai", SMS)
    return Pair(scene, hung, phone)


class Sms(Phone):
    """Every answer is short enough."""

    async def says(self, text: str) -> str:
        said = await super().says(text)
        assert parts_of(self.screen[-1], SMS) <= 3
        return said


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("1 Lan", "Lan coming"),
        ("Lan 1", "Lan coming"),
        ("2 Hung", "Hùng away"),
        ("2 Hung om", "Hùng away illness"),
        ("2. Hùng ốm", "Hùng away illness"),
        ("ông Hùng 2 ốm", "Hùng away illness"),
        ("Hung vang om", "Hùng away illness"),
        ("Le Van Hung xin vang", "Hùng away"),
        ("d/c Lan co", "Lan coming"),
        ("Nguyễn Thị Lan: có mặt", "Lan coming"),
    ],
)
async def test_who_is_named_with_the_answer_has_given_it(pair: Pair, words: str, stored: str) -> None:
    await pair.is_told(pair.scene.meeting, pair.hung)
    name = "Nguyễn Thị Lan" if "Lan" in stored else "Lê Văn Hùng"
    assert (await pair.phone.says(words)).startswith(f"(Đồng chí {name}) Đã ghi")
    assert await pair.stored() == [stored]


@pytest.mark.parametrize(
    "words",
    [
        "1", "2", "2 om", "1 2", "1 1", "co", "vang", "Lan di, Hung om", "lan 1 hung 2", "1 lan 2 hung om",
        "ca hai deu di", "lan nay toi vang", "lan nay vang", "hung om", "lan", "1 Hoa", "2 lan toi di", "1 Lan om",
        "vang lan",
    ],
)  # fmt: skip
async def test_where_it_is_not_certain_who_is_meant_it_is_asked(pair: Pair, words: str) -> None:
    await pair.is_told(pair.scene.meeting, pair.hung)
    said = await pair.phone.says(words)
    assert await pair.stored() == []
    assert "?" in said or "chọn" in said


async def test_a_number_and_then_who_it_was(pair: Pair) -> None:
    await pair.is_told(pair.scene.meeting, pair.hung)
    assert "2. Lê Văn Hùng: xin vắng" in await pair.phone.says("2 om")
    assert "(Đồng chí Lê Văn Hùng)" in await pair.phone.says("2")
    assert await pair.stored() == ["Hùng away illness"]


@pytest.mark.parametrize("words", ["Hung", "2 Hung", "2"])
async def test_in_the_list_of_people_a_number_is_a_place_and_a_name_is_enough(pair: Pair, words: str) -> None:
    """There, 2 is not the answer "away"."""
    await pair.is_told(pair.scene.meeting, pair.hung)
    assert "1. Nguyễn Thị Lan: sẽ dự họp" in await pair.phone.says("1")
    await pair.phone.says(words)
    assert await pair.stored() == ["Hùng coming"]


async def test_where_number_and_name_of_the_list_do_not_agree_it_is_asked_again(pair: Pair) -> None:
    await pair.is_told(pair.scene.meeting, pair.hung)
    await pair.phone.says("1")
    await pair.phone.says("1 Hung")
    assert await pair.stored() == []


# Two meetings


@pytest.fixture
async def second(pair: Pair) -> Meeting:
    return await village.meeting(pair.scene.db, pair.scene.cell, pair.scene.now, timedelta(days=3))


@pytest.mark.parametrize("words", ["1", "2", "1 2", "2 om", "co", "Lan co", "2 Hung om"])
async def test_with_two_meetings_open_it_is_asked_which(pair: Pair, second: Meeting, words: str) -> None:
    await pair.is_told(second, pair.scene.lan)
    assert "buổi họp nào" in await pair.phone.says(words)
    assert await pair.stored() == []


async def test_who_was_named_is_asked_for_the_meeting_alone_and_the_reason_is_kept(pair: Pair, second: Meeting) -> None:
    asked = await pair.phone.says("2 Hung om")
    assert "Lan" not in asked
    await pair.phone.says("2")
    assert await pair.stored() == ["Hùng away illness"]
    row = await village.row_of(pair.scene.db, second, pair.hung)
    assert row.reason is Reason.ILLNESS


async def test_namesakes_are_told_apart_by_the_whole_name_alone(pair: Pair) -> None:
    pair.scene.lan.name = "Vi Thị Hùng"
    await pair.scene.db.flush()
    await pair.phone.says("1 Hung")
    assert await pair.stored() == []
    await pair.is_told(pair.scene.meeting, pair.hung)
    await pair.phone.says("Vi Thi Hung 1")
    assert await pair.stored() == ["Lan coming"]


@pytest.mark.parametrize("name", ["Vàng", "Di", "Có", "Vắng", "Bạn", "Nghi", "Đi"])
async def test_a_name_that_is_a_word_of_an_answer_names_nobody(pair: Pair, name: str) -> None:
    pair.scene.lan.name = f"Giàng Thị {name}"
    await pair.scene.db.flush()
    for words in (name, f"{name} om", f"xin {name}", f"1 {name}"):
        await pair.phone.says(words)
        assert await pair.stored() == []
