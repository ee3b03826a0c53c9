"""Whoever is warned, is warned once."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.warnings import Stage, UnitWarning
from bot.services.retention import take_away
from bot.services.warnings import Given, given_once, warned_once
from tests import village


async def test_each_unit_is_new_once_in_a_period_and_at_a_stage(each_db: AsyncSession, now: datetime) -> None:
    cells = [(await village.cell(each_db, code=code)).id for code in ("mot", "hai")]
    said = [
        await warned_once(each_db, cells[:1], "not_fixed", "2026-11", Stage.SECRETARY, now),
        await warned_once(each_db, cells, "not_fixed", "2026-11", Stage.SECRETARY, now),
        await warned_once(each_db, cells, "not_fixed", "2026-11", Stage.SECRETARY, now),
        await warned_once(each_db, cells, "not_fixed", "2026-11", Stage.SUPERVISOR, now),
        await warned_once(each_db, cells, "not_fixed", "2026-12", Stage.SECRETARY, now),
        await warned_once(each_db, [], "not_fixed", "2026-12", Stage.SECRETARY, now),
    ]
    assert said == [{cells[0]}, {cells[1]}, set(), set(cells), set(cells), set()]


async def test_what_is_said_of_people_goes_with_their_rolls_and_counts_of_meetings_stay(
    each_db: AsyncSession, now: datetime
) -> None:
    cell, long_ago = await village.cell(each_db), now - timedelta(days=800)
    rows = [
        (Given(cell.id, "unexcused_note", "member:1", "2024"), Stage.SECRETARY, long_ago),
        (Given(cell.id, "unexcused_note", "member:1", "2026"), Stage.SECRETARY, now),
        (Given(cell.id, "below_line", "meeting:1", "2024-09"), Stage.SECRETARY, long_ago),
        (Given(cell.id, "low_forecast", "meeting:1", "1"), Stage.NOBODY, now - timedelta(days=91)),
    ]
    for given, stage, at in rows:
        assert await given_once(each_db, [given], stage, at) == {given}
    await take_away(each_db, now)
    left = await each_db.scalars(select(UnitWarning.period).order_by(UnitWarning.period))
    assert list(left) == ["2024-09", "2026"]


async def test_of_several_clocks_one_warns(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        cell = await village.cell(db)
    said = await asyncio.gather(*(tick(sessions, cell.id, now) for _ in range(4)))
    await engine.dispose()
    assert sorted(said, key=len) == [set(), set(), set(), {cell.id}]


async def tick(sessions: Sessions, cell_id: int, now: datetime) -> set[int]:
    async with sessions.begin() as db:
        new = await warned_once(db, [cell_id], "not_fixed", "2026-11", Stage.SECRETARY, now)
        await asyncio.sleep(0.05)  # the others are at it by now
        return new
