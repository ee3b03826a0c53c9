"""Meetings of a unit that is no more: what is still to come is called off and told; what was held has to be closed."""

from datetime import time

from sqlalchemy import func, select

from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
from bot.refusals import CannotReorganise, RollBegun
from bot.services.meetings import called_meetings, cancel_meeting
from bot.services.reorganising.deeds import Deed
from bot.services.sureness import hear_of_cancelling
from bot.words.reorganising import to_be_closed
from bot.words.reorganising_refused import Why, why_not
from bot.words.times import at_local, day, day_of, short_when


async def call_off(deed: Deed, unit: Unit) -> None:
    """Raises CannotReorganise for a meeting that was held and is not closed, or that was closed after the day."""
    await _demand_none_held(deed, unit)
    for meeting in await called_meetings(deed.db, [unit.id]):
        if deed.asked_at < meeting.starts_at and day_of(meeting.starts_at) < deed.on:
            deed.effects.notes.append(to_be_closed(meeting.starts_at))
            continue
        still_open = why_not(Why.STILL_OPEN, unit=unit.name, at=short_when(meeting.starts_at))
        if day_of(meeting.starts_at) < deed.on or meeting.starts_at <= deed.now:
            raise CannotReorganise(why=still_open)
        told = await hear_of_cancelling(deed.db, meeting)
        try:
            await cancel_meeting(deed.db, meeting.id, deed.by, deed.now)
        except RollBegun:
            raise CannotReorganise(why=still_open) from None
        deed.effects.meetings.append(meeting.starts_at)
        deed.effects.told += told


async def _demand_none_held(deed: Deed, unit: Unit) -> None:
    last = await deed.db.scalar(
        select(func.max(Meeting.starts_at)).where(
            Meeting.cell_id == unit.id,
            Meeting.state == MeetingState.CLOSED,
            Meeting.starts_at >= at_local(deed.on, time()),
        )
    )
    if last is not None:
        raise CannotReorganise(why=why_not(Why.MET_AFTER, unit=unit.name, at=short_when(last), day=day(day_of(last))))
