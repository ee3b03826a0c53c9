"""Whoever takes the roll writes down what was concluded, line by line, and who does it."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState
from bot.refusals import NoMeetingNow, NotAllowed
from bot.services import conclusions
from bot.services.audit import as_member
from bot.services.conclusions import Concluded
from bot.services.meetings import called_meetings
from bot.services.permissions import Right
from bot.services.roll import closed_since
from bot.services.tasks import tell_given
from bot.words import conclusions as words
from bot.words.calling import is_answer
from bot.words.times import day_of
from handlers.agendas import not_an_edit
from handlers.joining import at_the_door
from handlers.meetings.planning import or_other
from handlers.roll import CORRECTABLE
from handlers.talk.acting import acting_at, where, which_meeting
from handlers.talk.asked import MENU
from handlers.talk.lines import heard_lines
from handlers.talk.paging import in_place, page_of

router = Router()
CONCLUSIONS = "conclusions"
"""The step in which lines are conclusions: `conclusions:<meeting>`."""
SHOWN = 4
FEWEST_WORDS = 3
"""A shorter line without `kết luận:` may be anything."""


@router.command("kết luận")
@router.command("kết luận họp")
@router.command("/ketluan")
async def begin(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    found = await _meant(turn)
    return found if isinstance(found, Reply) else await listed(turn, found)


@router.phrase("kết luận", colon=True)
@router.phrase("xác nhận: kết luận", colon=True)
async def write_in_words(turn: Turn) -> Reply:
    """`kết luận: Sửa đường; giao đ/c Lan, hạn 25/12`."""
    found = await _meant(turn)
    return found if isinstance(found, Reply) else await _take(turn, found.id, is_surely_one=True)


async def _meant(turn: Turn) -> Meeting | Reply:
    """The meeting that has begun, else the one closed last; in several units it is asked which."""
    places = {one.unit.id: one for one in await where(turn, Right.ROLL)}
    if not places:
        raise NotAllowed
    begun = [one for one in await called_meetings(turn.db, list(places)) if one.starts_at <= turn.now]
    closed = await closed_since(turn.db, list(places), turn.now - CORRECTABLE)
    newest: dict[int, Meeting] = {}
    for one in sorted([*begun, *closed], key=lambda one: one.starts_at):
        newest[one.cell_id] = one
    if not newest:
        raise NoMeetingNow
    found = list(newest.values())
    return found[0] if len(found) == 1 else which_meeting(found, places, f"{CONCLUSIONS}:{{}}")


@router.choice(CONCLUSIONS, number, maybe=number)
async def of_meeting(turn: Turn) -> Reply:
    meeting_id, *page = turn.args
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    return in_place(turn, await listed(turn, meeting, page=page[0] if page else 0))


async def listed(turn: Turn, meeting: Meeting, first: str = "", page: int | None = None) -> Reply:
    """The newest are on the page that is shown."""
    conclusions.demand_begun(meeting, turn.now)
    found = await conclusions.conclusions_of(turn.db, meeting.id)
    shown = page_of(list(enumerate(found, 1)), len(found) if page is None else page, SHOWN)
    lines = [_line(turn, at, one) for at, one in shown.items] or [words.NONE_YET]
    title = words.title(meeting.starts_at, len(found))
    text = "\n".join([*([first] if first else []), title, *lines, words.HOW])
    ones = [
        Choice(words.choice(at, one.row.text, one.state(day_of(turn.now))), f"conclusion:{one.row.id}")
        for at, one in shown.items
        if turn.capabilities.buttons
    ]
    choices = (*ones, *shown.turners(f"{CONCLUSIONS}:{meeting.id}"), MENU)
    return Reply(text, choices, expect=f"{CONCLUSIONS}:{meeting.id}")


def _line(turn: Turn, at: int, one: Concluded) -> str:
    state = one.state(day_of(turn.now))
    return words.line(at, one.row.text, one.who.name if one.who else None, one.row.due_on, state)


# What is typed


@router.step(CONCLUSIONS)
@or_other
async def write(turn: Turn) -> Reply:
    return await _take(turn, int((turn.endpoint.step or "").split(":")[1]))


async def _take(turn: Turn, meeting_id: int, *, is_surely_one: bool = False) -> Reply:
    """One line may change, give, end or take away one of those written; all others are new ones."""
    lines = heard_lines(turn)
    if len(lines) == 1 and (said := await _change(turn, meeting_id, lines[0])) is not None:
        return said
    if not (is_surely_one or all(map(_is_conclusion, lines))):
        return await not_an_edit(turn, words.NOT_UNDERSTOOD)
    member, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    by = as_member(member.id)
    added = await conclusions.add_conclusions(turn.db, meeting, lines, by, turn.now, harmless=True)
    await tell_given(turn.db, added, member.id, turn.now)
    return await listed(turn, meeting, words.added(len(added)))


def _is_conclusion(line: str) -> bool:
    """Said to be one, or long enough and no answer to anything."""
    if words.behind(line) != line:
        return True
    return len(line.split()) >= FEWEST_WORDS and not is_answer(line)


async def _change(turn: Turn, meeting_id: int, line: str) -> Reply | None:
    """What the line does to one that is written; None where it is a new one."""
    if (deed := words.deed(line)) is not None:
        return await _do(turn, meeting_id, *deed)
    other = words.numbered(line)
    whose = words.given(line)
    if other is None and whose is None:
        return None
    member, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    which, text = whose or other or (0, "")
    changed = await conclusions.change_conclusion(
        turn.db,
        meeting,
        which,
        text,
        as_member(member.id),
        turn.now,
        only_whose=whose is not None,
        harmless=True,
    )
    if whose is not None:
        await tell_given(turn.db, [changed], member.id, turn.now)
    return await listed(turn, meeting)


async def _do(turn: Turn, meeting_id: int, deed: str, which: int) -> Reply:
    member, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    row = (await conclusions.numbered(turn.db, meeting, which)).row
    by = as_member(member.id)
    if deed == "remove":
        await conclusions.remove_conclusion(turn.db, meeting, row.id, by, turn.now)
    else:
        await conclusions.mark_done(turn.db, row.id, deed == "done", by, turn.now)
    return await listed(turn, meeting)


# One of them, by buttons


@router.choice("conclusion", number)
async def one(turn: Turn) -> Reply:
    found = await conclusions.conclusion_of(turn.db, turn.args[0])
    _, meeting, _ = await acting_at(turn, Right.ROLL, found.meeting.id)
    state, said = found.state(day_of(turn.now)), f"task:{found.row.id}"
    done = Choice(words.DONE, f"{said}:1") if found.row.done_at is None else Choice(words.NOT_DONE, f"{said}:0")
    can_go = meeting.state is not MeetingState.CANCELLED
    remove = (Choice(words.REMOVE, f"conclusion_off:{found.row.id}"),) if can_go else ()
    text = words.one(found.row.text, found.who.name if found.who else None, found.row.due_on, state)
    return in_place(turn, Reply(text, (done, *remove, Choice(words.LIST, f"{CONCLUSIONS}:{meeting.id}"))))


@router.choice("conclusion_off", number)
async def remove(turn: Turn) -> Reply:
    found = await conclusions.conclusion_of(turn.db, turn.args[0])
    member, meeting, _ = await acting_at(turn, Right.ROLL, found.meeting.id, lock=True)
    await conclusions.remove_conclusion(turn.db, meeting, found.row.id, as_member(member.id), turn.now)
    return in_place(turn, await listed(turn, meeting))


def tasks_lines(turn: Turn, found: Sequence[tuple[int, Concluded]]) -> list[str]:
    return [_line(turn, at, one) for at, one in found]
