"""The secretary sets the monthly series in the chat."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting
from bot.model.roles import Office
from bot.model.series import Series
from bot.services.audit import as_member
from bot.services.meetings import cancel_meeting
from bot.services.series import Monthly, checked_monthly, monthly_of, series_of, set_series
from scheduler.series import call_due
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers, talk
from tests.village import at

EVENING = time(19, 30)
LINE = "lịch hằng tháng mùng 3 19h30, Nhà văn hóa thôn"
WANTED = Monthly("day:3", EVENING, "Nhà văn hóa thôn")


async def held(scene: Scene) -> Monthly | None:
    series = await series_of(scene.db, scene.cell.id)
    return monthly_of(series) if series else None


async def set_already(scene: Scene, day: int = 3) -> Series:
    return await set_series(scene.db, scene.cell, checked_monthly(day, EVENING, "Sân đình"), "test", scene.now)


# Setting it

WAYS = {
    "in one line": [LINE, "1"],
    "in the order of a letter": ["lịch họp hằng tháng 19h30 mùng 3 hằng tháng, Nhà văn hóa thôn", "đặt lịch"],
    "after the question": ["lịch họp", "mùng 3 hằng tháng 19h30, Nhà văn hóa thôn", "1"],
    "step by step": ["lich hang thang", "mùng 3", "19h30", "Nhà văn hóa thôn", "1"],
    "with bare numbers and an hour of two": ["lịch họp", "19h30", "3", "Nhà văn hóa thôn", "1"],
    "with an hour of two": ["lịch hằng tháng mùng 3 7 rưỡi", "tối, Nhà văn hóa thôn", "1"],
}


@pytest.mark.parametrize("said", WAYS.values(), ids=WAYS)
async def test_a_series_is_set(scene: Scene, said: list[str]) -> None:
    said_last = await talk(await her_plain_one(scene), said)
    assert "Đã đặt lịch hằng tháng: mùng 3 hằng tháng, 19 giờ 30, Nhà văn hóa thôn." in said_last
    assert await held(scene) == WANTED


@pytest.mark.parametrize(("number", "day"), [("3", 3), ("5", 5), ("10", 10), ("22", 22)])
async def test_a_bare_number_is_the_day_and_no_place_in_the_list(scene: Scene, number: str, day: int) -> None:
    said = await talk(await her_plain_one(scene), ["lịch họp", "19h30", number, "Sân đình"])
    assert f" {day} hằng tháng, 19 giờ 30" in said


async def test_with_buttons_everything_can_be_tapped(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("lịch hằng tháng 7 rưỡi")
    await phone.presses("mùng 5")
    await phone.presses("tối")
    await phone.presses("Nhà văn hóa")
    await phone.presses("Đặt lịch")
    assert await held(scene) == Monthly("day:5", EVENING, "Nhà văn hóa")


async def test_the_last_meeting_can_be_taken_as_the_pattern(scene: Scene) -> None:
    phone = hers(scene)
    await phone.presses_value(f"series:{scene.cell.id}")
    assert phone.offered == ["ngày 22 hằng tháng, 9 giờ, Nhà văn hóa"]
    await phone.presses("ngày 22")
    await phone.presses("Đặt lịch")
    assert await held(scene) == Monthly("day:22", time(9), "Nhà văn hóa")


async def test_the_preview_says_the_next_days_and_how_it_goes(scene: Scene) -> None:
    said = await hers(scene).says(LINE)
    assert said.splitlines() == [
        "Lịch hằng tháng của Chi bộ Thôn thon: mùng 3 hằng tháng, 19 giờ 30, Nhà văn hóa thôn.",
        "Các buổi tới: Thứ Năm 03/12; Chủ nhật 03/01; Thứ Tư 03/02.",
        "Máy tự gọi họp trước 7 ngày và báo đồng chí; giấy mời gửi trước buổi họp 3 ngày.",
        "Buổi 09h00 ngày 22/11 đã gọi, vẫn giữ nguyên.",
    ]
    assert await held(scene) is None


async def test_a_near_day_is_called_at_the_next_tick_and_the_preview_says_so(scene: Scene) -> None:
    await cancel_meeting(scene.db, scene.meeting.id, "test", scene.now)
    phone = hers(scene)
    assert "máy gọi họp trong ít phút" in await phone.says("lịch hằng tháng ngày 27 19h30, Sân đình")
    await phone.presses("Đặt lịch")
    await call_due(scene.db, scene.now + timedelta(minutes=1))
    found = (await scene.db.scalars(select(Meeting).order_by(Meeting.id.desc()))).first()
    assert found is not None
    assert (found.starts_at, found.place) == (at(2026, 11, 27, 19, 30), "Sân đình")


async def test_short_months_are_spoken_of(scene: Scene) -> None:
    phone = await her_plain_one(scene)
    said = await phone.says("lịch hằng tháng ngày 31 19h30, Sân đình")
    assert "họp vào ngày cuối tháng" in said
    assert "Thứ Năm 31/12; Chủ nhật 31/01; Chủ nhật 28/02" in said


# Changing and ending it


async def test_the_series_is_shown_with_its_next_day(scene: Scene) -> None:
    await set_already(scene)
    said = await hers(scene).says("lịch họp")
    assert said.splitlines() == [
        "Lịch hằng tháng của Chi bộ Thôn thon: mùng 3 hằng tháng, 19 giờ 30, Sân đình.",
        "Buổi 09h00 ngày 22/11 đã gọi, vẫn giữ nguyên.",
        "Buổi tới: Thứ Năm, 03/12/2026, 19 giờ 30; máy tự gọi họp lúc 19h30 ngày 26/11.",
    ]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("lịch hằng tháng mùng 5", Monthly("day:5", EVENING, "Sân đình")),
        ("lịch hằng tháng 8h sáng", Monthly("day:3", time(8), "Sân đình")),
        ("lịch hằng tháng mùng 3, Hội trường", Monthly("day:3", EVENING, "Hội trường")),
    ],
)
async def test_what_nobody_mentions_stays(scene: Scene, words: str, wanted: Monthly) -> None:
    before = await set_already(scene)
    await talk(await her_plain_one(scene), [words, "1"])
    assert await held(scene) == wanted
    assert before.ended_at == scene.now


async def test_it_is_changed_with_buttons(scene: Scene) -> None:
    await set_already(scene)
    phone = hers(scene)
    await phone.says("lịch họp")
    await phone.presses("Đổi lịch")
    await phone.says("mùng 10 20h")
    await phone.presses("Sửa")
    await phone.says("19h")
    await phone.presses("Đặt lịch")
    assert await held(scene) == Monthly("day:10", time(19), "Sân đình")


async def test_what_is_so_already_is_not_set_again(scene: Scene) -> None:
    series = await set_already(scene)
    assert "không có gì thay đổi" in await talk(await her_plain_one(scene), ["lịch hằng tháng mùng 3", "1"])
    assert series.ended_at is None


async def test_a_series_is_ended_after_one_question_and_called_meetings_stay(scene: Scene) -> None:
    series = await set_already(scene)
    phone = hers(scene)
    await phone.says("lịch họp")
    await phone.presses("Dừng lịch")
    assert series.ended_at is None
    end = phone.screen[-1].choices[0].value
    assert "Đã dừng lịch" in await phone.presses_value(end)
    assert "chưa có lịch" in await phone.presses_value(end)
    assert (await held(scene), scene.meeting.revision) == (None, 1)


async def test_a_button_that_ends_an_older_series_leaves_the_new_one(scene: Scene) -> None:
    old = await set_already(scene)
    await set_already(scene, day=5)
    phone = hers(scene)
    for value in (f"series_end:{scene.cell.id}:{old.id}", f"series_stop:{scene.cell.id}:{old.id}"):
        assert "mùng 5" in await phone.presses_value(value)
    assert await held(scene) == Monthly("day:5", EVENING, "Sân đình")


# Once, and only what was shown


async def test_two_taps_set_one_series(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    go = phone.screen[-1].choices[0].value
    await phone.presses_value(go)
    assert "đã xong" in await phone.presses_value(go)
    assert len((await scene.db.scalars(select(Series))).all()) == 1


async def test_the_button_of_an_older_preview_sets_nothing(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    old = phone.screen[-1].choices[0].value
    await phone.says("mùng 5")
    assert "mùng 5" in await phone.presses_value(old)
    assert await held(scene) is None


async def test_it_can_be_left(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    assert "vẫn như cũ" in await phone.presses("Thôi")
    await phone.presses("Đặt lịch")
    assert await held(scene) is None


async def test_a_restart_in_the_middle_of_it_loses_nothing(scene: Scene) -> None:
    for said in ("lịch hằng tháng", "mùng 3 19h30", "Nhà văn hóa thôn", "1"):
        await hers(scene).says(said)
    assert await held(scene) == WANTED


@pytest.mark.parametrize("wrong", ["mùng 32 19h", "25h mùng 3", "mùng 3 hay mùng 5", "gì cũng được"])
async def test_what_no_calendar_has_is_refused_and_can_be_typed_again(scene: Scene, wrong: str) -> None:
    phone = hers(scene)
    await phone.says("lịch hằng tháng")
    assert "Mời ghi theo mẫu: mùng 3 hằng tháng 19h30" in await phone.says(wrong)
    await talk(phone, ["mùng 3 19h30, Nhà văn hóa thôn", "đặt"])
    assert await held(scene) == WANTED


@pytest.mark.parametrize(
    "value", ["series:999", "series_go:1:1", "series_day:1:32", "series_end:1:999", "series_in:1:1"]
)
async def test_a_value_nobody_offered_sets_nothing(scene: Scene, value: str) -> None:
    assert await hers(scene).presses_value(value)
    assert await held(scene) is None


# Who may


@pytest.mark.parametrize("said", ["lịch họp", "lịch họp tháng này thế nào", LINE])
async def test_a_member_who_asks_for_the_days_sees_the_next_meeting(scene: Scene, said: str) -> None:
    await village.office(scene.db, scene.lan, scene.cell, Office.CLERK)
    assert "Câu trả lời đang ghi: chưa có" in await scene.phone.says(said)
    assert await held(scene) is None


async def test_buttons_of_the_secretary_do_nothing_for_a_member(scene: Scene) -> None:
    series = await set_already(scene)
    for value in (
        f"series:{scene.cell.id}",
        f"series_stop:{scene.cell.id}:{series.id}",
        f"series_like:{scene.cell.id}",
    ):
        assert "không được phân công" in await scene.phone.presses_value(value)
    assert series.ended_at is None


async def test_of_two_cells_it_is_asked_for_which_and_the_words_are_kept(scene: Scene) -> None:
    other = await village.cell(scene.db, code="moi")
    await village.office(scene.db, scene.secretary, other)
    await talk(await her_plain_one(scene), [LINE, "1", "1"])
    series = await series_of(scene.db, other.id)
    assert series is not None
    assert (monthly_of(series), series.made_by) == (WANTED, as_member(scene.secretary.id))
    assert await held(scene) is None


async def test_a_place_with_a_doubtful_word_passes_once_it_is_confirmed(scene: Scene) -> None:
    phone = hers(scene)
    doubtful = "lịch hằng tháng mùng 3 19h30, Nhà thờ đạo Mật tông"
    assert "xác nhận:" in await phone.says(doubtful)
    await talk(phone, [f"xác nhận: {doubtful}", "đặt"])
    assert (await held(scene)) == Monthly("day:3", EVENING, "Nhà thờ đạo Mật tông")


async def test_what_is_marked_secret_is_not_kept(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("lịch hằng tháng mùng 3 19h30")
    assert "tài liệu mật" in await phone.says("Phòng tài liệu mật")
    drafts = await scene.db.scalars(select(Endpoint.draft).where(Endpoint.external_id == "9"))
    assert "tài liệu mật" not in str(drafts.all())
