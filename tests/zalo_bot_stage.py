"""Everything at work in one process against a fake Zalo Bot Platform over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import SecretStr

from bot.config import Settings
from bot.house import open_house
from bot.network_settings import ZaloBot
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.stage import Stage, quicken


@dataclass
class ZaloBotStage(Stage):
    """A stage with a Zalo bot and nothing else; its Telegram is never started."""

    zalo: FakeZaloBot = field(default_factory=FakeZaloBot)


def settings_for(url: str, zalo: FakeZaloBot, mode: Literal["polling", "webhook"] = "polling", **more: Any) -> Settings:
    """The settings of a test: nothing of the environment or the current folder."""
    account = ZaloBot(
        token=SecretStr(zalo.token), api_base=zalo.base_url, mode=mode, users=zalo.users, monthly=zalo.monthly
    )
    given: dict[str, Any] = {"rate": {"zalo_bot": 500.0}} | more
    return Settings(database_url=SecretStr(url), zalo_bot=account, _env_file=None, **given)


@asynccontextmanager
async def zalo_bot_stage(
    url: str,
    hour: datetime,
    *,
    users: int = 50,
    monthly: int = 3000,
    mode: Literal["polling", "webhook"] = "polling",
    **more: Any,
) -> AsyncIterator[ZaloBotStage]:
    """A stage on this database, nobody at work yet."""
    quicken()
    async with (
        FakeZaloBot(users=users, monthly=monthly) as zalo,
        open_house(settings_for(url, zalo, mode, **more)) as house,
    ):
        yield ZaloBotStage(house, FakeTelegram(), hour, zalo=zalo)
