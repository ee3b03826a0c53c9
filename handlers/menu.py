"""What can be done now, by role: one's own things, the cell one leads, the units one follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member
from bot.model.units import Unit, UnitKind
from bot.refusals import NotAllowed
from bot.services.conclusions import tasks_of
from bot.services.directive_reading import has_any
from bot.services.indicator_reports import has_reports
from bot.services.meetings import called_meetings
from bot.services.minutes import not_done
from bot.services.own_visits import own_visits
from bot.services.permissions import Right, may
from bot.services.poll_answers import questions_of
from bot.services.roll import closed_since
from bot.words import kinds, opinion_counts, opinion_hearing, opinions, vi
from bot.words import menu as words
from bot.words.announcements import MENU_LINE as ANNOUNCEMENTS
from bot.words.committee_pages import TITLE as PAGES
from bot.words.conclusions import MY_TASKS
from bot.words.directives import DIRECTIVES
from bot.words.directives import MINE as MY_DIRECTIVES
from bot.words.indicators import INDICATORS
from bot.words.minutes import of_menu
from bot.words.polls import TO_ANSWER
from bot.words.resident_texts import RESIDENTS
from bot.words.times import day_of, month_of
from bot.words.visits import GROUPS, MY_VISITS
from bot.words.warnings import BELOW as WARNED
from handlers.attendance import present_state
from handlers.joining import at_the_door
from handlers.roll.by_group import rolls_of_group
from handlers.talk.acting import acting, where, which_unit

router = Router()
ROLL_OPENS = timedelta(hours=2)
"""So long before the beginning the roll is offered; the same as in handlers/roll.py."""


CORRECTED_WITHIN = timedelta(days=3)
"""So long after its closing the newest roll is offered for corrections; later it is asked for by words."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of a menu, where the right for it is held."""

    right: Right
    label: str
    value: str


@router.command("menu")
@router.command(words.MENU)
@router.command("/menu")
async def menu(turn: Turn) -> Reply:
    """The only office's menu, or which; whoever has none sees the own things."""
    if not turn.members:
        return await at_the_door(turn)
    places = await where(turn, Right.SEE_COUNTS)
    if not places:
        return await own_menu(turn)
    if len(places) == 1:
        return await unit_menu(turn, places[0].member, places[0].unit)
    asked = which_unit(turn, places[: words.MOST_UNITS], "menu")
    return Reply(words.WHICH_OFFICE, (*asked.choices, OWN))


OWN = Choice(words.OWN, "own_menu")


@router.choice("menu", number)
async def menu_of(turn: Turn) -> Reply:
    unit = await turn.db.get(Unit, turn.args[0])
    if unit is None:
        raise NotAllowed
    return await unit_menu(turn, await acting(turn, Right.SEE_COUNTS, unit), unit)


@router.choice("menus")
async def from_a_button(turn: Turn) -> Reply:
    return await menu(turn)


@router.choice("own_menu")
async def own(turn: Turn) -> Reply:
    return await own_menu(turn)


async def own_menu(turn: Turn) -> Reply:
    has_tasks = await tasks_of(turn.db, [member.id for member in turn.members])
    has_polls = await questions_of(turn.db, [member.id for member in turn.members], turn.now)
    has_visits = await own_visits(turn.db, [member.id for member in turn.members], turn.now)
    has_directives = await has_any(turn.db, [member.id for member in turn.members])
    choices = (
        Choice(words.NEXT_MEETING, "next"),
        *([Choice(MY_DIRECTIVES, "my_directives")] if has_directives else []),
        *([Choice(TO_ANSWER, "my_polls")] if has_polls else []),
        *([Choice(MY_TASKS, "my_tasks")] if has_tasks else []),
        *([Choice(MY_VISITS, "my_visits")] if has_visits else []),
        Choice(words.OWN_RECORD, "own"),
        Choice(opinions.NEW, "opinion_new"),
        Choice(words.OWN_DATA, "own_data"),
        Choice(words.WAYS, "ways"),
        Choice(vi.STOP, "stop:ask"),
    )
    return Reply(words.OWN_HELP, choices)


@router.choice("next")
async def next_meeting(turn: Turn) -> Reply:
    return await present_state(turn)


async def unit_menu(turn: Turn, member: Member, unit: Unit) -> Reply:
    choices = await _choices_of(turn, member, unit)
    whose = member.name if len(turn.members) > 1 else None
    first, rest = (choices, []) if _has_room(turn, choices) else (choices[:FIRST], choices[FIRST:])
    more = (Choice(words.MORE, f"menu_more:{unit.id}"),) if rest else ()
    return Reply(words.office_of(unit.name, whose, is_cell=unit.is_cell), (*first, *more, OWN))


FIRST = 8
"""Where choices are lines of the text, so many stand in the menu, and the rest behind one more."""


def _has_room(turn: Turn, choices: Sequence[Choice]) -> bool:
    return turn.capabilities.buttons or len(choices) <= FIRST + 1


@router.choice("menu_more", number)
async def rest_of_menu(turn: Turn) -> Reply:
    unit = await turn.db.get(Unit, turn.args[0])
    if unit is None:
        raise NotAllowed
    member = await acting(turn, Right.SEE_COUNTS, unit)
    return Reply(words.REST, (*(await _choices_of(turn, member, unit))[FIRST:], Choice(words.MENU, "menus"), OWN))


async def _choices_of(turn: Turn, member: Member, unit: Unit) -> list[Choice]:
    meetings = await called_meetings(turn.db, [unit.id])
    closed = await closed_since(turn.db, [unit.id], turn.now - CORRECTED_WITHIN)
    offers = [
        *_of_meetings(turn, meetings),
        *_corrections(closed),
        *_minutes(await not_done(turn.db, closed)),
        *await _of_unit(turn, unit),
    ]
    may_do = {one.right: await may(turn.db, member.id, one.right, unit, day_of(turn.now)) for one in offers}
    return [Choice(one.label, one.value) for one in offers if may_do[one.right]]


def _of_meetings(turn: Turn, meetings: Sequence[Meeting]) -> list[Offer]:
    """What there is to do about the nearest meeting: its tally before it, its roll once it begins."""
    begins = [one for one in meetings if one.starts_at - turn.now <= ROLL_OPENS]
    to_come = [one for one in meetings if one.starts_at > turn.now]
    roll = [Offer(Right.ROLL, words.roll_of(one.starts_at), f"roll:{one.id}:0") for one in begins[:1]]
    tally = [Offer(Right.SEE_NAMES, words.tally_of(one.starts_at), f"tally:{one.id}") for one in to_come[:1]]
    return [*roll, *tally]


def _corrections(closed: Sequence[Meeting]) -> list[Offer]:
    return [Offer(Right.ROLL, words.correction_of(one.starts_at), f"roll:{one.id}:0") for one in closed[:1]]


def _minutes(closed: Sequence[Meeting]) -> list[Offer]:
    return [Offer(Right.ROLL, of_menu(one.starts_at), f"minutes:{one.id}") for one in closed[:1]]


async def _of_unit(turn: Turn, unit: Unit) -> list[Offer]:
    month = month_of(day_of(turn.now))
    report = Offer(Right.SEE_COUNTS, words.REPORT, f"report:{unit.id}:m{month}")
    if unit.kind is UnitKind.GROUP:
        rolls = [Offer(Right.ROLL, label, value) for label, value in await rolls_of_group(turn, unit)]
        return [*rolls, Offer(Right.CALL, kinds.GROUP, f"call_as:{unit.id}:{MeetingKind.GROUP}"), report]
    if not unit.is_cell:
        return await _of_committee(turn, unit, report)
    return [
        Offer(Right.CALL, words.CALL, f"call:{unit.id}"),
        Offer(Right.CALL, kinds.OTHERS, f"call_others:{unit.id}"),
        Offer(Right.ROLL, words.CONTENT, f"content:{unit.id}"),
        Offer(Right.DIRECT, DIRECTIVES, f"directives:{unit.id}"),
        Offer(Right.CALL, words.SERIES, f"series:{unit.id}"),
        Offer(Right.ANNOUNCE, ANNOUNCEMENTS, f"announcements:{unit.id}"),
        Offer(Right.ROSTER, words.PEOPLE, f"members:{unit.id}"),
        Offer(Right.HEAR_OPINIONS, opinion_hearing.HEARD, f"opinions:{unit.id}"),
        Offer(Right.LINK, words.CODES, f"codes:{unit.id}"),
        Offer(Right.LINK, words.PAPER, f"paper:{unit.id}"),
        report,
        *await _figures(turn, unit),
        Offer(Right.SEE_COUNTS, PAGES, "committee_page"),
    ]


async def _of_committee(turn: Turn, unit: Unit, report: Offer) -> list[Offer]:
    return [
        Offer(Right.CALL, kinds.BRIEFING, f"call_as:{unit.id}:{MeetingKind.BRIEFING}"),
        report,
        Offer(Right.DIRECT, DIRECTIVES, f"directives:{unit.id}"),
        *await _figures(turn, unit),
        Offer(Right.TEXT_RESIDENTS, RESIDENTS, f"residents_of:{unit.id}"),
        Offer(Right.MANAGE, words.PEOPLE, f"members:{unit.id}"),
        Offer(Right.MANAGE, words.DATA_REQUESTS, f"data_requests:{unit.id}"),
        Offer(Right.MANAGE, words.DAYS_OFF, "days_off"),
        Offer(Right.SEE_COUNTS, WARNED, f"warned:{unit.id}"),
        Offer(Right.PLAN_VISITS, GROUPS, f"visits_of:{unit.id}"),
        *_opinions(unit, month_of(day_of(turn.now))),
        Offer(Right.SEE_COUNTS, PAGES, "committee_page"),
    ]


async def _figures(turn: Turn, unit: Unit) -> list[Offer]:
    """Of a cell only once it has been asked for some number."""
    is_asked = not unit.is_cell or await has_reports(turn.db, unit.id)
    return [Offer(Right.SEE_COUNTS, INDICATORS, f"figures:{unit.id}")] if is_asked else []


def _opinions(unit: Unit, month: str) -> list[Offer]:
    """What a committee hears itself, and how many there are below it."""
    heard = Offer(Right.HEAR_OPINIONS, opinion_hearing.HEARD, f"opinions:{unit.id}")
    return [heard, Offer(Right.SEE_COUNTS, opinion_counts.COUNTS, f"opinion_counts:{unit.id}:m{month}")]
