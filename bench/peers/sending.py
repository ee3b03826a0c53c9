"""One of the others sends one message to each chat: `python -m bench.peers.sending NAME URL COUNT IN_FLIGHT FOLDER`."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton as AiogramButton
from aiogram.types import InlineKeyboardMarkup as AiogramMarkup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bench.network import FIRST_CHAT, TOKEN

TEXT = "Mời đồng chí dự họp chi bộ thường kỳ, 19 giờ 30, thứ Tư ngày 25/11, tại Nhà văn hóa thôn."
LABELS = (("Có mặt", "answer:1:1:1:coming"), ("Vắng", "answer:1:1:1:away"))


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says."""

    url: str
    chats: Iterable[int]
    in_flight: int
    folder: str


def aiogram_bot(url: str) -> Bot:
    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))


def ptb_bot(url: str, *, paced: bool) -> ExtBot[Any]:
    limiter = AIORateLimiter(overall_max_rate=30, overall_time_period=1, max_retries=5) if paced else None
    request = HTTPXRequest(connection_pool_size=256, pool_timeout=600, read_timeout=30)
    return ExtBot(TOKEN, base_url=f"{url}/bot", request=request, rate_limiter=limiter)


async def ptb_paced(given: Given) -> None:
    """All at once; the limiter holds them back."""
    async with ptb_bot(given.url, paced=True) as bot:
        await asyncio.gather(*(bot.send_message(chat, TEXT) for chat in given.chats), return_exceptions=True)


async def ptb_in_turn(given: Given) -> None:
    async with ptb_bot(given.url, paced=True) as bot:
        for chat in given.chats:
            await bot.send_message(chat, TEXT)


async def aiogram_broadcaster(given: Given) -> None:
    """Goes on with what its file says where there is one."""
    from aiogram_broadcaster import Broadcaster
    from aiogram_broadcaster.contents import TextContent
    from aiogram_broadcaster.intervals import SimpleInterval
    from aiogram_broadcaster.storages.file import FileStorage

    bot, storage = aiogram_bot(given.url), FileStorage(f"{given.folder}/mailers.json")
    await storage.startup()
    broadcaster = Broadcaster(bot, storage=storage)
    await broadcaster.restore_mailers()
    mailers = list(broadcaster) or [
        await broadcaster.create_mailer(
            chats=given.chats, content=TextContent(text=TEXT), interval=SimpleInterval(interval=1 / 30)
        )
    ]
    await mailers[0].start()
    await bot.session.close()


async def aiogram_broadcast(given: Given) -> None:
    from aiogram_broadcast import BroadcastService

    bot = aiogram_bot(given.url)
    await BroadcastService(bot, Subscribers(list(given.chats)), rate_limit=1 / 30).broadcast_text(TEXT)
    await bot.session.close()


class Subscribers:
    """As much of a storage as the service asks for; its own ones need servers."""

    def __init__(self, chats: list[int]) -> None:
        self._chats = chats

    async def get_all_subscriber_ids(self, **_: object) -> list[int]:
        return self._chats

    async def get_subscribers_count(self, **_: object) -> int:
        return len(self._chats)

    async def iter_subscribers(self, **_: object) -> AsyncIterator[int]:
        for chat in self._chats:
            yield chat

    async def update_subscriber_state(self, *_: object, **__: object) -> None:
        """Nobody of them ever blocks us."""


async def aiogram_bare(given: Given) -> None:
    bot = aiogram_bot(given.url)
    buttons = AiogramMarkup(inline_keyboard=[[AiogramButton(text=t, callback_data=d) for t, d in LABELS]])
    await in_lanes(given, lambda chat: bot.send_message(chat, TEXT, reply_markup=buttons))
    await bot.session.close()


async def ptb_bare(given: Given) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton(t, callback_data=d) for t, d in LABELS]])
    async with ptb_bot(given.url, paced=False) as bot:
        await in_lanes(given, lambda chat: bot.send_message(chat, TEXT, reply_markup=buttons))


async def in_lanes(given: Given, send: Callable[[int], Awaitable[object]]) -> None:
    """So many at a time."""
    chats = iter(given.chats)

    async def lane() -> None:
        for chat in chats:
            await send(chat)

    await asyncio.gather(*(lane() for _ in range(given.in_flight)))


ALL = {
    one.__name__: one
    for one in (ptb_paced, ptb_in_turn, aiogram_broadcaster, aiogram_broadcast, aiogram_bare, ptb_bare)
}


def main() -> None:
    name, url, count, in_flight, folder = sys.argv[1:]
    given = Given(url, range(FIRST_CHAT, FIRST_CHAT + int(count)), int(in_flight), folder)
    before = time.process_time()
    asyncio.run(ALL[name](given))
    sys.stdout.write(json.dumps({"cpu_seconds": time.process_time() - before}) + "\n")


if __name__ == "__main__":
    main()
