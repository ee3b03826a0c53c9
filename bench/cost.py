"""What one recipient more costs, when there are few and when there are very many; and what waiting costs."""

import asyncio
from contextlib import AsyncExitStack

from bench import house, people
from bench.ceiling import NO_LIMIT, Speed, sent
from bench.database import sqlite
from bench.figure import Figure, main, say
from bench.network import network

EACH = 20
SIZES = (1_000, 10_000, 100_000)
SETTLES = 8.0
"""Seconds until a process that has begun takes no more memory."""
LOOKS = 40


async def measure(is_quick: bool) -> Figure:
    sizes = [size // 10 if is_quick else size for size in SIZES]
    figure = Figure(
        "cost",
        f"Cost per recipient, one process, SQLite, no limit at the network; memory with {sizes[-1]:,} waiting",
        "constant within 20 %; 100,000 waiting notices at most 30 MB above idle",
        ("recipients", "messages/s", "CPU ms each", "MB after the last", "MB above idle while all wait"),
    )
    idle = await memory_of_idle()
    each: list[float] = []
    for size in sizes:
        speed, after, waiting = await sized(size)
        each.append(1000 * speed.cpu_seconds / size)
        figure.add(size, speed.a_second, each[-1], after, waiting - idle)
    figure.wants("constant within 20 %", is_so=max(each) <= 1.2 * min(each))
    figure.wants("memory while all wait", is_so=waiting - idle <= 30)
    figure.notes.append(f"idle: {idle:.0f} MB, the whole process with an empty database")
    return figure


async def memory_of_idle() -> float:
    async with AsyncExitStack() as stack:
        url = stack.enter_context(sqlite())
        there = await stack.enter_async_context(network(is_quickest=True))
        environment = house.settings(url, there, mode="webhook")
        return await memory_of(await stack.enter_async_context(house.serving(environment)))


async def memory_of(process: house.Serving) -> float:
    """The most that is seen once it has settled."""
    await process.ready()
    await asyncio.sleep(SETTLES)
    most = 0.0
    for _ in range(LOOKS):
        most = max(most, process.megabytes)
        await asyncio.sleep(0.1)
    return most


async def sized(size: int) -> tuple[Speed, float, float]:
    """The speed, the memory after it, and the memory while nearly all of them wait for their turn."""
    say(f"{size:,} people are settled and called")
    async with AsyncExitStack() as stack:
        url = stack.enter_context(sqlite())
        home = await stack.enter_async_context(people.house_at(url))
        await people.called(home, await people.settled(home, size // EACH, EACH))
        slow = await stack.enter_async_context(network(is_quickest=True))
        async with house.serving(house.settings(url, slow, mode="webhook", RATE__TELEGRAM="2")) as process:
            waiting = await memory_of(process)
        left = size - (await slow.seen()).reached
        say(f"{left:,} are sent")
        await people.held_back(home)
        there = await stack.enter_async_context(network(is_quickest=True))
        environment = house.settings(url, there, mode="webhook", BENCH_RATE=NO_LIMIT)
        quick = await stack.enter_async_context(house.serving(environment, house.WATCHED))
        await quick.ready()
        await asyncio.sleep(2)
        speed = await sent(home, there, quick, left)
        return speed, quick.megabytes, waiting


if __name__ == "__main__":
    main(measure)
