"""What the district has told its people before the rehearsal begins: it left long ago, and no phone rings for it."""

from datetime import datetime

from sqlalchemy import insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.notices import ATTEMPTS, IS_WAITING, AttemptOutcome, Notice, NoticeState

PAST = {"synchronize_session": False}


async def settle(db: AsyncSession, at: datetime) -> None:
    """All that was due by then and is about no meeting left in its time, at the first try."""
    await db.flush()
    due = IS_WAITING, Notice.not_before <= at, Notice.meeting_id.is_(None)
    row = {
        "notice_id": Notice.id,
        "endpoint_id": Notice.endpoint_id,
        "channel": Notice.channel,
        "begun_at": Notice.not_before,
        "ended_at": Notice.not_before,
        "outcome": literal(AttemptOutcome.ACCEPTED, ATTEMPTS.c.outcome.type),
    }
    await db.execute(insert(ATTEMPTS).from_select(list(row), select(*row.values()).where(*due)))
    sent = {"state": NoticeState.SENT, "attempts": 1, "settled_at": Notice.not_before}
    await db.execute(update(Notice).where(*due).values(sent).execution_options(**PAST))
