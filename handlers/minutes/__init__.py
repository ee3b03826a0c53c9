"""The minutes of a meeting: asked one question at a time, then handed over as a Word file."""

from collections.abc import Sequence
from datetime import timedelta

from bot.conversation import Router, Turn, number
from bot.messages import Reply
from bot.model.meetings import Meeting
from bot.refusals import NoMeetingNow, NotAllowed
from bot.services.meetings import called_meetings
from bot.services.minutes import not_done
from bot.services.permissions import Right
from bot.services.roll import closed_since
from handlers.minutes import answers, overview
from handlers.minutes.overview import shown
from handlers.talk.acting import where, which_meeting

router = Router()
for part in (answers, overview):
    router.include(part.router)
WITHIN = timedelta(days=31)
"""So long after the closing minutes are asked for by words; an older meeting's by its own button."""


@router.command("biên bản")
@router.command("lập biên bản")
@router.command("viết biên bản")
@router.command("/bienban")
@router.phrase("biên bản")
@router.phrase("lập biên bản")
async def begin(turn: Turn) -> Reply:
    """The next open question; with several meetings first which."""
    cells = {one.unit.id: one for one in await where(turn, Right.ROLL)}
    if not cells:
        raise NotAllowed
    found = await _meant(turn, list(cells))
    if not found:
        raise NoMeetingNow
    return await shown(turn, found[0].id) if len(found) == 1 else which_meeting(found, cells, "minutes:{}")


async def _meant(turn: Turn, cells: list[int]) -> Sequence[Meeting]:
    """Those that are on, and those whose minutes are not done; else the newest that are."""
    begun = [one for one in await called_meetings(turn.db, cells) if one.starts_at <= turn.now]
    closed = await closed_since(turn.db, cells, turn.now - WITHIN)
    return [*begun, *await not_done(turn.db, closed)] or closed[:1]


@router.choice("minutes", number)
async def open_minutes(turn: Turn) -> Reply:
    return await shown(turn, turn.args[0])
