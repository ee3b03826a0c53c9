"""How long opinions are kept: the words a year after their end, and two years at most; what is counted stays."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import PUT_AWAY, Endpoint
from bot.model.opinions import WAITING, Opinion, OpinionState
from bot.services.opinion_sources import senders_of, upward
from bot.services.persons_kept import oldest_recountable
from bot.services.row_removal import some_of
from bot.words.times import at_local

WORDS = timedelta(days=365)
DRAFTS = timedelta(days=1)
"""What somebody began and did not send."""
ERASED = "erased"
WORDLESS = {"text": None, "question": None, "addition": None, "answer": None, "member_id": None}


async def opinions(db: AsyncSession, now: datetime, limit: int) -> int:
    """Words and who said them; of one that nobody ever settled, after as long as anything of a person is kept."""
    settled = Opinion.settled_at < now - WORDS
    forgotten = Opinion.arrived_at < at_local(oldest_recountable(now), time())
    has_words = or_(*(getattr(Opinion, name).is_not(None) for name in WORDLESS))
    which = await some_of(db, Opinion, limit, or_(settled, forgotten), has_words)
    await db.execute(update(Opinion).where(Opinion.id.in_(which)).values(WORDLESS))
    return len(which)


async def drafts(db: AsyncSession, now: datetime, limit: int) -> int:
    """Words that were typed and not sent or passed up, or of which nobody said whether they are about a person."""
    is_old = Endpoint.draft["at"].as_string() < (now - DRAFTS).isoformat()
    old = Endpoint.draft["what"].as_string().in_(("opinion", "opinion_up")), is_old
    found = await db.scalars(select(Endpoint.id).where(*old).limit(limit).with_for_update(skip_locked=True))
    which = found.all()
    await db.execute(update(Endpoint).where(Endpoint.id.in_(which)).values(draft=None, step=None, offered=PUT_AWAY))
    return len(which)


async def erase_opinions(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> None:
    """At the person's wish: their words, where they lie and where they went up alone and as they were; counts stay."""
    rows = (await db.scalars(select(Opinion).where(Opinion.member_id.in_(member_ids)))).all()
    for row in rows:
        same = [one for one in (await upward(db, row))[1:] if one.text == row.text and await _is_of_one(db, one)]
        if row.state in WAITING or (same and same[-1].state in WAITING):
            for one in (row, *same):
                one.state, one.settled_at, one.settled_by = OpinionState.KEPT, now, ERASED
                one.settled_unit_id = one.unit_id
        for one in (row, *same):
            one.text = one.question = one.addition = one.answer = None
        row.member_id = None
    await db.flush()


async def _is_of_one(db: AsyncSession, row: Opinion) -> bool:
    return len(await senders_of(db, row)) == 1
