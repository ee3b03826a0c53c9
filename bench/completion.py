"""How far a document has come, read again and again: `python -m bench.completion DATABASE DIRECTIVE UNIT SECONDS`."""

import asyncio
import json
import sys
import time

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bot.model.directives import Directive
from bot.model.units import Unit
from bot.services.directive_completion import completion

LOOK_EVERY = 0.05


async def main(url: str, directive_id: int, unit_id: int, seconds: float) -> dict[str, float]:
    """How long each look took, once the first, which finds everything cold, is over."""
    engine = create_async_engine(url)
    looks: dict[str, float] = {}
    async with AsyncSession(engine, expire_on_commit=False) as db:
        directive, unit = await db.get_one(Directive, directive_id), await db.get_one(Unit, unit_id)
        await completion(db, directive, unit)
        await db.commit()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            begun = time.monotonic()
            await completion(db, directive, unit)
            looks[str(len(looks))] = time.monotonic() - begun
            await db.commit()
            await asyncio.sleep(LOOK_EVERY)
    await engine.dispose()
    return looks


if __name__ == "__main__":
    found = asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
    sys.stdout.write(json.dumps(found) + "\n")
