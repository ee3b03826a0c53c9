"""Whoever no message reaches: a link to forward to one of them, slips of paper for all."""

from dataclasses import replace

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.refusals import EverybodyTold, NoWayForLinks
from bot.reports.recipes import recipe
from bot.services.audit import as_member
from bot.services.calls import is_to_come
from bot.services.handed_links import hand_out, has_site, untold
from bot.services.permissions import Right
from bot.services.roll_sheet import sheet_of
from bot.services.wording import lines_of
from bot.words import calls as words
from bot.words.names import given_name
from bot.words.personal_link import to_forward
from handlers.calls.listing import has_begun
from handlers.calls.one import place_of
from handlers.talk.acting import acting_at
from handlers.talk.handing_over import hand_over

router = Router()


@router.choice("calls_link", number, number)
async def own_link(turn: Turn) -> Reply:
    """A text to send on as it is: a message of its own, on a plain phone without any numbers below."""
    meeting_id, member_id = turn.args
    by, meeting, cell = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    if not is_to_come(meeting, turn.now):
        return has_begun(turn, meeting)
    _, member = place_of([seat.member for seat in await sheet_of(turn.db, meeting)], member_id)
    links = await hand_out(turn.db, meeting, [member], as_member(by.id), turn.now)
    text = to_forward(given_name(member.name), lines_of(meeting, cell), links[member.id])
    choices = (Choice(words.LIST, f"calls_page:{meeting_id}:0"),) if turn.capabilities.buttons else ()
    return Reply(text, choices, expect=f"calls_one:{meeting_id}:{member_id}:0")


@router.choice("calls_slips", number)
async def slips(turn: Turn) -> Reply:
    return await slips_of(turn, turn.args[0])


async def slips_of(turn: Turn, meeting_id: int) -> Reply:
    """The sheet for all whom no message reaches; raises EverybodyTold or NoWayForLinks."""
    member, meeting, cell = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    if not is_to_come(meeting, turn.now):
        return has_begun(turn, meeting)
    if not has_site(turn.db):
        raise NoWayForLinks
    if not await untold(turn.db, meeting):
        raise EverybodyTold
    reply = await hand_over(turn, member, cell, recipe("slips", member.id, meeting.id), words.SLIPS_READY)
    return replace(reply, expect=f"calls:{meeting.id}:0")
