"""Writing down what became of what was sent: many outcomes in one transaction, and none of them lost."""

import asyncio
from collections.abc import Sequence
from typing import cast

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Accepted, Outcome
from bot.model.endpoints import Endpoint
from bot.model.notices import Attempt, Notice
from scheduler.arrivals import arrive, is_plain
from scheduler.flights import Flight, Runway
from scheduler.outcomes import has_not_left, record, unsend

log = structlog.get_logger()
LANDINGS, AGAIN = 30, 1.0
"""How often outcomes are tried to be written, a second apart, before a restart has to ask what happened."""
Landed = tuple[Flight, Outcome | None]


async def land_surely(runway: Runway, landed: Sequence[Landed]) -> None:
    """What is known must not be lost to a database that is away for a moment: it would be sent again."""
    for _ in range(LANDINGS):
        try:
            return await _land(runway, landed)
        except (OSError, SQLAlchemyError) as error:
            log.warning("outcomes_wait", count=len(landed), error=type(error).__name__)
            await asyncio.sleep(AGAIN)
    return await _land(runway, landed)


async def _land(runway: Runway, landed: Sequence[Landed]) -> None:
    arrived = [(flight, outcome) for flight, outcome in landed if is_plain(flight, outcome)]
    others = [(flight, outcome) for flight, outcome in landed if not is_plain(flight, outcome)]
    async with runway.sessions.begin() as db:
        if arrived:
            await arrive(db, cast(list[tuple[Flight, Accepted]], arrived), runway.now())
            runway.gates.works()
        held = await _rows(db, others) if others else {}
        for flight, outcome in others:
            notice, attempt, _ = held[flight.attempt_id]
            if outcome is None:
                unsend(notice, attempt)
                await has_not_left(db, notice, flight.reply)
            else:
                await record(db, notice, attempt, outcome, runway, runway.now(), flight.reply)


async def _rows(db: AsyncSession, landed: Sequence[Landed]) -> dict[int, tuple[Notice, Attempt, Endpoint]]:
    """By attempt, in one query. The address is held too: what follows from an outcome finds it without asking."""
    found = await db.execute(
        select(Notice, Attempt, Endpoint)
        .join(Attempt, Attempt.notice_id == Notice.id)
        .join(Endpoint, Endpoint.id == Attempt.endpoint_id)
        .where(Attempt.id.in_([flight.attempt_id for flight, _ in landed]))
    )
    return {attempt.id: (notice, attempt, endpoint) for notice, attempt, endpoint in found}
