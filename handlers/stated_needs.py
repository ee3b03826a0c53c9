"""Somebody above a cell sees names on a need: asked for in words, shown back, confirmed, written down (rule 41)."""

from typing import Any

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import DraftGone, NotAllowed
from bot.reports.period import Period, read_period
from bot.reports.recipes import recipe
from bot.reports.report_makers import names_lines
from bot.services.permissions import Right
from bot.services.stated_needs import Need, absentees, read_need, state_need, stated_need
from bot.words import committee as words
from bot.words.calling import without_confirmation
from bot.words.vi import cell as cell_name
from handlers.reports.pages import period_part
from handlers.talk import drafts
from handlers.talk.acting import acting
from handlers.talk.handing_over import hand_over, may_say_all
from handlers.talk.paging import in_place, page_of

router = Router()
NEED = "need"
"""The draft, and the step in which the need is written."""
LONGEST = 7


@router.choice("need", number, period_part)
async def begin(turn: Turn) -> Reply:
    unit_id, period = turn.args
    _, cell = await _official(turn, unit_id)
    if not await absentees(turn.db, cell, period.first, period.last):
        return Reply(words.nobody_away(cell_name(cell.name), period.label), (_back(cell, period),))
    drafts.begin(turn, NEED, unit=cell.id, period=period.as_value, need=None)
    return await resume(turn)


async def _official(turn: Turn, unit_id: int) -> tuple[Member, Unit]:
    """Who at this phone may see names of the cell on a need, asked anew for each step; raises NotAllowed."""
    cell = await turn.db.get(Unit, unit_id)
    if cell is None or not cell.is_cell:
        raise NotAllowed
    return await acting(turn, Right.NAMES_ON_NEED, cell), cell


async def resume(turn: Turn) -> Reply:
    """The question that is open: which need, or whether it is right so."""
    draft = drafts.draft_of(turn, NEED)
    _, cell = await _official(turn, draft["unit"])
    name, period = cell_name(cell.name), read_period(draft["period"]).label
    leave = Choice(words.LEAVE, "leave")
    if draft["need"] is None:
        return Reply(words.ask_need(name, period), (leave,), expect=NEED)
    choices = (
        Choice(words.YES_NAMES, f"need_yes:{draft['no']}"),
        Choice(words.NEED_AGAIN, f"need_again:{draft['no']}"),
        leave,
    )
    return Reply(words.confirm_need(name, period, draft["need"]), choices, expect=YES_NO)


@router.step(NEED)
async def write(turn: Turn) -> Reply:
    """The words are the need; they are shown back before they count."""
    said, harmless = without_confirmation(turn.said.text)
    drafts.add(turn, NEED, need=read_need(said, harmless=harmless))
    return await resume(turn)


@router.choice("need_again", number)
async def write_again(turn: Turn) -> Reply:
    drafts.draft_of(turn, NEED, turn.args[0])
    drafts.add(turn, NEED, need=None)
    return await resume(turn)


@router.choice("need_yes", number)
async def confirm(turn: Turn) -> Reply:
    """Written down and shown, once; a second tap finds the draft gone."""
    draft: dict[str, Any] = drafts.draft_of(turn, NEED, turn.args[0])
    if draft["need"] is None:
        raise DraftGone
    member, cell = await _official(turn, draft["unit"])
    need = await state_need(turn.db, member.id, cell, draft["period"], draft["need"], turn.now)
    drafts.drop(turn)
    return await show(turn, member, need, 0)


@router.choice("names", number, number)
async def turn_page(turn: Turn) -> Reply:
    """Another page for who stated the need; raises NotAllowed for everybody else, and DraftGone a day later."""
    need_id, page = turn.args
    for member in turn.members:
        try:
            return in_place(
                turn, await show(turn, member, await stated_need(turn.db, need_id, member.id, turn.now), page)
            )
        except NotAllowed:
            continue
    raise NotAllowed


async def show(turn: Turn, member: Member, need: Need, number: int) -> Reply:
    """The names, a page at a time; through a network abroad only as a link that opens once (rule 45)."""
    period = read_period(need.period)
    back = _back(need.cell, period)
    if not await may_say_all(turn, need.cell):
        text = words.names_by_link(cell_name(need.cell.name), period.label)
        return await hand_over(turn, member, need.cell, recipe("needed_names", member.id, need.id), text, (back,))
    title, *lines = await names_lines(turn.db, need.cell, period)
    page = page_of(lines, number, LONGEST)
    text = "\n".join([f"{title}{words.page_number(page.number + 1, page.count)}", *page.items])
    return Reply(text, (*page.turners(f"names:{need.id}"), back))


def _back(cell: Unit, period: Period) -> Choice:
    return Choice(words.BACK, f"report:{cell.id}:{period.as_value}")
