"""The clock looks at rolls each minute, and twice an hour at what changes by the day."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import MemberStatus, StatusKind
from bot.model.warnings import UnitWarning
from scheduler.clock import ENTRIES
from scheduler.warnings import SELDOM, Watch
from tests import village
from tests.village import at

NOW = at(2026, 11, 21)


def test_the_clock_looks_each_minute() -> None:
    assert [entry.every for entry in ENTRIES if entry.name == "warnings"] == [60.0]


async def exempt_until_soon(db: AsyncSession, code: str) -> None:
    cell = await village.cell(db, code=code)
    person = await village.member(db, cell)
    db.add(MemberStatus(member_id=person.id, kind=StatusKind.EXEMPT, until_on=date(2026, 12, 1)))
    await db.flush()


async def warned(db: AsyncSession) -> int:
    return len(list(await db.scalars(select(UnitWarning.id))))


async def test_what_changes_by_the_day_is_looked_for_twice_an_hour(sqlite_db: AsyncSession) -> None:
    watch, db = Watch(), sqlite_db
    await exempt_until_soon(db, "mot")
    assert [await watch.look(db, NOW), await watch.look(db, NOW)] == [1, 0]
    await exempt_until_soon(db, "hai")
    assert await watch.look(db, NOW + SELDOM - timedelta(minutes=1)) == 0
    assert await watch.look(db, NOW + SELDOM) == 1
    assert await warned(db) == 2


async def test_a_clock_that_was_set_back_goes_on_looking(sqlite_db: AsyncSession) -> None:
    watch, db = Watch(), sqlite_db
    await watch.look(db, NOW + timedelta(days=5))
    await exempt_until_soon(db, "mot")
    assert await watch.look(db, NOW) == 1


async def test_a_roll_is_looked_at_between_two_such_looks(sqlite_db: AsyncSession) -> None:
    watch, db = Watch(), sqlite_db
    cell = await village.cell(db)
    await village.members(db, cell, 3)
    await watch.look(db, NOW)
    await village.held(db, cell, NOW - timedelta(hours=2), unexcused=1)
    assert await watch.look(db, NOW + timedelta(minutes=11)) == 1
    names = set(await db.scalars(select(UnitWarning.name).where(UnitWarning.stage == "secretary")))
    assert names == {"below_line", "unexcused", "unexcused_note"}
