"""A unit's answer is held against what it said last and what was planned; every correction is kept."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.refusals import (
    DoubtfulWords,
    FigureChanged,
    FigureDoubtful,
    FigureSettled,
    FigureUnreadable,
    PlanUnreadable,
    SecrecyMarked,
)
from bot.services.indicator_doubts import Doubt, doubts
from bot.services.indicator_plans import plan_line, plans_of, write_plans
from bot.services.indicator_reports import history_of, report_of
from bot.services.indicator_values import Said, read, record_figure
from bot.services.indicators import Asked, end_indicator
from bot.services.retention import take_away
from tests.indicator_place import ADMITTED, NOW, Place, place_of
from tests.village import at

GRADING = "Xếp loại tổ chức đảng; loại: xuất sắc, tốt, hoàn thành, không; hạn 20/12/2026; hỏi xã"


@pytest.fixture
async def place(sqlite_db: AsyncSession) -> Place:
    return await place_of(sqlite_db, 2)


async def why(place: Place, asked: Asked, *parts: int) -> list[Doubt]:
    report = await report_of(place.db, await place.report(asked, place.communes[0]))
    return [one.why for one in doubts(report, parts)]


async def test_more_than_planned_is_asked_about(place: Place) -> None:
    asked = await place.asks(ADMITTED, planned=[92, 28])
    assert await why(place, asked, 92) == []
    assert await why(place, asked, 93) == [Doubt.OVER_PLAN]


async def test_more_than_there_are_is_asked_about(place: Place) -> None:
    asked = await place.asks("Thôn có bí thư là trưởng thôn; a/b; hạn 30/11; hỏi xã", planned=[103])
    assert await why(place, asked, 98, 104) == []
    assert await why(place, asked, 105, 104) == [Doubt.OVER_WHOLE, Doubt.OVER_PLAN]


async def test_classes_come_to_the_number_of_organisations(place: Place) -> None:
    asked = await place.asks(GRADING, planned=[389])
    assert await why(place, asked, 206, 134, 43, 6) == []
    assert await why(place, asked, 206, 134, 43, 5) == [Doubt.OFF_PLAN]


async def test_what_is_counted_on_does_not_fall_within_a_year(place: Place) -> None:
    indicator = await place.defines("Kết nạp; hạn 25/11/2026; hằng tháng; lũy kế; hỏi xã", at(2026, 11, 1))
    for month, number in ((at(2026, 11, 1), 50), (at(2026, 12, 1), 61)):
        await place.ticks(month)
        await place.answers(await place.newest(indicator), place.communes[0], number, now=month)
    assert await why(place, await place.newest(indicator), 49) == [Doubt.FELL]
    assert await why(place, await place.newest(indicator), 151) == [Doubt.MUCH_MORE]
    assert await why(place, await place.newest(indicator), 150) == []
    await place.ticks(at(2027, 1, 1))
    assert await why(place, await place.newest(indicator), 3) == []


async def test_nothing_strange_is_taken_in_silence(place: Place) -> None:
    asked = await place.asks(ADMITTED, planned=[10, 10])
    with pytest.raises(FigureDoubtful):
        await place.answers(asked, place.communes[0], 11, is_sure=False)
    assert (await place.answers(asked, place.communes[0], 11)).parts == (11,)


async def test_every_correction_is_kept(place: Place) -> None:
    asked = await place.asks(ADMITTED)
    for number, now in ((90, NOW), (90, NOW), (92, at(2026, 12, 1))):
        report = await place.answers(asked, place.communes[0], number, now=now)
    assert (report.row.revision, report.is_late, report.is_corrected) == (2, False, True)
    assert [(one.parts, one.revision) for one in await history_of(place.db, report.row.id)] == [([90], 1), ([92], 2)]


async def test_who_answers_after_the_day_is_late(place: Place) -> None:
    asked = await place.asks(ADMITTED)
    in_time = await place.answers(asked, place.communes[0], 1, now=at(2026, 11, 30, 23, 59))
    too_late = await place.answers(asked, place.communes[1], 1, now=at(2026, 12, 1, 0))
    assert (in_time.is_late, too_late.is_late) == (False, True)


async def test_of_two_who_answer_at_once_the_second_looks_again(place: Place) -> None:
    asked = await place.asks(ADMITTED)
    first = await place.answers(asked, place.communes[0], 5)
    with pytest.raises(FigureChanged):
        await record_figure(place.db, first.row.id, Said((6,)), "test", NOW, is_sure=True, revision=0)
    assert first.row.parts == [5]


async def test_long_afterwards_only_the_office_corrects(place: Place) -> None:
    asked = await place.asks(ADMITTED)
    report, late = await place.answers(asked, place.communes[0], 5), at(2027, 3, 1)
    with pytest.raises(FigureSettled):
        await record_figure(place.db, report.row.id, Said((6,)), "test", late, is_sure=True)
    await record_figure(place.db, report.row.id, Said((6,)), "test", late, is_sure=True, is_office=True)
    await end_indicator(place.db, asked.indicator, "test", late)
    with pytest.raises(FigureSettled):
        await record_figure(place.db, report.row.id, Said((7,)), "test", late, is_sure=True, is_office=True)


async def test_the_plan_may_stand_behind_the_number(place: Place) -> None:
    indicator = (await place.asks(ADMITTED)).indicator
    assert read(indicator, "92/120", 120).parts == (92,)
    with pytest.raises(FigureUnreadable):
        read(indicator, "92/110", 120)


async def test_a_remark_is_looked_through_and_no_log_has_it(place: Place) -> None:
    asked = await place.asks(ADMITTED)
    indicator = asked.indicator
    with pytest.raises(SecrecyMarked):
        read(indicator, "92; ghi chú: tài liệu tối mật")
    with pytest.raises(DoubtfulWords):
        read(indicator, "92; ghi chú: không phổ biến")
    report = await place.report(asked, place.communes[0])
    said = read(indicator, "92; ghi chú: 15 hồ sơ đang chờ")
    row = (await record_figure(place.db, report, said, "test", NOW, is_sure=True)).row
    assert row.note == "15 hồ sơ đang chờ"
    audit = [one.facts for one in await place.db.scalars(select(AuditRow))]
    assert "hồ sơ" not in str(audit)


async def test_remarks_go_after_ninety_days_and_numbers_stay(each_db: AsyncSession) -> None:
    place = await place_of(each_db, 2)
    asked = await place.asks(ADMITTED)
    report = await place.answers(asked, place.communes[0], 92)
    report.row.note = "15 hồ sơ"
    for notice in await place.owed(asked):
        notice.settled_at = NOW
    await take_away(place.db, at(2027, 3, 1))
    await place.db.refresh(report.row)
    assert report.row.note is None
    assert report.row.parts == [92]
    assert await place.owed(asked) == []


async def test_plans_are_typed_for_a_few(place: Place) -> None:
    indicator = (await place.asks(ADMITTED)).indicator
    one, other = place.communes
    planned = await plan_line(place.db, indicator, "Số 01 12; xa so 02: 8", NOW)
    assert planned == {one.id: 12, other.id: 8}
    await write_plans(place.db, indicator, 2026, planned, "test", NOW)
    await write_plans(place.db, indicator, 2026, await plan_line(place.db, indicator, "tất cả 5", NOW), "test", NOW)
    assert await plans_of(place.db, indicator.id, 2026) == {one.id: 5, other.id: 5}
    for line in ("Số 09 12", "Số 12", "Húc Động", "Số 01 3; Số 01 4"):
        with pytest.raises(PlanUnreadable):
            await plan_line(place.db, indicator, line, NOW)


async def test_plans_of_last_year_do_not_hold(place: Place) -> None:
    indicator = (await place.asks(ADMITTED)).indicator
    await write_plans(place.db, indicator, 2025, {place.communes[0].id: 1}, "test", NOW)
    assert await why(place, await place.newest(indicator), 92) == []
    assert indicator.due_on == date(2026, 11, 30)
