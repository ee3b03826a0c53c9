"""A meeting as it stands just now, for whoever works for its cell; and who will hear of a change."""

from dataclasses import replace
from datetime import datetime

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.notices import Urgency
from bot.model.units import Unit
from bot.services.invitations import invited_to
from bot.services.ladder import urgency_within
from bot.services.live_tally import tally_of
from bot.services.notices import told_of
from bot.services.unit_settings import after_quiet, settings_of
from bot.words import moving as words
from bot.words import vi
from handlers.talk.held_back import unless_stopped


async def as_it_stands(turn: Turn, meeting: Meeting, member: Member) -> Reply:
    """The answer to a button of an older time."""
    tally = await tally_of(turn.db, meeting, member.id, turn.now)
    choices = tally.choices or (Choice(words.CALL_ANOTHER, f"call:{meeting.cell_id}"),)
    return replace(tally, text=f"{vi.OLD_BUTTON} {tally.text}", choices=choices)


def is_as_shown(meeting: Meeting, revision: int) -> bool:
    """Whether it can still be changed, and nobody has changed it meanwhile."""
    return meeting.revision == revision and meeting.state is MeetingState.CALLED


async def who_hears(turn: Turn, meeting: Meeting, deadline: datetime, *, is_move: bool) -> str:
    """How many have been told and are told of the change, and when."""
    invited, told = await invited_to(turn.db, meeting.id), await told_of(turn.db, meeting)
    count = sum(one in told for one in invited)
    cell = await turn.db.get_one(Unit, meeting.cell_id)
    settings = await settings_of(turn.db, cell)
    urgency = urgency_within(deadline, meeting, settings, turn.now)
    later = turn.now if urgency <= Urgency.EXPRESS else after_quiet(turn.now, settings.quiet_hours)
    at = later if later > turn.now else None
    said = words.told_of_move(count, len(invited) - count, at) if is_move else words.told(count, at)
    return await unless_stopped(turn, cell, said) if count else said
