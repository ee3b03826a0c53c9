"""`chibot serve` with somebody beside it who notes how long the event loop lets him wait.

`CHIBOT_BENCH_RATE` gives a pace beyond what the settings allow; `CHIBOT_BENCH_PAUSES` a file for the pauses.
"""

import asyncio
import json
import os
import time
from pathlib import Path

from bot.config import read_settings
from bot.house import open_house
from bot.serving import serve

LOOK = 0.005
WORTH_NOTING = 0.01


async def watch(pauses: list[tuple[float, float]]) -> None:
    """When, and how long, beyond what was asked for."""
    while True:
        asked = time.monotonic()
        await asyncio.sleep(LOOK)
        late = time.monotonic() - asked - LOOK
        if late > WORTH_NOTING:
            pauses.append((asked, late))


async def main() -> None:
    pauses: list[tuple[float, float]] = []
    settings = read_settings()
    if (rate := os.environ.get("CHIBOT_BENCH_RATE")) is not None:
        settings.rate["telegram"] = float(rate)
    async with open_house(settings, migrate_first=True) as house:
        watching = asyncio.create_task(watch(pauses))
        await serve(house, lambda: None)
        watching.cancel()
    if (file := os.environ.get("CHIBOT_BENCH_PAUSES")) is not None:
        kept(pauses, file)


def kept(pauses: list[tuple[float, float]], file: str) -> None:
    Path(file).write_text(json.dumps(pauses), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
