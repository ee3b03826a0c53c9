"""5,000 meetings are to be reminded of in the same minute, and people go on answering."""

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
from sqlalchemy import func, select, update

from bench import house, people
from bench.answers import Answer, Telegram, answers_of
from bench.database import postgres, sqlite
from bench.figure import Figure, main, say
from bench.network import Network, network
from bench.seconds import quantile
from bot.house import House
from bot.model.meetings import MeetingStep, Step
from bot.model.notices import Notice

EACH = 22
ANSWERING = 20
"""Cells whose people answer meanwhile; nobody reminds them."""
ANSWERS_A_SECOND = 15
HEAD_START = 3.0
LONGEST = 300.0


@dataclass(frozen=True, slots=True)
class Minute:
    """What it was like."""

    made: int
    seconds: float
    longest_pause: float
    kept: list[float]
    replied: list[float]


async def measure(is_quick: bool) -> Figure:
    meetings = 500 if is_quick else 5000
    figure = Figure(
        "clock",
        f"{meetings:,} meetings due at once, {EACH} people each, the rate of the network 29.7/s",
        "made within 20 s, no pause of the loop over 50 ms, answers meanwhile p99 at most 100 ms",
        (
            "database",
            "notices made",
            "within s",
            "longest pause ms",
            "answers",
            "kept p99 ms",
            "reply sent p50 ms",
            "reply sent p99 ms",
        ),
    )
    with sqlite() as url:
        described(figure, "SQLite", await minute(url, meetings), meetings)
    with postgres() as server:
        described(figure, "PostgreSQL", await minute(await server.new(), meetings), meetings)
    figure.notes.append(
        f"{ANSWERS_A_SECOND} answers a second by webhook while the notices are made and sent; kept: until our 200;"
        " reply sent: until the reply, which leaves after the commit, has reached the network"
    )
    return figure


def described(figure: Figure, database: str, found: Minute, meetings: int) -> None:
    kept, half, most = (
        1000 * quantile(v, q) for v, q in ((found.kept, 0.99), (found.replied, 0.5), (found.replied, 0.99))
    )
    pause = 1000 * found.longest_pause
    figure.add(database, found.made, found.seconds, pause, len(found.replied), kept, half, most)
    figure.wants(f"{database}: made within 20 s", is_so=found.made == meetings * EACH and found.seconds <= 20)
    figure.wants(f"{database}: no pause over 50 ms", is_so=pause <= 50)
    figure.wants(f"{database}: answers kept, p99 at most 100 ms", is_so=kept <= 100)
    figure.wants(f"{database}: and replied to, p99 at most 100 ms", is_so=most <= 100)


async def minute(url: str, meetings: int) -> Minute:
    say(f"{meetings * EACH:,} people are settled and called, {url.partition(':')[0]}")
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        there = await stack.enter_async_context(network(is_quickest=True))
        home = await stack.enter_async_context(people.house_at(url))
        cells = await people.settled(home, meetings + ANSWERING, EACH)
        called = await people.called(home, cells)
        await people.told(home)
        await put_off(home)
        pauses = Path(folder) / "pauses.json"
        more = {"RATE__TELEGRAM": "29.7", "BENCH_PAUSES": str(pauses)}
        async with house.serving(house.settings(url, there, mode="webhook", **more), house.WATCHED) as process:
            await process.ready()
            await asyncio.sleep(HEAD_START)
            answers = answers_of(cells[meetings:], called[meetings:])
            seconds, begun, telegram = await through_it(home, process, called[:meetings], answers)
            made = await how_many(home)
            replied = await replies(telegram, there)
        return Minute(made, seconds, longest(pauses, begun, seconds), telegram.took, replied)


async def put_off(home: House) -> None:
    """Nobody is reminded before it begins, whatever the ladder says."""
    async with home.sessions.begin() as db:
        await db.execute(update(MeetingStep).values(due_at=datetime.now(UTC) + timedelta(hours=25)))


async def through_it(
    home: House, process: house.Serving, meetings: Sequence[int], answers: Sequence[Answer]
) -> tuple[float, float, Telegram]:
    """The reminders of these meetings fall due; how long until all are made, when it began, who was answered."""
    say("all of them are due now")
    async with aiohttp.ClientSession() as http:
        telegram = Telegram(process.port, http)
        async with home.sessions.begin() as db:
            await db.execute(
                update(MeetingStep)
                .where(MeetingStep.step == Step.REMINDER, MeetingStep.meeting_id <= max(meetings))
                .values(due_at=datetime.now(UTC))
            )
        begun = time.monotonic()
        answering = asyncio.create_task(telegram.brings_steadily(answers, ANSWERS_A_SECOND))
        seconds = await until_made(home, begun)
        await answering
        return seconds, begun, telegram


async def until_made(home: House, begun: float) -> float:
    due = select(func.count()).where(MeetingStep.done_at.is_(None), MeetingStep.due_at <= datetime.now(UTC))
    async with people.looking(home) as engine:
        while time.monotonic() < begun + LONGEST:
            async with engine.connect() as connection:
                if not await connection.scalar(due):
                    break
            await asyncio.sleep(0.25)
    return time.monotonic() - begun


async def how_many(home: House) -> int:
    async with home.sessions() as db:
        return await db.scalar(select(func.count()).where(Notice.step == Step.REMINDER)) or 0


async def replies(telegram: Telegram, there: Network) -> list[float]:
    """How long each reply took, when all have come or the time is over."""
    end = time.monotonic() + 60
    while len(found := telegram.replied_after(await there.sent())) < len(telegram.brought) and time.monotonic() < end:
        await asyncio.sleep(0.5)
    return found


def longest(file: Path, begun: float, seconds: float) -> float:
    """Of the pauses while they were made; to be read once the process has ended."""
    pauses: list[tuple[float, float]] = json.loads(file.read_text(encoding="utf-8"))
    return max((late for at, late in pauses if begun <= at <= begun + seconds), default=0.0)


if __name__ == "__main__":
    main(measure)
