"""Whether it works, said to everybody: nothing in it that is not for everybody."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.services.alarms import raise_alarm
from bot.services.breaches import enter_breach
from bot.web import health
from tests.conftest import NOW


@pytest.fixture
async def sessions(sqlite_url: str) -> AsyncIterator[Sessions]:
    engine = open_engine(sqlite_url)
    yield sessions_of(engine)
    await engine.dispose()


async def told(sessions: Sessions) -> dict[str, object]:
    site = FastAPI()
    site.include_router(health.pages(sessions, 0.0))
    async with AsyncClient(transport=ASGITransport(site), base_url="http://chibot.test") as http:
        said: dict[str, object] = (await http.get("/healthz")).json()
        return said


async def test_that_data_were_breached_is_not_for_everybody(sessions: Sessions) -> None:
    """It was named among the alarms, on a page that needs no login."""
    async with sessions.begin() as db:
        await enter_breach(db, NOW, "Mất một máy tính có danh sách", 40, "test", NOW, is_sensitive=True)
    assert "alarms" not in await told(sessions)
    async with sessions.begin() as db:
        await raise_alarm(db, "zalo_oa:tokens", "Mã truy cập hết hạn", NOW)
    assert (await told(sessions))["alarms"] == ["zalo_oa:tokens"]
