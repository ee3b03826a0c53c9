"""Units of one level below a unit, as the tree was in each month."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.units import Unit, UnitKind
from bot.reports.level_months import months_at
from bot.reports.levels import levels_below, units_at
from bot.reports.period import Period, month_period, read_period
from bot.reports.silent import silent
from bot.services.moving import move_with_counts
from bot.services.tree import add_unit
from tests import village
from tests.reports.samples import USUAL, added_up
from tests.village import at

FIRST = date(2026, 9, 1)
END = at(2026, 11, 28)
NOVEMBER, YEAR = month_period(END.date()), read_period("y2026")


async def country(db: AsyncSession) -> dict[str, Unit]:
    """Districts A and B; the commune X with a cell stands below A, since November below B. And a cell right below B."""
    units = {"top": await add_unit(db, "top", "Tỉnh", UnitKind.PROVINCE, None, FIRST)}
    for code in ("a", "b"):
        units[code] = await add_unit(db, code, f"Huyện {code}", UnitKind.DISTRICT, units["top"], FIRST)
    units["x"] = await add_unit(db, "x", "Xã x", UnitKind.COMMUNE, units["a"], FIRST)
    for code, under in (("one", "x"), ("two", "b")):
        units[code] = await village.cell(db, units[under], code, FIRST)
        await village.members(db, units[code], 4)
        for month in (9, 10, 11):
            await village.held(db, units[code], at(2026, month, 5), unexcused=month % 2)
    await added_up(db)
    await move_with_counts(db, units["x"], units["b"], date(2026, 11, 1), END)
    return units


async def listed(
    db: AsyncSession, unit: Unit, level: UnitKind | None, period: Period
) -> list[tuple[str, str, int, int, int | None]]:
    """Code, the unit above, present and expected, the change."""
    found = await units_at(db, unit, level, period, END, MeetingKind.REGULAR, USUAL)
    assert found is not None
    rows = [(one.row, one.under) for one in found]
    return [(row.code, under, row.counts.present, row.counts.expected, row.trend) for row, under in rows]


async def test_a_level_is_as_deep_as_the_tree_was_in_each_month(each_db: AsyncSession) -> None:
    units = await country(each_db)
    top, a, b = units["top"], units["a"], units["b"]
    assert await listed(each_db, top, UnitKind.CELL, NOVEMBER) == [
        ("one", "Xã x", 3, 4, -2500),
        ("two", "Huyện b", 3, 4, -2500),
    ]
    assert await listed(each_db, a, UnitKind.CELL, NOVEMBER) == []
    assert await listed(each_db, a, UnitKind.CELL, YEAR) == [("one", "Xã x", 7, 8, None)]
    assert await listed(each_db, b, UnitKind.CELL, YEAR) == [
        ("one", "Xã x", 3, 4, None),
        ("two", "Huyện b", 10, 12, None),
    ]
    assert await listed(each_db, top, UnitKind.COMMUNE, YEAR) == [("x", "Huyện b", 10, 12, None)]


async def test_right_below_stand_those_of_today_and_those_of_then(each_db: AsyncSession) -> None:
    units = await country(each_db)
    assert await listed(each_db, units["b"], None, NOVEMBER) == [("two", "", 3, 4, -2500), ("x", "", 3, 4, None)]
    assert await listed(each_db, units["a"], None, YEAR) == [("x", "", 7, 8, None)]
    assert await listed(each_db, units["a"], None, NOVEMBER) == []
    assert await levels_below(each_db, units["top"]) == [UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.CELL]
    assert await levels_below(each_db, units["x"]) == []


async def test_months_of_a_level_are_empty_where_a_unit_stood_elsewhere(each_db: AsyncSession) -> None:
    units = await country(each_db)
    found = await months_at(each_db, units["b"], UnitKind.CELL, "2026-11", MeetingKind.REGULAR)
    assert found is not None
    shown = {one.unit.code: [month.counts.present for month in one.made().months[-3:]] for one in found}
    assert shown == {"one": [0, 0, 3], "two": [3, 4, 3]}
    assert [(one.present, one.expected) for one in found] == [(3, 4), (10, 12)]
    assert {one.under for one in found} == {"Xã x", "Huyện b"}
    known = await months_at(each_db, units["b"], UnitKind.CELL, "2026-11", MeetingKind.REGULAR, are_few=True)
    assert known is not None
    assert [one.made() for one in known] == [one.made() for one in found]


async def test_more_rows_than_can_be_read_at_once_are_none(
    sqlite_db: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = await country(sqlite_db)
    for place in ("levels", "level_months"):
        monkeypatch.setattr(f"bot.reports.{place}.MOST", 5)
    asked = (units["top"], UnitKind.CELL)
    assert await units_at(sqlite_db, *asked, YEAR, END, MeetingKind.REGULAR, USUAL) is None
    assert await months_at(sqlite_db, *asked, "2026-11", MeetingKind.REGULAR) is None
    assert await months_at(sqlite_db, *asked, "2026-11", MeetingKind.REGULAR, are_few=True) is None


async def test_silent_is_who_has_neither_held_nor_called_one(each_db: AsyncSession) -> None:
    top = await village.commune(each_db, since=FIRST)
    for code in ("held", "called", "called_off", "quiet"):
        cell = await village.cell(each_db, top, code.replace("_", "-"), FIRST)
        await village.members(each_db, cell, 3)
        if code == "held":
            await village.held(each_db, cell, at(2026, 11, 5))
        elif code != "quiet":
            meeting = await village.meeting(each_db, cell, at(2026, 11, 27))
            meeting.state = meeting.state if code == "called" else type(meeting.state).CANCELLED
    await added_up(each_db)
    found = await silent(each_db, top, "2026-11")
    assert [(one.code, one.under) for one in found] == [("called-off", top.name), ("quiet", top.name)]
    assert len(await silent(each_db, top, "2026-10")) == 4
