"""A document goes down to a whole province, as in Hậu Giang in 2012, and people take note while it is looked at."""

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime

import aiohttp
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bench import house, people
from bench.answers import Answer, Telegram
from bench.completion import LOOK_EVERY
from bench.database import postgres, sqlite
from bench.figure import Figure, main, say
from bench.network import network
from bench.peers.running import told
from bench.people import Province
from bench.presses import pressed
from bench.seconds import quantile
from bot.house import House
from bot.model.directives import Directive, DirectiveUnit, DocumentKind, Receipt
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.services.addressees import Addressees, preview
from bot.services.directive_checks import Content, checked
from bot.services.directives import Sending, make_directive
from bot.words.times import day_of

DISTRICTS, ORGANISATIONS, CELLS, PEOPLE = 11, 470, 1_576, 25_587
TENTH = (2, 47, 158, 2_559)
ACKNOWLEDGED_A_SECOND = 200
SECONDS = 20
PREVIEWS = 12
HEAD_START = 3.0
"""Seconds until whoever looks has begun."""
LONGEST = 120.0


@dataclass(frozen=True, slots=True)
class Way:
    """How it went on one database."""

    people: int
    previews: list[float]
    asked: float
    """Seconds until whoever sends it has their answer."""
    made: float
    """Seconds until everybody was owed it."""
    looks: list[float]
    kept: list[float]
    counted: int
    """Of how many the counts of the units tell in the end."""
    acknowledged: int


async def measure(is_quick: bool) -> Figure:
    size = TENTH if is_quick else (DISTRICTS, ORGANISATIONS, CELLS, PEOPLE)
    figure = Figure(
        "directive",
        f"a document to {size[3]:,} people in {size[2]:,} cells of {size[1]} organisations, one process",
        "preview within 200 ms, everybody owed it within 5 s, completion by unit within 20 ms at 200 answers a second",
        (
            "database",
            "preview ms",
            "told",
            "answer s",
            "all owed s",
            "completion p50 ms",
            "completion p99 ms",
            "kept p99 ms",
            "counted",
        ),
    )
    with sqlite() as url:
        described(figure, "SQLite", await way(url, size), size[3])
    with postgres() as server:
        described(figure, "PostgreSQL", await way(await server.new(), size), size[3])
    figure.notes.append(
        f"{ACKNOWLEDGED_A_SECOND} people a second press “Đã rõ” by webhook while the province's page is read every"
        f" {LOOK_EVERY * 1000:.0f} ms by another process; the notices leave meanwhile at the network's 29.7/s"
    )
    return figure


def described(figure: Figure, database: str, found: Way, people_count: int) -> None:
    shown = 1000 * quantile(found.previews, 0.5)
    half, most, kept = (1000 * quantile(v, q) for v, q in ((found.looks, 0.5), (found.looks, 0.99), (found.kept, 0.99)))
    counted = f"{found.counted:,} of {found.acknowledged:,}"
    figure.add(database, shown, found.people, found.asked, found.made, half, most, kept, counted)
    figure.wants(f"{database}: preview within 200 ms", is_so=shown <= 200)
    figure.wants(f"{database}: all owed within 5 s", is_so=found.people == people_count and found.made <= 5)
    figure.wants(f"{database}: completion within 20 ms, p99", is_so=most <= 20)
    figure.wants(f"{database}: every answer counted once", is_so=found.counted == found.acknowledged)


async def way(url: str, size: Sequence[int]) -> Way:
    say(f"{size[3]:,} people are settled, {url.partition(':')[0]}")
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(network(is_quickest=True))
        home = await stack.enter_async_context(people.house_at(url))
        settled = await people.province(home, *size)
        engine = await stack.enter_async_context(people.looking(home))
        await analysed(engine)
        previews = await previewed(home, settled)
        environment = house.settings(url, there, mode="webhook", RATE__TELEGRAM="29.7")
        process = await stack.enter_async_context(house.serving(environment))
        await process.ready()
        await asyncio.sleep(3)
        directive_id, asked, made = await sent(home, engine, settled)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        telegram = Telegram(process.port, http)
        answers = acknowledgements(settled, directive_id)
        looks = await looked_at(home, telegram, answers, directive_id, settled.top)
        counted = await all_counted(engine, directive_id, len(answers))
        return Way(await owed(engine), previews, asked, made, looks, telegram.took, counted, len(answers))


async def analysed(engine: AsyncEngine) -> None:
    """As a database that has been there for an hour: PostgreSQL does this by itself, SQLite never."""
    if engine.dialect.name == "sqlite":
        return
    async with engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).exec_driver_sql("ANALYZE")


async def previewed(home: House, settled: Province) -> list[float]:
    """How long it takes to count whom it would reach; the first look finds everything cold."""
    took = []
    for _ in range(PREVIEWS):
        async with home.sessions() as db:
            begun = time.monotonic()
            found = await preview(db, Addressees((settled.top.id,)), day_of(datetime.now(UTC)))
            took.append(time.monotonic() - begun)
            assert found.people == len(settled.members)
    return took


async def sent(home: House, engine: AsyncEngine, settled: Province) -> tuple[int, float, float]:
    """By us as by anybody in the chat; the process beside us tells people."""
    now = datetime.now(UTC)
    content = Content(DocumentKind.QD, "27-QĐ/TU", "Tỉnh ủy", date(2026, 1, 5), "Quy định về sinh hoạt chi bộ")
    how = Sending(Addressees((settled.top.id,)))
    begun = time.monotonic()
    async with home.sessions.begin() as db:
        made = await make_directive(db, settled.top, checked(content, day_of(now)), how, "bench", now)
    asked = time.monotonic() - begun
    is_told = select(Directive.told_at).where(Directive.id == made.id)
    while time.monotonic() < begun + LONGEST:
        async with engine.connect() as connection:
            if await connection.scalar(is_told) is not None:
                break
        await asyncio.sleep(0.05)
    return made.id, asked, time.monotonic() - begun


def acknowledgements(settled: Province, directive_id: int) -> list[Answer]:
    """Of people from everywhere, in no order."""
    every = [pair for cell in settled.cells for pair in zip(cell.members, cell.chats, strict=True)]
    chosen = random.Random(7).sample(every, min(len(every), ACKNOWLEDGED_A_SECOND * SECONDS))  # noqa: S311 - no secret
    return [
        Answer(chat, pressed(number, chat, f"directive_ack:{directive_id}:{member}"))
        for number, (member, chat) in enumerate(chosen, 1)
    ]


async def looked_at(
    home: House, telegram: Telegram, answers: Sequence[Answer], directive_id: int, top: Unit
) -> list[float]:
    """How long the province's page takes while they press; read by a process of its own, which presses nothing."""
    line = (home.settings.sqlalchemy_url, str(directive_id), str(top.id), str(len(answers) / ACKNOWLEDGED_A_SECOND))
    looking = asyncio.create_task(told("bench.completion", *line))
    await asyncio.sleep(HEAD_START)
    await telegram.brings_steadily(answers, ACKNOWLEDGED_A_SECOND)
    return list((await looking).values())


async def all_counted(engine: AsyncEngine, directive_id: int, wanted: int) -> int:
    """What the units count, once the answers are through; the receipts must say the same."""
    by_unit = select(func.sum(DirectiveUnit.acknowledged)).where(DirectiveUnit.directive_id == directive_id)
    by_person = select(func.count(Receipt.acknowledged_at)).where(Receipt.directive_id == directive_id)
    end = time.monotonic() + 60
    while True:
        async with engine.connect() as connection:
            counted = int(await connection.scalar(by_unit) or 0)
            assert counted == await connection.scalar(by_person) or time.monotonic() < end
        if counted >= wanted or time.monotonic() > end:
            return counted
        await asyncio.sleep(0.5)


async def owed(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(select(func.count()).where(Notice.step == "directive")) or 0)


if __name__ == "__main__":
    main(measure)
