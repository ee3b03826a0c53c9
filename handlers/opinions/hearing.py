"""Whoever hears opinions at a unit reads what lies there: in the chat where it may be said, else by a link."""

from datetime import date

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.opinions import WAITING, Opinion, OpinionState
from bot.model.units import Unit
from bot.refusals import NoSuchOpinion, NotAllowed
from bot.reports.opinion_text import opinion_lines
from bot.reports.recipes import recipe
from bot.services import opinions
from bot.services.audit import as_member, note
from bot.services.permissions import Right
from bot.words import opinion_hearing as hearing_words
from bot.words import opinions as words
from bot.words.times import day_of
from bot.words.vi import cell as unit_name
from handlers.joining import at_the_door
from handlers.opinions.own import own_page
from handlers.talk.acting import acting, where, which_unit
from handlers.talk.asked import MENU
from handlers.talk.handing_over import hand_over, may_say_all
from handlers.talk.paging import in_place, page_of

router = Router()
RIGHT = Right.HEAR_OPINIONS
SHOWN = 6


# What lies at a unit


@router.command("ý kiến nhận được")
@router.command("ý kiến đảng viên")
@router.command("ý kiến chi bộ")
@router.command("xem ý kiến")
@router.command("/ykiennhan")
async def begin(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    places = await where(turn, RIGHT)
    if not places:
        raise NotAllowed
    return await listed(turn, places[0].unit, 0) if len(places) == 1 else which_unit(turn, places, "opinions")


@router.choice("opinions", number, maybe=number)
async def waiting(turn: Turn) -> Reply:
    unit_id, *page = turn.args
    return in_place(turn, await listed(turn, await _heard_unit(turn, unit_id), page[0] if page else 0))


async def _heard_unit(turn: Turn, unit_id: int) -> Unit:
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    await acting(turn, RIGHT, unit)
    return unit


async def listed(turn: Turn, unit: Unit, page_number: int) -> Reply:
    """By number and kind: whose and what it is stands on the page of each."""
    found, today = await opinions.waiting_at(turn.db, unit), day_of(turn.now)
    done = Choice(hearing_words.DONE_LIST, f"opinions_done:{unit.id}:0")
    if not found:
        return Reply(hearing_words.NOTHING_WAITS, (done, MENU))
    page = page_of(found, page_number, SHOWN)
    choices = [Choice(waiting_label(row, today), f"opinion:{row.id}") for row in page.items]
    title = hearing_words.list_title(unit_name(unit.name), len(found), page.number + 1, page.count)
    return Reply(title, (*choices, *page.turners(f"opinions:{unit.id}"), done, MENU))


def waiting_label(row: Opinion, today: date) -> str:
    is_late, is_asked = opinions.is_late(row, today), row.state is OpinionState.ASKED
    return hearing_words.list_choice(row.id, row.kind, row.due_on, is_asked=is_asked, is_late=is_late)


@router.choice("opinions_done", number, maybe=number)
async def done(turn: Turn) -> Reply:
    unit_id, *said = turn.args
    unit = await _heard_unit(turn, unit_id)
    found = await opinions.settled_at(turn.db, unit)
    back = Choice(hearing_words.WAITING_LIST, f"opinions:{unit.id}")
    if not found:
        return in_place(turn, Reply(hearing_words.NOTHING_DONE, (back, MENU)))
    page = page_of(found, said[0] if said else 0, SHOWN)
    choices = [
        Choice(hearing_words.done_choice(row.id, row.kind, row.state), f"opinion:{row.id}") for row in page.items
    ]
    title = hearing_words.done_title(unit_name(unit.name), len(found), page.number + 1, page.count)
    return in_place(turn, Reply(title, (*choices, *page.turners(f"opinions_done:{unit.id}"), back)))


# One of them


@router.choice("opinion", number)
async def one(turn: Turn) -> Reply:
    return in_place(turn, await heard_page(turn, turn.args[0]))


async def heard_page(turn: Turn, opinion_id: int, first: str = "") -> Reply:
    """Raises NoSuchOpinion for whoever does not hear opinions where it lies. Reading it is written down."""
    row, unit, able = await opinions.heard_at(turn.db, [one.id for one in turn.members], opinion_id, turn.now)
    note(turn.db, as_member(able), "opinion_seen", f"opinion:{row.id}", turn.now)
    choices = (*await _deeds(turn, row), Choice(words.BACK, f"opinions:{unit.id}"))
    due_on = row.due_on if row.state in WAITING else None
    head = hearing_words.head(row.id, row.kind, day_of(row.arrived_at), row.state, due_on)
    if await may_say_all(turn, unit):
        lines = [first, head, *await opinion_lines(turn.db, row)]
        return Reply("\n".join(filter(None, lines)), choices)
    text = "\n".join(filter(None, (first, head, hearing_words.TEXT_BY_LINK)))
    member = next(member for member in turn.members if member.id == able)
    return await hand_over(turn, member, unit, recipe("opinion", able, row.id), text, choices)


async def _deeds(turn: Turn, row: Opinion) -> list[Choice]:
    """What can be done with it; of one that went up, adding to it where it was asked back."""
    if row.into_id is not None:
        above = await turn.db.get_one(Opinion, row.into_id)
        return [Choice(words.ADD, f"opinion_add:{row.id}")] if above.state is OpinionState.ASKED else []
    if row.state not in WAITING:
        return []
    deeds = (
        (hearing_words.ANSWER, "answer"),
        (hearing_words.PASS_UP, "up"),
        (hearing_words.KEEP, "keep"),
        (hearing_words.ASK, "ask"),
    )
    return [Choice(label, f"opinion_{key}:{row.id}") for label, key in deeds]


async def opened(turn: Turn, opinion_id: int) -> Reply:
    """As who hears it, else as who sent it; raises NoSuchOpinion."""
    try:
        return await heard_page(turn, opinion_id)
    except NoSuchOpinion:
        return await own_page(turn, opinion_id)


@router.phrase("xem ý kiến")
async def by_number(turn: Turn) -> Reply:
    """`xem ý kiến 12`."""
    found = words.one_number(turn.said.text)
    return await opened(turn, found[0]) if found else await begin(turn)
