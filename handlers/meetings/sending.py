"""The invitation is confirmed: the meeting is called, once."""

from dataclasses import replace

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingKind
from bot.refusals import ChoiceExpected
from bot.services import meetings
from bot.services.audit import as_member
from bot.services.live_tally import tally_of
from bot.words import calling as words
from handlers.meetings.planning import Planned, is_offered, planned, typed
from handlers.meetings.preview import CALL, caller, wanted
from handlers.meetings.questions import next_question
from handlers.talk import drafts

router = Router()
SURE = "call_sure"
"""The step in which an extraordinary meeting is confirmed once more."""


@router.step(SURE)
async def words_when_asked_once_more(turn: Turn) -> Reply:
    plan = planned(turn, CALL)
    if words.is_yes(typed(turn)) and is_offered(turn, f"call_sure:{plan.number}:{plan.edition}"):
        return await send_it(turn, plan, is_sure=True)
    raise ChoiceExpected


@router.choice("call_go", number, number)
async def send(turn: Turn) -> Reply:
    return await _confirm(turn, is_sure=False)


@router.choice("call_sure", number, number)
async def send_at_once(turn: Turn) -> Reply:
    return await _confirm(turn, is_sure=True)


async def _confirm(turn: Turn, *, is_sure: bool) -> Reply:
    """A button under an older preview sends nothing: it shows what the invitation says by now."""
    plan = planned(turn, CALL, turn.args[0])
    if plan.edition != turn.args[1] or not plan.is_whole:
        return await next_question(turn)
    return await send_it(turn, plan, is_sure=is_sure)


async def send_it(turn: Turn, plan: Planned, *, is_sure: bool) -> Reply:
    """An extraordinary meeting wakes people up, so it is asked once more (`domain` rule 24)."""
    one, call = await caller(turn, plan.about["unit"]), wanted(turn, plan)
    if call.kind is MeetingKind.EXTRAORDINARY and not is_sure:
        found = await meetings.preview(turn.db, one.unit, call)
        sure = Choice(words.SEND_NOW, f"call_sure:{plan.number}:{plan.edition}")
        look = Choice(words.LOOK_AGAIN, f"call_look:{plan.number}")
        return Reply(words.are_you_sure(found.people), (sure, look), expect=SURE)
    meeting = await meetings.call_meeting(turn.db, one.unit, call, as_member(one.member.id), turn.now)
    drafts.drop(turn)
    tally = await tally_of(turn.db, meeting, one.member.id, turn.now)
    return replace(tally, text=f"{words.CALLED}\n{tally.text}")
