"""How good the meetings were, in counts: of the unit, then of each that has any below it."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.grades import with_grades
from bot.reports.summary import summary
from bot.words import committee as words
from bot.words import report_words
from handlers.reports.pages import View, period_part
from handlers.talk.names_seen import who_sees_most
from handlers.talk.paging import in_place, page_of

router = Router()
SHOWN = 8


@router.choice("report_grades", number, period_part, maybe=number)
async def grades(turn: Turn) -> Reply:
    """The regular meetings; whoever has graded none is left out of the lines."""
    unit_id, period, *page = turn.args
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    view = View(turn, await who_sees_most(turn, unit), unit, period)
    report = await with_grades(turn.db, await summary(turn.db, unit, period, turn.now), turn.now)
    found = page_of([row for row in report.below if any(row.grades)], page[0] if page else 0, SHOWN)
    lines = [f"{words.place(row.name)}: {report_words.grades(row.grades)}." for row in found.items]
    title = report_words.by_grade_title(view.name, view.time, report.own.grades)
    choices = (*found.turners(f"report_grades:{view.value}"), Choice(words.BACK, f"report:{view.value}"))
    return in_place(turn, Reply("\n".join([title, *lines]), choices))
