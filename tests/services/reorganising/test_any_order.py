"""Whatever changes in whatever order, said early or late: every sum holds, and nobody is lost or counted twice."""

import asyncio
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.members import Membership
from bot.model.units import Unit, UnitKind
from bot.refusals import NobodyExpected
from bot.services.participation import roll_up, write_due_months
from bot.services.reorganising.changes import Change
from bot.services.reorganising.on_the_day import change_tree
from bot.services.reorganising.plans import NotWritten, look_through, write
from tests import village
from tests.conftest import rolled_back_at
from tests.services.reorganising.country import JULY, Country, all_agrees, line, met, settled

BEGIN = date(2025, 3, 1)


@dataclass(frozen=True)
class Deed:
    """Something that happens after so many days; the numbers pick among what there is."""

    what: str
    days: int
    first: int
    second: int
    shift: int
    """So many days before or behind today it holds from."""


DEEDS = st.lists(
    st.builds(
        Deed,
        st.sampled_from(
            ["meet", "meet", "add_up", "tick", "move", "merge", "merge", "close", "found", "rename", "look"]
        ),
        st.integers(0, 25),
        st.integers(0, 30),
        st.integers(0, 30),
        st.sampled_from([-45, -10, 0, 0, 12]),
    ),
    min_size=5,
    max_size=12,
)


async def happen(country: Country, deed: Deed, today: date, minute: int) -> None:
    db, now = country.db, village.at(today.year, today.month, today.day, 12, minute)
    cells = [one for one in country.units.values() if one.is_cell and one.closed_on is None and one.since_on <= today]
    match deed.what:
        case "meet" if cells:
            with suppress(NobodyExpected):  # a cell that was founded, and to which nobody has come yet
                await village.held(db, cells[deed.first % len(cells)], now, unexcused=deed.second % 2)
        case "add_up":
            await roll_up(db, now, limit=1 + deed.first)
        case "tick":
            await write_due_months(db, now)
        case "look":
            await look_through(db, [_change(country, deed, "merge", today)], "test", now)
        case "meet":
            pass
        case kind:
            with suppress(NotWritten):
                await write(db, [_change(country, deed, kind, today)], "test", now)
    await change_tree(db, now)
    found = await db.scalars(select(Unit).where(Unit.kind != UnitKind.GROUP))
    country.units.update({one.code: one for one in found})


def _change(country: Country, deed: Deed, kind: str, today: date) -> Change:
    codes = sorted(country.units)
    unit = codes[deed.first % len(codes)]
    is_cell = kind == "merge" and country[unit].is_cell
    places = [code for code in codes if country[code].is_cell == is_cell]
    to = places[deed.second % len(places)]
    on = today + timedelta(days=deed.shift)
    if kind == "found":
        return line(on, kind, to=to, name=f"Thôn {today}{deed.first}", unit_kind=UnitKind.CELL)
    name = f"Tên {deed.first}" if kind == "rename" else ""
    return line(on, kind, unit, "" if kind == "rename" else to, name=name)


async def live(db: AsyncSession, deeds: list[Deed]) -> None:
    country, today = await settled(db, cells=2, communes=1, people=2), BEGIN
    people = await everybody(db, today)
    for minute, deed in enumerate(deeds):
        today += timedelta(days=deed.days)
        await happen(country, deed, today, minute)
    later = today + timedelta(days=40)
    now = village.at(later.year, later.month, later.day)
    await change_tree(db, now)
    await write_due_months(db, now)
    await all_agrees(db)
    assert await everybody(db, later) == people


async def everybody(db: AsyncSession, on: date) -> list[tuple[int, int]]:
    """Each member with the number of cells that they belong to."""
    holds = (
        or_(Membership.from_on.is_(None), Membership.from_on <= on),
        or_(Membership.until_on.is_(None), Membership.until_on > on),
    )
    counted = select(Membership.member_id, func.count()).where(*holds).group_by(Membership.member_id)
    return [(who, count) for who, count in await db.execute(counted.order_by(Membership.member_id))]


async def live_and_forget(url: str, deeds: list[Deed]) -> None:
    async with rolled_back_at(url) as db:
        await live(db, deeds)


@pytest.fixture(scope="module")
def own_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("tree") / "tree.db")
    return f"sqlite+aiosqlite:///{file}"


@settings(max_examples=6, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.too_slow])
@given(deeds=DEEDS)
def test_every_sum_holds_whatever_becomes_of_the_tree(own_sqlite: str, deeds: list[Deed]) -> None:
    asyncio.run(live_and_forget(own_sqlite, deeds))


@settings(max_examples=2, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.too_slow])
@given(deeds=DEEDS)
def test_every_sum_holds_on_postgres_too(shared_postgres: str, deeds: list[Deed]) -> None:
    asyncio.run(live_and_forget(shared_postgres, deeds))


# At the same time


async def alone(sessions: Sessions, change: Change) -> bool:
    """Whether it was written; the other is waiting meanwhile."""
    try:
        async with sessions.begin() as db:
            await write(db, [change], "test", village.at(2025, 7, 1))
            await asyncio.sleep(0.05)
    except NotWritten:
        return False
    return True


async def test_of_two_who_decide_at_once_the_second_finds_it_done(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        await met(await settled(db), 6)
    decisions = [line(JULY, "merge", "h1-x1", "h1-x2"), line(JULY, "merge", "h1-x1", "h2-x1")]
    assert sorted(await asyncio.gather(*(alone(sessions, one) for one in decisions))) == [False, True]
    async with sessions.begin() as db:
        await all_agrees(db)
    await engine.dispose()


async def the_clock(sessions: Sessions) -> None:
    async with sessions.begin() as db:
        await change_tree(db, village.at(2025, 7, 1))


async def test_the_clock_and_a_person_put_no_two_units_below_each_other(database_url: str) -> None:
    """What each does can be done; both together would be a circle."""
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        country = await settled(db)
        for code in ("h1-x1", "h1-x2"):
            country[code].kind = UnitKind.SUB_COMMITTEE
        await db.flush()
        await write(db, [line(JULY, "move", "h1-x1", "h1-x2")], "test", village.at(2025, 6, 1))
    async with sessions.begin() as db:
        await write(db, [line(JULY, "move", "h1-x2", "h1-x1")], "test", village.at(2025, 7, 1))
        clock = asyncio.create_task(the_clock(sessions))
        await asyncio.sleep(0.2)
    await clock
    async with sessions.begin() as db:
        paths = dict((await db.execute(select(Unit.code, Unit.path).where(Unit.kind == UnitKind.SUB_COMMITTEE))).all())
        assert len({path.count("/") for path in paths.values()}) == 2, paths
        assert sum(one in other for one in paths.values() for other in paths.values()) == 3, paths
    await engine.dispose()


async def meets(sessions: Sessions, code: str) -> None:
    async with sessions.begin() as db:
        cell = (await db.execute(select(Unit).filter_by(code=code))).scalar_one()
        await village.held(db, cell, village.at(2025, 7, 3))
        await asyncio.sleep(0.05)


async def adds_up(sessions: Sessions) -> None:
    for _ in range(3):
        async with sessions.begin() as db:
            await roll_up(db, village.at(2025, 7, 3), limit=2)
            await asyncio.sleep(0.03)


async def test_a_roll_that_is_closed_while_its_commune_moves_is_counted_once_and_rightly(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        await met(await settled(db), 6)
    move = alone(sessions, line(date(2025, 6, 5), "move", "h2-x1", "h1"))
    await asyncio.gather(meets(sessions, "h2-x1-c1"), adds_up(sessions), move, meets(sessions, "h2-x2-c1"))
    async with sessions.begin() as db:
        await all_agrees(db)
    await engine.dispose()


class Crash(Exception):
    """The power goes."""


async def test_a_crash_in_the_middle_leaves_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        await met(await settled(db, communes=1), 6)
    steps = [line(JULY, "close", f"h{one}", "tinh") for one in (1, 2)]
    with suppress(Crash):
        async with sessions.begin() as db:
            await write(db, steps, "test", village.at(2025, 7, 1))
            raise Crash
    async with sessions.begin() as db:
        assert (await db.scalars(select(Unit.id).where(Unit.closed_on.is_not(None)))).all() == []
        await all_agrees(db)
        assert len((await write(db, steps, "test", village.at(2025, 7, 1))).new) == 2
        await all_agrees(db)
    await engine.dispose()
