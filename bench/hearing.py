"""The way of an answer, one part after the other: `python -m bench.hearing DATABASE NETWORK COUNT`."""

import asyncio
import json
import sys
import time
from collections.abc import Sequence

from pydantic import SecretStr
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from bench import people
from bench.answers import CONNECTIONS, Answer, answers_of
from bench.network import TOKEN
from bot.app import sender_of
from bot.config import Settings
from bot.house import House, open_house
from bot.listening import Listener
from bot.messages import Channel, HookRequest
from bot.model.notices import Notice, NoticeState
from bot.network_settings import Telegram
from bot.networks import open_telegram
from bot.web.hooks import take_in
from handlers import all_routers

EACH = 20
NO_LIMIT = 100_000.0
SECRET = "of-the-hook"


class Commits:
    """How much of the processor the commits take, the last writes before them included."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._begun = 0.0
        event.listen(Session, "before_commit", self._begins)
        event.listen(Session, "after_commit", self._ends)

    def _begins(self, _: Session) -> None:
        self._begun = time.process_time()

    def _ends(self, _: Session) -> None:
        self.seconds += time.process_time() - self._begun


async def main(url: str, network: str, count: int) -> dict[str, float]:
    async with people.house_at(url) as home:
        cells = await people.settled(home, count // EACH, EACH)
        answers = answers_of(cells, await people.called(home, cells))
        await people.told(home)
    account = Telegram(token=SecretStr(TOKEN), api_base=network, mode="webhook", secret=SecretStr(SECRET))
    settings = Settings(
        database_url=SecretStr(url), telegram=account, public_url=network, quiet_hours="off", _env_file=None
    )
    settings.rate["telegram"] = NO_LIMIT
    async with open_house(settings) as house:
        channel = open_telegram(settings)
        listener = Listener(house.sessions, {channel.name: channel}, all_routers(), house.now, lambda: None)
        parts = {"ingest": await ingested(listener, channel, answers)}
        parts |= await conversed(listener)
        parts["send"] = await sent(house, channel)
        await channel.close()
    return parts


async def ingested(listener: Listener, channel: Channel, answers: Sequence[Answer]) -> float:
    """Raw bodies into the inbox, as many at a time as Telegram brings."""
    headers = {"x-telegram-bot-api-secret-token": SECRET}
    brought = iter([HookRequest("POST", headers, {}, json.dumps(answer.update).encode()) for answer in answers])
    begun = time.process_time()

    async def lane() -> None:
        for request in brought:
            await take_in(listener, channel, request)

    await asyncio.gather(*(lane() for _ in range(CONNECTIONS)))
    return time.process_time() - begun


async def conversed(listener: Listener) -> dict[str, float]:
    commits, begun = Commits(), time.process_time()
    while await listener.answer_batch():
        pass
    whole = time.process_time() - begun
    return {"converse": whole - commits.seconds, "commit": commits.seconds}


async def sent(house: House, channel: Channel) -> float:
    """All replies, by the sender as it runs everywhere."""
    sender = sender_of(house, channel, "bench", house.now)
    begun = time.process_time()
    sending = asyncio.create_task(sender.run())
    while await replies_left(house):
        await asyncio.sleep(0.25)
    used = time.process_time() - begun
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    return used


async def replies_left(house: House) -> int:
    waiting = Notice.state.in_((NoticeState.WAITING, NoticeState.SENDING))
    async with house.sessions() as db:
        return await db.scalar(select(func.count()).select_from(Notice).where(waiting)) or 0


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))) + "\n")
