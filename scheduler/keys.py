"""Our keys for tries: a new one for each, but the same again where the answer to the last one was lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.notices import Attempt, AttemptOutcome
from bot.services.receipts import key_of
from bot.services.told import Due

SETTLED = {AttemptOutcome.ACCEPTED, AttemptOutcome.DUPLICATE, AttemptOutcome.REJECTED}
"""After these a try is about something new. After a refusal for the moment it is not, if one before it was lost."""


async def keys_for(
    db: AsyncSession, leaving: Sequence[Due], attempts: Mapping[int, int], begun_at: datetime
) -> dict[int, str]:
    """By notice; `attempts` are those that begin now."""
    keys = {one.id: key_of(attempts[one.id], begun_at) for one in leaving}
    again = {one.id: one.endpoint_id for one in leaving if one.attempts}
    if not again:
        return keys
    found = await db.execute(
        select(Attempt.notice_id, Attempt.endpoint_id, Attempt.id, Attempt.begun_at, Attempt.outcome)
        .where(Attempt.notice_id.in_(again), Attempt.ended_at.is_not(None))
        .order_by(Attempt.id)
    )
    lost: dict[int, str] = {}
    for notice_id, endpoint_id, attempt_id, at, outcome in found:
        if endpoint_id != again[notice_id]:
            continue
        if outcome is AttemptOutcome.UNKNOWN:
            lost.setdefault(notice_id, key_of(attempt_id, at))
        elif outcome in SETTLED:
            lost.pop(notice_id, None)
    return keys | lost
