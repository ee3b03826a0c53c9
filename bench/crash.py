"""Killed without warning, at any moment, again and again: who is lost, who is told twice, and whether that is known."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from bench import house, people
from bench.database import Postgres, postgres, sqlite
from bench.figure import Figure, main, say
from bench.network import Network, Seen, network
from bench.peers.running import PACED, Peer, sending
from bot.house import House
from bot.model.endpoints import Endpoint
from bot.model.notices import Attempt, AttemptOutcome

EACH = 20
PER_KILL, GOES_ON, SPARE = 60, 300, 3
"""People for each kill, more where others go on sending meanwhile; and for so many kills more: after the last one there
must be something left to send."""
RATE = "60"
LATENCY = 0.08
BACK_WITHIN = 10.0
LANDED = 1.5
"""Seconds after which whoever lives has written the end of what it had in flight."""
LUCK = random.Random(1930)  # noqa: S311 - the same run each time


@dataclass
class Story:
    """What happened at the kills, and what was found in the end."""

    back_after: list[float] = field(default_factory=list)
    in_flight: int = 0
    seen: Seen | None = None
    marked: set[int] = field(default_factory=set)
    """The chats with an attempt of which nobody knows the end."""


@dataclass
class Scene:
    """The house, the network, and those who serve."""

    home: House
    there: Network
    environments: Sequence[dict[str, str]]
    stack: AsyncExitStack
    serving: list[house.Serving] = field(default_factory=list)

    @property
    def module(self) -> tuple[str, ...]:
        """One process does everything; several share the work."""
        return house.PLAIN if len(self.environments) == 1 else house.WORKER

    async def begin(self) -> None:
        for environment in self.environments:
            self.serving.append(await self.stack.enter_async_context(house.serving(environment, self.module)))

    async def begin_again(self, which: int) -> None:
        one = await self.stack.enter_async_context(house.serving(self.environments[which], self.module))
        self.serving[which] = one


Kill = Callable[[Scene], Awaitable[None]]


async def measure(is_quick: bool) -> Figure:
    kills = 2 if is_quick else 20
    figure = Figure(
        "crash",
        f"{kills} times killed with -9 at random moments of a broadcast, and begun again",
        "lost 0; repeated at most what was in flight, and marked; sending again within 10 s",
        (
            "what is killed",
            "people",
            "kills",
            "lost",
            "in flight at the kills",
            "repeated",
            "of these marked",
            "back after at most",
        ),
    )
    with sqlite() as url:
        await told(figure, "the only process, SQLite", url, 1, the_process, kills)
    with postgres() as server:
        await told(figure, "one of two workers, PostgreSQL", await server.new(), 2, the_process, kills)
        await told(figure, "PostgreSQL under two workers", await server.new(), 2, killer_of(server), kills)
    count = 60 if is_quick else 200
    for peer, row in zip(PACED, await asyncio.gather(*(killed_peer(peer, count) for peer in PACED)), strict=True):
        figure.add(f"{peer.title}", count, 1, *row, "-", "-")
    figure.notes.append("the others were killed once, after 30 % of their messages, and keep no ledger of attempts")
    return figure


async def told(figure: Figure, what: str, url: str, processes: int, kill: Kill, kills: int) -> None:
    """One row, and whether it is as wanted."""
    say(what)
    each = PER_KILL if processes == 1 else GOES_ON
    count = -(-(kills + SPARE) * each // EACH) * EACH
    story = await killed_often(url, processes, kill, kills, count, each)
    assert story.seen is not None
    lost, repeated = count - story.seen.reached, story.seen.delivered - story.seen.reached
    unmarked = set(story.seen.repeated) - story.marked
    back = max(story.back_after, default=0.0)
    marked = len(story.seen.repeated) - len(unmarked)
    figure.add(what, count, kills, lost, story.in_flight, repeated, marked, f"{back:.1f} s")
    figure.wants(f"{what}: lost nobody", is_so=lost == 0)
    figure.wants(
        f"{what}: repeated within what was in flight, and marked", is_so=repeated <= story.in_flight and not unmarked
    )
    figure.wants(f"{what}: back within {BACK_WITHIN:.0f} s", is_so=back <= BACK_WITHIN)


async def killed_often(url: str, processes: int, kill: Kill, kills: int, count: int, each: int) -> Story:
    story = Story()
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(network(latency=LATENCY))
        home = await stack.enter_async_context(people.house_at(url))
        await people.called(home, await people.settled(home, count // EACH, EACH))
        environments = [house.settings(url, there, RATE__TELEGRAM=RATE) for _ in range(processes)]
        scene = Scene(home, there, environments, stack)
        await scene.begin()
        for number in range(kills):
            await moved_on(there, number, each)
            await once(scene, kill, story)
        story.seen = await there.until(lambda seen: seen.reached >= count, 60 + count / 20)
        await asyncio.sleep(3)  # what comes twice may still be on its way
        story.seen = await there.seen()
        story.marked = await marked(home)
    return story


async def moved_on(there: Network, number: int, each: int) -> None:
    """Until this kill's share has begun, and a random while longer."""
    await there.until(lambda seen: seen.reached > number * each, 60)
    await asyncio.sleep(LUCK.uniform(0.0, 0.7 * each / float(RATE)))


async def once(scene: Scene, kill: Kill, story: Story) -> None:
    """Kill; count what was open then; and see when something leaves again."""
    moment = datetime.now(UTC)
    await kill(scene)
    killed = time.monotonic()
    before = (await scene.there.seen()).came
    await asyncio.sleep(LANDED)
    story.in_flight += await left_open(scene.home, moment)
    await scene.there.until(lambda seen: seen.came > before, 30)
    moments = [at for _, at in await scene.there.sent() if at > killed]
    story.back_after.append((min(moments) if moments else time.monotonic()) - killed)


async def the_process(scene: Scene) -> None:
    """Any of them, begun again at once."""
    which = LUCK.randrange(len(scene.serving))
    await scene.serving[which].kill()
    await scene.begin_again(which)


def killer_of(server: Postgres) -> Kill:
    async def the_server(_: Scene) -> None:
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(LUCK.uniform(0.0, 1.0))
        await server.start_again()

    return the_server


async def left_open(home: House, moment: datetime) -> int:
    """Attempts begun before the kill which nobody has ended since but whoever took them up and marked them."""
    is_marked = (Attempt.outcome == AttemptOutcome.UNKNOWN) & (Attempt.ended_at > moment)
    left = select(func.count()).where(Attempt.ended_at.is_(None) | is_marked, Attempt.begun_at < moment)
    async with people.looking(home) as engine, engine.connect() as connection:
        return await connection.scalar(left) or 0


async def marked(home: House) -> set[int]:
    statement = (
        select(Endpoint.external_id)
        .join(Attempt, Attempt.endpoint_id == Endpoint.id)
        .where(Attempt.outcome == AttemptOutcome.UNKNOWN)
    )
    async with home.sessions() as db:
        return {int(chat) for chat in await db.scalars(statement)}


async def killed_peer(peer: Peer, count: int) -> tuple[int, str, int]:
    """Killed once and begun again: lost, in flight (which it does not know), repeated."""
    with TemporaryDirectory() as folder:
        async with network(rate=30, latency=LATENCY) as there:
            async with sending(peer, there, count, folder=folder):
                await there.until(lambda seen: seen.reached >= 0.3 * count, 90)
            async with sending(peer, there, count, folder=folder) as again:
                await there.until(lambda seen: seen.reached >= count, 90)
                await until_it_rests(again, there)
            seen = await there.seen()
            return count - seen.reached, "not known", seen.delivered - seen.reached


async def until_it_rests(process: asyncio.subprocess.Process, there: Network) -> None:
    """It has ended, or has sent nothing for three seconds."""
    before = -1
    while process.returncode is None and (now := (await there.seen()).came) != before:
        before = now
        await asyncio.sleep(3)


if __name__ == "__main__":
    main(measure)
