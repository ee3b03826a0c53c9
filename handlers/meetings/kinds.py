"""What is particular to calling a committee, a briefing, a meeting that is open to others."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.roles import Office
from bot.model.units import Unit
from bot.refusals import NoSuchUnit, NotAllowed
from bot.services.expected_lists import Audience, audience_from, kinds_at, usual_audience
from bot.services.habits import REGULAR
from bot.services.meetings import called_meetings, meeting_of
from bot.services.unit_search import units_named
from bot.services.unit_settings import settings_of
from bot.words import calling as words
from bot.words import guests as guest_words
from bot.words import kinds as kind_words
from bot.words import party_groups
from bot.words.times import at_local, day_of, local
from handlers.meetings.planning import Planned, begin, change, jot, planned, typed
from handlers.meetings.preview import CALL, caller
from handlers.meetings.questions import next_question
from handlers.talk.asked import MENU

router = Router()
WHO = "call_who"
"""The step in which the units of a briefing are named."""


@router.choice("call_as", number, MeetingKind)
async def call_as(turn: Turn) -> Reply:
    """From a menu, where unit and kind are chosen already."""
    unit_id, kind = turn.args
    unit = (await caller(turn, unit_id)).unit
    if kind not in kinds_at(unit):
        raise NotAllowed
    begin(turn, CALL, unit=unit.id, kind=kind.value, topic=None)
    return await next_question(turn)


@router.choice("call_others", number)
async def others(turn: Turn) -> Reply:
    """What has no place of its own in the menu of a cell: its committee, its groups, its guests."""
    unit = (await caller(turn, turn.args[0])).unit
    if not unit.is_cell:
        raise NotAllowed
    called = await called_meetings(turn.db, [unit.id])
    choices = (
        Choice(kind_words.COMMITTEE, f"call_as:{unit.id}:{MeetingKind.COMMITTEE}"),
        Choice(party_groups.GROUPS, f"party_groups:{unit.id}"),
        *(Choice(guest_words.GUESTS, f"guests:{one.id}:0") for one in called[:1]),
    )
    return Reply(kind_words.ASK_OTHERS, (*choices, MENU))


# Open to others


@router.choice("call_wide", number, number)
async def open_to_others(turn: Turn) -> Reply:
    """The button says what it sets, so that two taps set the same."""
    planned(turn, CALL, turn.args[0])
    change(turn, CALL, is_extended=bool(turn.args[1]))
    return await next_question(turn)


# The committee meets before its cell


async def offer_before(turn: Turn, meeting: Meeting, cell: Unit) -> tuple[Choice, ...]:
    """Below a regular meeting that was just called: its committee, so many days before."""
    if meeting.kind not in REGULAR or await before(turn, meeting, cell) is None:
        return ()
    for other in await called_meetings(turn.db, [cell.id]):
        if other.kind is MeetingKind.COMMITTEE and other.starts_at < meeting.starts_at:
            return ()
    return (Choice(kind_words.COMMITTEE_BEFORE, f"call_before:{meeting.id}"),)


async def before(turn: Turn, meeting: Meeting, cell: Unit) -> datetime | None:
    """When the committee would meet: at the same hour so many days before; later where that is past, or never."""
    days = (await settings_of(turn.db, cell)).committee_days
    for ahead in range(days, 0, -1):
        at = at_local(day_of(meeting.starts_at) - timedelta(days=ahead), local(meeting.starts_at).time())
        if at > turn.now:
            return at
    return None


@router.choice("call_before", number)
async def call_before(turn: Turn) -> Reply:
    """The committee's meeting is put together; everything can be changed before it is sent."""
    meeting = await meeting_of(turn.db, turn.args[0])
    cell = (await caller(turn, meeting.cell_id)).unit
    at = await before(turn, meeting, cell) if meeting.state is MeetingState.CALLED else None
    begin(turn, CALL, unit=cell.id, kind=MeetingKind.COMMITTEE.value, topic=None)
    if at is not None:
        here = local(at)
        jot(turn, CALL, on=here.date(), hours=(here.time(),), place=meeting.place)
    return await next_question(turn)


# Whom a briefing calls


@router.choice("call_whom", number)
async def ask_whom(turn: Turn) -> Reply:
    plan = planned(turn, CALL, turn.args[0])
    await caller(turn, plan.about["unit"])
    return _whom(plan)


def _whom(plan: Planned) -> Reply:
    said = f"call_office:{plan.number}"
    choices = (Choice(label, f"{said}:{key}") for key, label in kind_words.OFFICES.items())
    return Reply(kind_words.ASK_WHOM, (*choices, Choice(words.LOOK_AGAIN, f"call_look:{plan.number}")), expect=WHO)


OFFICES = {
    "secretary": (Office.SECRETARY,),
    "both": (Office.SECRETARY, Office.DEPUTY_SECRETARY),
    "committee": (Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.CELL_COMMITTEE),
    "leads": (Office.DISTRICT_COMMITTEE, Office.COMMUNE_COMMITTEE),
    "office": (Office.OFFICE,),
}


@router.choice("call_office", number, str)
async def choose_offices(turn: Turn) -> Reply:
    """Of the units that are chosen already, or of all."""
    plan = planned(turn, CALL, turn.args[0])
    if turn.args[1] not in OFFICES:
        return _whom(plan)
    unit = (await caller(turn, plan.about["unit"])).unit
    change(turn, CALL, audience=replace(whom(plan, unit), offices=OFFICES[turn.args[1]]).as_json())
    return await next_question(turn)


def whom(plan: Planned, unit: Unit) -> Audience:
    said = plan.about.get("audience")
    return audience_from(said) if said else usual_audience(unit.kind)


@router.step(WHO)
async def units_in_words(turn: Turn) -> Reply:
    """`Thôn Đông, Thôn Tây` or `tất cả`; raises NoSuchUnit where one is not found below, or is not clear."""
    plan = planned(turn, CALL)
    unit, said = (await caller(turn, plan.about["unit"])).unit, typed(turn)
    ids: tuple[int, ...] | None = None
    if not kind_words.is_all(said):
        ids = tuple([await _unit_below(turn, unit, name) for name in kind_words.units_said(said)])
    change(turn, CALL, audience=replace(whom(plan, unit), unit_ids=ids or None).as_json())
    return await next_question(turn)


async def _unit_below(turn: Turn, above: Unit, name: str) -> int:
    found = [one for one in await units_named(turn.db, [above], name) if one.id != above.id]
    if len(found) != 1:
        raise NoSuchUnit(code=name[:40])
    return found[0].id
