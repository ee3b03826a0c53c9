"""A fake Telegram and somebody on it."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.telegram import FakeTelegram, Person


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
def lan(server: FakeTelegram) -> Person:
    return server.person(42)
