"""What is somebody's to do: their own list, and all of a cell for whoever leads it."""

from dataclasses import replace

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import NoSuchConclusion, NotAllowed
from bot.services import conclusions
from bot.services.audit import as_member
from bot.services.conclusions import Concluded
from bot.services.permissions import Right
from bot.words import conclusions as words
from bot.words.agendas import AGENDA
from bot.words.times import day_of
from bot.words.vi import cell as cell_name
from handlers.attendance import by_meaning
from handlers.conclusions import tasks_lines
from handlers.joining import at_the_door
from handlers.talk.acting import acting, acting_at, one_unit
from handlers.talk.asked import MENU
from handlers.talk.paging import Page, in_place, page_of

router = Router()
SHOWN = 3


@router.command("việc của tôi")
@router.command("việc được giao")
@router.command("/viec")
async def mine(turn: Turn) -> Reply:
    return await _mine(turn, 0) if turn.members else await at_the_door(turn)


@router.choice("my_tasks", maybe=number)
async def mine_by_button(turn: Turn) -> Reply:
    return in_place(turn, await _mine(turn, turn.args[0] if turn.args else 0))


async def _mine(turn: Turn, page_number: int, first: str = "") -> Reply:
    found = await conclusions.tasks_of(turn.db, [member.id for member in turn.members])
    if not found:
        return Reply("\n".join(filter(None, (first, words.NOTHING_MINE))), (MENU,))
    page = page_of(list(enumerate(found, 1)), page_number, SHOWN)
    text = "\n".join(filter(None, (first, words.my_title(len(found)), *tasks_lines(turn, page.items))))
    return Reply(text, (*_buttons(turn, page, is_mine=True), *page.turners("my_tasks"), MENU))


def _buttons(turn: Turn, page: Page[tuple[int, Concluded]], *, is_mine: bool) -> list[Choice]:
    value = "my_task" if is_mine else "task"
    today = day_of(turn.now)
    return [
        Choice(words.choice(at, one.row.text, one.state(today)), f"{value}:{one.row.id}:1") for at, one in page.items
    ]


@router.phrase("xong")
@router.phrase("đã xong")
@router.phrase("chưa xong")
async def done_in_words(turn: Turn) -> Reply:
    """`xong 2`: of the tasks that were listed last on this phone, by the number that stands before each."""
    meant = words.deed(turn.said.text)
    if meant is None:
        return await by_meaning(turn)
    deed, at = meant
    listed = [(str(label), str(value).split(":")) for label, value in turn.endpoint.offered]
    listed = [(label, value) for label, value in listed if value[0] in MARKED]
    for label, (key, conclusion_id, *_) in listed:
        if label.startswith(f"{at}) "):
            return await MARKED[key](replace(turn, args=(int(conclusion_id), int(deed == "done"))))
    return await _mine(turn, 0, words.none_has_number(at)) if listed else await by_meaning(turn)


@router.choice("my_task", number, number)
async def done_by_me(turn: Turn) -> Reply:
    """Only one's own; a second tap changes nothing."""
    conclusion_id, is_done = turn.args
    found = await conclusions.conclusion_of(turn.db, conclusion_id)
    by = next((member for member in turn.members if member.id == found.row.member_id), None)
    if by is None:
        raise NoSuchConclusion(which=conclusion_id)
    await conclusions.mark_done(turn.db, conclusion_id, bool(is_done), as_member(by.id), turn.now)
    said = words.marked(found.row.text, is_done=bool(is_done))
    undo = Choice(words.NOT_DONE, f"my_task:{conclusion_id}:0")
    reply = await _mine(turn, 0, said)
    return Reply(reply.text, (*reply.choices[:-1], *([undo] if is_done else []), MENU))


@router.command("việc của chi bộ")
@router.command("việc đã giao")
async def of_cell(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    unit = await one_unit(turn, Right.ROLL, "tasks_of")
    return unit if isinstance(unit, Reply) else await _of_unit(turn, unit, 0)


@router.choice("tasks_of", number, maybe=number)
async def of_unit(turn: Turn) -> Reply:
    unit_id, *page = turn.args
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    await acting(turn, Right.ROLL, unit)
    return in_place(turn, await _of_unit(turn, unit, page[0] if page else 0))


async def _of_unit(turn: Turn, unit: Unit, page_number: int, first: str = "") -> Reply:
    found = await conclusions.open_tasks(turn.db, [unit.id], turn.now)
    if not found:
        return Reply("\n".join(filter(None, (first, words.NOTHING_OPEN))), (MENU,))
    page = page_of(list(enumerate(found, 1)), page_number, SHOWN)
    title = words.tasks_title(cell_name(unit.name), len(found))
    text = "\n".join(filter(None, (first, title, *tasks_lines(turn, page.items))))
    return Reply(text, (*_buttons(turn, page, is_mine=False), *page.turners(f"tasks_of:{unit.id}"), MENU))


@router.choice("agenda_review", number, number)
async def review(turn: Turn) -> Reply:
    """What the next meeting looks back on, each with its state; what is done is marked here."""
    meeting_id, page_number = turn.args
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    found = await conclusions.carried_over(turn.db, meeting)
    page = page_of(list(enumerate(found, 1)), page_number, SHOWN)
    text = "\n".join([words.review_title(meeting.starts_at, len(found)), *tasks_lines(turn, page.items)])
    back = Choice(AGENDA, f"agenda:{meeting.id}")
    turners = page.turners(f"agenda_review:{meeting.id}")
    return in_place(turn, Reply(text, (*_buttons(turn, page, is_mine=False), *turners, back)))


@router.choice("task", number, number)
async def done(turn: Turn) -> Reply:
    conclusion_id, is_done = turn.args
    found = await conclusions.conclusion_of(turn.db, conclusion_id)
    member, _, unit = await acting_at(turn, Right.ROLL, found.meeting.id)
    await conclusions.mark_done(turn.db, conclusion_id, bool(is_done), as_member(member.id), turn.now)
    said = words.marked(found.row.text, is_done=bool(is_done))
    reply = await _of_unit(turn, unit, 0, said)
    undo = Choice(words.NOT_DONE, f"task:{conclusion_id}:0")
    return Reply(reply.text, (*reply.choices[:-1], *([undo] if is_done else []), MENU))


MARKED = {"my_task": done_by_me, "task": done}
"""What marks a task of which list."""
