"""What else can be done with a round, and its files: the workbook of all units, the picture of those right below."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.reports.charts.figures import pages_of
from bot.reports.indicator_lines import table_without_small
from bot.reports.recipes import recipe
from bot.services.indicator_sums import table_of
from bot.services.indicators import Asked
from bot.services.permissions import Right, may
from bot.words import indicators as words
from bot.words.times import day_of
from handlers.indicators.pages import earlier, heading, seen
from handlers.talk.handing_over import hand_over
from handlers.talk.paging import in_place

router = Router()


@router.choice("figures_more", number, number)
async def more(turn: Turn) -> Reply:
    asked, unit, member = await seen(turn, *turn.args)
    here = f"{asked.round.id}:{unit.id}"
    today = day_of(turn.now)
    may_nudge = await may(turn.db, member.id, Right.ASK_FIGURES, unit, today)
    is_theirs = await may(turn.db, member.id, Right.ASK_FIGURES, asked.unit, today)
    is_open = asked.indicator.ended_at is None
    choices = [
        Choice(words.PICTURE, f"figures_picture:{here}:1"),
        Choice(words.WORKBOOK, f"figures_sheet:{here}"),
        *([Choice(words.NUDGE, f"figures_nudge:{here}")] if may_nudge and is_open else []),
        *([Choice(words.PLAN, f"figure_plan:{asked.indicator.id}")] if is_theirs and is_open else []),
        *([Choice(words.END, f"figure_end:{asked.indicator.id}:0")] if is_theirs and is_open else []),
        *await earlier(turn, asked.round.id, unit),
        Choice(words.LIST, f"figures:{unit.id}"),
        Choice(words.BACK, f"indicator:{here}"),
    ]
    return in_place(turn, Reply(heading(asked), tuple(choices)))


@router.choice("figures_sheet", number, number)
async def sheet(turn: Turn) -> Reply:
    asked, unit, member = await seen(turn, *turn.args)
    said = recipe("indicator_sheet", member.id, asked.round.id, unit.id)
    return await hand_over(turn, member, unit, said, heading(asked), (_back(asked, unit),))


@router.choice("figures_picture", number, number, number)
async def picture(turn: Turn) -> Reply:
    round_id, unit_id, page_number = turn.args
    asked, unit, member = await seen(turn, round_id, unit_id)
    table = await table_of(turn.db, asked, unit, turn.now)
    pages = pages_of(table_without_small(table, asked.indicator))
    said = recipe("indicator_picture", member.id, asked.round.id, unit.id, page_number)
    here = f"figures_picture:{round_id}:{unit_id}"
    on = [Choice(words.NEXT_PICTURE, f"{here}:{page_number + 1}")] if page_number < pages else []
    return await hand_over(turn, member, unit, said, heading(asked), (*on, _back(asked, unit)))


def _back(asked: Asked, unit: Unit) -> Choice:
    return Choice(words.BACK, f"indicator:{asked.round.id}:{unit.id}")
