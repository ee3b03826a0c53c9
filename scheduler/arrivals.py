"""Messages that simply arrived: nearly all of them, written down in three statements however many they are."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import case, null, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Accepted, Outcome
from bot.model.endpoints import Endpoint
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.services.notices import SAID
from scheduler.flights import Flight


def is_plain(flight: Flight, outcome: Outcome | None) -> bool:
    """It was taken, and nothing else follows from that: it neither stands for a tally nor takes the place of one."""
    return isinstance(outcome, Accepted) and not (flight.reply.stands_for or flight.reply.edits)


async def arrive(db: AsyncSession, arrived: Sequence[tuple[Flight, Accepted]], now: datetime) -> None:
    """Write it down; what they offered is what a bare number belongs to from now on."""
    ended = {"ended_at": datetime.now(UTC), "outcome": AttemptOutcome.ACCEPTED, "detail": None}
    rows = [{"id": flight.attempt_id, "external_id": taken.external_id} | ended for flight, taken in arrived]
    await db.execute(update(Attempt), rows)
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
        await db.execute(update(Endpoint), offers)


def _offer(flight: Flight) -> dict[str, object]:
    offered = [[choice.label, choice.value] for choice in flight.reply.choices]
    return {"id": flight.endpoint_id, "offered": offered, "step": None}
