"""Whoever calls a meeting has those told once more whom no message has reached for certain."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.notices import Urgency
from bot.services import resending
from bot.services.audit import as_member
from bot.services.ladder import urgency_within
from bot.services.outlays import of_resending
from bot.services.permissions import Right
from bot.services.unit_settings import after_quiet, settings_of
from bot.words import stops as words
from bot.words.tally import HOW_IT_STANDS
from handlers.attendance import present_state
from handlers.joining import at_the_door
from handlers.meetings.present import as_it_stands
from handlers.talk.acting import acting_at, asks_as_member, one_meeting
from handlers.talk.held_back import unless_stopped
from handlers.talk.outlay import outlay

router = Router()


@router.command("gửi lại")
@router.command("gửi lại tin")
@router.command("/guilai")
async def send_again(turn: Turn) -> Reply:
    """Who calls no meetings most likely wants to read the own invitation once more."""
    if await asks_as_member(turn, Right.CALL):
        return await (present_state(turn) if turn.members else at_the_door(turn))
    found = await one_meeting(turn, Right.CALL, "resend:{}", lambda one: one.starts_at > turn.now)
    return found if isinstance(found, Reply) else await _ask(turn, found)


@router.choice("resend", number)
async def ask(turn: Turn) -> Reply:
    _, meeting, _ = await acting_at(turn, Right.CALL, turn.args[0])
    return await _ask(turn, meeting)


async def _ask(turn: Turn, meeting: Meeting) -> Reply:
    found = await resending.unreached(turn.db, meeting, turn.now)
    back = Choice(words.NOT_AGAIN, f"tally:{meeting.id}")
    if not found.count:
        return Reply(words.nobody_to_resend(found.without_channel), (_tally(meeting),))
    yes = Choice(words.RESEND_NOW, f"resend_yes:{meeting.id}:{meeting.revision}:{found.round}")
    asked = words.ask_resend(meeting.starts_at, found.count, found.without_channel)
    asked += await outlay(turn, await of_resending(turn.db, meeting, found.by_step, turn.now))
    return Reply(asked, (yes, back), expect=YES_NO)


def _tally(meeting: Meeting) -> Choice:
    return Choice(HOW_IT_STANDS, f"tally:{meeting.id}")


@router.choice("resend_yes", number, number, number)
async def confirm(turn: Turn) -> Reply:
    """Once: the second of two taps sees that it is done."""
    meeting_id, revision, round_ = turn.args
    member, meeting, cell = await acting_at(turn, Right.CALL, meeting_id, lock=True)
    if meeting.revision != revision:
        return await as_it_stands(turn, meeting, member)
    count = await resending.again(turn.db, meeting, as_member(member.id), turn.now, round_)
    if not count:
        return await _ask(turn, meeting)
    settings = await settings_of(turn.db, cell)
    is_express = urgency_within(meeting.starts_at, meeting, settings, turn.now) <= Urgency.EXPRESS
    later = turn.now if is_express else after_quiet(turn.now, settings.quiet_hours)
    said = words.resent(count, later if later > turn.now else None)
    return Reply(await unless_stopped(turn, cell, said), (_tally(meeting),))
