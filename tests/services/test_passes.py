"""Tokens that are good once: one refresher among all, nothing lost, and a person called where only one can help."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from bot.channels import zalo_passes
from bot.channels.zalo_oauth import NeedsPersonError
from bot.channels.zalo_passes import Passes
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.accounts import Pass
from bot.passes import Pair
from bot.services.passes import Store
from tests.fakes.zalo_oauth import ACCOUNT, FakeOAuth

DUE = timedelta(hours=20)


@dataclass
class Place:
    """The fake, a database, and an hour that can be moved on."""

    zalo: FakeOAuth
    url: str
    sessions: Sessions

    def passes(self, sessions: Sessions | None = None) -> Passes:
        """As a process has it."""
        store = Store(sessions or self.sessions, "zalo_oa", ACCOUNT, self.zalo.now)
        return Passes(self.zalo.settings(), store, self.zalo.now)

    async def begun(self) -> str:
        """A pair is kept; returns its access token."""
        given = self.zalo.gives()
        await self.passes().authorised(Pair(given.access, given.refresh, timedelta(hours=25)))
        return given.access

    def move_on(self, by: timedelta) -> None:
        self.zalo.skew += by

    async def row(self) -> Pass:
        async with self.sessions() as db:
            return (await db.scalars(select(Pass))).one()


@asynccontextmanager
async def place_at(url: str) -> AsyncIterator[Place]:
    engine = open_engine(url)
    async with FakeOAuth() as zalo:
        yield Place(zalo, url, sessions_of(engine))
    await engine.dispose()


@pytest.fixture
async def place(database_url: str) -> AsyncIterator[Place]:
    async with place_at(database_url) as at:
        yield at


@pytest.fixture
async def small(sqlite_url: str) -> AsyncIterator[Place]:
    """The same, for what does not depend on the kind of database."""
    async with place_at(sqlite_url) as at:
        yield at


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zalo_passes, "BETWEEN", 0.01)
    monkeypatch.setattr(zalo_passes, "KEEP_AGAIN", (0.05, 0.1, 0.2))


async def test_without_an_authorisation_a_person_is_needed(small: Place) -> None:
    with pytest.raises(NeedsPersonError):
        await small.passes().access()


async def test_a_token_is_used_until_its_twentieth_hour(small: Place) -> None:
    first = await small.begun()
    small.move_on(DUE - timedelta(minutes=1))
    assert await small.passes().access() == first
    assert small.zalo.refreshes == 0


async def test_then_it_is_renewed_and_the_pair_before_is_kept(place: Place) -> None:
    first = await place.begun()
    place.move_on(DUE)
    second = await place.passes().access()
    assert place.zalo.is_current(second)
    row = await place.row()
    assert (row.access_token, row.last_access_token, row.asked_at) == (second, first, None)
    assert (row.last_refresh_token, row.refresh_token) == tuple(pair.refresh for pair in place.zalo.given)
    assert row.authorised_at < row.got_at


async def test_that_it_is_asked_for_is_there_to_stay_before_it_is_asked(place: Place) -> None:
    await place.begun()
    place.move_on(DUE)
    seen: list[bool] = []

    async def looks() -> None:
        seen.append((await place.row()).asked_at is not None)

    place.zalo.before = looks
    await place.passes().access()
    assert seen == [True]


async def test_of_several_processes_exactly_one_refreshes(place: Place) -> None:
    first = await place.begun()
    place.move_on(DUE)
    place.zalo.latency = 0.3
    engines = [open_engine(place.url) for _ in range(3)]
    found = await asyncio.gather(*(place.passes(sessions_of(one)).renewed(first) for one in engines for _ in range(3)))
    assert place.zalo.refreshes == 1
    assert {*found} == {place.zalo.given[-1].access}
    for one in engines:
        await one.dispose()


async def test_in_one_process_too_however_many_ask(small: Place) -> None:
    first = await small.begun()
    passes = small.passes()
    assert await asyncio.gather(*(passes.renewed(first) for _ in range(20))) == [small.zalo.given[-1].access] * 20
    assert small.zalo.refreshes == 1


async def test_meanwhile_the_writer_is_free(place: Place) -> None:
    """A network that takes its time must not keep those waiting who write answers down."""
    await place.begun()
    place.move_on(DUE)
    written: list[float] = []

    async def writes() -> None:
        begun = asyncio.get_running_loop().time()
        async with place.sessions.begin() as db:
            await db.execute(text("DELETE FROM audit"))
        written.append(asyncio.get_running_loop().time() - begun)

    place.zalo.before = writes
    await place.passes().access()
    assert [one < 1 for one in written] == [True]


async def test_what_another_process_has_got_is_used_without_asking(place: Place) -> None:
    first = await place.begun()
    one, other = place.passes(), place.passes()
    assert await one.access() == await other.access() == first
    second = await one.renewed(first)
    assert await other.renewed(first) == second
    assert (place.zalo.refreshes, await other.access()) == (1, second)


async def test_an_answer_lost_before_it_was_taken_is_asked_for_again(place: Place) -> None:
    await place.begun()
    place.move_on(DUE)
    place.zalo.faults.append("lost_before")
    assert place.zalo.is_current(await place.passes().access())
    assert ((await place.row()).asked_at, place.zalo.refreshes) == (None, 2)


async def test_one_lost_after_it_was_taken_calls_a_person(place: Place) -> None:
    first = await place.begun()
    place.move_on(DUE)
    place.zalo.faults.append("lost_after")
    passes = place.passes()
    with pytest.raises(NeedsPersonError):
        await passes.renewed(first)
    assert (await place.row()).asked_at is not None
    with pytest.raises(NeedsPersonError):
        await passes.renewed(first)
    assert place.zalo.refreshes == 2, "a spent token is not shown again and again"
    await place.begun()
    assert place.zalo.is_current(await passes.renewed(first)), "and is all well once a person has helped"


async def test_lost_twice_it_is_tried_again_later(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await small.begun()
    small.zalo.faults.extend(["lost_before", "lost_before"])
    with pytest.raises(OSError, match="lost"):
        await small.passes().renewed(first)
    assert (await small.row()).asked_at is not None
    assert small.zalo.is_current(await small.passes().renewed(first))


async def test_a_network_that_is_out_leaves_no_doubt_and_the_old_token_in_use(small: Place) -> None:
    first = await small.begun()
    small.move_on(DUE)
    small.zalo.faults.append("rate")
    assert await small.passes().access() == first
    assert (await small.row()).asked_at is None
    small.move_on(timedelta(hours=5))
    small.zalo.faults.append("rate")
    with pytest.raises(OSError, match="too many"):
        await small.passes().access()


async def test_no_before_anything_was_lost_leaves_no_doubt(small: Place) -> None:
    first = await small.begun()
    small.zalo.is_active = False
    with pytest.raises(NeedsPersonError) as refused:
        await small.passes().renewed(first)
    assert (refused.value.code, (await small.row()).asked_at) == (-14002, None)


async def test_a_token_refused_as_soon_as_it_was_given_is_not_changed_for_ever(small: Place) -> None:
    passes = small.passes()
    second = await passes.renewed(await small.begun())
    with pytest.raises(NeedsPersonError):
        await passes.renewed(second)
    assert small.zalo.refreshes == 1


async def test_whoever_asked_is_stopped_and_the_renewal_goes_on(small: Place) -> None:
    first = await small.begun()
    small.zalo.latency = 0.2
    passes = small.passes()
    asking = asyncio.create_task(passes.renewed(first))
    await until(lambda: small.zalo.refreshes)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await passes.close()
    assert (await small.row()).access_token == small.zalo.given[-1].access != first


async def until(is_true: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not is_true():  # noqa: ASYNC110 - the fake rings no bell
            await asyncio.sleep(0.005)


PROCESS = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from bot.channels.zalo_passes import Passes
from bot.db.sessions import open_engine, sessions_of
from bot.services.passes import Store
from bot.network_settings import ZaloOA

def now():
    return datetime.now(UTC) + timedelta(hours=20)

async def main(url, base):
    settings = ZaloOA(app_id="431287", app_secret="appSecretOfTheFake", oa_id="388613280", api_base=base)
    await Passes(settings, Store(sessions_of(open_engine(url)), "zalo_oa", "388613280", now), now).access()

asyncio.run(main(*sys.argv[1:]))
"""


async def killed_while_asking(place: Place, when: str) -> None:
    """A process asks for a new pair and is killed: `before` Zalo takes it, or `after`."""
    killed = asyncio.Event()
    process = subprocess.Popen(  # noqa: ASYNC220, S603 - ours
        [sys.executable, "-c", PROCESS, place.url, place.zalo.base_url], env={**os.environ, "PYTHONPATH": "."}
    )

    async def kill() -> None:
        place.zalo.before = place.zalo.after = None
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.wait)
        killed.set()
        if when == "before":
            raise asyncio.CancelledError

    setattr(place.zalo, when, kill)
    async with asyncio.timeout(60):
        await killed.wait()


async def test_a_process_killed_before_zalo_has_taken_it_costs_nothing(place: Place) -> None:
    await place.begun()
    await killed_while_asking(place, "before")
    place.move_on(DUE)
    assert (await place.row()).asked_at is not None
    assert place.zalo.is_current(await place.passes().access())
    assert (await place.row()).asked_at is None


async def test_one_killed_between_the_answer_and_the_database_calls_a_person(place: Place) -> None:
    first = await place.begun()
    await killed_while_asking(place, "after")
    place.move_on(DUE)
    assert not place.zalo.is_current(first)
    with pytest.raises(NeedsPersonError):
        await place.passes().kept_fresh()
    assert (await place.row()).asked_at is not None


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # SQLite is in this process
async def test_a_database_that_goes_away_meanwhile_gets_the_pair_later(place: Place) -> None:
    await place.begun()
    place.move_on(DUE)
    other = open_engine(place.url)

    async def cut() -> None:
        place.zalo.before = None
        async with other.connect() as db:
            mine = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            await db.execute(text(f"{mine} WHERE datname = current_database() AND pid <> pg_backend_pid()"))

    place.zalo.before = cut
    assert place.zalo.is_current(await place.passes().access())
    row = await place.row()
    assert (row.access_token, row.asked_at, place.zalo.refreshes) == (place.zalo.given[-1].access, None, 1)
    await other.dispose()


async def test_ages_are_by_the_real_clock(small: Place) -> None:
    before = datetime.now(UTC)
    await small.begun()
    row = await small.row()
    assert before <= row.got_at == row.authorised_at <= datetime.now(UTC)
    assert row.access_until - row.got_at == timedelta(hours=25)
