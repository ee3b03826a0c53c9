"""From the raw body of a webhook to an answer that outlives a crash: how many a second of the processor."""

import asyncio
from contextlib import AsyncExitStack

import aiohttp

from bench import house, people
from bench.answers import Telegram, answers_of
from bench.database import postgres, sqlite
from bench.figure import Figure, main, say
from bench.network import network
from bench.peers.running import told

EACH = 20
PARTS = ("ingest", "converse", "commit", "send")


async def measure(is_quick: bool) -> Figure:
    count = 400 if is_quick else 4000
    figure = Figure(
        "inbox",
        f"{count:,} answers by button, from the raw body of a webhook; per CPU-second of the process",
        "at least 1,000 before the send; at the very least 5 × a plain aiogram + SQLAlchemy bot",
        ("who", "per CPU-second", "CPU ms each", *(f"{part} ms" for part in PARTS), "× the plain bot"),
    )
    with sqlite() as one, sqlite() as another, sqlite() as third, postgres() as server:
        plain = await both_plain(one, await server.new(), count)
        for database, url, whole in (
            ("SQLite", another, third),
            ("PostgreSQL", await server.new(), await server.new()),
        ):
            before_send = await in_parts(figure, database, url, count, plain[database])
            figure.wants(f"{database}: 1,000 before the send", is_so=before_send >= 1000)
            figure.wants(f"{database}: 5 × the plain bot", is_so=before_send >= 5 * plain[database])
            await over_http(figure, database, whole, count, plain[database])
    for database, speed in plain.items():
        figure.add(f"plain aiogram + SQLAlchemy, one commit each, {database}", speed, 1000 / speed, *"----", 1.0)
    async with network(is_quickest=True) as there:
        for name, title in (("aiogram", "aiogram"), ("ptb", "python-telegram-bot")):
            say(f"{title}, dispatch alone")
            speed = (await told("bench.peers.hearing", name, str(5 * count), there.base_url))["a_cpu_second"]
            figure.add(f"{title}: parse and dispatch to a handler that does nothing", speed, 1000 / speed, *"----", "-")
    figure.notes.append(
        "the plain bot sends nothing and knows neither secrecy marks, nor repeats, nor whom a number is meant for"
    )
    return figure


async def both_plain(sqlite_url: str, postgres_url: str, count: int) -> dict[str, float]:
    say("a plain aiogram bot that commits each answer")
    urls = {"SQLite": sqlite_url, "PostgreSQL": postgres_url}
    return {
        name: (await told("bench.peers.hearing", "plain", str(count), url))["a_cpu_second"]
        for name, url in urls.items()
    }


async def in_parts(figure: Figure, database: str, url: str, count: int, plain: float) -> float:
    """One part after the other, in a process of its own; returns how many before the send."""
    say(f"ours in parts, {database}")
    async with network(is_quickest=True) as there:
        parts = await told("bench.hearing", url, there.base_url, str(count))
    each = [1000 * parts[part] / count for part in PARTS]
    before_send = 1000 / sum(each[:-1])
    figure.add(f"Chibot before the send, {database}", before_send, sum(each[:-1]), *each, before_send / plain)
    return before_send


async def over_http(figure: Figure, database: str, url: str, count: int, plain: float) -> None:
    """The whole process: HTTP, all of the parts, and the replies on their way."""
    say(f"ours as a whole, {database}")
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(network(is_quickest=True))
        home = await stack.enter_async_context(people.house_at(url))
        cells = await people.settled(home, count // EACH, EACH)
        answers = answers_of(cells, await people.called(home, cells))
        await people.told(home)
        environment = house.settings(url, there, mode="webhook", BENCH_RATE="100000")
        process = await stack.enter_async_context(house.serving(environment, house.WATCHED))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        await process.ready()
        await asyncio.sleep(1)
        before = process.cpu_seconds
        await Telegram(process.port, http).brings_all(answers)
        seen = await there.until(lambda seen: seen.reached >= count, 60 + count / 50)
        each = 1000 * (process.cpu_seconds - before) / max(seen.reached, 1)
    missing = f", {count - seen.reached} without a reply" if seen.reached < count else ""
    who = f"Chibot as a whole, HTTP and replies included, {database}{missing}"
    figure.add(who, 1000 / each, each, *"----", 1000 / each / plain)


if __name__ == "__main__":
    main(measure)
