"""A member's own record and own data."""

import pytest
from sqlalchemy import select

from bot.model.endpoints import ConsentKind
from bot.model.meetings import MeetingKind, Step
from bot.model.members import Member
from bot.model.notices import Notice
from bot.services.addresses import endpoint_at, reachable
from bot.services.consents import agree
from bot.services.invitations import renew_open_lists
from bot.services.joining import link
from bot.words import menu
from bot.words.times import day_of
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone, phone_abroad, plain_phone


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


# The record


async def a_year(scene: Scene) -> None:
    """Lan stands first on the list: once excused, once unexcused, else present."""
    for month in (1, 2, 3, 4):
        day = village.at(2026, month, 3)
        await village.held(scene.db, scene.cell, day, excused=2 * (month == 2), unexcused=2 * (month == 3))
    await village.held(scene.db, scene.cell, village.at(2026, 4, 20), MeetingKind.THEMATIC)


@pytest.mark.parametrize("words", ["của tôi", "kết quả của tôi", "cua toi"])
async def test_the_own_record_is_counted_from_the_closed_rolls(scene: Scene, words: str) -> None:
    await a_year(scene)
    said = await scene.phone.says(words)
    assert "năm 2026 của đồng chí Nguyễn Thị Lan" in said
    assert "đã họp 4 buổi, đồng chí phải dự 4 buổi" in said
    assert "Có mặt 2, vắng có lý do 1, vắng không lý do 1." in said
    assert "Tỷ lệ dự họp: 50,00\u00a0% (2/4)." in said


async def test_the_last_three_meetings_stand_in_it_with_their_marks(scene: Scene) -> None:
    await a_year(scene)
    said = await scene.phone.says("của tôi")
    assert [line for line in said.splitlines() if line.startswith("- ") and "/2026" in line] == [
        "- 20/04/2026 (sinh hoạt chuyên đề): có mặt.",
        "- 03/04/2026: có mặt.",
        "- 03/03/2026: vắng không lý do.",
    ]


async def test_nothing_is_said_of_what_may_follow(scene: Scene) -> None:
    for month in (1, 2, 3):
        await village.held(scene.db, scene.cell, village.at(2026, month, 3), unexcused=2)
    said = await scene.phone.says("của tôi")
    assert "vắng không lý do 3" in said
    assert not [word for word in ("Điều 8", "xóa tên", "kỷ luật", "xem xét") if word in said]


async def test_the_next_meeting_and_the_own_answer_stand_in_it(scene: Scene) -> None:
    assert "Buổi tới: 09h00 ngày 22/11, đồng chí chưa trả lời." in await scene.phone.says("của tôi")
    await scene.phone.says("có")
    assert "đồng chí sẽ dự họp." in await scene.phone.says("của tôi")
    assert scene.phone.offered == ["Buổi họp sắp tới", "Dữ liệu của tôi", "Năm trước (2025)"]
    assert "sẽ dự họp" in await scene.phone.presses("Buổi họp sắp tới")


async def test_without_a_closed_roll_there_is_no_rate(scene: Scene) -> None:
    said = await scene.phone.says("của tôi")
    assert "Chưa có buổi nào chốt điểm danh" in said
    assert "%" not in said


async def test_another_year_is_shown_on_request(scene: Scene) -> None:
    await village.held(scene.db, scene.cell, village.at(2025, 5, 3))
    for words in ("của tôi năm 2025", "kết quả của tôi năm ngoái"):
        assert "năm 2025" in (said := await scene.phone.says(words))
        assert "(1/1)" in said
    await scene.phone.presses("Năm nay (2026)")
    assert "(1/1)" in await scene.phone.presses("Năm trước (2025)")


async def test_the_whole_record_fits_a_phone_without_buttons(scene: Scene) -> None:
    await a_year(scene)
    phone = await second_way(scene)
    assert "3. Năm trước (2025)" in await phone.says("của tôi")


async def test_two_people_on_one_phone_are_asked_whose_record(scene: Scene) -> None:
    husband = await shared(scene)
    assert "nhiều đồng chí" in await scene.phone.says("của tôi")
    assert scene.phone.offered == ["Nguyễn Thị Lan", "Lê Văn Sơn"]
    assert f"đồng chí {husband.name}" in await scene.phone.says("2")


@pytest.mark.parametrize("key", ["own", "own_data", "ways", "own_copy", "own_wish"])
async def test_nobody_sees_anybody_elses(scene: Scene, key: str) -> None:
    said = await scene.phone.presses_value(f"{key}:{scene.secretary.id}")
    assert "chưa được nối" in said
    assert scene.secretary.name not in said


# The data


async def test_what_is_kept_is_said_in_plain_words(scene: Scene) -> None:
    scene.lan.phone, scene.lan.birth_year = "+84900000007", 1950
    await scene.phone.says("xin vắng vì ốm")
    said = (await scene.phone.says("dữ liệu của tôi")).splitlines()
    assert said == [
        "Máy đang giữ về đồng chí Nguyễn Thị Lan:",
        "- Năm sinh: 1950; số điện thoại: 0900 000 007.",
        "- Nơi sinh hoạt: Chi bộ Thôn thon.",
        "- Diện và chức vụ: đảng viên chính thức.",
        "- Máy đã nối: máy tập dượt (nhận được tin).",
        "- Đồng ý nhận tin: máy tập dượt, bấm nút ngày 21/11/2026, bản test.",
        "- Việc dự họp: 1 buổi, 1 câu trả lời, 1 lý do vắng.",
        "- Thời gian giữ: tin nhắn 90 ngày, việc dự họp 24 tháng, lý do vắng đến 31/3 năm sau.",
    ]
    assert scene.phone.offered == ["Bản đầy đủ", "Xin sửa hoặc xóa", "Dừng nhận tin", menu.MENU]


async def test_the_whole_copy_is_a_text_with_every_meeting_and_answer(scene: Scene) -> None:
    await a_year(scene)
    await scene.phone.says("xin vắng vì ốm")
    await scene.phone.says("dữ liệu của tôi")
    await scene.phone.presses("Bản đầy đủ")
    copy = await scene.phone.document()
    text = copy.content.decode()
    assert (copy.name, copy.media_type) == ("du-lieu-nguyen-thi-lan.txt", "text/plain; charset=utf-8")
    assert "03/03/2026, sinh hoạt thường kỳ: điểm danh: vắng không lý do" in text
    assert "22/11/2026, sinh hoạt thường kỳ: xin vắng, lý do: ốm, đi viện" in text
    assert "máy tập dượt, địa chỉ 1, từ 21/11/2026" in text
    assert "Trần Thị Bình" not in text


async def test_abroad_the_copy_goes_by_a_link(scene: Scene) -> None:
    scene.db.info["public_url"] = "https://chibo.example"
    phone = phone_abroad(scene.db, scene.now)
    await phone.says("dữ liệu của tôi")
    assert "https://chibo.example/tep/" in await phone.presses("Bản đầy đủ")
    assert phone.screen[-1].attaches is None


async def test_who_belongs_to_no_cell_any_more_still_gets_the_copy(scene: Scene) -> None:
    scene.db.info["public_url"] = "https://chibo.example"
    (await village.place_of(scene.db, scene.lan)).until_on = day_of(scene.now)
    await scene.phone.says("dữ liệu của tôi")
    assert "/tep/" in await scene.phone.presses("Bản đầy đủ")


async def test_all_of_the_data_is_reached_without_buttons(scene: Scene) -> None:
    phone = await second_way(scene)
    assert "4. Xem việc có thể làm" in await phone.says("dữ liệu của tôi")
    await phone.says("2")
    assert "muốn sửa điều gì" in await phone.says("1")
