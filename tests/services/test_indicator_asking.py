"""The clock asks for numbers: whom, when, and what it says when it leaves."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import PLAIN, SMART
from bot.messages import Reply
from bot.model.indicators import Indicator, Repeat
from bot.model.meetings import Step
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office
from bot.model.units import UnitKind
from bot.refusals import DoubtfulWords, IndicatorWrong, NoUnitsToAsk, SecrecyMarked
from bot.services import indicators
from bot.services.halts import halt, halted_units, may_leave, waiting_below
from bot.services.indicator_people import units_asked
from bot.services.indicator_periods import period_after, period_of
from bot.services.indicators import end_indicator
from bot.services.notices import NO_CHANNEL
from bot.services.progress import progress_about
from bot.services.roles import end_role
from bot.services.wording import Moot, word
from bot.words.indicator_definitions import Definition, read_definition
from tests import village
from tests.indicator_place import ADMITTED, NOW, Place, place_of
from tests.village import at


@pytest.fixture
async def place(sqlite_db: AsyncSession) -> Place:
    return await place_of(sqlite_db)


async def told(place: Place, notice: Notice, now: datetime = NOW) -> str:
    """What it says, or why it need not be said."""
    said = await word(place.db, notice, now, SMART)
    return said.text if isinstance(said, Reply) else said.cause


# Whom and when


async def test_whoever_leads_each_unit_is_asked_once(each_db: AsyncSession) -> None:
    place = await place_of(each_db)
    asked = await place.asks(ADMITTED)
    await place.ticks(NOW)
    owed = await place.owed(asked)
    assert [(one.member_id, one.unit_id, one.step) for one in owed] == [
        (leader.id, unit.id, Step.INDICATOR) for leader, unit in zip(place.leaders, place.communes, strict=True)
    ]
    progress = await progress_about(each_db, owed[0].about, place.top.id, NOW)
    assert progress.counts.owed == 3


async def test_the_preview_says_exactly_whom(place: Place) -> None:
    await village.office(place.db, place.leaders[0], place.communes[1], Office.OFFICE)
    lonely = await village.members(place.db, await village.cell(place.db, place.top, "c"), 1)
    await village.office(place.db, lonely[0], place.communes[2], Office.OFFICE)
    said = read_definition(ADMITTED, Definition(), date(2026, 11, 21))
    found = await indicators.preview(place.db, place.top, said, NOW)
    assert (found.units, found.people, found.by_channel, found.unreached, found.leaderless) == (
        3,
        3,
        {"rehearsal": 3},
        0,
        0,
    )
    cells = await indicators.preview(place.db, place.top, read_definition("hỏi chi bộ", said, date(2026, 11, 21)), NOW)
    assert (cells.units, cells.people, cells.leaderless) == (2, 0, 2)
    with pytest.raises(NoUnitsToAsk):
        await indicators.preview(place.db, place.top, read_definition("hỏi cơ sở", said, date(2026, 11, 21)), NOW)


async def test_whoever_leads_two_units_is_asked_for_each(place: Place) -> None:
    await end_role(place.db, place.leaders[1], place.communes[1], Office.COMMUNE_COMMITTEE, "test", at(2026, 11, 1))
    await village.office(place.db, place.leaders[0], place.communes[1], Office.COMMUNE_COMMITTEE)
    asked = await place.asks(ADMITTED)
    assert [one.member_id for one in await place.owed(asked)] == [place.leaders[0].id] * 2 + [place.leaders[2].id]


async def test_who_cannot_be_reached_is_written_as_failed(place: Place) -> None:
    cell = await village.cell(place.db, place.communes[0], "c")
    (secretary,) = await village.members(place.db, cell, 1)
    await village.office(place.db, secretary, cell)
    asked = await place.asks("Đảng phí; hạn 30/11; hỏi chi bộ")
    assert [(one.state, one.cause) for one in await place.owed(asked)] == [(NoticeState.FAILED, NO_CHANNEL)]


async def test_nobody_is_asked_before_the_morning_or_the_day(place: Place) -> None:
    indicator = await place.defines("Kết nạp; hạn 30/11; hằng tháng; trước 5 ngày; hỏi xã")
    await place.ticks(at(2026, 11, 25, 6, 59))
    assert await indicators.rounds_of(place.db, indicator.id) == []
    await place.ticks(at(2026, 11, 25, 7))
    assert len(await place.owed(await place.newest(indicator))) == 3


def test_periods_are_those_of_the_calendar() -> None:
    asked = Indicator(repeat=Repeat.MONTH, due_on=date(2027, 1, 31), lead_days=5, made_at=NOW)
    january = period_of(asked, date(2027, 1, 15))
    assert january == (date(2027, 1, 1), date(2027, 1, 31), date(2027, 1, 26), date(2027, 1, 31))
    february = period_after(asked, january)
    assert february is not None
    assert (february.ends_on, february.due_on) == (date(2027, 2, 28), date(2027, 2, 28))
    asked.repeat, asked.due_on, asked.lead_days = Repeat.QUARTER, date(2026, 12, 25), None
    assert period_of(asked, date(2027, 2, 1)) == (
        date(2027, 1, 1),
        date(2027, 3, 31),
        date(2027, 1, 1),
        date(2027, 3, 25),
    )
    asked.repeat = Repeat.ONCE
    assert period_after(asked, period_of(asked, date(2026, 11, 21))) is None


async def test_a_month_that_nobody_saw_is_not_asked_afterwards(place: Place) -> None:
    indicator = await place.defines("Kết nạp; hạn 25/11/2026; hằng tháng; hỏi xã")
    await place.ticks(at(2027, 3, 2))
    (only,) = await indicators.rounds_of(place.db, indicator.id)
    assert (only.starts_on, indicator.next_on) == (date(2027, 3, 1), date(2027, 4, 1))


# What is said when it leaves


async def test_what_is_true_when_it_leaves_is_said(each_db: AsyncSession) -> None:
    place = await place_of(each_db)
    asked = await place.asks(ADMITTED, planned=[120, 10, 10])
    first, second, third = await place.owed(asked)
    assert await told(place, first) == (
        f"Kính gửi đồng chí {place.leaders[0].name}: Huyện ủy Bình Liêu đề nghị Đảng ủy xã Số 01 báo "
        f"chỉ tiêu {asked.indicator.id}, Kết nạp đảng viên mới (đảng viên), hạn 30/11/2026. Kế hoạch: 120. "
        f"Mời đồng chí nhắn, ví dụ: “chỉ tiêu {asked.indicator.id}: 92”."
    )
    await place.answers(asked, place.communes[0], 5)
    assert await told(place, first) == "answered"
    place.communes[1].name = "Đảng ủy xã Đồng Tâm"
    assert "Đồng Tâm" in await told(place, second)
    await end_indicator(place.db, asked.indicator, "test", NOW)
    await place.db.refresh(third)
    assert (third.state, third.cause) == (NoticeState.CANCELLED, "indicator_ended")


async def test_whoever_leads_no_more_is_not_asked(place: Place) -> None:
    asked = await place.asks(ADMITTED)
    (first, *_) = await place.owed(asked)
    await end_role(place.db, place.leaders[0], place.communes[0], Office.COMMUNE_COMMITTEE, "test", NOW)
    assert await told(place, first, at(2026, 11, 22)) == "not_theirs"
    said = await word(place.db, (await place.owed(asked))[1], NOW, PLAIN)
    assert not isinstance(said, Moot)


async def test_a_stop_of_the_unit_keeps_it(place: Place) -> None:
    """It is told at the unit: what holds there holds for it."""
    asked = await place.asks(ADMITTED)
    assert await waiting_below(place.db, place.communes[0]) == 1
    await halt(place.db, place.communes[0], "test", NOW)
    leaving = await place.db.scalars(select(Notice.unit_id).where(may_leave(await halted_units(place.db), NOW)))
    assert set(leaving) == {one.unit_id for one in await place.owed(asked)} - {place.communes[0].id}


# What cannot be asked


@pytest.mark.parametrize("line", ["Kết nạp", "Kết nạp; hạn 20/11/2026", "Kết nạp; hạn 30/11/2036", "hạn 30/11"])
async def test_what_is_not_complete_is_not_asked(place: Place, line: str) -> None:
    with pytest.raises(IndicatorWrong):
        await place.defines(line)


async def test_marks_of_secrecy_are_refused(place: Place) -> None:
    with pytest.raises(SecrecyMarked):
        await place.defines("Số vụ việc tối mật; hạn 30/11; hỏi xã")
    with pytest.raises(DoubtfulWords):
        await place.defines("Sinh hoạt thân mật; hạn 30/11; hỏi xã")


async def test_a_commune_asks_its_own_cells(place: Place) -> None:
    cell = await village.cell(place.db, place.communes[1], "c")
    indicator = await place.defines("Đảng phí; hạn 30/11; hỏi chi bộ", at_unit=place.communes[1])
    assert list(await units_asked(place.db, indicator, date(2026, 11, 21))) == [cell.id]
    assert cell.kind is UnitKind.CELL
