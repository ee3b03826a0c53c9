"""How a meeting was: asked of whoever visited it mark by mark and in a line, shown to the cell if they wish."""

import re

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.visits import Criterion, VisitGrade
from bot.services import visit_attending, visit_difficulties, visit_remarks
from bot.services.own_visits import OwnVisit, own_visits
from bot.services.permissions import Right
from bot.words import visits as words
from bot.words.names import tidy
from bot.words.vi import cell as cell_name
from bot.words.visit_lines import same_length
from handlers.attendance import by_meaning
from handlers.meetings.planning import heard
from handlers.talk import drafts
from handlers.talk.acting import acting
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place
from handlers.visits.own import BACK, anyones_here

router = Router()
WORDS, HARD = "visit_remark", "visit_difficulty"
CRITERIA = tuple(Criterion)
HARD_BEGINS = re.compile(r"^(?:xac nhan[:\s]+)?kho khan\s*:\s*")
MOST = 8


# Whether they went


@router.choice("visit_went", number, number)
async def went(turn: Turn) -> Reply:
    """The button under the question of the evening."""
    visit_id, came = turn.args
    own = await anyones_here(turn, visit_id)
    await visit_attending.say_came(turn.db, visit_id, own.member.id, bool(came), turn.now)
    if came:
        return in_place(turn, ask_mark(visit_id, 0))
    again = Choice(words.WE_WENT, f"visit_went:{visit_id}:1")
    return in_place(turn, Reply(words.NOT_THERE, (again, BACK)))


@router.choice("visit_who", number)
async def who(turn: Turn) -> Reply:
    await anyones_here(turn, turn.args[0])
    return in_place(turn, await _who(turn, turn.args[0]))


async def _who(turn: Turn, visit_id: int) -> Reply:
    people = await visit_attending.names_sent(turn.db, visit_id)
    choices = [
        Choice(words.person_choice(name, one.came), f"visit_who_set:{visit_id}:{one.member_id}:{int(not one.came)}")
        for one, name in people[:MOST]
    ]
    return Reply(words.ASK_WHO, (*choices, Choice(words.BACK, f"visit_remark_at:{visit_id}")))


@router.choice("visit_who_set", number, number, number)
async def set_who(turn: Turn) -> Reply:
    """The button says what it sets, so that two taps at once set the same."""
    visit_id, member_id, came = turn.args
    own = await anyones_here(turn, visit_id)
    await visit_attending.say_of(turn.db, visit_id, own.member.id, member_id, bool(came), turn.now)
    return in_place(turn, await _who(turn, visit_id))


# Marks


def ask_mark(visit_id: int, at: int) -> Reply:
    choices = tuple(Choice(words.GRADES[grade], f"visit_mark:{visit_id}:{at}:{grade}") for grade in VisitGrade)
    return Reply(words.ask_mark(at + 1, CRITERIA[at]), choices)


def criterion(text: str) -> int:
    """The place of a criterion in a choice's value; raises ValueError."""
    if number(text) >= len(CRITERIA):
        raise ValueError(text)
    return int(text)


@router.choice("visit_mark", number, criterion, VisitGrade)
async def mark(turn: Turn) -> Reply:
    visit_id, at, grade = turn.args
    own = await anyones_here(turn, visit_id)
    await visit_remarks.mark(turn.db, visit_id, own.member.id, CRITERIA[at], grade, turn.now)
    if at + 1 < len(CRITERIA):
        return in_place(turn, ask_mark(visit_id, at + 1))
    return in_place(turn, ask_words(visit_id))


@router.choice("visit_marks", number)
async def mark_anew(turn: Turn) -> Reply:
    await anyones_here(turn, turn.args[0])
    return in_place(turn, ask_mark(turn.args[0], 0))


# Words


def ask_words(visit_id: int) -> Reply:
    none = Choice(words.NO_WORDS, f"visit_remark_at:{visit_id}")
    return Reply(words.ASK_WORDS, (none,), expect=f"{WORDS}:{visit_id}")


@router.choice("visit_words", number)
async def begin_words(turn: Turn) -> Reply:
    await anyones_here(turn, turn.args[0])
    return in_place(turn, ask_words(turn.args[0]))


@router.step(WORDS)
async def words_typed(turn: Turn) -> Reply:
    """A line that begins with `khó khăn:` is passed up instead."""
    visit_id, text = _about(turn), heard(turn, turn.said.text)
    own = await anyones_here(turn, visit_id)
    if HARD_BEGINS.match(same_length(text)):
        return await _pass_up(turn, visit_id, own.member.id, text)
    await visit_remarks.write_remark(turn.db, visit_id, own.member.id, text, turn.now, harmless=True)
    return await page(turn, visit_id, words.THANKS)


def _about(turn: Turn) -> int:
    return int((turn.endpoint.step or "").split(":")[1])


@router.choice("visit_remark_at", number)
async def at_remark(turn: Turn) -> Reply:
    return in_place(turn, await page(turn, turn.args[0]))


async def page(turn: Turn, visit_id: int, first: str = "") -> Reply:
    own = await anyones_here(turn, visit_id)
    raised = await visit_difficulties.difficulties_of(turn.db, visit_id)
    visit = own.visit
    text = words.remark_page(
        cell_name(own.cell.name), own.meeting.starts_at, visit.came, visit.marks or {}, visit.remark, len(raised)
    )
    return Reply("\n".join(filter(None, (first, text))), _choices(own, len(raised)))


def _choices(own: OwnVisit, raised: int) -> tuple[Choice, ...]:
    visit_id, visit = own.visit.id, own.visit
    went = () if visit.came else (Choice(words.WE_WENT, f"visit_went:{visit_id}:1"),)
    show = (
        (Choice(words.SHOW_CELL, f"visit_show:{visit_id}"),)
        if visit.released_at is None and (visit.marks or visit.remark)
        else ()
    )
    return (
        *went,
        Choice(words.MARK_ANEW, f"visit_marks:{visit_id}"),
        Choice(words.WRITE, f"visit_words:{visit_id}"),
        Choice(words.DIFFICULTY, f"visit_hard:{visit_id}"),
        *([Choice(words.RAISED, f"visit_raised:{visit_id}:0")] if raised else []),
        *([Choice(words.WHO_CAME, f"visit_who:{visit_id}")] if visit.came else []),
        *show,
        BACK,
    )


# Showing it to the cell


@router.choice("visit_show", number)
async def show(turn: Turn) -> Reply:
    own = await anyones_here(turn, turn.args[0])
    await visit_remarks.release(turn.db, own.visit.id, own.member.id, turn.now)
    return in_place(turn, await page(turn, own.visit.id, words.SHOWN))


@router.choice("visit_remark_of", number)
async def shown_to_cell(turn: Turn) -> Reply:
    """Whoever leads the cell reads what was released, and nothing else."""
    visit, meeting, cell, visitor = await visit_remarks.released_visit(turn.db, turn.args[0])
    await acting(turn, Right.CALL, cell)
    return Reply(words.remark_of(visitor, meeting.starts_at, visit.marks or {}, visit.remark), (MENU,))


# Difficulties


@router.choice("visit_hard", number)
async def begin_difficulty(turn: Turn) -> Reply:
    await anyones_here(turn, turn.args[0])
    back = Choice(words.BACK, f"visit_remark_at:{turn.args[0]}")
    return in_place(turn, Reply(words.ASK_DIFFICULTY, (back,), expect=f"{HARD}:{turn.args[0]}"))


@router.step(HARD)
async def difficulty_typed(turn: Turn) -> Reply:
    own = await anyones_here(turn, _about(turn))
    return await _pass_up(turn, own.visit.id, own.member.id, heard(turn, turn.said.text))


@router.phrase("khó khăn:")
@router.phrase("xác nhận: khó khăn:")
async def difficulty_in_a_line(turn: Turn) -> Reply | None:
    """`khó khăn: đường vào thôn bị sạt`; of whoever has visited nothing lately, the words mean something else."""
    found = await own_visits(turn.db, [one.id for one in turn.members], turn.now)
    begun = [one for one in found if one.meeting.starts_at <= turn.now]
    if not begun:
        return await by_meaning(turn)
    text = heard(turn, turn.said.text)
    if len(begun) == 1:
        return await _pass_up(turn, begun[0].visit.id, begun[0].member.id, text)
    draft = drafts.begin(turn, HARD, text=text)
    choices = [
        Choice(
            words.my_choice(cell_name(one.cell.name), one.meeting.starts_at), f"visit_hard_for:{draft}:{one.visit.id}"
        )
        for one in begun[:MOST]
    ]
    return Reply(words.WHICH_VISIT, tuple(choices))


@router.choice("visit_hard_for", number, number)
async def difficulty_for(turn: Turn) -> Reply:
    draft, visit_id = turn.args
    text = drafts.draft_of(turn, HARD, draft)["text"]
    own = await anyones_here(turn, visit_id)
    drafts.drop(turn)
    return await _pass_up(turn, visit_id, own.member.id, text)


async def _pass_up(turn: Turn, visit_id: int, member_id: int, text: str) -> Reply:
    said = tidy(text)
    begins = HARD_BEGINS.match(same_length(said))
    said = said[begins.end() :] if begins else said
    await visit_difficulties.raise_difficulty(turn.db, visit_id, member_id, said, turn.now, harmless=True)
    return await page(turn, visit_id, words.DIFFICULTY_SENT)


@router.choice("visit_raised", number, number)
async def raised(turn: Turn) -> Reply:
    """How far a difficulty has come, one after the other."""
    visit_id, at = turn.args
    own = await anyones_here(turn, visit_id)
    found = await visit_difficulties.difficulties_of(turn.db, visit_id)
    back = Choice(words.BACK, f"visit_remark_at:{visit_id}")
    if not found:
        return in_place(turn, Reply(words.NO_DIFFICULTIES, (back,)))
    one = found[min(at, len(found) - 1)]
    row = one.row
    text = words.difficulty_page(cell_name(own.cell.name), row.raised_at, row.text or "", row.state, row.answer)
    on = (Choice(words.NEXT, f"visit_raised:{visit_id}:{at + 1}"),) if at + 1 < len(found) else ()
    return in_place(turn, Reply(text, (*on, back)))
