"""How close to what the network allows: 3,000 messages to 3,000 chats, where 30 may come in any second."""

import asyncio
from contextlib import AsyncExitStack

from bench import house, people
from bench.database import sqlite
from bench.figure import Figure, main, say
from bench.network import Seen, network
from bench.peers.running import PACED, Peer, sending

LIMIT = 30
RATE = 29.7
LATENCIES = (0.08, 0.3, 1.2)
EACH = 20
STARTS = 60.0
"""Seconds in which anybody has begun to send."""


async def measure(is_quick: bool) -> Figure:
    count = 300 if is_quick else 3000
    figure = Figure(
        "pace",
        f"{count:,} messages to {count:,} chats, at most {LIMIT} in any second",
        f"at 29.7/s no longer than 1.03 × {shortest(count):.0f} s, no 429, worst second at most {LIMIT}",
        ("who", "latency", "seconds", "× the shortest", "429s", "worst second", "delivered", "lost or twice"),
    )
    for latency in LATENCIES[:1] if is_quick else LATENCIES:
        say(f"ours, {latency * 1000:.0f} ms")
        ours = await our_own(count, latency)
        described(figure, "Chibot, CHIBOT_RATE 29.7", latency, ours, count)
        figure.wants(f"at {latency * 1000:.0f} ms", is_so=is_good(ours, count))
        say(f"the others, {latency * 1000:.0f} ms, all at once")
        longest = shortest(count) * (1.1 if latency == LATENCIES[0] else 0.6)
        for peer, seen in zip(
            PACED, await asyncio.gather(*(one(p, count, latency, longest) for p in PACED)), strict=True
        ):
            described(figure, peer.title, latency, seen, count)
    figure.notes.append("≈: given up before the end; the time is what it would take at the speed it had")
    return figure


def shortest(count: int) -> float:
    """A whole second's messages at once, and so many in every second after it."""
    return (count - LIMIT) / LIMIT


def is_good(seen: Seen, count: int) -> bool:
    whole = seen.delivered == seen.reached == count and not seen.told_to_wait
    return whole and seen.seconds <= 1.03 * shortest(count) and seen.worst_second <= LIMIT


def described(figure: Figure, who: str, latency: float, seen: Seen, count: int) -> None:
    is_whole = seen.reached == count
    seconds = seen.seconds if is_whole else seen.seconds / max(seen.reached, 1) * count
    mark = "" if is_whole else "≈ "
    wrong = f"{count - seen.reached if is_whole else '-'} / {seen.delivered - seen.reached}"
    times = f"{mark}{seconds / shortest(count):.2f}"
    ms = f"{latency * 1000:.0f} ms"
    figure.add(who, ms, f"{mark}{seconds:.1f}", times, seen.told_to_wait, seen.worst_second, seen.delivered, wrong)


async def our_own(count: int, latency: float) -> Seen:
    async with AsyncExitStack() as stack:
        url = stack.enter_context(sqlite())
        there = await stack.enter_async_context(network(rate=LIMIT, latency=latency))
        async with people.house_at(url) as empty:
            await people.called(empty, await people.settled(empty, count // EACH, EACH))
        environment = house.settings(url, there, RATE__TELEGRAM=str(RATE))
        await stack.enter_async_context(house.serving(environment))
        return await there.until(lambda seen: seen.reached >= count, count / 10 + 60)


async def one(peer: Peer, count: int, latency: float, seconds: float) -> Seen:
    """Another, until it is done or has had its time."""
    async with network(rate=LIMIT, latency=latency) as there, sending(peer, there, count):
        if not (await there.until(lambda seen: seen.came > 0, STARTS)).came:
            raise TimeoutError(f"{peer.title} does not begin")
        return await there.until(lambda seen: seen.reached >= count, seconds)


if __name__ == "__main__":
    main(measure)
