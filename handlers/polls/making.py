"""A question is written with its answers, looked at as it will be read, and sent once; ballots are refused."""

from collections.abc import Sequence
from datetime import datetime

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.refusals import ChoiceExpected, DraftGone, NotAllowed, PollWrong
from bot.services import polls
from bot.services.audit import as_member
from bot.services.cell_plans import CellPlan
from bot.services.polls import Draft
from bot.words import announcements as said_words
from bot.words import calling, poll_lines
from bot.words import polls as words
from bot.words.deadlines import deadline_said, read_deadline
from bot.words.names import tidy
from bot.words.vi import cell
from handlers.talk import drafts
from handlers.talk.acting import Acting, which_unit
from handlers.talk.cell_speaking import cells, people_said, speaker, waits_until
from handlers.talk.held_back import unless_stopped
from handlers.talk.paging import in_place
from handlers.talk.sending import Ready, Sending

router = Router()
WHAT, QUESTION, ANSWERS, LOOK = "poll", "poll_question", "poll_answers", "poll_look"
PRESETS = (words.AGREE_OR_NOT, words.YES_NO)


# For which cell


async def begin(turn: Turn) -> Reply:
    """Raises NotAllowed."""
    places = await cells(turn)
    if not places:
        raise NotAllowed
    return _begin_at(turn, places[0]) if len(places) == 1 else which_unit(turn, places, "poll_new")


@router.choice("poll_new", number)
async def begin_at(turn: Turn) -> Reply:
    return _begin_at(turn, await speaker(turn, turn.args[0]))


def _begin_at(turn: Turn, one: Acting) -> Reply:
    drafts.begin(turn, WHAT, unit=one.unit.id, question="", answers=[], edition=1, until=None)
    return Reply(words.ask_question(cell(one.unit.name)), expect=QUESTION)


async def begin_with_text(turn: Turn) -> Reply:
    """`lấy ý kiến: Họp thứ mấy? 1. Thứ Bảy 2. Chủ nhật; hạn 25/12`."""
    places = await cells(turn)
    _begin_at(turn, places[0])
    reply = await _take(turn)
    return reply if len(places) == 1 else which_unit(turn, places, "poll_for")


@router.choice("poll_for", number)
async def for_this_cell(turn: Turn) -> Reply:
    one = await speaker(turn, turn.args[0])
    drafts.add(turn, WHAT, unit=one.unit.id)
    return await resume(turn)


async def resume(turn: Turn) -> Reply:
    """What is still open about the question that was begun."""
    draft = drafts.draft_of(turn, WHAT)
    one = await speaker(turn, draft["unit"])
    if not draft["question"]:
        return Reply(words.ask_question(cell(one.unit.name)), expect=QUESTION)
    return await preview(turn) if draft["answers"] else _ask_answers(turn)


# What is asked


@router.step(QUESTION)
async def question_in_words(turn: Turn) -> Reply:
    return await _take(turn)


async def _take(turn: Turn) -> Reply:
    """A question, with or without its answers and its day. Raises a refusal, and what was asked stays asked."""
    _, harmless = calling.without_confirmation(turn.said.text)
    line = poll_lines.read(calling.without_confirmation(turn.said.text)[0])
    question = polls.checked_question(line.question, harmless=harmless)
    answers = polls.checked_answers(question, line.answers, harmless=harmless) if line.answers else []
    drafts.change(turn, WHAT, question=question, answers=answers, **_until(turn, line.until))
    return await preview(turn) if answers else _ask_answers(turn)


def _until(turn: Turn, said: str | None) -> dict[str, str]:
    if said is None:
        return {}
    try:
        return {"until": polls.check_closing(read_deadline(said, turn.now), turn.now).isoformat()}
    except ValueError as why:
        raise PollWrong(why=str(why)) from None


def _ask_answers(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, WHAT)
    choices = (Choice(words.preset(one), f"poll_preset:{draft['no']}:{place}") for place, one in enumerate(PRESETS))
    return Reply(words.ask_answers(draft["question"]), tuple(choices), expect=ANSWERS)


@router.choice("poll_preset", number, number)
async def preset(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    if turn.args[1] >= len(PRESETS):
        raise ChoiceExpected
    return await _answers(turn, PRESETS[turn.args[1]])


@router.step(ANSWERS)
async def answers_in_words(turn: Turn) -> Reply:
    said, harmless = calling.without_confirmation(turn.said.text)
    answers, until = poll_lines.read_answers(said if harmless else turn.said.text)
    return await _answers(turn, answers, until, harmless=harmless)


async def _answers(turn: Turn, answers: Sequence[str], until: str | None = None, *, harmless: bool = False) -> Reply:
    question = drafts.draft_of(turn, WHAT)["question"]
    checked = polls.checked_answers(question, answers, harmless=harmless)
    drafts.change(turn, WHAT, answers=checked, **_until(turn, until))
    return await preview(turn)


# The preview


def _drafted(turn: Turn) -> Draft:
    draft = drafts.draft_of(turn, WHAT)
    until = datetime.fromisoformat(draft["until"]) if draft["until"] else polls.usual_closing(turn.now)
    return Draft(draft["question"], draft["answers"], until)


async def _planned(turn: Turn) -> tuple[Acting, CellPlan]:
    """Who asks, and whom it reaches just now; raises DraftGone."""
    draft = drafts.draft_of(turn, WHAT)
    if not draft["answers"]:
        raise DraftGone
    one = await speaker(turn, draft["unit"])
    return one, await polls.plan_poll(turn.db, one.unit, _drafted(turn), turn.now)


async def preview(turn: Turn) -> Reply:
    one, plan = await _planned(turn)
    draft = _drafted(turn)
    text = words.preview(cell(one.unit.name), draft.question, draft.answers, await people_said(turn, plan))
    when = words.until(draft.closes_at, plan.leaves_at if waits_until(turn, plan) else None)
    text = f"{text}\n{await unless_stopped(turn, one.unit, when)}"
    return in_place(turn, Reply(text, SENDING.buttons(turn, plan.people), expect=LOOK))


async def edit(turn: Turn) -> Reply:
    return _begin_at(turn, await speaker(turn, drafts.draft_of(turn, WHAT)["unit"]))


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    """Another day until which it is answered, that it may go, or another question."""
    if poll_lines.behind(turn.said.text) != tidy(turn.said.text):
        return await _take(turn)
    if (said := deadline_said(turn.said.text)) is None:
        return await SENDING.in_words(turn)
    drafts.change(turn, WHAT, **_until(turn, said))
    return await preview(turn)


# Sending


async def _ready(turn: Turn) -> Ready:
    one, plan = await _planned(turn)

    async def send() -> Reply:
        poll = await polls.ask(turn.db, plan, _drafted(turn), as_member(one.member.id), turn.now)
        said = words.asked(poll.number, plan.people, plan.leaves_at if waits_until(turn, plan) else None)
        return Reply(said, (Choice(said_words.HOW_FAR, f"poll_at:{poll.id}"),))

    return Ready(one.unit, plan.people, send)


SENDING = Sending(what=WHAT, preview=preview, edit=edit, ready=_ready, edit_label=words.EDIT, left=words.LEFT)
SENDING.spoken_of_in(router)
