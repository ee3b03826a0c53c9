"""Whoever sets the pace learns when what a task sends is really written."""

import asyncio
import time
from typing import TYPE_CHECKING

from bot.departures import hear
from bot.messages import Accepted, Reply
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram


async def sends(telegram: "Telegram", chat: int) -> list[float]:
    moments: list[float] = []
    hear(lambda: moments.append(time.monotonic()))
    assert isinstance(await telegram.send(str(chat), Reply("Mời họp.")), Accepted)
    return moments


async def test_each_task_hears_once_of_its_own_message_before_it_comes(
    telegram: "Telegram", server: FakeTelegram
) -> None:
    server.person(1), server.person(2)
    begun = time.monotonic()
    written = await asyncio.gather(*(asyncio.create_task(sends(telegram, chat)) for chat in (1, 2)))
    assert [len(moments) for moments in written] == [1, 1]
    assert begun <= written[0][0] <= min(server.came)
    await telegram.introduce()
    assert [len(moments) for moments in written] == [1, 1], "what others ask is nobody's departure"
