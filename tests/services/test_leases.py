"""A lease: one holder at a time, taken over once it has run out."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.holders import here, new_holder
from bot.model.accounts import Lease
from bot.services.leases import LASTS, hold, release

NAME = "send:telegram:bot"


async def run_out(db: AsyncSession) -> None:
    await db.execute(update(Lease).values(until_at=datetime.now(UTC) - timedelta(milliseconds=1)))


async def test_while_one_has_it_another_waits(each_db: AsyncSession) -> None:
    assert [await hold(each_db, NAME, who) for who in ("a", "b", "a")] == [True, False, True]


async def test_one_that_has_run_out_is_taken_over(each_db: AsyncSession) -> None:
    await hold(each_db, NAME, "a")
    await run_out(each_db)
    assert [await hold(each_db, NAME, who) for who in ("b", "a")] == [True, False]


async def test_it_lasts_eight_seconds_of_the_real_clock(db: AsyncSession) -> None:
    before = datetime.now(UTC)
    await hold(db, NAME, "a")
    lease = await db.get_one(Lease, NAME, populate_existing=True)
    assert before + LASTS <= lease.until_at <= datetime.now(UTC) + LASTS
    assert timedelta(seconds=8) == LASTS


async def test_one_that_is_given_back_is_free_at_once(db: AsyncSession) -> None:
    await hold(db, NAME, "a")
    await release(db, NAME, "a")
    assert await hold(db, NAME, "b")


async def test_nobody_gives_back_what_another_has(db: AsyncSession) -> None:
    await hold(db, NAME, "a")
    await release(db, NAME, "b")
    assert not await hold(db, NAME, "b")


async def test_each_account_has_its_own(db: AsyncSession) -> None:
    assert [await hold(db, name, who) for name, who in (("x", "a"), ("y", "b"))] == [True, True]


async def hold_alone(sessions: Sessions, who: str) -> bool:
    async with sessions.begin() as db:
        held = await hold(db, NAME, who)
        await asyncio.sleep(0.02)
    return held


async def test_of_several_at_once_one_gets_it(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    first = await asyncio.gather(*(hold_alone(sessions, who) for who in "abcd"))
    async with sessions.begin() as db:
        await run_out(db)
    second = await asyncio.gather(*(hold_alone(sessions, who) for who in "efgh"))
    await engine.dispose()
    assert (sum(first), sum(second)) == (1, 1)


async def test_one_whose_holder_beside_us_was_killed_is_taken_at_once(each_db: AsyncSession) -> None:
    """A restarted process waited eight seconds for a lease whose holder was dead."""
    killed = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])  # noqa: ASYNC220 - ours
    dead = f"{here()}:{killed.pid}:x"
    await hold(each_db, NAME, dead)
    assert not await hold(each_db, NAME, new_holder()), "it is alive yet"
    killed.kill()
    killed.wait()
    assert await hold(each_db, NAME, new_holder())
    assert not await hold(each_db, NAME, dead)


async def test_holders_elsewhere_are_never_taken_for_dead(each_db: AsyncSession) -> None:
    for elsewhere in ("0123456789abcdef:1:x", ":999999:x", "old-host:999999:abcd", f"{here()}:x:y", here()):
        await each_db.execute(update(Lease).values(holder=elsewhere, until_at=datetime.now(UTC) + LASTS))
        await hold(each_db, NAME, elsewhere)
        assert not await hold(each_db, NAME, new_holder()), elsewhere
        await release(each_db, NAME, elsewhere)
