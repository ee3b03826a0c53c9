"""What is to be said about a meeting, and what of it has been said already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, Step
from bot.model.notices import Notice, NoticeState


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be said about one meeting, and to whom."""

    meeting: Meeting
    member_ids: Sequence[int]
    step: Step
    not_before: datetime
    urgency: int


async def newest(db: AsyncSession, owed: Sequence[Owed]) -> dict[tuple[int, Step, int], tuple[int, NoticeState]]:
    """The round and state of the newest notice of this step and revision that each of these has already."""
    revisions = {one.meeting.id: one.meeting.revision for one in owed}
    found = await db.execute(
        select(Notice.meeting_id, Notice.step, Notice.member_id, Notice.revision, Notice.round, Notice.state)
        .where(
            Notice.about.in_([f"meeting:{meeting_id}" for meeting_id in revisions]),
            Notice.step.in_({one.step for one in owed}),
        )
        .order_by(Notice.round)
    )
    return {
        (meeting_id, step, member_id): (round_, state)
        for meeting_id, step, member_id, revision, round_, state in found
        if meeting_id and member_id and revision == revisions[meeting_id]
    }


def row_of(owed: Owed, member_id: int, round_: int) -> dict[str, object]:
    return {
        "about": f"meeting:{owed.meeting.id}",
        "meeting_id": owed.meeting.id,
        "revision": owed.meeting.revision,
        "member_id": member_id,
        "step": owed.step,
        "round": round_,
        "urgency": owed.urgency,
        "not_before": owed.not_before,
        "expires_at": owed.meeting.starts_at,
    }
