"""What a unit usually talks about, by kind of meeting: whoever calls its meetings changes it line by line."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services import agendas, usual_agendas
from bot.services.audit import as_member
from bot.services.expected_lists import kinds_at
from bot.services.permissions import Right
from bot.words import agendas as words
from bot.words import vi
from handlers.agendas import edits_in, not_an_edit
from handlers.joining import at_the_door
from handlers.meetings.planning import or_other
from handlers.talk.acting import acting, where, which_unit
from handlers.talk.asked import MENU
from handlers.talk.lines import heard_lines
from handlers.talk.paging import in_place

router = Router()
USUAL = "agenda_usual"


@router.command("mẫu nội dung")
@router.command("mẫu nội dung họp")
async def begin(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    places = await where(turn, Right.CALL)
    if not places:
        raise NotAllowed
    if len(places) > 1:
        return which_unit(turn, places, "agenda_kinds")
    return _which_kind(places[0].unit)


@router.choice("agenda_kinds", number)
async def of_unit(turn: Turn) -> Reply:
    _, unit = await _here(turn, turn.args[0])
    return _which_kind(unit)


async def _here(turn: Turn, unit_id: int) -> tuple[Member, Unit]:
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    return await acting(turn, Right.CALL, unit), unit


def _which_kind(unit: Unit) -> Reply:
    """The kinds of meetings that a unit holds."""
    choices = (Choice(vi.KINDS[kind].capitalize(), f"{USUAL}:{unit.id}:{kind}") for kind in kinds_at(unit))
    return Reply(words.WHICH_KIND, tuple(choices))


BESIDE_CHOICES = 7
"""Lines of an agenda where the choices are lines of the text as well."""


@router.choice(USUAL, number, MeetingKind)
async def of_kind(turn: Turn) -> Reply:
    _, unit = await _here(turn, turn.args[0])
    return await _shown(turn, unit, turn.args[1])


async def _shown(turn: Turn, unit: Unit, kind: MeetingKind, first: str = "") -> Reply:
    usual = await usual_agendas.usual_of(turn.db, unit, kind)
    title = words.usual_title(kind, vi.cell(usual.unit.name) if usual.unit else None)
    room = words.LINES if turn.capabilities.buttons else BESIDE_CHOICES
    text = "\n".join([*([first] if first else []), title, *words.listed(usual.items, room), words.HOW_USUAL])
    is_own = usual.unit is not None and usual.unit.id == unit.id
    reset = (Choice(words.RESET_USUAL, f"agenda_reset:{unit.id}:{kind}"),) if is_own else ()
    return Reply(text, (*reset, MENU), expect=f"{USUAL}:{unit.id}:{kind}")


@router.step(USUAL)
@or_other
async def change(turn: Turn) -> Reply:
    """All lines or none. What has been a unit's above becomes the own one by being changed here."""
    unit_id, said_kind = (turn.endpoint.step or "").split(":")[1:]
    edits = [one for one in edits_in(heard_lines(turn)) if one.what is not words.What.TOPIC]
    if not edits:
        return await not_an_edit(turn, words.HINTS[USUAL])
    member, unit = await _here(turn, int(unit_id))
    kind = MeetingKind(said_kind)
    items = agendas.edited((await usual_agendas.usual_of(turn.db, unit, kind)).items, edits)
    await usual_agendas.set_usual(turn.db, unit, kind, items, as_member(member.id), turn.now)
    return await _shown(turn, unit, kind)


@router.choice("agenda_reset", number, MeetingKind)
async def reset(turn: Turn) -> Reply:
    member, unit = await _here(turn, turn.args[0])
    await usual_agendas.reset_usual(turn.db, unit, turn.args[1], as_member(member.id), turn.now)
    return in_place(turn, await _shown(turn, unit, turn.args[1], words.RESET))
