"""The secretary changes one meeting of the series, or that and those behind it, and answers for days off."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from bot.model.meetings import Meeting, MeetingKind
from bot.model.roles import Office
from bot.model.series import Series, SeriesException, SeriesProposal
from bot.services.meetings import cancel_meeting
from bot.services.party_groups import make_group
from bot.services.series import Monthly, checked_monthly, monthly_of, series_held, series_of, set_series
from bot.services.series_months import occasions
from scheduler.days_off import see_to_days_off
from scheduler.series import call_due
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers, talk
from tests.talk import Phone
from tests.village import at

EVENING = time(19, 30)
REGULAR, THEMATIC, COMBINED = MeetingKind.REGULAR, MeetingKind.THEMATIC, MeetingKind.REGULAR_THEMATIC
ASKED_ON = at(2027, 1, 27)


async def set_already(scene: Scene, rule: str | int = 3, kind: MeetingKind = REGULAR) -> Series:
    return await set_series(scene.db, scene.cell, checked_monthly(rule, EVENING, "Sân đình"), "test", scene.now, kind)


async def days(scene: Scene, now: datetime | None = None, kind: MeetingKind = REGULAR) -> list[datetime]:
    """The next four that are to be held."""
    ahead = await occasions(scene.db, scene.cell.id, kind, now or scene.now, 6)
    return [one.at for one in ahead if not one.is_skipped][:4]


async def held(scene: Scene, kind: MeetingKind) -> Monthly | None:
    series = await series_of(scene.db, scene.cell.id, kind)
    return monthly_of(series) if series else None


# By weekdays and working days

WAYS = {
    "thứ Năm đầu tiên hằng tháng 19h30, Sân đình": "nth:1:thu",
    "thu sau cuoi thang 19h30, Sân đình": "nth:-1:fri",
    "ngày làm việc cuối tháng 19h30, Sân đình": "workday:-1",
}


@pytest.mark.parametrize("said", WAYS)
async def test_a_series_is_set_by_weekday_or_working_day_in_words(scene: Scene, said: str) -> None:
    await talk(await her_plain_one(scene), [f"lịch hằng tháng {said}", "1"])
    assert await held(scene, REGULAR) == Monthly(WAYS[said], EVENING, "Sân đình")


async def test_it_is_set_by_weekday_with_buttons_alone(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("lịch hằng tháng 7 rưỡi tối, Sân đình")
    await phone.presses("Theo thứ trong tuần")
    assert phone.offered == ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"]
    await phone.presses("Thứ Năm")
    said = await phone.presses("Thứ Năm cuối cùng")
    assert "thứ Năm cuối cùng hằng tháng, 19 giờ 30, Sân đình" in said
    assert "Thứ Năm 31/12; Thứ Năm 28/01; Thứ Năm 25/02" in said
    await phone.presses("Đặt lịch")
    assert await held(scene, REGULAR) == Monthly("nth:-1:thu", EVENING, "Sân đình")


async def test_without_buttons_the_label_is_typed(scene: Scene) -> None:
    said = ["lịch hằng tháng 7 rưỡi tối, Sân đình", "theo thứ trong tuần", "4", "5", "1"]
    await talk(await her_plain_one(scene), said)
    assert await held(scene, REGULAR) == Monthly("nth:-1:thu", EVENING, "Sân đình")


async def test_a_weekday_alone_is_asked_about(scene: Scene) -> None:
    assert "ghi rõ tuần nào" in await hers(scene).says("lịch hằng tháng thứ Năm 19h30, Sân đình")
    assert await held(scene, REGULAR) is None


async def test_the_preview_says_which_of_the_days_are_off(scene: Scene) -> None:
    said = await hers(scene).says("lịch hằng tháng ngày 5 19h30, Sân đình")
    assert "Thứ Sáu 05/02 là ngày nghỉ (Tết Nguyên đán); máy sẽ hỏi đồng chí trước khi gọi họp." in said


# Series with themes


async def test_a_quarterly_series_of_themes_is_set(scene: Scene) -> None:
    phone = await her_plain_one(scene)
    said = await talk(phone, ["lịch chuyên đề", "thứ Sáu đầu tiên tháng 3, 6, 9, 12, 14h, Hội trường"])
    assert "hằng quý (tháng 3, 6, 9, 12), 14 giờ, Hội trường" in said
    assert "Thứ Sáu 04/12; Thứ Sáu 05/03; Thứ Sáu 04/06" in said
    await phone.says("1")
    assert await held(scene, THEMATIC) == Monthly("nth:1:fri", time(14), "Hội trường", (3, 6, 9, 12))
    assert await held(scene, REGULAR) is None


async def test_the_months_of_themes_are_asked_for(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("lịch chuyên đề ngày 20 14h, Hội trường")
    await phone.presses("Hằng quý (tháng 2, 5, 8, 11)")
    await phone.presses("Đặt lịch")
    assert await held(scene, THEMATIC) == Monthly("day:20", time(14), "Hội trường", (2, 5, 8, 11))
    assert "Lịch sinh hoạt chuyên đề của Chi bộ" in await phone.says("lịch chuyên đề")


async def test_where_both_are_one_sitting_the_regular_series_gives_way(scene: Scene) -> None:
    await set_already(scene)
    monthly = checked_monthly("nth:1:fri", time(14), "Hội trường", months=(3, 6, 9, 12))
    await set_series(scene.db, scene.cell, monthly, "test", scene.now, COMBINED)
    await cancel_meeting(scene.db, scene.meeting.id, "test", scene.now)
    assert await days(scene) == [at(2027, month, 3, 19, 30) for month in (1, 2, 4, 5)]
    ticks = [at(2027, 2, day) for day in (25, 26, 27)] + [at(2027, 3, 28)]
    assert [await call_due(scene.db, now) for now in ticks] == [1, 0, 1, 1]
    found = await scene.db.execute(select(Series.kind, Series.called_through).order_by(Series.id))
    assert [tuple(row) for row in found] == [(REGULAR, "2027-04"), (COMBINED, "2027-03")]


async def test_a_sitting_of_both_that_is_left_out_gives_the_month_back_to_the_regular_series(scene: Scene) -> None:
    await set_already(scene)
    monthly = checked_monthly("nth:1:fri", time(14), "Hội trường", months=(3, 6, 9, 12))
    both = await set_series(scene.db, scene.cell, monthly, "test", scene.now, COMBINED)
    await hers(scene).presses_value(f"series_skip:{both.id}:202703")
    assert at(2027, 3, 3, 19, 30) in await days(scene)
    assert await call_due(scene.db, at(2027, 2, 26)) == 1
    assert (await set_before(scene)).called_through == "2027-03"


async def set_before(scene: Scene) -> Series:
    (series,) = await series_held(scene.db, scene.cell.id, REGULAR)
    return series


async def test_a_month_whose_meeting_was_called_off_is_not_said_to_be_called_again(scene: Scene) -> None:
    await set_already(scene)
    assert await call_due(scene.db, at(2026, 11, 27)) == 1
    meeting = (await scene.db.scalars(select(Meeting).where(Meeting.called_by.startswith("clock")))).one()
    await cancel_meeting(scene.db, meeting.id, "test", at(2026, 11, 28))
    assert (await days(scene))[0] == at(2027, 1, 3, 19, 30)
    assert "03/12" not in await hers(scene).says("lịch họp")


# This one, or this and the following


async def at_february(scene: Scene) -> Phone:
    """The secretary has chosen the meeting of February."""
    await set_already(scene)
    phone = hers(scene)
    await phone.says("đổi một buổi")
    assert phone.offered[:3] == ["Tháng 12: Thứ Năm 03/12", "Tháng 01: Chủ nhật 03/01", "Tháng 02: Thứ Tư 03/02"]
    await phone.presses("Tháng 02")
    return phone


async def test_only_this_one_is_changed(scene: Scene) -> None:
    phone = await at_february(scene)
    await phone.presses("Chỉ buổi này")
    said = await phone.says("ngày 17 20h, Nhà bí thư")
    assert said == (
        "Chỉ đổi một buổi: Thứ Tư, 17/02/2027, 20 giờ, Nhà bí thư, thay cho 19h30 ngày 03/02. "
        "Các buổi khác giữ như lịch."
    )
    assert await days(scene) == [at(2026, 12, 3, 19, 30), *(at(2027, month, 3, 19, 30) for month in (1, 2, 3))]
    await phone.presses("Đặt lịch")
    assert (await days(scene))[1:] == [at(2027, 1, 3, 19, 30), at(2027, 2, 17, 20), at(2027, 3, 3, 19, 30)]
    assert "Riêng: tháng 02 họp Thứ Tư 17/02." in await phone.says("lịch họp")


async def test_one_meeting_is_put_on_no_day_that_its_month_has_not(scene: Scene) -> None:
    phone = await at_february(scene)
    await phone.presses("Chỉ buổi này")
    assert "không thuộc tháng 02/2027" in await phone.says("ngày 30 20h")
    assert "Thứ Bảy, 27/02/2027, 20 giờ" in await phone.says("ngày 27 20h")
    assert "không thuộc tháng 02/2027" in await phone.says("ngày 29")
    await phone.presses("Đặt lịch")
    assert (await days(scene))[2] == at(2027, 2, 27, 20)


async def test_a_group_has_no_series(scene: Scene) -> None:
    group = await make_group(scene.db, scene.cell, "Tổ 1", "test", scene.now)
    for value in (f"series:{group.id}", f"series_new:{group.id}", f"series_months:{group.id}"):
        assert "không được phân công" in await hers(scene).presses_value(value)


async def test_this_and_the_following_are_changed(scene: Scene) -> None:
    phone = await at_february(scene)
    await phone.presses("Từ buổi này về sau")
    said = await phone.says("mùng 10")
    assert said.startswith("Từ tháng 02/2027: lịch hằng tháng của Chi bộ Thôn thon: mùng 10 hằng tháng, 19 giờ 30")
    assert "Các buổi tới: Thứ Tư 10/02; Thứ Tư 10/03; Thứ Bảy 10/04." in said
    await phone.presses("Đặt lịch")
    ahead = await occasions(scene.db, scene.cell.id, REGULAR, scene.now, 4)
    assert [one.at.date() for one in ahead] == [
        date(2026, 12, 3),
        date(2027, 1, 3),
        date(2027, 2, 10),
        date(2027, 3, 10),
    ]
    first, second = await series_held(scene.db, scene.cell.id, REGULAR)
    assert (first.until_month, second.from_month, first.ended_at) == ("2027-01", "2027-02", None)


async def test_all_are_changed_and_the_month_that_is_left_out_stays_so(scene: Scene) -> None:
    phone = await at_february(scene)
    await phone.presses("Bỏ qua buổi này")
    await talk(phone, ["lịch hằng tháng mùng 10"])
    await phone.presses("Đặt lịch")
    assert await days(scene) == [at(2026, 12, 10, 19, 30), *(at(2027, month, 10, 19, 30) for month in (1, 3, 4))]
    assert len(await series_held(scene.db, scene.cell.id, REGULAR)) == 1


async def test_a_month_is_left_out_and_taken_back(scene: Scene) -> None:
    phone = await at_february(scene)
    assert "Đã bỏ qua buổi tháng 02/2027" in await phone.presses("Bỏ qua buổi này")
    assert (await days(scene))[2] == at(2027, 3, 3, 19, 30)
    assert "Buổi này lại theo lịch: Thứ Tư, 03/02/2027, 19 giờ 30." in await phone.presses("Họp theo lịch như cũ")
    assert (await days(scene))[2] == at(2027, 2, 3, 19, 30)


async def test_from_the_next_one_on_is_shown_as_the_series_and_the_old_one_ends(scene: Scene) -> None:
    """The meeting of November is called; nothing is left to the old one."""
    series = await set_already(scene)
    phone = hers(scene)
    await phone.presses_value(f"series_on:{series.id}:202612")
    await phone.says("mùng 10")
    await phone.presses("Đặt lịch")
    assert "Lịch hằng tháng của Chi bộ Thôn thon: mùng 10 hằng tháng" in await phone.says("lịch họp")
    await talk(phone, ["lịch hằng tháng 8h sáng"])
    assert "mùng 10 hằng tháng, 8 giờ, Sân đình" in phone.screen[-1].text
    await see_to_days_off(scene.db, at(2026, 12, 1))
    (only,) = await series_held(scene.db, scene.cell.id, REGULAR)
    assert (only.rule, only.from_month, series.until_month) == ("day:10", "2026-12", "2026-11")


@pytest.mark.parametrize("key", ["series_month", "series_one", "series_on", "series_skip", "series_back"])
@pytest.mark.parametrize("month", ["202611", "202501", "203001"])
async def test_a_month_that_is_called_over_or_far_is_not_changed(scene: Scene, key: str, month: str) -> None:
    series = await set_already(scene)
    assert "không có buổi nào theo lịch để đổi" in await hers(scene).presses_value(f"{key}:{series.id}:{month}")
    assert (await scene.db.scalars(select(SeriesException))).all() == []


async def test_an_old_button_of_an_ended_series_changes_nothing(scene: Scene) -> None:
    old = await set_already(scene)
    await set_already(scene, 5)
    assert "không có buổi nào" in await hers(scene).presses_value(f"series_skip:{old.id}:202612")


async def test_buttons_of_the_series_are_the_secretarys_alone(scene: Scene) -> None:
    series = await set_already(scene)
    other = await village.cell(scene.db, code="khac")
    stranger = await village.member(scene.db, other, "Lý Văn Khác")
    await village.office(scene.db, stranger, other)
    await village.reachable_at(scene.db, stranger, scene.now, chat="77")
    for phone in (scene.phone, Phone(scene.db, scene.now, "77")):
        for value in (
            f"series_skip:{series.id}:202612",
            f"series_month:{series.id}:202612",
            f"series_months:{scene.cell.id}",
        ):
            assert "không được phân công" in await phone.presses_value(value)
    assert (await scene.db.scalars(select(SeriesException))).all() == []


# A day that is off


async def asked(scene: Scene) -> tuple[Phone, SeriesProposal]:
    """The clock has asked about 5/2/2027."""
    await set_already(scene, 5)
    await see_to_days_off(scene.db, ASKED_ON)
    return hers(scene, ASKED_ON), (await scene.db.scalars(select(SeriesProposal))).one()


async def test_the_day_is_chosen_with_one_tap_and_once(scene: Scene) -> None:
    phone, proposal = await asked(scene)
    said = await phone.presses_value(f"day_off:{proposal.id}:20270211")
    assert said == (
        "Đã chọn: Thứ Năm, 11/02/2027, 19 giờ 30. Máy tự gọi họp lúc 19h30 ngày 04/02. Các buổi khác giữ như lịch."
    )
    again = await phone.presses_value(f"day_off:{proposal.id}:20270203")
    assert "Buổi này đã chọn rồi: Thứ Năm, 11/02/2027" in again
    assert (await days(scene, ASKED_ON))[0] == at(2027, 2, 11, 19, 30)


@pytest.mark.parametrize(
    ("typed", "day"), [("ngày 12", 12), ("12", 12), ("12/2", 12), ("12/02/2027", 12), ("thứ Sáu cuối tháng", 26)]
)
async def test_another_day_is_typed(scene: Scene, typed: str, day: int) -> None:
    phone, proposal = await asked(scene)
    await phone.presses_value(f"day_off_other:{proposal.id}")
    assert "Đã chọn" in await phone.says(typed)
    assert (await days(scene, ASKED_ON))[0] == at(2027, 2, day, 19, 30)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ngày 30", "không thuộc tháng 02/2027"),
        ("mùng 8 tết", "âm lịch"),
        ("hôm nào cũng được", "Không đọc được"),
        ("mùng 6 âm lịch", "âm lịch"),
    ],
)
async def test_a_day_that_month_has_not_is_asked_for_again(scene: Scene, typed: str, why: str) -> None:
    phone, proposal = await asked(scene)
    await phone.presses_value(f"day_off_other:{proposal.id}")
    assert why in await phone.says(typed)
    assert "Đã chọn" in await phone.says("ngày 12")


async def test_a_value_nobody_offered_of_another_month_is_refused(scene: Scene) -> None:
    phone, proposal = await asked(scene)
    assert "không thuộc tháng 02/2027" in await phone.presses_value(f"day_off:{proposal.id}:20270305")
    assert "không được phân công" in await phone.presses_value("day_off:999:20270211")


async def test_only_leaders_of_the_cell_answer_for_it(scene: Scene) -> None:
    _, proposal = await asked(scene)
    await village.office(scene.db, scene.lan, scene.cell, Office.CLERK)
    for value in (f"day_off:{proposal.id}:20270211", f"day_off_other:{proposal.id}"):
        assert "không được phân công" in await scene.phone.presses_value(value)


async def test_a_question_of_a_month_that_another_series_holds_by_now_is_settled(scene: Scene) -> None:
    """The old one holds on until then, and neither reminds nor takes an answer."""
    phone, proposal = await asked(scene)
    await phone.presses_value(f"series_on:{proposal.series_id}:202702")
    await talk(phone, ["mùng 12", "đặt lịch"])
    assert [one.until_month for one in await series_held(scene.db, scene.cell.id, REGULAR)] == ["2027-01", None]
    assert [await see_to_days_off(scene.db, at(2027, 1, day)) for day in (29, 31)] == [0, 0]
    assert "không còn phải chọn ngày" in await phone.presses_value(f"day_off:{proposal.id}:20270211")


async def test_an_old_question_whose_series_is_another_by_now_is_answered(scene: Scene) -> None:
    phone, proposal = await asked(scene)
    await set_already(scene, 10)
    assert "không còn phải chọn ngày" in await phone.presses_value(f"day_off:{proposal.id}:20270211")


# The days off


async def test_the_days_off_are_shown_to_whoever_is_linked(scene: Scene) -> None:
    said = await scene.phone.says("ngày nghỉ")
    assert said.startswith("Chưa có ngày nghỉ nào")
    await scene.phone.presses("Năm 2027")
    assert scene.phone.screen[-1].text.splitlines()[:3] == [
        "Ngày nghỉ năm 2027:",
        "Thứ Sáu 01/01/2027: Tết Dương lịch",
        "Thứ Năm 04/02/2027 – Thứ Tư 10/02/2027: Tết Nguyên đán",
    ]
