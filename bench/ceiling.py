"""How much one process can send where the network sets no limit, the ledger kept all the while."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bench import house, people
from bench.database import postgres, sqlite
from bench.figure import Figure, main, say
from bench.network import Network, network
from bench.peers.running import AIOGRAM, PTB, Peer, cpu_seconds, sending
from bot.house import House

EACH = 20
NO_LIMIT = "100000"
IN_FLIGHT = (8, 20, 50)


@dataclass(frozen=True, slots=True)
class Speed:
    """So many messages in so many seconds, by the clock and of the processor."""

    count: int
    seconds: float
    cpu_seconds: float

    @property
    def a_second(self) -> float:
        return self.count / self.seconds

    @property
    def a_cpu_second(self) -> float:
        return self.count / self.cpu_seconds


async def measure(is_quick: bool) -> Figure:
    count = 300 if is_quick else 6000
    figure = Figure(
        "ceiling",
        f"{count:,} messages with two buttons, no limit at the network, one process",
        "with its ledger at least 0.75 × bare aiogram",
        ("who", "in flight", "messages/s", "per CPU-second", "CPU ms each", "× the best aiogram"),
    )
    all_lanes = IN_FLIGHT[1:2] if is_quick else IN_FLIGHT
    others = [(peer, lanes, await other(peer, lanes, count)) for peer in (AIOGRAM, PTB) for lanes in all_lanes]
    best = max(speed.a_second for peer, _, speed in others if peer is AIOGRAM)
    with sqlite() as url:
        ours = await our_own(url, count)
    with postgres() as server:
        theirs = await our_own(await server.new(), count)
    described(figure, "Chibot with its ledger, SQLite", "-", ours, best)
    described(figure, "Chibot with its ledger, PostgreSQL", "-", theirs, best)
    for peer, lanes, speed in others:
        described(figure, peer.title, str(lanes), speed, best)
    figure.wants("SQLite", is_so=ours.a_second >= 0.75 * best)
    figure.wants("PostgreSQL", is_so=theirs.a_second >= 0.75 * best)
    figure.notes.append("the CPU time of PostgreSQL itself is not counted: it may run on another machine")
    return figure


def described(figure: Figure, who: str, lanes: str, speed: Speed, best: float) -> None:
    each = 1000 * speed.cpu_seconds / speed.count
    figure.add(who, lanes, speed.a_second, speed.a_cpu_second, each, speed.a_second / best)


async def our_own(url: str, count: int) -> Speed:
    """Everything that waits is let go once the process is there."""
    say(f"ours on {url.partition(':')[0]}")
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(network(is_quickest=True))
        home = await stack.enter_async_context(people.house_at(url))
        await people.called(home, await people.settled(home, count // EACH, EACH))
        await people.held_back(home)
        environment = house.settings(url, there, mode="webhook", BENCH_RATE=NO_LIMIT)
        process = await stack.enter_async_context(house.serving(environment, house.WATCHED))
        await process.ready()
        await asyncio.sleep(1)
        return await sent(home, there, process, count)


async def sent(home: House, there: Network, process: house.Serving, count: int) -> Speed:
    before = process.cpu_seconds
    await people.let_go(home)
    seen = await there.until(lambda seen: seen.reached >= count, 30 + count / 50)
    used = process.cpu_seconds - before
    if seen.reached < count:
        raise TimeoutError(f"{seen.reached} of {count} after {seen.seconds:.0f} s")
    return Speed(count, seen.seconds, used)


async def other(peer: Peer, lanes: int, count: int) -> Speed:
    say(f"{peer.title}, {lanes} in flight")
    some = count // 3 if peer is PTB else count
    async with network(is_quickest=True) as there, sending(peer, there, some, lanes) as process:
        used = await cpu_seconds(process)
        return Speed(some, (await there.seen()).seconds, used)


if __name__ == "__main__":
    main(measure)
