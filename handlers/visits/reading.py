"""The committee reads how meetings were in the eyes of those whom it sent; nobody above or beside it does."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.services.visit_people import assignment_of
from bot.services.visit_remarks import remark_at, remarks_at, visitor_of
from bot.words import visits as words
from bot.words.vi import cell as cell_name
from handlers.talk.paging import in_place, page_of
from handlers.visits.planning import committee_here
from handlers.visits.report import days_part

router = Router()


@router.choice("visit_remarks", number, days_part, number)
async def listed(turn: Turn) -> Reply:
    unit_id, days, page_number = turn.args
    _, unit = await committee_here(turn, unit_id)
    found = await remarks_at(turn.db, unit, *days.both)
    at = f"{unit_id}:{days.as_value}"
    back = Choice(words.BACK, f"visit_report:{at}")
    if not found:
        return in_place(turn, Reply(words.NO_REMARKS, (back,)))
    page = page_of(found, page_number, 6)
    ones = [
        Choice(words.my_choice(cell_name(one.cell.name), one.meeting.starts_at), f"visit_remark_read:{one.visit.id}")
        for one in page.items
    ]
    title = words.remarks_title(unit.name, len(found))
    return in_place(turn, Reply(title, (*ones, *page.turners(f"visit_remarks:{at}"), back)))


@router.choice("visit_remark_read", number)
async def one(turn: Turn) -> Reply:
    found = await remark_at(turn.db, turn.args[0])
    _, unit = await committee_here(turn, (await assignment_of(turn.db, found.visit)).unit_id)
    visit = found.visit
    said = words.remark_of(await visitor_of(turn.db, visit), found.meeting.starts_at, visit.marks or {}, visit.remark)
    back = Choice(words.BACK, f"visit_report_now:{unit.id}")
    return in_place(turn, Reply(f"{cell_name(found.cell.name)}.\n{said}", (back,)))
