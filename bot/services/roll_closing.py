"""What a closing writes: all of it at once, with the state of the meeting."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from bot.db.writing import Deed, write_at_once
from bot.model.directives import DirectiveStudy
from bot.model.meetings import Meeting, MeetingState
from bot.services.directive_study import note_studied

_MEETINGS = cast(Table, Meeting.__table__)
_CLOSING = (
    update(_MEETINGS)
    .where(_MEETINGS.c.id == bindparam("closed_one"))
    .values(state=MeetingState.CLOSED, closed_at=bindparam("closed"), closed_by=bindparam("closed_for"))
)
_IS_STUDIED = select(exists().where(DirectiveStudy.meeting_id == bindparam("closed_one")))
"""Whether a document was studied there."""


async def write_closed(db: AsyncSession, meeting: Meeting, by: str, now: datetime, deeds: Sequence[Deed]) -> None:
    """All at once; then the meeting that is at hand says the same, and what was studied there is noted."""
    closing = Deed(_CLOSING, {"closed_one": meeting.id, "closed": now, "closed_for": by})
    is_studied = await write_at_once(db, [*deeds, closing], _IS_STUDIED)
    for name, value in (("state", MeetingState.CLOSED), ("closed_at", now), ("closed_by", by)):
        set_committed_value(meeting, name, value)
    if is_studied:
        await note_studied(db, meeting, by, now)
