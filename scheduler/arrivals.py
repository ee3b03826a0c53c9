"""Messages that simply arrived: nearly all of them, written down in three statements however many they are."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, case, null, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.messages import Accepted, Outcome
from bot.model.endpoints import Endpoint
from bot.model.notices import ATTEMPTS, AttemptOutcome, Notice, NoticeState
from bot.services.notices import SAID
from scheduler.flights import Flight

NOTICES, ENDPOINTS = cast(Table, Notice.__table__), cast(Table, Endpoint.__table__)
LANDED = update(ATTEMPTS).where(ATTEMPTS.c.id == bindparam("of")).values(external_id=bindparam("ref"))
OFFERED = update(ENDPOINTS).where(ENDPOINTS.c.id == bindparam("of")).values(offered=bindparam("list"), step=None)


def is_plain(flight: Flight, outcome: Outcome | None) -> bool:
    """It was taken, and nothing else follows from that: it neither stands for a tally nor takes the place of one."""
    return isinstance(outcome, Accepted) and not (flight.reply.stands_for or flight.reply.edits)


async def arrive(db: AsyncSession, arrived: Sequence[tuple[Flight, Accepted]], now: datetime) -> None:
    """Write it down; what they offered is what a bare number belongs to from now on."""
    rows = [{"of": flight.attempt_id, "ref": taken.external_id} for flight, taken in arrived]
    ended = {"ended_at": datetime.now(UTC), "outcome": AttemptOutcome.ACCEPTED, "detail": None}
    await db.execute(LANDED.values(**ended), rows)
    await db.execute(
        update(NOTICES)
        .where(NOTICES.c.id.in_(filled_up(flight.notice_id for flight, _ in arrived)))
        .values(
            state=NoticeState.SENT,
            cause=None,
            settled_at=now,
            content=case((NOTICES.c.step.in_(SAID), null()), else_=NOTICES.c.content),
        )
    )
    if offers := [_offer(flight) for flight, _ in arrived if flight.reply.choices and not flight.remembered]:
        offers.sort(key=lambda one: one["of"])  # in the order in which a batch of answers writes them: no deadlock
        await db.execute(OFFERED, offers)


def _offer(flight: Flight) -> dict[str, Any]:
    offered = [[choice.label, choice.value] for choice in flight.reply.choices]
    return {"of": flight.endpoint_id, "list": offered}
