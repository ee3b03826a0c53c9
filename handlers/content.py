"""All about what the meetings of a unit are about: what comes, what was concluded, what is to be done."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services.directive_study import studied_at, to_be_studied
from bot.services.meetings import called_meetings
from bot.services.permissions import Right, may
from bot.services.roll import closed_since
from bot.words import agendas, conclusions, letters, meeting_papers, menu
from bot.words.directive_progress import STUDY_HERE
from bot.words.times import day_of, short_when
from handlers.roll import CORRECTABLE
from handlers.talk.acting import acting
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place

router = Router()


@router.choice("content", number)
async def of_unit(turn: Turn) -> Reply:
    """As far as somebody here may: the agenda is for who calls meetings, the conclusions also for the clerk."""
    unit = await turn.db.get(Unit, turn.args[0])
    if unit is None:
        raise NotAllowed
    member = await acting(turn, Right.ROLL, unit)
    may_call = await may(turn.db, member.id, Right.CALL, unit, day_of(turn.now))
    choices = [
        *(await _to_come(turn, unit) if may_call else []),
        *await _held(turn, unit),
        *await _studied(turn, unit),
    ]
    return in_place(turn, Reply(menu.WHICH_OFFICE, (*choices, MENU)))


async def _to_come(turn: Turn, unit: Unit) -> list[Choice]:
    usual = Choice(agendas.USUAL, f"agenda_kinds:{unit.id}")
    called = [one for one in await called_meetings(turn.db, [unit.id]) if one.starts_at > turn.now]
    if not called:
        return [usual]
    first = called[0]
    return [
        Choice(f"{agendas.AGENDA} {short_when(first.starts_at)}", f"agenda:{first.id}"),
        Choice(f"{meeting_papers.PAPERS} {short_when(first.starts_at)}", f"papers:{first.id}"),
        Choice(letters.LETTERS, f"letters:{first.id}"),
        usual,
    ]


async def _held(turn: Turn, unit: Unit) -> list[Choice]:
    begun = [one for one in await called_meetings(turn.db, [unit.id]) if one.starts_at <= turn.now]
    closed = await closed_since(turn.db, [unit.id], turn.now - CORRECTABLE)
    held = sorted([*begun, *closed], key=lambda one: one.starts_at, reverse=True)
    last = [Choice(conclusions.of(one.starts_at), f"conclusions:{one.id}") for one in held[:1]]
    return [*last, Choice(conclusions.TASKS_OF_CELL, f"tasks_of:{unit.id}")]


async def _studied(turn: Turn, unit: Unit) -> list[Choice]:
    """Of the next meeting, or else the last: which document is studied at it, where there is one to be studied."""
    to_come = [one for one in await called_meetings(turn.db, [unit.id]) if one.starts_at > turn.now]
    begun = [one for one in await called_meetings(turn.db, [unit.id]) if one.starts_at <= turn.now]
    meetings = [*begun, *to_come, *await closed_since(turn.db, [unit.id], turn.now - CORRECTABLE)][:1]
    if not meetings or not (await to_be_studied(turn.db, unit) or await studied_at(turn.db, meetings[0].id)):
        return []
    return [Choice(f"{STUDY_HERE} {short_when(meetings[0].starts_at)}", f"directive_study:{meetings[0].id}")]
