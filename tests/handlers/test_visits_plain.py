"""Visits on phones without buttons: every page fits, and everything is reached by numbers and words without marks."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.visit_difficulties import raise_difficulty
from bot.services.working_groups import write_group
from bot.words import visits as words
from tests import village
from tests.ground import Ground
from tests.services.test_visits import EVENING
from tests.talk import Phone, plain_phone
from tests.village import at
from tests.visit_places import Sending, in_group, sending


async def of_seventeen(db: AsyncSession) -> Sending:
    """A district with as many groups and cells."""
    place = await sending(db, cells=17)
    for number in range(2, 18):
        await write_group(place.db, place.top, f"tổ {number}", in_group(place.leader), "test", place.now)
    await place.assign(*place.cells, days=(date(2026, 10, 1), date(2026, 12, 31)))
    return place


@pytest.fixture
async def place(ground: Ground) -> AsyncIterator[Sending]:
    async with ground.with_(of_seventeen) as made:
        made.db.info["public_url"] = "https://chibot.example"
        yield made


async def plain(place: Sending, chat: str) -> Phone:
    person = place.planner if chat == "71" else place.leader
    await village.reachable_at(place.db, person, place.now, chat, "rehearsal_plain")
    return plain_phone(place.db, place.now, chat)


async def test_every_page_of_the_committee_fits(place: Sending) -> None:
    for cell in place.cells[:9]:
        await place.call(EVENING, cell)
    phone = await plain(place, "71")
    assert "17 tổ công tác" in await phone.says("to cong tac")
    await phone.says("trang sau")
    await phone.says("tổ công tác")
    assert "Đang phân công: 17 lượt chi bộ" in await phone.says("1")
    await phone.says("trang sau")
    await phone.says("trang sau")
    await phone.says("bo to nay")
    assert "thôi 17 lượt" in await phone.says("co")
    assert "TRÙNG GIỜ" in await phone.says("phan cong to 2: xa huc dong thang 11")
    await phone.says("dong y")
    for key in (words.VISITORS, words.CELLS, words.NEVER):
        await phone.says("kiem tra du hop quy 4")
        await phone.says(key)
        await phone.says("trang sau")


async def test_every_page_of_whoever_goes_fits(place: Sending) -> None:
    meeting = await place.call(EVENING)
    visit = await place.visit(meeting)
    phone = await plain(place, "72")
    assert "buổi họp" in await phone.says("lich du hop")
    await phone.says("1")
    assert "SẼ DỰ" in await phone.says("1")
    phone.now = EVENING + timedelta(hours=1)
    await phone.presses_value(f"visit_went:{visit.id}:1")
    for grade in ("1", "2", "3", "4"):
        await phone.says(grade)
    assert words.THANKS in await phone.says("Chi bo sinh hoat nghiem tuc, " * 20)
    for _ in range(3):
        await raise_difficulty(place.db, visit.id, place.leader.id, "Đường vào thôn bị sạt", phone.now)
    await phone.presses_value(f"visit_remark_at:{visit.id}")
    assert "Đường vào thôn" in await phone.says(words.RAISED)
    await phone.says(words.NEXT)
    await phone.presses_value(f"visit_remark_at:{visit.id}")
    await phone.says("ai co du")
    assert "Mai Thị Vi: có dự" in (await phone.says("2"))
    planner = await plain(place, "71")
    planner.now = at(2026, 11, 25)
    await planner.says("kho khan")
    await planner.says("1")
    assert "(đã tiếp nhận)" in await planner.says("1")
    await planner.says("kiem tra du hop quy 4")
    await planner.says("cac nhan xet")
    assert "nhận xét buổi họp" in await planner.says("1")


async def test_what_is_shown_is_assigned_by_its_own_word(place: Sending) -> None:
    """At the preview it is an answer; otherwise it opens the list of the groups."""
    phone = await plain(place, "71")
    await phone.says("phan cong to 2: xa huc dong thang 11")
    assert "Đã phân công Tổ công tác số 2" in await phone.says("phan cong")
    assert "17 tổ công tác" in await phone.says("phan cong")
