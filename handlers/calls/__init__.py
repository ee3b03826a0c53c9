"""Calling those who have not answered: the list, and what they said on the phone in one line."""

from dataclasses import replace

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.refusals import DraftGone, NoMeetingNow
from bot.reports.recipes import recipe
from bot.services.calls import is_to_come
from bot.services.meetings import meeting_of
from bot.services.permissions import Right
from bot.words import calls as words
from bot.words.names import fold
from bot.words.rolls import NEXT_PAGE, PAGE_BEFORE
from bot.words.yes_no import yes_or_no
from handlers.attendance import by_meaning
from handlers.calls import handed
from handlers.calls import one as calls_one
from handlers.calls.handed import slips_of
from handlers.calls.listing import DRAFT, list_page
from handlers.calls.noted import line_key, store_sure, take_line, take_typed
from handlers.calls.one import ONE, ask_numbered
from handlers.talk import drafts
from handlers.talk.acting import acting_at, one_meeting, where
from handlers.talk.handing_over import hand_over
from handlers.talk.paging import in_place

router = Router()
router.include(calls_one.router)
router.include(handed.router)
LINE = "calls_line"
"""The draft of a line, while it is asked for which meeting."""


# The list


@router.command("goi dien")
@router.command("danh sach goi")
@router.command("/goidien")
async def begin(turn: Turn) -> Reply:
    try:
        meeting = await one_meeting(turn, Right.DECIDE_LEAVE, "calls:{}:0", lambda one: is_to_come(one, turn.now))
    except NoMeetingNow:
        return await _begun(turn)
    return meeting if isinstance(meeting, Reply) else await list_page(turn, meeting.id, 0)


@router.command("phiếu mời", at_a_step=False)
@router.command("phiếu mời giấy", at_a_step=False)
async def slips(turn: Turn) -> Reply:
    """For the only meeting to come, or which; in the list of calls it is for that meeting."""
    meeting = await one_meeting(turn, Right.DECIDE_LEAVE, "calls_slips:{}", lambda one: is_to_come(one, turn.now))
    return meeting if isinstance(meeting, Reply) else await slips_of(turn, meeting.id)


async def _begun(turn: Turn) -> Reply:
    """Nobody is called any more for what goes on already; raises NoMeetingNow where nothing does."""
    found = await one_meeting(turn, Right.DECIDE_LEAVE, "roll:{}:0", lambda one: one.starts_at <= turn.now)
    return found if isinstance(found, Reply) else Reply(words.BEGUN, (Choice(words.ROLL, f"roll:{found.id}:0"),))


@router.choice("calls", number, number)
async def open_list(turn: Turn) -> Reply:
    """A message of its own: what offered it stays."""
    return await list_page(turn, *turn.args)


@router.choice("calls_page", number, number)
async def turn_page(turn: Turn) -> Reply:
    return in_place(turn, await list_page(turn, *turn.args))


async def resume(turn: Turn) -> Reply:
    """The list again, or for which meeting a line was."""
    if turn.endpoint.draft is not None and turn.endpoint.draft["what"] == LINE:
        text = drafts.draft_of(turn, LINE)["text"]
        drafts.drop(turn)
        return await take_for(turn, text)
    return await list_page(turn, drafts.draft_of(turn, DRAFT)["meeting"], 0)


@router.choice("calls_phones", number)
async def phones(turn: Turn) -> Reply:
    """Where phones may not go through this network, a link that opens once."""
    return await phones_of(turn, turn.args[0])


async def phones_of(turn: Turn, meeting_id: int) -> Reply:
    member, meeting, cell = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    said = recipe("phones", member.id, meeting.id)
    reply = await hand_over(turn, member, cell, said, words.PHONES_READY)
    return replace(reply, expect=f"calls:{meeting.id}:0")


# In words


@router.step("calls")
async def in_words(turn: Turn) -> Reply:
    """A word that turns the page, a number, or what people said."""
    meeting_id, page = map(int, (turn.endpoint.step or "").split(":")[1:])
    word = fold(turn.said.text)
    if word in NEXT_PAGE | PAGE_BEFORE:
        return await list_page(turn, meeting_id, max(0, page + (1 if word in NEXT_PAGE else -1)))
    if word in words.PHONES_TYPED:
        return await phones_of(turn, meeting_id)
    if word in words.SLIPS_TYPED:
        return await slips_of(turn, meeting_id)
    if found := ONE.fullmatch(turn.said.text):
        return await ask_numbered(turn, meeting_id, found[1])
    return await take_typed(turn, meeting_id)


@router.choice("calls_sure", number, number, str)
async def sure(turn: Turn) -> Reply:
    """The line that somebody's own answer stood against; a button of another line stores nothing."""
    meeting_id, draft, key = turn.args
    if line_key(drafts.draft_of(turn, DRAFT, draft).get("line", "")) != key:
        raise DraftGone
    return in_place(turn, await store_sure(turn, meeting_id))


@router.step("calls_sure")
async def sure_in_words(turn: Turn) -> Reply:
    """Yes or no; anything else is a line of its own."""
    meeting_id = int((turn.endpoint.step or "").split(":")[1])
    said = yes_or_no(turn.said.text)
    if said is None:
        return await take_typed(turn, meeting_id)
    return await (store_sure(turn, meeting_id) if said else list_page(turn, meeting_id, 0))


@router.phrase("da goi")
@router.phrase("goi")
async def said_on_the_phone(turn: Turn) -> Reply:
    """Without a list before it: by the numbers of the list shown last, or of the roll, or by name."""
    if not await where(turn, Right.DECIDE_LEAVE):
        return await by_meaning(turn)
    return await take_for(turn, turn.said.text)


async def take_for(turn: Turn, text: str) -> Reply:
    found = await _meeting(turn, f"{LINE}:0:{{}}")
    if isinstance(found, Reply):
        draft = drafts.begin(turn, LINE, text=text)
        return await _ask_which(turn, draft)
    return await take_line(turn, found.id, text) or await by_meaning(turn)


async def _meeting(turn: Turn, then: str) -> Meeting | Reply:
    draft = turn.endpoint.draft
    if draft is not None and draft["what"] == DRAFT:
        meeting = await meeting_of(turn.db, draft["meeting"])
        if is_to_come(meeting, turn.now):
            return meeting
    return await one_meeting(turn, Right.DECIDE_LEAVE, then, lambda one: is_to_come(one, turn.now))


async def _ask_which(turn: Turn, draft: int) -> Reply:
    asked = await _meeting(turn, f"{LINE}:{draft}:{{}}")
    assert isinstance(asked, Reply)  # noqa: S101 - there were several just now
    return asked


@router.choice(LINE, number, number)
async def choose(turn: Turn) -> Reply:
    draft, meeting_id = turn.args
    text = drafts.draft_of(turn, LINE, draft)["text"]
    drafts.drop(turn)
    return await take_line(turn, meeting_id, text) or await list_page(turn, meeting_id, 0)
