"""Members read once more what their cell announces just now."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.announcements import Announcement
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import AnnouncementGone
from bot.services import announcements
from bot.services.announcement_words import recipe_of
from bot.services.people import people_of_cell
from bot.words import announcements as words
from bot.words.times import day_of
from bot.words.vi import cell
from handlers.announcements.standing import overview_in_words
from handlers.joining import at_the_door
from handlers.talk.asked import MENU
from handlers.talk.cell_speaking import cells, is_hidden
from handlers.talk.handing_over import hand_over

router = Router()
MOST = 5


@router.command("thông báo")
@router.command("/thongbao")
async def announced(turn: Turn) -> Reply:
    """To whoever announces: all of theirs; to everybody else what runs."""
    if not turn.members:
        return await at_the_door(turn)
    return await (overview_in_words(turn) if await cells(turn) else _running(turn))


async def _running(turn: Turn) -> Reply:
    found = await announcements.running_for(turn.db, [one.id for one in turn.members], turn.now, MOST)
    if not found:
        return Reply(words.NOTHING_ANNOUNCED, (MENU,))
    if len(found) == 1:
        return await _shown(turn, *found[0])
    hidden = [await is_hidden(turn, unit, row.text or "") for row, unit in found]
    choices = (
        Choice(words.choice(None if not_here else row.text, row.made_at), f"announced:{row.id}")
        for (row, _), not_here in zip(found, hidden, strict=True)
    )
    return Reply(words.WHICH_TO_READ, (*choices, MENU))


async def _shown(turn: Turn, row: Announcement, unit: Unit) -> Reply:
    """Its words, or a link to them where they name somebody and would go abroad."""
    text = row.text or ""
    if await is_hidden(turn, unit, text):
        who = await _of_cell(turn, unit)
        return await hand_over(turn, who, unit, recipe_of(row, who.id), words.read_elsewhere(row.made_at), (MENU,))
    return Reply(words.read_again(cell(unit.name), text, row.made_at), (MENU,))


async def _of_cell(turn: Turn, unit: Unit) -> Member:
    """Who at this phone belongs to the cell."""
    here = {one.member.id for one in await people_of_cell(turn.db, unit.id, day_of(turn.now))}
    return next(one for one in turn.members if one.id in here)


@router.choice("announced", number)
async def read_one(turn: Turn) -> Reply:
    """Only of one's own cell, as long as it runs; raises AnnouncementGone."""
    found = await announcements.running_for(turn.db, [one.id for one in turn.members], turn.now, MOST)
    for row, unit in found:
        if row.id == turn.args[0]:
            return await _shown(turn, row, unit)
    raise AnnouncementGone
