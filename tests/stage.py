"""Everything at work in one process against a fake Telegram over real HTTP, with a clock that can be moved on."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr

from bot import listening
from bot.app import Running, at_work
from bot.config import Settings
from bot.house import House, open_house
from bot.network_settings import Telegram
from bot.networks import real_channels
from scheduler import clock, delivery
from tests.fakes.telegram import FakeTelegram

ROSTERS = Path(__file__).parent / "rosters"


@dataclass
class Stage:
    """The house at work, the fake network, and the hour that people call now."""

    house: House
    telegram: FakeTelegram
    hour: datetime
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))
    running: Running | None = None

    def now(self) -> datetime:
        return self.hour + (datetime.now(UTC) - self.begun)

    def set_clock(self, hour: datetime) -> None:
        self.hour, self.begun = hour, datetime.now(UTC)

    def move_on(self, by: timedelta) -> None:
        self.hour += by

    @asynccontextmanager
    async def working(self) -> AsyncIterator[Running]:
        async with at_work(self.house, real_channels(self.house), self.now) as running:
            self.running = running
            yield running

    async def until(self, ask: Callable[[], Awaitable[Any]], timeout: float = 30) -> Any:
        """Ask again and again until the answer is true."""
        end = time.monotonic() + timeout
        while not (answer := await ask()):
            if time.monotonic() > end:
                raise AssertionError(f"not within {timeout} s; sent: {[(s.chat, s.text) for s in self.telegram.sent]}")
            await asyncio.sleep(0.02)
        return answer

    async def sees(self, is_true: Callable[[], object]) -> None:
        """Until it is so with what the network has been given."""
        await self.telegram.wait_for(is_true, timeout=30)

    async def rests(self) -> None:
        """Long enough for what must not happen."""
        await asyncio.sleep(0.5)


def settings_for(
    url: str, telegram: FakeTelegram, *, mode: Literal["polling", "webhook"] = "polling", **more: Any
) -> Settings:
    """The settings of a test: nothing of the environment or the current folder."""
    account = Telegram(token=SecretStr(telegram.token), api_base=telegram.base_url, mode=mode)
    given: dict[str, Any] = {"quiet_hours": "21:00-07:00", "rate": {"telegram": 500.0}} | more
    return Settings(database_url=SecretStr(url), telegram=account, _env_file=None, **given)


def quicken() -> None:
    """Look at the tables ten times a second instead of once: the tests wait for hours that are moved on.

    What is too old is not looked for: there is nothing old on a new stage, and each would begin with all its questions.
    """
    delivery.IDLE = listening.IDLE = 0.1
    entries = [one for one in clock.ENTRIES if one.name != "retention"]
    clock.ENTRIES = tuple(replace(one, every=0.2) if one.every <= 5 else one for one in entries)


@asynccontextmanager
async def stage(url: str, hour: datetime, **more: Any) -> AsyncIterator[Stage]:
    """A stage on this database, nobody at work yet."""
    quicken()
    async with FakeTelegram() as telegram, open_house(settings_for(url, telegram, **more)) as house:
        yield Stage(house, telegram, hour)
