"""What units set for themselves and all below them."""

from datetime import time

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import QuietHours, quiet_hours
from bot.model.units import Unit
from bot.refusals import WrongUnitSetting
from bot.services.rate import Line
from bot.services.setting_readers import READERS
from bot.services.unit_settings import UnitSettings, are_setting, change, said_at_units, settings_of
from tests import village
from tests.query_plans import plan_of
from tests.tables import wrong


def blank() -> Unit:
    return Unit(settings={})


async def test_a_unit_that_says_nothing_has_the_defaults_and_the_nights_of_the_house(db: AsyncSession) -> None:
    found = await settings_of(db, await village.cell(db))
    assert found == UnitSettings(quiet_hours=quiet_hours("21:00-07:00"))
    assert (found.notice_hours, found.reminder_hours, found.last_reminder_hours) == (72, 24, 2)


async def test_the_nearest_unit_upward_that_says_something_is_obeyed(db: AsyncSession) -> None:
    top = await village.commune(db)
    cell, other = await village.cell(db, top), await village.cell(db, top, "khac")
    change(top, "notice_hours", "48")
    change(top, "line", "> 85")
    change(cell, "notice_hours", "24")
    await db.flush()
    here, beside = await settings_of(db, cell), await settings_of(db, other)
    assert (here.notice_hours, here.line) == (24, Line(">", 85))
    assert (beside.notice_hours, beside.line) == (48, Line(">", 85))


async def test_what_a_cell_says_does_not_hold_above(db: AsyncSession) -> None:
    top = await village.commune(db)
    change(await village.cell(db, top), "count_temporary_in", "no")
    assert (await settings_of(db, top)).count_temporary_in


async def test_a_unit_may_do_without_quiet_hours(db: AsyncSession) -> None:
    top = await village.commune(db)
    cell = await village.cell(db, top)
    change(top, "quiet_hours", "22:00-05:30")
    assert (await settings_of(db, cell)).quiet_hours == QuietHours(time(22), time(5, 30))
    change(cell, "quiet_hours", "off")
    assert (await settings_of(db, cell)).quiet_hours is None


async def test_a_setting_that_this_version_does_not_know_is_passed_over(db: AsyncSession) -> None:
    cell = await village.cell(db)
    cell.settings = {"colour": "red"}
    assert (await settings_of(db, cell)).notice_hours == 72


def test_the_example_of_every_setting_can_be_read() -> None:
    unit = blank()
    for name, (_, example) in READERS.items():
        change(unit, name, example)
    assert unit.settings == {name: example for name, (_, example) in READERS.items()}


UNREADABLE = [
    ("notice_hours", "-1"),
    ("notice_hours", "721"),
    ("notice_hours", "ba ngày"),
    ("notice_hours", "1.5"),
    ("reminder_hours", ""),
    ("extraordinary_reminder_minutes", "1441"),
    ("quiet_hours", "21-7"),
    ("quiet_hours", "25:00-07:00"),
    ("quiet_hours", "21:60-07:00"),
    ("line", ">=95"),
    ("line", "= 95"),
    ("line", "> 101"),
    ("line", "> 85 %"),
    ("count_temporary_in", "maybe"),
]


def told(row: tuple[str, str]) -> tuple[object, object]:
    """What the refusal says, and what is set after it."""
    unit = blank()
    with pytest.raises(WrongUnitSetting) as refusal:
        change(unit, *row)
    return refusal.value.facts, unit.settings


def test_a_value_that_cannot_be_read_changes_nothing() -> None:
    same: dict[str, object] = {}
    rows = [(row, ({"name": row[0], "example": READERS[row[0]][1]}, same)) for row in UNREADABLE]
    assert wrong(rows, told) == {}


def test_a_setting_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(WrongUnitSetting) as refusal:
        change(blank(), "colour", "red")
    assert set(str(refusal.value.facts["known"]).split(", ")) == set(READERS)


async def test_the_few_that_say_something_are_found_by_an_index_of_their_own(db: AsyncSession) -> None:
    """Every cell of a country was read for each setting, each minute."""
    top = await village.commune(db)
    cell, other = await village.cell(db, top), await village.cell(db, top, "khac")
    change(cell, "series_days", "9")
    change(other, "task_days", "2")
    await db.flush()
    assert await said_at_units(db, "series_days") == {cell.id: 9}
    assert "ix_units_setting" in await plan_of(db, select(Unit.id).where(are_setting("series_days")))
