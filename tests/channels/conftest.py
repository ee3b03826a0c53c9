"""The Telegram channel and the fake it talks to."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests.channels.opened import opened
from tests.fakes.telegram import FakeTelegram, Person

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram("123456:TEST-Secret_9") as server:
        yield server


@pytest.fixture
async def telegram(server: FakeTelegram) -> AsyncIterator["Telegram"]:
    telegram = opened(server.token, api_base=server.base_url)
    yield telegram
    await telegram.close()


@pytest.fixture
def lan(server: FakeTelegram) -> Person:
    return server.person(42, first_name="Lan")
