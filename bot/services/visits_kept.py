"""What is kept of visits: who went for as long as who came to what, words as long; the counts stay."""

from datetime import datetime, time

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.visits import Visit, VisitDifficulty, VisitPerson, WorkingGroupMember
from bot.services.persons_kept import MESSAGES, oldest_recountable
from bot.services.row_removal import delete_notices, delete_some, held_before, some_of
from bot.words.times import at_local


async def visits(db: AsyncSession, now: datetime, limit: int) -> int:
    """Messages for 90 days; people, remarks and difficulties for 24 months."""
    oldest = oldest_recountable(now)
    old = select(Visit.id).where(Visit.meeting_id.in_(held_before(at_local(oldest, time()))))
    said_long_ago = Notice.meeting_id.is_(None), Notice.step == Step.VISIT, Notice.settled_at < now - MESSAGES
    taken = await delete_notices(db, limit, *said_long_ago)
    taken += await delete_some(db, VisitPerson, limit - taken, VisitPerson.visit_id.in_(old))
    taken += await delete_some(db, WorkingGroupMember, limit - taken, WorkingGroupMember.until_on < oldest)
    with_words = or_(Visit.remark.is_not(None), Visit.marks.is_not(None))
    which = await some_of(db, Visit, limit - taken, Visit.id.in_(old), with_words)
    await db.execute(update(Visit).where(Visit.id.in_(which)).values(remark=None, marks=None, released_at=None))
    said = VisitDifficulty.visit_id.in_(old), VisitDifficulty.text.is_not(None)
    heard = await some_of(db, VisitDifficulty, limit - taken - len(which), *said)
    await db.execute(update(VisitDifficulty).where(VisitDifficulty.id.in_(heard)).values(text=None, answer=None))
    return taken + len(which) + len(heard)


async def merge_visits(db: AsyncSession, keep: Member, gone: Member) -> None:
    """Of both sent to one meeting one is left, who came if either did; in one group they are one person."""
    theirs = (await db.scalars(select(VisitPerson).where(VisitPerson.member_id.in_([keep.id, gone.id])))).all()
    mine = {one.visit_id: one for one in theirs if one.member_id == keep.id}
    for other in theirs:
        if other.member_id == gone.id and (own := mine.get(other.visit_id)) is not None:
            own.came = other.came if own.came is None else own.came or bool(other.came)
            own.answer, own.is_leader = own.answer or other.answer, own.is_leader or other.is_leader
            await db.delete(other)
    rows = (
        await db.scalars(
            select(WorkingGroupMember).where(
                WorkingGroupMember.member_id.in_([keep.id, gone.id]), WorkingGroupMember.until_on.is_(None)
            )
        )
    ).all()
    groups = {one.group_id: one for one in rows if one.member_id == keep.id}
    for row in rows:
        if row.member_id == gone.id and (held := groups.get(row.group_id)) is not None:
            held.is_leader = held.is_leader or row.is_leader
            await db.delete(row)
    await db.flush()
