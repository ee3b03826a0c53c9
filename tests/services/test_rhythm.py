"""Cells that do not keep the rhythm of meetings: the secretary hears first, days later whoever follows the cell."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import Member, StatusKind
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit
from bot.model.warnings import UnitWarning
from bot.services.lapses import Lapse, looks_on
from bot.services.meetings import cancel_meeting
from bot.services.months_taken import called_for
from bot.services.rhythm import REST, Rounds
from bot.services.series import checked_monthly, set_series
from bot.services.series_months import skip_month
from bot.services.unit_settings import change
from tests import village
from tests.village import at

TWENTIETH = at(2027, 5, 20)
"""A month without a Tết, and not the last of a quarter."""
REGULAR, THEMATIC, COMBINED = MeetingKind.REGULAR, MeetingKind.THEMATIC, MeetingKind.REGULAR_THEMATIC


async def scene(db: AsyncSession, code: str = "thon", under: Unit | None = None) -> tuple[Unit, Member]:
    """A cell of three whose secretary has a phone."""
    cell = await village.cell(db, under, code)
    secretary, *_ = await village.members(db, cell, 3)
    await village.office(db, secretary, cell)
    await village.reachable_at(db, secretary, at(2026, 12, 1))
    return cell, secretary


async def followed(db: AsyncSession, top: Unit) -> Member:
    """Whoever follows all below this unit, with a phone."""
    supervisor = await village.member(db, await village.cell(db, code="vp", since=date(2030, 1, 1)), "Lê Thị Theo")
    await village.office(db, supervisor, top, Office.ASSIGNED_SUPERVISOR)
    await village.reachable_at(db, supervisor, at(2026, 12, 1))
    return supervisor


async def held(db: AsyncSession, cell: Unit, starts_at: datetime, kind: MeetingKind = REGULAR) -> Meeting:
    return await village.held(db, cell, starts_at, kind)


async def told(db: AsyncSession, lapse: Lapse | None = None) -> list[tuple[int | None, str]]:
    about = f"rhythm:{lapse}" if lapse else "rhythm:"
    found = await db.scalars(select(Notice).where(Notice.about.startswith(about)).order_by(Notice.id))
    return [(one.member_id, str((one.content or {})["text"])) for one in found]


async def all_of(db: AsyncSession, now: datetime) -> int:
    """A whole round, slice by slice, as the clock does; how many warnings are new."""
    rounds, before = Rounds(), await _warnings(db)
    while await rounds.warn_some(db, now):
        pass
    return await _warnings(db) - before


async def _warnings(db: AsyncSession) -> int:
    return await db.scalar(select(func.count(UnitWarning.id))) or 0


async def april_and_theme(db: AsyncSession, *cells: Unit) -> None:
    """Nothing is to be said of April and of the quarter."""
    for cell in cells:
        await held(db, cell, at(2027, 4, 3), COMBINED)


# By the 20th


async def test_by_the_twentieth_the_secretary_hears_once(each_db: AsyncSession) -> None:
    cell, secretary = await scene(each_db)
    await april_and_theme(each_db, cell)
    ticks = [at(2027, 5, 19, 20), TWENTIETH, TWENTIETH + timedelta(minutes=1), at(2027, 5, 21)]
    assert [await all_of(each_db, now) for now in ticks] == [0, 1, 0, 0]
    ((member_id, text),) = await told(each_db)
    assert member_id == secretary.id
    assert text.startswith("Chi bộ Thôn thon chưa ấn định buổi sinh hoạt thường kỳ tháng 5/2027.")


@pytest.mark.parametrize("kind", [REGULAR, COMBINED])
async def test_a_meeting_that_is_called_is_fixed(db: AsyncSession, kind: MeetingKind) -> None:
    cell, _ = await scene(db)
    await april_and_theme(db, cell)
    await village.meeting(db, cell, at(2027, 5, 18), timedelta(days=10), kind)
    assert await all_of(db, TWENTIETH) == 0


async def test_a_meeting_of_another_kind_or_called_off_fixes_nothing(db: AsyncSession) -> None:
    cell, _ = await scene(db)
    await april_and_theme(db, cell)
    await village.meeting(db, cell, at(2027, 5, 18), timedelta(days=9), MeetingKind.EXTRAORDINARY)
    off = await village.meeting(db, cell, at(2027, 5, 18), timedelta(days=10))
    await cancel_meeting(db, off.id, "test", at(2027, 5, 19))
    assert await all_of(db, TWENTIETH) == 1


@pytest.mark.parametrize(("rule", "warned"), [("day:29", 0), ("workday:-1", 0), ("day:15", 1)])
async def test_a_series_that_still_meets_this_month_fixes_it(each_db: AsyncSession, rule: str, warned: int) -> None:
    cell, _ = await scene(each_db)
    await april_and_theme(each_db, cell)
    monthly = checked_monthly(rule, time(19), "Sân đình")
    series = await set_series(each_db, cell, monthly, "test", at(2027, 5, 16))
    assert await all_of(each_db, TWENTIETH) == warned
    if not warned:
        await skip_month(each_db, series, "2027-05", "test", TWENTIETH)
        assert await all_of(each_db, TWENTIETH) == 1


async def test_a_meeting_of_the_series_that_was_called_off_is_not_fixed(db: AsyncSession) -> None:
    cell, _ = await scene(db)
    await april_and_theme(db, cell)
    series = await set_series(db, cell, checked_monthly(25, time(19), "Nhà văn hóa"), "test", at(2027, 5, 1))
    series.called_through = "2027-05"
    assert await all_of(db, TWENTIETH) == 1


async def test_a_day_that_is_off_and_undecided_is_not_fixed(db: AsyncSession) -> None:
    cell, _ = await scene(db)
    await held(db, cell, at(2027, 3, 3), COMBINED)
    await set_series(db, cell, checked_monthly(30, time(19), "Sân đình"), "test", at(2027, 4, 1))
    assert await all_of(db, at(2027, 4, 20)) == 1


async def test_the_day_is_a_setting_of_the_unit(db: AsyncSession) -> None:
    top = await village.commune(db)
    change(top, "regular_fixed_by", "10")
    cell, _ = await scene(db, "som", top)
    other, _ = await scene(db, "thuong")
    await april_and_theme(db, cell, other)
    counts = []
    for day in (9, 10, 19, 20):
        await all_of(db, at(2027, 5, day))
        counts.append(len(await told(db)))
    assert counts == [0, 1, 1, 2]


async def test_nobody_is_warned_at_night(db: AsyncSession) -> None:
    cell, _ = await scene(db)
    await april_and_theme(db, cell)
    change(cell, "quiet_hours", "21:00-07:00")
    assert [await all_of(db, at(2027, 5, 20, hour)) for hour in (0, 6, 7)] == [0, 0, 1]


# By the end of the month


async def test_a_month_that_ended_without_a_closed_meeting_is_told_of(each_db: AsyncSession) -> None:
    cell, secretary = await scene(each_db)
    await held(each_db, cell, at(2027, 4, 3), THEMATIC)
    late = await village.meeting(each_db, cell, at(2027, 4, 20), timedelta(days=2))
    assert await all_of(each_db, at(2027, 4, 30, 20)) == 0
    assert await all_of(each_db, at(2027, 5, 1)) == 1
    ((member_id, text),) = await told(each_db, Lapse.NOT_HELD)
    assert (member_id, "chưa có buổi sinh hoạt thường kỳ tháng 4/2027 nào được chốt" in text) == (secretary.id, True)
    (notice,) = await each_db.scalars(select(Notice).where(Notice.about.startswith("rhythm:")))
    assert (notice.content or {})["choices"] == [["Điểm danh", f"roll:{late.id}:0"], ["Gọi họp", f"call:{cell.id}"]]


async def test_a_meeting_of_the_month_that_was_moved_into_the_next_counts_for_its_own(db: AsyncSession) -> None:
    cell, _ = await scene(db)
    meeting = await held(db, cell, at(2027, 5, 2), COMBINED)
    meeting.called_by = called_for("2027-04")
    await db.flush()
    assert await all_of(db, at(2027, 5, 3)) == 0


# The quarter


async def test_in_the_last_month_of_a_quarter_a_theme_is_asked_for(each_db: AsyncSession) -> None:
    cell, secretary = await scene(each_db)
    for month in (4, 5):
        await held(each_db, cell, at(2027, month, 3))
    assert await all_of(each_db, at(2027, 5, 31)) == 0
    assert await all_of(each_db, at(2027, 6, 1)) == 1
    ((member_id, text),) = await told(each_db, Lapse.NO_THEMATIC)
    assert (member_id, "chuyên đề quý II/2027" in text) == (secretary.id, True)


@pytest.mark.parametrize("kind", [THEMATIC, COMBINED])
async def test_a_theme_in_any_month_of_the_quarter_is_enough(db: AsyncSession, kind: MeetingKind) -> None:
    cell, _ = await scene(db)
    await held(db, cell, at(2027, 4, 10), kind)
    await held(db, cell, at(2027, 4, 3))
    await held(db, cell, at(2027, 5, 3))
    assert await all_of(db, at(2027, 6, 1)) == 0


async def test_a_series_of_themes_fixes_the_quarter(db: AsyncSession) -> None:
    cell, _ = await scene(db)
    await held(db, cell, at(2027, 5, 3))
    monthly = checked_monthly("nth:-1:fri", time(19), "Sân đình", months=(3, 6, 9, 12))
    await set_series(db, cell, monthly, "test", at(2027, 5, 1), THEMATIC)
    assert await all_of(db, at(2027, 6, 1)) == 0


# Which cells


async def test_cells_that_owe_no_meeting_are_left_alone(each_db: AsyncSession) -> None:
    await village.cell(each_db, code="khong-nguoi")
    exempt = await village.cell(each_db, code="mien")
    await village.member(each_db, exempt, "Lê Văn Già", StatusKind.EXEMPT)
    new = await village.cell(each_db, code="moi", since=date(2027, 5, 2))
    await village.members(each_db, new, 2)
    closed, _ = await scene(each_db, "dong")
    closed.closed_on = date(2027, 5, 15)
    await each_db.flush()
    assert await all_of(each_db, TWENTIETH) == 0


async def test_a_secretary_who_cannot_be_reached_is_counted_as_told(db: AsyncSession) -> None:
    top = await village.commune(db)
    cell = await village.cell(db, top)
    await village.members(db, cell, 2)
    await april_and_theme(db, cell)
    supervisor = await followed(db, top)
    assert [await all_of(db, at(2027, 5, day)) for day in (20, 22, 23)] == [1, 0, 1]
    assert [member_id for member_id, _ in await told(db)] == [supervisor.id]


# Whoever follows the cell


async def test_the_supervisor_hears_days_later_of_all_such_cells_at_once(each_db: AsyncSession) -> None:
    top = await village.commune(each_db)
    supervisor = await followed(each_db, top)
    cells = [(await scene(each_db, code, top))[0] for code in ("mot", "hai", "ba")]
    await april_and_theme(each_db, *cells)
    assert [await all_of(each_db, at(2027, 5, day)) for day in (20, 22)] == [3, 0]
    await village.meeting(each_db, cells[2], at(2027, 5, 22), timedelta(days=3))
    assert [await all_of(each_db, at(2027, 5, day)) for day in (23, 24)] == [2, 0]
    (said,) = [text for member_id, text in await told(each_db) if member_id == supervisor.id]
    assert said == (
        "2 chi bộ đồng chí theo dõi chưa ấn định buổi sinh hoạt thường kỳ tháng 5/2027: "
        "Chi bộ Thôn hai; Chi bộ Thôn mot."
    )


async def test_after_how_many_days_is_a_setting(db: AsyncSession) -> None:
    top = await village.commune(db)
    change(top, "supervisor_after_days", "1")
    await followed(db, top)
    cell, _ = await scene(db, under=top)
    await april_and_theme(db, cell)
    assert [await all_of(db, at(2027, 5, day)) for day in (20, 21)] == [1, 1]


async def test_many_cells_take_few_queries(db: AsyncSession) -> None:
    """As many for sixty cells as for six: nothing is read cell by cell."""
    counts = []
    for many, month in ((6, 5), (60, 7)):
        top = await village.commune(db, f"xa-{many}")
        cells = [(await scene(db, f"c{many}-{number}", top))[0] for number in range(many)]
        db.add_all(
            Meeting(
                cell_id=cell.id, kind=COMBINED, starts_at=at(2027, one, 3), place="Sân đình", called_by="test",
                called_at=at(2027, one, 1), state=MeetingState.CLOSED, revision=1,
            )
            for cell in cells for one in (month - 1,)
        )  # fmt: skip
        await db.flush()
        seen: list[str] = []
        connection = (await db.connection()).sync_connection
        assert connection is not None
        event.listen(connection, "before_cursor_execute", lambda *line, seen=seen: seen.append(line[2]))
        await all_of(db, at(2027, month, 20))
        counts.append(len(seen))
        for cell in cells:
            cell.closed_on = date(2027, 6, 1)
    assert counts[1] <= counts[0] + 2


async def test_more_cells_than_a_page_are_all_looked_at_and_then_it_rests(
    db: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.rhythm.PAGE", 2)
    cells = [(await scene(db, f"c{number}"))[0] for number in range(5)]
    for cell in cells[:3]:  # these are in the way, and nothing is to be said of them
        await set_series(db, cell, checked_monthly(29, time(19), "Sân đình"), "test", at(2027, 5, 1))
    await april_and_theme(db, *cells)
    rounds = Rounds()
    while await rounds.warn_some(db, TWENTIETH):
        pass
    assert len(await told(db)) == 2
    assert await rounds.warn_some(db, TWENTIETH + REST - timedelta(seconds=1)) == 0
    assert await rounds.warn_some(db, TWENTIETH + REST) > 0


def test_what_is_looked_for_depends_on_the_day() -> None:
    days = [date(2027, 5, 1), date(2027, 5, 21), date(2027, 12, 31), date(2027, 1, 1)]
    assert [[(one.lapse.value, one.period) for one in looks_on(on)] for on in days] == [
        [("not_fixed", "2027-05"), ("not_held", "2027-04")],
        [("not_fixed", "2027-05")],
        [("not_fixed", "2027-12"), ("no_thematic", "2027-q4")],
        [("not_fixed", "2027-01"), ("not_held", "2026-12")],
    ]
