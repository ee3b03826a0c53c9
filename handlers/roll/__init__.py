"""The roll call begins: for which meeting, with its list or with a line that says all."""

from collections.abc import Sequence
from datetime import timedelta

from bot.conversation import Router, Turn, number
from bot.messages import Reply
from bot.model.meetings import Meeting
from bot.refusals import NoMeetingNow, NoMeetingThatDay, NotAllowed
from bot.services.meetings import called_meetings
from bot.services.permissions import Right
from bot.services.roll import closed_since
from bot.services.roll_days import day_meant, meetings_on
from bot.services.roll_sheet import has_opened, open_sheet
from handlers.roll import by_group, closing, correcting, marking, more, typed, unasked
from handlers.roll.pages import sheet_page
from handlers.roll.typed import take
from handlers.talk import drafts
from handlers.talk.acting import acting_at, halls, which_meeting
from handlers.talk.paging import in_place

router = Router()
for part in (marking, closing, correcting, typed, unasked, by_group, more):
    router.include(part.router)
SAID = "roll_said"
"""The draft of a roll said in one line, while it is asked for which meeting."""
JUST_CLOSED, CORRECTABLE = timedelta(days=2), timedelta(days=31)


# Which meeting


@router.command("diem danh")
@router.command("/diemdanh")
@router.phrase("diem danh")
@router.phrase("dd")
async def begin(turn: Turn) -> Reply:
    """The list, or with a line behind the words the whole roll at once."""
    is_slash = turn.said.text.startswith("/")
    return await begin_with(turn, " ".join(turn.args) if is_slash else turn.said.text, is_fix=False)


@router.command("sua diem danh")
@router.command("/suadiemdanh")
@router.phrase("sua diem danh")
async def begin_fix(turn: Turn) -> Reply:
    return await begin_with(turn, turn.said.text, is_fix=True)


async def begin_with(turn: Turn, text: str, *, is_fix: bool) -> Reply:
    cells = await halls(turn, Right.ROLL)
    if not cells:
        raise NotAllowed
    found = await (_correctable if is_fix else _meant)(turn, list(cells))
    dated = None if is_fix else await day_meant(turn.db, list(cells), text, found, turn.now)
    if dated is not None:
        found, text = await meetings_on(turn.db, list(cells), dated.on), dated.rest
    if not found and dated is not None:
        raise NoMeetingThatDay(on=dated.on)
    if not found:
        raise NoMeetingNow
    if len(found) == 1:
        return await said_of(turn, found[0].id, text, from_paper=dated is not None)
    draft = drafts.begin(turn, SAID, text=text, is_fix=is_fix, from_paper=dated is not None)
    return which_meeting(found, cells, f"{SAID}:{draft}:{{}}")


async def _meant(turn: Turn, cells: list[int]) -> Sequence[Meeting]:
    """Those that have begun or soon will; else the one just closed; else all, to say when they begin."""
    called = await called_meetings(turn.db, cells)
    begun = [one for one in called if has_opened(one, turn.now)]
    return begun or await closed_since(turn.db, cells, turn.now - JUST_CLOSED) or called


async def _correctable(turn: Turn, cells: list[int]) -> Sequence[Meeting]:
    """What has been closed, and what has begun since; else as if the roll was called."""
    begun = [one for one in await called_meetings(turn.db, cells) if has_opened(one, turn.now)]
    return [*begun, *await closed_since(turn.db, cells, turn.now - CORRECTABLE)] or await _meant(turn, cells)


@router.choice(SAID, number, number)
async def choose(turn: Turn) -> Reply:
    draft, meeting_id = turn.args
    kept = drafts.draft_of(turn, SAID, draft)
    drafts.drop(turn)
    return await said_of(turn, meeting_id, kept["text"], from_paper=kept.get("from_paper", False))


async def resume(turn: Turn) -> Reply:
    """Which meeting was meant, or what was about to be corrected."""
    if turn.endpoint.draft is not None and turn.endpoint.draft["what"] == correcting.DRAFT:
        return await correcting.resume(turn)
    draft = drafts.draft_of(turn, SAID)
    drafts.drop(turn)
    return await begin_with(turn, draft["text"], is_fix=draft["is_fix"])


async def said_of(turn: Turn, meeting_id: int, text: str, *, from_paper: bool = False) -> Reply:
    """A line with its beginning words; the list where it says no more than those."""
    _, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
    seats = await open_sheet(turn.db, meeting_id, turn.now)
    taken = await take(turn, meeting, cell, seats, text, from_paper=from_paper)
    return taken or sheet_page(turn, meeting, cell, seats, 0)


# The list


@router.choice("roll", number, number)
async def open_roll(turn: Turn) -> Reply:
    """From another message, which stays."""
    meeting_id, page = turn.args
    _, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
    return sheet_page(turn, meeting, cell, await open_sheet(turn.db, meeting_id, turn.now), page)


@router.choice("roll_page", number, number)
async def turn_page(turn: Turn) -> Reply:
    return in_place(turn, await open_roll(turn))
