"""Writing down what became of what was sent: many outcomes in one transaction, and none of them lost."""

import asyncio
from collections.abc import Sequence
from typing import cast

import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Accepted, Duplicate, Outcome, Unknown
from bot.model.endpoints import Endpoint
from bot.model.notices import Attempt, Notice, NoticeState
from scheduler.arrivals import arrive, is_plain
from scheduler.flights import Flight, Runway
from scheduler.outcomes import INTERRUPTED, has_not_left, record, unsend

log = structlog.get_logger()
LANDINGS, AGAIN = 30, 1.0
"""How often outcomes are tried to be written, a second apart, where the database answers and refuses, or where we are
told to stop; before a restart has to ask what happened."""
AWAY = ("08", "53", "57P")
"""How PostgreSQL's codes begin for a connection that is cut, for too many of them, and for a server that is going or
coming."""
Landed = tuple[Flight, Outcome | None]


async def recover(runway: Runway) -> None:
    """Attempts that a crash left open: nobody knows whether they arrived."""
    async with runway.sessions.begin() as db:
        open_ones = await db.execute(
            select(Notice, Attempt)
            .join(Attempt, Attempt.notice_id == Notice.id)
            .where(
                Notice.state == NoticeState.SENDING,
                Notice.channel == runway.channel.name,
                Notice.account == runway.channel.account,
                Attempt.ended_at.is_(None),
            )
            .with_for_update(of=Attempt)  # whoever had the lease before may be writing down just now that it came
        )
        for notice, attempt in open_ones:
            await record(db, notice, attempt, Unknown(INTERRUPTED), runway, runway.now())


async def land_surely(runway: Runway, landed: Sequence[Landed]) -> None:
    """What is known must not be lost to a database that is away, however long: it would be sent again."""
    tries = 0
    while True:
        try:
            return await _land(runway, landed)
        except (OSError, SQLAlchemyError) as error:
            log.warning("outcomes_wait", count=len(landed), error=type(error).__name__)
            tries += runway.is_stopping or not is_away(error)
            if tries >= LANDINGS:
                raise
            await asyncio.sleep(AGAIN)


def is_away(error: Exception) -> bool:
    """The database did not answer, which says nothing about what we asked of it."""
    if isinstance(error, OSError | InterfaceError | OperationalError):
        return True
    code = str(getattr(error.orig, "sqlstate", None) or "") if isinstance(error, DBAPIError) else ""
    return code.startswith(AWAY) or (isinstance(error, DBAPIError) and error.connection_invalidated)


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
            if attempt.ended_at is not None and not isinstance(outcome, Accepted | Duplicate):
                continue  # somebody else took it for lost, and has seen to the rest: only that it came would be news
            if outcome is None:
                unsend(notice, attempt)
                await has_not_left(db, notice, flight.reply)
            else:
                await record(db, notice, attempt, outcome, runway, runway.now(), flight)


async def _rows(db: AsyncSession, landed: Sequence[Landed]) -> dict[int, tuple[Notice, Attempt, Endpoint]]:
    """By attempt, in one query. The address is held too: what follows from an outcome finds it without asking."""
    found = await db.execute(
        select(Notice, Attempt, Endpoint)
        .join(Attempt, Attempt.notice_id == Notice.id)
        .join(Endpoint, Endpoint.id == Attempt.endpoint_id)
        .where(Attempt.id.in_([flight.attempt_id for flight, _ in landed]))
        .with_for_update(of=Attempt)
    )
    return {attempt.id: (notice, attempt, endpoint) for notice, attempt, endpoint in found}
