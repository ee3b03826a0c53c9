"""People press a button: the updates as Telegram brings them to a webhook."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bench.house import SECRET
from bench.people import Cell
from bench.presses import pressed

CONNECTIONS = 40
"""As many as we let Telegram open."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's: the chat it comes from, and the update."""

    chat: int
    update: dict[str, Any]


def answers_of(cells: Sequence[Cell], meetings: Sequence[int], first_update: int = 1) -> list[Answer]:
    """Everybody of these cells comes to the meeting of theirs, each pressing once; cell after cell."""
    found: list[Answer] = []
    for cell, meeting in zip(cells, meetings, strict=True):
        for member, chat in zip(cell.members, cell.chats, strict=True):
            data = f"answer:{meeting}:1:{member}:coming"
            found.append(Answer(chat, pressed(first_update + len(found), chat, data)))
    return found


@dataclass
class Telegram:
    """Whoever brings them to our door."""

    port: int
    http: aiohttp.ClientSession
    brought: dict[int, float] = field(default_factory=dict)
    """When each chat's answer was brought."""
    took: list[float] = field(default_factory=list)
    """How long it took until we said that we have it."""

    async def brings(self, answer: Answer) -> None:
        begun = time.monotonic()
        self.brought[answer.chat] = begun
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        url = f"http://127.0.0.1:{self.port}/hooks/telegram"
        async with self.http.post(url, json=answer.update, headers=headers) as said:
            assert said.status == 200, said.status
        self.took.append(time.monotonic() - begun)

    async def brings_all(self, answers: Sequence[Answer]) -> None:
        """As fast as we take them, forty at a time."""
        left = iter(answers)

        async def lane() -> None:
            for answer in left:
                await self.brings(answer)

        await asyncio.gather(*(lane() for _ in range(CONNECTIONS)))

    async def brings_steadily(self, answers: Sequence[Answer], a_second: float) -> None:
        """So many a second, whether the one before is through or not."""
        begun, under_way = time.monotonic(), []
        for number, answer in enumerate(answers):
            await asyncio.sleep(max(0.0, begun + number / a_second - time.monotonic()))
            under_way.append(asyncio.create_task(self.brings(answer)))
        await asyncio.gather(*under_way)

    def replied_after(self, sent: Sequence[tuple[int, float]]) -> list[float]:
        """How long after it was brought the first reply to each answer reached the network."""
        first: dict[int, float] = {}
        for chat, at in sent:
            if chat in self.brought and at >= self.brought[chat]:
                first.setdefault(chat, at)
        return [at - self.brought[chat] for chat, at in first.items()]
