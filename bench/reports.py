"""The committee's pages over a country, and over the district of the rehearsal.

By itself a tenth of the country: 25,500 cells with 6.7 million attendances; `--whole`: all 250,000 cells, 66 million.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bench import house, naive
from bench.closings import AT_ONCE, WARMING, closed, open_meetings, own_rows
from bench.country import FIRST_CELL, FIRST_COMMUNE, Size, months_until, settle
from bench.database import postgres
from bench.figure import Figure, main, say
from bench.leafing import Reader, Taken, crowd, leafed
from bench.people import house_at
from bench.seconds import quantile
from bench.statements import slowest
from bot.config import Settings
from bot.db.sessions import Sessions
from bot.house import open_house
from bot.model.directives import Directive
from bot.model.members import Member
from bot.model.participations import Participation
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.rehearsal.building import build
from bot.reports.levels import levels_below
from bot.services import directive_completion
from bot.services.logins import log_in
from bot.web.committee.directives import LONGEST
from bot.words.times import at_local, month_after

TENTH, WHOLE, TINY = Size(communes=10), Size(), Size(provinces=4, communes=5, cells=10)
VIEWERS, VIEWED = 200, 60.0
CLOSED_A_SECOND, CLOSED_FOR = 200, 10
LEVELS = (("country", 1), ("province", 2), ("commune", FIRST_COMMUNE), ("cell", FIRST_CELL))
DISTRICT = (("district", "huyen"),)
LONGEST_START, AT_REST = 120, 0.1
"""Seconds, and seconds of the processor in one of them."""
LOOKS = 10
"""In a second."""
AT_WORK = text("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()")
MOST_SERVER, MOST_QUERY, MOST_ON_SQLITE, MOST_WAIT, MOST_OWN = 50.0, 10.0, 20.0, 300.0, 5.0


async def measure(is_quick: bool) -> Figure:
    size = TINY if is_quick else WHOLE if "--whole" in sys.argv else TENTH
    figure = Figure(
        "reports",
        f"the committee's pages over {size.units:,} units, {size.attendances:,} attendances of {size.months} months",
        "every page within 50 ms of the server at every level, a query within 10 ms; closing within 5 ms for its own "
        "rows, 200 closings a second with the units above keeping up; 20 ms a page on SQLite with the district of the "
        "rehearsal; 200 readers with a page every 10 s: p99 within 300 ms, no error",
        ("database", "where", "page", "server p50 ms", "server max ms", "slowest query ms", "GROUP BY ms"),
    )
    with postgres() as server:
        await country(figure, await server.new(), size, 10 if is_quick else VIEWED)
    await district(figure)
    figure.notes.append("pages are opened once the process, just begun, has caught up and rests")
    return figure


# The country


async def country(figure: Figure, url: str, size: Size, viewed: float) -> None:
    async with AsyncExitStack() as stack:
        home = await stack.enter_async_context(house_at(url))
        engine = await stack.enter_async_context(looking(home.settings.sqlalchemy_url))
        now = datetime.now(UTC)
        await settle(engine, size, now)
        readers = {name: await reader(home.sessions, unit_id, now) for name, unit_id in LEVELS}
        counted = {name: await by_counting(home.sessions, engine, unit_id, now) for name, unit_id in LEVELS[:3]}
        process = await stack.enter_async_context(house.serving(environment(url)))
        await at_rest(process, engine)
        base, pages = f"http://127.0.0.1:{process.port}", {}
        for name, one in readers.items():
            say(f"every page of {one.unit}")
            pages[one.unit] = found = await leafed(base, one)
            await add_pages(figure, "PostgreSQL", name, one, found, home.reading, counted.get(name))
        await add_crowd(figure, base, list(readers.values()), pages, viewed)
        await add_closings(figure, home.sessions, engine)


@asynccontextmanager
async def looking(url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()


async def at_rest(process: house.Serving, engine: AsyncEngine | None = None) -> None:
    """Until it has caught up with what came due before it was there: it answers, it and the database rest."""
    await process.ready()
    for _ in range(LONGEST_START):
        before = process.cpu_seconds
        asked = [await asks_on(engine) for _ in range(LOOKS)]
        if process.cpu_seconds - before < AT_REST and sum(asked) <= 1:
            return
    raise TimeoutError("chibot serve is not done with what came due before it began")


async def asks_on(engine: AsyncEngine | None) -> bool:
    """Whether PostgreSQL is at work for somebody else, a tenth of a second later."""
    await asyncio.sleep(1 / LOOKS)
    if engine is None:
        return False
    async with engine.connect() as db:
        return bool(await db.scalar(AT_WORK))


def environment(url: str) -> dict[str, str]:
    """A process without any network: pages alone."""
    port = str(house.free_port())
    given = {"DATABASE_URL": url, "PUBLIC_URL": f"http://127.0.0.1:{port}", "PORT": port}
    return house.plain() | {f"CHIBOT_{name}": value for name, value in given.items()}


async def reader(sessions: Sessions, unit_id: int, now: datetime) -> Reader:
    """An official of this unit, at the pages."""
    async with sessions.begin() as db:
        unit = await db.get_one(Unit, unit_id)
        person = Member(name="Lê Thị Xem", sort_key="xem", search_key="le thi xem")
        db.add(person)
        await db.flush()
        office = Office.SECRETARY if unit.is_cell else Office.OFFICE
        db.add(Role(member_id=person.id, unit_id=unit.id, office=office, from_on=date(2020, 1, 1), given_by="bench"))
        cookie = await log_in(db, person.id, "link", "bench", now)
        return Reader(unit.code, unit.is_cell, cookie, tuple(kind.value for kind in await levels_below(db, unit)))


async def by_counting(sessions: Sessions, engine: AsyncEngine, unit_id: int, now: datetime) -> dict[str, float]:
    """How long the naive way takes, by page: last month's rate, who has not met this month, how far documents are.

    All of it must come to what is kept.
    """
    last, this = months_until(now, 2)
    begin, turn, end = (at_local(date.fromisoformat(f"{one}-01"), time()) for one in (last, this, month_after(this)))
    rate, present, expected = await naive.rates(engine, unit_id, begin, turn)
    unmet, missing = await naive.unmet(engine, unit_id, turn, end)
    listed, documents = await naive.documents(engine, unit_id, LONGEST)
    async with sessions() as db:
        of = {row.month: row for row in await db.scalars(select(Participation).filter_by(unit_id=unit_id))}
        directives = (await db.scalars(select(Directive).where(Directive.id.in_(documents)))).all()
        rows = await directive_completion.own_rows(db, directives, await db.get_one(Unit, unit_id))
    assert of[last].present == present, f"{of[last].present} kept, {present} of {expected} counted"
    assert of[this].due - of[this].met == missing, f"{of[this].due - of[this].met} kept, {missing} counted"
    kept = {one: (row.expected, row.acknowledged, row.studied) for one, row in rows.items()}
    assert kept == documents, "the counts of documents differ from their receipts"
    return {"": rate, "/chua-hop": unmet, "/van-ban": listed}


async def add_pages(
    figure: Figure,
    database: str,
    name: str,
    one: Reader,
    found: Mapping[str, Taken],
    sessions: Sessions,
    counted: Mapping[str, float] | None = None,
    most: float = MOST_SERVER,
) -> None:
    queries = await slowest(sessions, one)
    for path, taken in found.items():
        naively = (counted or {}).get(path, "-")
        longest = max(taken.server, default=float("nan"))
        figure.add(database, name, path or "/", taken.half, longest, queries.get(path, float("nan")), naively)
    halves = [taken.half for taken in found.values()]
    figure.wants(f"{database}, {name}: every page within {most:.0f} ms", is_so=max(halves) <= most)
    if database == "PostgreSQL":
        figure.wants(f"{database}, {name}: every query within 10 ms", is_so=max(queries.values()) <= MOST_QUERY)
    figure.wants(f"{database}, {name}: no page failed", is_so=not any(taken.failed for taken in found.values()))


async def add_crowd(
    figure: Figure, base: str, readers: list[Reader], pages: Mapping[str, Mapping[str, Taken]], seconds: float
) -> None:
    say(f"{VIEWERS} readers for {seconds:.0f} s")
    many = [readers[number % len(readers)] for number in range(VIEWERS)]
    taken = await crowd(base, many, {unit: list(found) for unit, found in pages.items()}, seconds)
    half, most = quantile(taken.whole, 0.5), quantile(taken.whole, 0.99)
    figure.notes.append(
        f"{VIEWERS} readers, each opening a page every 10 s for {seconds:.0f} s: {len(taken.whole):,} pages,"
        f" p50 {half:.0f} ms, p99 {most:.0f} ms, {taken.failed} failed"
    )
    figure.wants(f"{VIEWERS} readers: p99 within 300 ms, no error", is_so=most <= MOST_WAIT and not taken.failed)


async def add_closings(figure: Figure, sessions: Sessions, engine: AsyncEngine) -> None:
    meetings = await open_meetings(engine, WARMING + CLOSED_A_SECOND * CLOSED_FOR)
    own = await own_rows(sessions, meetings[:50])
    say(f"{len(meetings):,} meetings are closed")
    found = await closed(sessions, engine, meetings, CLOSED_A_SECOND)
    figure.notes.append(
        f"a closing writes its own rows in {quantile(own, 0.5):.1f} ms, all of it with the commit takes"
        f" {quantile(found.whole, 0.5):.1f} ms; {len(found.whole):,} closings at {found.a_second:.0f} a second, at most"
        f" {found.most_waiting} not yet added above, all of them {found.behind:.1f} s after the last (closed by one"
        f" process, {AT_ONCE} at once, after up to {WARMING} that are not counted; another process adds them up)"
    )
    figure.wants("a closing's own rows within 5 ms", is_so=quantile(own, 0.5) <= MOST_OWN)
    figure.wants("200 closings a second", is_so=found.a_second >= CLOSED_A_SECOND * 0.97)
    figure.wants("the units above keep up, within 2 s", is_so=found.behind <= 2)


# The district of the rehearsal


async def district(figure: Figure) -> None:
    with tempfile.TemporaryDirectory(prefix="chibot-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'chibot.db'}"
        now = datetime.now(UTC)
        async with open_house(Settings(database_url=SecretStr(url), _env_file=None), migrate_first=True) as home:
            say("the district of the rehearsal is built")
            await build(home.sessions, now, lambda *_: None)
            one = await reader(home.sessions, 1, now)
            await add_queries_of(figure, home.reading, one, url)


async def add_queries_of(figure: Figure, sessions: Sessions, one: Reader, url: str) -> None:
    async with house.serving(environment(url)) as process:
        await at_rest(process)
        found = await leafed(f"http://127.0.0.1:{process.port}", one)
    await add_pages(figure, "SQLite", "district", one, found, sessions, most=MOST_ON_SQLITE)


if __name__ == "__main__":
    main(measure)
