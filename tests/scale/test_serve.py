"""The real process: `chibot serve` against a fake Telegram, killed in mid-work and started again."""

import asyncio
import math
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from sqlalchemy import select

from bot.house import House, open_house
from bot.model.meetings import Meeting
from bot.model.notices import Attempt, AttemptOutcome, NoticeState
from bot.services.ledger import ledger_of
from scheduler.flights import READY
from tests import village
from tests.fakes.telegram import FakeTelegram
from tests.sites import free_port
from tests.stage import settings_for

PEOPLE, RATE = 60, 40
IN_THE_AIR = 0.25
"""Seconds until what leaves has landed and is written down, on a busy machine."""
MOST = math.ceil(RATE * (READY + IN_THE_AIR))
"""What stands ready, and what is in the air: after a kill nobody can tell the one from the other."""


@asynccontextmanager
async def serving(environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """`chibot serve` in a process of its own; whoever has not ended it ends it here."""
    line = (sys.executable, "-m", "bot", "serve")
    here, nowhere = Path(__file__).parents[2], asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*line, env=environment, stderr=nowhere, cwd=here)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 20)


async def called(house: House) -> int:
    """Sixty people in chats 1 to 60, and a meeting tomorrow."""
    now = datetime.now(UTC)
    async with house.sessions.begin() as db:
        cell = await village.cell(db, since=now.date())
        for number, member in enumerate(await village.members(db, cell, PEOPLE), 1):
            (await village.reachable_at(db, member, now, chat=str(number), channel="telegram")).account = "123456"
        return (await village.meeting(db, cell, now, timedelta(hours=30))).id


async def test_a_killed_process_loses_nobody_and_repeats_at_most_what_was_in_flight(
    sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "chibot.db")
    port = free_port()
    async with FakeTelegram(latency=0.05) as telegram:
        for chat in range(1, PEOPLE + 1):
            telegram.person(chat)
        settings = settings_for(f"sqlite:///{tmp_path / 'chibot.db'}", telegram, quiet_hours="off")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CHIBOT_")},
            "CHIBOT_DATABASE_URL": f"sqlite:///{tmp_path / 'chibot.db'}",
            "CHIBOT_TELEGRAM__TOKEN": telegram.token,
            "CHIBOT_TELEGRAM__API_BASE": telegram.base_url,
            "CHIBOT_QUIET_HOURS": "off",
            "CHIBOT_PORT": str(port),
            "CHIBOT_RATE__TELEGRAM": str(RATE),
        }
        async with open_house(settings) as house:
            meeting_id = await called(house)
            async with serving(environment) as process:
                await telegram.wait_for(lambda: len(telegram.sent) >= 15, timeout=60)
                process.send_signal(signal.SIGKILL)
                await process.wait()
            async with serving(environment) as process:
                await telegram.wait_for(lambda: len({sent.chat for sent in telegram.sent}) == PEOPLE, timeout=60)
                assert await health(port) == 200
                assert await second_start(environment) == 1, "the port is taken: a sentence, and nothing is touched"
                await asyncio.sleep(0.5)
            assert process.returncode == 0, "told to stop, it finishes its work and ends well"
            await judge(house, telegram, meeting_id)


async def second_start(environment: dict[str, str]) -> int:
    async with serving(environment) as second:
        return await second.wait()


async def health(port: int) -> int:
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/healthz") as answer:
        return answer.status


async def judge(house: House, telegram: FakeTelegram, meeting_id: int) -> None:
    """Nobody is missing; who was told twice has an unknown attempt in the ledger."""
    async with house.sessions() as db:
        book = await ledger_of(db, await db.get_one(Meeting, meeting_id))
        outcomes = Counter(await db.scalars(select(Attempt.outcome)))
    assert book.count(NoticeState.SENT) == PEOPLE
    repeated = len(telegram.sent) - PEOPLE
    assert repeated <= outcomes[AttemptOutcome.UNKNOWN] <= MOST
