"""A whole level goes, and communes become one: old reports keep the tree as it was, the new ones have the new one."""

from collections.abc import Iterable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import Unit
from bot.reports.period import Period
from bot.reports.unmet import not_met
from bot.services.participation import roll_up_all, write_due_months
from bot.services.rate import Counts
from bot.services.reorganising.plans import NotWritten
from tests import village
from tests.services.reorganising.country import JULY, Country, all_agrees, line, met, report, said, settled, troubles


async def months_around_the_step(db: AsyncSession, months: Iterable[int], said_on: date = JULY) -> Country:
    """A meeting in each month; on 1 July both districts end, and their communes stand below the province."""
    country = await settled(db, communes=1)
    for month in months:
        if month == said_on.month:
            steps = [line(JULY, "close", f"h{one}", "tinh") for one in (1, 2)]
            await said(country, *steps, now=village.at(2025, said_on.month, said_on.day, 0, 10))
        await met(country, month)
    return country


async def test_a_district_stands_in_the_report_of_may_and_not_in_that_of_august(each_db: AsyncSession) -> None:
    country = await months_around_the_step(each_db, range(1, 13))
    may, august = await report(country, "tinh", "2025-05"), await report(country, "tinh", "2025-08")
    assert (list(may), list(august)) == (["tinh", "h1", "h2"], ["tinh", "h1-x1", "h2-x1"])
    assert may["tinh"].counts == august["tinh"].counts == Counts(6, 4, 0, 2)
    assert may["h1"].counts == august["h1-x1"].counts == Counts(3, 2, 0, 1)
    assert [(one.met, one.due) for one in (may["tinh"], august["tinh"])] == [(2, 2)] * 2
    assert list(await report(country, "h1", "2025-05")) == ["h1", "h1-x1"]
    assert list(await report(country, "h1", "2025-08")) == ["h1"]
    await all_agrees(each_db)


async def test_the_step_that_is_said_in_september_counts_from_july_on(db: AsyncSession) -> None:
    country = await months_around_the_step(db, range(5, 11), said_on=date(2025, 9, 20))
    assert list(await report(country, "tinh", "2025-06")) == ["tinh", "h1", "h2"]
    assert list(await report(country, "tinh", "2025-07")) == ["tinh", "h1-x1", "h2-x1"]
    await all_agrees(db)


async def test_the_communes_of_a_district_become_one(each_db: AsyncSession) -> None:
    country = await settled(each_db, districts=1, communes=3)
    await met(country, 5)
    merges = [line(JULY, "merge", f"h1-x{one}", "h1-x1") for one in (2, 3)]
    name = line(JULY, "rename", "h1-x1", name="Đảng ủy xã 11 Bình Minh")
    look = await said(country, *merges, name, now=village.at(2025, 7, 1, 8))
    assert [one.effects.units for one in look.outcomes if one.effects] == [1, 1, 0]
    await met(country, 7)
    before, after = await report(country, "h1", "2025-05"), await report(country, "h1", "2025-07")
    assert list(before) == ["h1", "h1-x1", "h1-x2", "h1-x3"]
    assert list(after) == ["h1", "h1-x1"]
    assert list(await report(country, "h1-x1", "2025-07")) == ["h1-x1", "h1-x1-c1", "h1-x2-c1", "h1-x3-c1"]
    assert list(await report(country, "h1-x2", "2025-05")) == ["h1-x2", "h1-x2-c1"]
    assert after["h1-x1"].counts == Counts(9, 6, 0, 3)
    assert [one["h1-x1"].name for one in (before, after)] == ["Đảng ủy xã 11", "Đảng ủy xã 11 Bình Minh"]
    await all_agrees(each_db)


async def test_a_level_may_go_and_communes_become_one_at_the_same_moment(db: AsyncSession) -> None:
    country = await settled(db)
    steps = [line(JULY, "close", f"h{one}", "tinh") for one in (1, 2)]
    await said(country, *steps, line(JULY, "merge", "h2-x1", "h1-x1"), now=village.at(2025, 7, 1))
    assert country["h2-x1-c1"].path == f"{country['tinh'].path}{country['h1-x1'].id}/{country['h2-x1-c1'].id}/"
    assert [country[code].closed_on for code in ("h1", "h2", "h2-x1", "h1-x1")] == [JULY, JULY, JULY, None]


async def test_a_new_commune_takes_the_old_ones_in(db: AsyncSession) -> None:
    country = await settled(db, districts=1)
    new = line(JULY, "found", to="h1", name="Đảng ủy xã Mới", new_code="moi", unit_kind=country["h1-x1"].kind)
    merges = [line(JULY, "merge", f"h1-x{one}", "moi") for one in (1, 2)]
    await said(country, new, *merges, now=village.at(2025, 7, 1))
    assert list(await report(country, "h1", "2025-06")) == ["h1", "h1-x1", "h1-x2"]
    assert list(await report(country, "h1", "2025-08")) == ["h1", "moi"]


@pytest.mark.parametrize("on", [date(2025, 5, 1), date(2025, 5, 15), date(2025, 8, 3)])
async def test_a_commune_moves_on_any_day_past_or_to_come(db: AsyncSession, on: date) -> None:
    country = await settled(db, communes=1)
    for month in (4, 5, 6):
        await met(country, month)
    look = await said(country, line(on, "move", "h2-x1", "h1"), now=village.at(2025, 6, 20))
    assert not look.wrong
    await all_agrees(db)
    await write_due_months(db, village.at(2025, 9, 1))
    await all_agrees(db)


async def test_a_name_that_is_said_late_does_not_undo_a_later_one(db: AsyncSession) -> None:
    country = await settled(db, districts=1, communes=1)
    await said(country, line(date(2025, 8, 1), "rename", "h1-x1", name="Xã Mới"), now=village.at(2025, 9, 1))
    with pytest.raises(NotWritten) as refusal:
        await said(country, line(JULY, "rename", "h1-x1", name="Xã Cũ Hơn"), now=village.at(2025, 9, 2))
    assert "đã đổi tên ngày 01/08/2025" in troubles(refusal.value.look)[0]
    assert country["h1-x1"].name == "Xã Mới"


async def test_who_has_not_met_is_listed_below_the_unit_of_that_month(db: AsyncSession) -> None:
    country = await settled(db, districts=1)
    await write_due_months(db, village.at(2025, 6, 2))
    await said(country, line(JULY, "merge", "h1-x2", "h1-x1"), now=village.at(2025, 7, 1))
    await write_due_months(db, village.at(2025, 7, 2))
    await roll_up_all(db, village.at(2025, 7, 2))
    found = await not_met(db, country["h1"], Period("2025-06", "2025-07"), village.at(2025, 7, 20))
    assert [(one.code, one.under, one.months) for one in found if one.code == "h1-x2-c1"] == [
        ("h1-x2-c1", "Đảng ủy xã 11", ("2025-06", "2025-07"))
    ]


async def test_what_a_closed_cell_owed_since_its_end_is_taken_back(db: AsyncSession) -> None:
    country = await settled(db, districts=1)
    await write_due_months(db, village.at(2025, 9, 2))
    await said(country, line(JULY, "merge", "h1-x2-c1", "h1-x1-c1"), now=village.at(2025, 9, 20))
    due = [(await report(country, "h1-x2", f"2025-{month:02}"))["h1-x2"].due for month in (6, 7, 8, 9)]
    assert due == [1, 0, 0, 0]
    assert list(await report(country, "h1-x2", "2025-08")) == ["h1-x2"]
    await all_agrees(db)
    assert await db.scalar(select(Unit.closed_on).filter_by(code="h1-x2-c1")) == JULY
