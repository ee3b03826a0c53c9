"""Messages that simply arrived: nearly all of them, written down in three statements however many they are."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, case, null, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Accepted, Outcome
from bot.model.endpoints import Endpoint
from bot.model.notices import ATTEMPTS, AttemptOutcome, Notice, NoticeState
from bot.services.notices import SAID
from scheduler.flights import Flight

LANDED = update(ATTEMPTS).where(ATTEMPTS.c.id == bindparam("of")).values(external_id=bindparam("ref"))


def is_plain(flight: Flight, outcome: Outcome | None) -> bool:
    """It was taken, and nothing else follows from that: it neither stands for a tally nor takes the place of one."""
    return isinstance(outcome, Accepted) and not (flight.reply.stands_for or flight.reply.edits)


async def arrive(db: AsyncSession, arrived: Sequence[tuple[Flight, Accepted]], now: datetime) -> None:
    """Write it down; what they offered is what a bare number belongs to from now on."""
    rows = [{"of": flight.attempt_id, "ref": taken.external_id} for flight, taken in arrived]
    ended = {"ended_at": datetime.now(UTC), "outcome": AttemptOutcome.ACCEPTED, "detail": None}
    await db.execute(LANDED.values(**ended), rows)
    await db.execute(
        update(Notice)
        .where(Notice.id.in_([flight.notice_id for flight, _ in arrived]))
        .values(
            state=NoticeState.SENT,
            cause=None,
            settled_at=now,
            content=case((Notice.step.in_(SAID), null()), else_=Notice.content),
        )
        .execution_options(synchronize_session=False)
    )
    if offers := [_offer(flight) for flight, _ in arrived if flight.reply.choices and not flight.remembered]:
        offers.sort(key=lambda one: one["id"])  # in the order in which a batch of answers writes them: no deadlock
        await db.execute(update(Endpoint), offers)


def _offer(flight: Flight) -> dict[str, Any]:
    offered = [[choice.label, choice.value] for choice in flight.reply.choices]
    return {"id": flight.endpoint_id, "offered": offered, "step": None}
