"""Whatever befalls a broadcast: it adds up, nobody is told twice unmarked, and nobody what they have answered."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count

from hypothesis import HealthCheck, Phase, given, settings

from bot.networks import open_telegram
from tests.by_hand import ByHand, stage_by_hand
from tests.scheduler.deeds import DEEDS, Deed
from tests.scheduler.ordeal import NINE, impatient, ordeal

EXAMPLES = 20


def test_the_ledger_is_true_whatever_happens(sqlite_url: str) -> None:
    go_through_ordeals(sqlite_url, EXAMPLES)


def go_through_ordeals(url: str, examples: int, *, is_random: bool = False) -> None:
    """So many ordeals on one stage, in a loop of their own."""
    with impatient(), asyncio.Runner() as runner:
        stage = stage_by_hand(url, NINE, quiet_hours="off")
        at = runner.run(entered(stage.__aenter__))
        channel = open_telegram(at.house.settings)
        numbers = count(1)

        @settings(
            max_examples=examples,
            phases=[Phase.generate],  # to make a failure smaller takes minutes here
            derandomize=not is_random,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(DEEDS)
        def goes_through(deeds: list[Deed]) -> None:
            async def play() -> None:
                await (await ordeal(at, channel, next(numbers))).goes_through(deeds)

            runner.run(play())

        try:
            goes_through()
        finally:
            runner.run(channel.close())
            runner.run(left(stage.__aexit__))


async def entered(enter: Callable[[], Awaitable[ByHand]]) -> ByHand:
    return await enter()


async def left(leave: Callable[[None, None, None], Awaitable[object]]) -> None:
    await leave(None, None, None)
