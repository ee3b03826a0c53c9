"""Invitation letters for guests, for whoever calls the meeting to print and sign."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.guests import GuestKind
from bot.model.meetings import Meeting
from bot.reports.recipes import recipe
from bot.services.guests import beside
from bot.services.permissions import Right
from bot.words import agendas, guests
from bot.words import letters as words
from handlers.joining import at_the_door
from handlers.talk.acting import acting_at, one_meeting
from handlers.talk.handing_over import hand_over

router = Router()
LETTERS = "letters"


@router.command("giấy mời")
@router.command("giấy mời khách")
@router.command("in giấy mời")
async def begin(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    found = await one_meeting(turn, Right.CALL, f"{LETTERS}:{{}}", lambda one: one.starts_at > turn.now)
    return found if isinstance(found, Reply) else await _hand(turn, found)


@router.choice(LETTERS, number)
async def of_meeting(turn: Turn) -> Reply:
    _, meeting, _ = await acting_at(turn, Right.CALL, turn.args[0])
    return await _hand(turn, meeting)


async def _hand(turn: Turn, meeting: Meeting) -> Reply:
    member, _, cell = await acting_at(turn, Right.CALL, meeting.id)
    named = [one for one in await beside(turn.db, meeting.id) if one.kind is not GuestKind.OWN]
    back = (
        Choice(guests.GUESTS, f"guests:{meeting.id}:0"),
        Choice(agendas.AGENDA, f"agenda:{meeting.id}"),
    )
    text = words.handed(len(named), meeting.starts_at)
    return await hand_over(turn, member, cell, recipe(LETTERS, member.id, meeting.id), text, back)
