"""The report of each kind of meeting on its own: rates of different kinds are never merged."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.kinds import by_kind
from bot.reports.summary import months_begun
from bot.words import committee as words
from bot.words import report_words
from handlers.reports.pages import View, period_part
from handlers.talk.names_seen import who_sees_most
from handlers.talk.paging import in_place, page_of

router = Router()
SHOWN = 8


@router.choice("report_kinds", number, period_part, maybe=number)
async def kinds(turn: Turn) -> Reply:
    """A line for each kind that was held in the period."""
    unit_id, period, *page = turn.args
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    view = View(turn, await who_sees_most(turn, unit), unit, period)
    held = await by_kind(turn.db, unit, *months_begun(view.period, turn.now))
    found = page_of(held, page[0] if page else 0, SHOWN)
    lines = [
        report_words.of_kind(one.kind, one.counts.present, one.counts.expected, one.counts.strict, one.counts.adjusted)
        for one in found.items
    ]
    title = report_words.by_kind_title(view.name, view.time, is_empty=not lines)
    choices = (*found.turners(f"report_kinds:{view.value}"), Choice(words.BACK, f"report:{view.value}"))
    return in_place(turn, Reply("\n".join([title, *lines]), choices))
