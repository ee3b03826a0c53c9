"""Announcements of a cell: told once to each who is there, taken back, told again, and kept 90 days."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import SMART
from bot.messages import written_for
from bot.model.announcements import Announced, Announcement
from bot.model.members import StatusKind
from bot.model.notices import Notice, NoticeState
from bot.refusals import AnnouncementGone, AnnouncementWrong, NobodyExpected, NotAllowed, SecrecyMarked
from bot.reports.recipes import prepared
from bot.services.announcement_groups import ABOUT, is_nameless
from bot.services.announcements import (
    LASTS,
    Draft,
    about,
    announce,
    announce_again,
    check_until,
    checked_text,
    plan_announcement,
    recall,
    running_for,
)
from bot.services.cell_telling import reach_of
from bot.services.groups import name_group
from bot.services.notices import NO_CHANNEL
from bot.services.progress import progress_about
from bot.services.retention import take_away
from bot.services.telling import parts_of
from bot.words import announcements as words
from tests import village
from tests.cell_of_four import SMS, Four, four
from tests.conftest import NOW
from tests.ground import Ground
from tests.resident_places import with_sms

TEXT = "Chiều thứ Bảy dọn đường vào nhà văn hóa, mang theo cuốc."


@pytest.fixture
async def place(ground: Ground) -> AsyncIterator[Four]:
    async with ground.with_(four) as place:
        yield place


async def announced(place: Four, text: str = TEXT, *, to_group: bool = False) -> Announcement:
    plan = await plan_announcement(place.db, place.cell, text, NOW)
    return await announce(place.db, plan, Draft(text, to_group=to_group), "test", NOW)


async def test_it_is_owed_once_to_everybody_of_the_cell_who_is_not_away(each_db: AsyncSession) -> None:
    place = await four(each_db)
    await village.member(each_db, place.cell, "Vũ Văn Xa", StatusKind.TEMPORARY_OUT)
    other = await village.cell(each_db, code="khac")
    await village.member(each_db, other, "Đỗ Thị Khác")
    row = await announced(place)
    owed = await place.owed(about(row))
    assert set(owed) == {one.id for one in (place.secretary, place.lan, place.hung, place.tu)}
    assert {one.unit_id for one in owed.values()} == {place.cell.id}
    assert (owed[place.tu.id].state, owed[place.tu.id].cause) == (NoticeState.FAILED, NO_CHANNEL)
    reach = await reach_of(each_db, about(row), Announced.TEXT)
    assert reach.counts.adds_up
    assert (reach.counts.owed, reach.counts.waiting, reach.counts.failures, row.people) == (4, 3, 1, 4)
    assert (await progress_about(each_db, about(row), place.cell.id, NOW)).counts.adds_up


async def test_it_names_the_cell_and_the_person_in_full_or_in_two_short_messages(place: Four) -> None:
    row = await announced(place, "Dọn đường. " * 40)
    notice = (await place.owed(about(row)))[place.lan.id]
    said = await place.says(notice)
    assert said.text.startswith("Chi bộ Thôn thon kính báo đồng chí Nguyễn Thị Lan:\nDọn đường.")
    assert said.text.count("Dọn đường.") == 40
    short = await place.says(notice, SMS)
    assert parts_of(short, SMS) == 2
    assert "…" in short.text
    assert written_for(short, SMS).text.endswith("Trân trọng.")


async def test_the_price_by_sms_is_of_the_shortened_words(place: Four) -> None:
    with_sms(place.db)
    await village.reachable_at(place.db, place.tu, NOW, "84900000104", "sms_a")
    plan = await plan_announcement(place.db, place.cell, "Dọn đường. " * 40, NOW)
    assert plan.plan.total.cost == 2 * 350
    assert plan.by_sms is not None
    assert "Dọn đường. " * 40 not in plan.by_sms


async def test_taken_back_what_waits_is_dropped_and_whoever_has_it_is_told(place: Four) -> None:
    row = await announced(place)
    owed = await place.owed(about(row))
    owed[place.lan.id].state = NoticeState.SENT
    await place.db.flush()
    assert await recall(place.db, row.id, "test", NOW) == (2, 1)
    await place.db.refresh(owed[place.hung.id])
    assert (owed[place.hung.id].state, owed[place.hung.id].cause) == (NoticeState.CANCELLED, "recalled")
    word = await place.owed(about(row), Announced.RECALLED)
    assert set(word) == {place.lan.id}
    assert "đã được THU HỒI" in (await place.says(word[place.lan.id])).text
    with pytest.raises(AnnouncementGone):
        await recall(place.db, row.id, "test", NOW)
    with pytest.raises(AnnouncementGone):
        await announce_again(place.db, row.id, "test", NOW)


async def test_what_was_claimed_before_it_was_taken_back_is_not_worded_any_more(place: Four) -> None:
    row = await announced(place)
    owed = await place.owed(about(row))
    row.recalled_at = NOW
    assert await place.why_not(owed[place.lan.id]) == "recalled"


async def test_whoever_left_the_cell_meanwhile_is_not_told(place: Four) -> None:
    row = await announced(place)
    owed = await place.owed(about(row))
    await place.leaves(place.hung)
    assert await place.why_not(owed[place.hung.id]) == "left"
    assert TEXT in (await place.says(owed[place.lan.id])).text


async def test_again_goes_once_to_those_not_reached(each_db: AsyncSession) -> None:
    place = await four(each_db)
    row = await announced(place)
    owed = await place.owed(about(row))
    owed[place.lan.id].state, owed[place.hung.id].state = NoticeState.SENT, NoticeState.UNCERTAIN
    await each_db.flush()
    assert await announce_again(each_db, row.id, "test", NOW, 1) == 1
    assert await announce_again(each_db, row.id, "test", NOW, 1) == 0
    again = await place.owed(about(row))
    assert {one: notice.round for one, notice in again.items()} == {
        place.secretary.id: 1, place.lan.id: 1, place.hung.id: 2, place.tu.id: 1,
    }  # fmt: skip
    reach = await reach_of(each_db, about(row), Announced.TEXT)
    assert (reach.counts.owed, reach.counts.adds_up) == (4, True)


async def test_again_goes_to_nobody_who_has_left_meanwhile(place: Four) -> None:
    row = await announced(place)
    owed = await place.owed(about(row))
    for one in (place.lan, place.hung):
        owed[one.id].state = NoticeState.UNCERTAIN
    await place.leaves(place.hung)
    assert await announce_again(place.db, row.id, "test", NOW, 1) == 1
    assert {one for one, notice in (await place.owed(about(row))).items() if notice.round > 1} == {place.lan.id}


async def test_names_of_others_leave_the_country_by_a_link_alone(place: Four) -> None:
    place.db.info["public_url"] = "https://chibot.example"
    named, plain = await announced(place, "Mời thăm đồng chí Phạm Văn Tư đang ốm."), await announced(place)
    abroad = replace(SMART, abroad=True)
    said = await place.says((await place.owed(about(named)))[place.lan.id], abroad)
    assert "https://chibot.example/tep/" in said.text
    assert "Tư" not in said.text
    assert TEXT in (await place.says((await place.owed(about(plain)))[place.lan.id], abroad)).text
    place.db.info.pop("public_url")
    assert words.ASK_SECRETARY in (await place.says((await place.owed(about(named)))[place.hung.id], abroad)).text
    recipe = f"announcement:{place.lan.id}:{named.id}"
    assert "Phạm Văn Tư" in (await prepared(place.db, recipe, NOW))().content.decode()
    await place.leaves(place.lan)
    with pytest.raises(NotAllowed):
        await prepared(place.db, recipe, NOW)


async def test_a_group_hears_it_where_it_names_nobody_and_counts_for_nobody(place: Four) -> None:
    group = await village.reachable_at(place.db, place.tu, NOW, "-7", "telegram")
    await name_group(place.db, place.cell, group, "test", NOW)
    row = await announced(place, to_group=True)
    (notice,) = (await place.owed(f"{ABOUT}{row.id}")).values()
    assert (await place.says(notice)).text == f"Chi bộ Thôn thon thông báo:\n{TEXT}\nTrân trọng."
    row.text = "Đ/c Nguyễn Thị Lan vắng vì ốm."
    assert await place.why_not(notice) == "names_somebody"
    assert not await is_nameless(place.db, place.cell, row.text, NOW)
    assert (await reach_of(place.db, about(row), Announced.TEXT)).counts.owed == 4


async def test_a_group_that_ended_hears_nothing_more(place: Four) -> None:
    group = await village.reachable_at(place.db, place.tu, NOW, "-7", "telegram")
    named = await name_group(place.db, place.cell, group, "test", NOW)
    row = await announced(place, to_group=True)
    named.ended_at = NOW
    (notice,) = (await place.owed(f"{ABOUT}{row.id}")).values()
    assert await place.why_not(notice) == "group_ended"


@pytest.mark.parametrize("text", ["ngắn", "dài " * 200])
def test_a_text_has_its_length(text: str) -> None:
    with pytest.raises(AnnouncementWrong):
        checked_text(text)


def test_a_marked_text_is_refused_and_lines_are_kept() -> None:
    with pytest.raises(SecrecyMarked):
        checked_text("TÀI LIỆU MẬT: danh sách dân quân")
    assert checked_text("Mai thu  đảng phí.\n\n Mang theo sổ.") == "Mai thu đảng phí.\nMang theo sổ."


@pytest.mark.parametrize("days", [-1, 61])
def test_its_day_is_neither_past_nor_far(days: int) -> None:
    with pytest.raises(AnnouncementWrong):
        check_until(NOW + timedelta(days=days), NOW)


async def test_without_people_nothing_is_planned(place: Four) -> None:
    empty = await village.cell(place.db, code="trong")
    with pytest.raises(NobodyExpected):
        await plan_announcement(place.db, empty, TEXT, NOW)


async def test_members_read_only_what_their_own_cell_announces_just_now(place: Four) -> None:
    row = await announced(place)
    stranger = await village.member(place.db, await village.cell(place.db, code="khac"), "Đỗ Thị Khác")
    assert [one.id for one, _ in await running_for(place.db, [place.lan.id], NOW, 5)] == [row.id]
    assert await running_for(place.db, [stranger.id], NOW, 5) == []
    assert await running_for(place.db, [place.lan.id], NOW + LASTS, 5) == []


async def test_after_90_days_the_text_goes_and_the_number_stays(each_db: AsyncSession) -> None:
    place = await four(each_db)
    row = await announced(place)
    await place.arrive(about(row))
    await take_away(each_db, NOW + timedelta(days=89))
    assert await kept(each_db) == (TEXT, 4)
    await take_away(each_db, NOW + timedelta(days=91))
    assert await kept(each_db) == (None, 4)
    assert await each_db.scalar(select(func.count()).select_from(Notice).where(Notice.about == about(row))) == 0


async def kept(db: AsyncSession) -> tuple[str | None, int]:
    text, people = (await db.execute(select(Announcement.text, Announcement.people))).one()
    return text, people
