"""Whoever hears an opinion answers it, takes note of it, or asks back."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.opinions import Opinion
from bot.refusals import NoSuchOpinion, WordsTooLong
from bot.services import opinion_routes, opinions
from bot.services.audit import as_member
from bot.services.opinion_guard import LONGEST
from bot.services.poll_answers import questions_of
from bot.words import opinion_hearing as hearing_words
from bot.words import opinions as words
from handlers.meetings.planning import heard
from handlers.opinions.hearing import RIGHT, begin
from handlers.polls.answering import answer_of_question, mine_in_words
from handlers.talk.acting import where
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place

router = Router()
ANSWERED, ASKED = "opinion_answered", "opinion_asked"
"""`opinion_answered:<opinion>`: the words typed next are the answer; the same for what is asked back."""


async def open_to(turn: Turn, opinion_id: int) -> tuple[Opinion, str]:
    """One that waits, and by whom it is decided; raises NoSuchOpinion or OpinionSettled."""
    row, _, able = await opinions.heard_at(turn.db, [one.id for one in turn.members], opinion_id, turn.now)
    opinion_routes.demand_open([row])
    return row, as_member(able)


async def _hears(turn: Turn, opinion_id: int) -> bool:
    try:
        await opinions.heard_at(turn.db, [one.id for one in turn.members], opinion_id, turn.now)
    except NoSuchOpinion:
        return False
    return True


def _back(row: Opinion) -> tuple[Choice, ...]:
    return (Choice(hearing_words.WAITING_LIST, f"opinions:{row.unit_id}"), MENU)


def _said(text: str, most: int) -> str:
    if len(text) > most:
        raise WordsTooLong(most=most)
    return text


# Answering


@router.choice("opinion_answer", number)
async def ask_answer(turn: Turn) -> Reply:
    return await _ask(turn, turn.args[0], hearing_words.ASK_ANSWER, ANSWERED)


async def _ask(turn: Turn, opinion_id: int, question: str, step: str) -> Reply:
    row, _ = await open_to(turn, opinion_id)
    choices = (Choice(words.LEAVE, "leave"),)
    return Reply(question.format(number=row.id), choices, expect=f"{step}:{row.id}")


def _at_step(turn: Turn) -> int:
    return int((turn.endpoint.step or "").split(":")[1])


@router.step(ANSWERED)
async def answer(turn: Turn) -> Reply:
    return await _answer(turn, _at_step(turn), heard(turn, turn.said.text))


@router.command("trả lời ý kiến")
async def answer_which(turn: Turn) -> Reply:
    """What the cell asks, else what is heard here; who hears nothing is told that nothing is asked."""
    is_asked = await questions_of(turn.db, [one.id for one in turn.members], turn.now)
    return await begin(turn) if await where(turn, RIGHT) and not is_asked else await mine_in_words(turn)


@router.phrase("trả lời ý kiến")
@router.phrase("xác nhận: trả lời ý kiến")
async def answer_in_words(turn: Turn) -> Reply:
    """`trả lời ý kiến 12: …`; by a number alone, and where no such opinion is heard, what the cell asks is answered."""
    found = words.one_number(heard(turn, turn.said.text))
    if found is None:
        return await answer_which(turn)
    is_no_opinion = found[1].isdecimal() or not await _hears(turn, found[0])
    if is_no_opinion and (answered := await answer_of_question(turn)) is not None:
        return answered
    return await _answer(turn, *found) if found[1] else await _ask(turn, found[0], hearing_words.ASK_ANSWER, ANSWERED)


async def _answer(turn: Turn, opinion_id: int, said: str) -> Reply:
    row, by = await open_to(turn, opinion_id)
    await opinion_routes.answer(turn.db, row, _said(said, LONGEST), by, turn.now)
    return Reply(hearing_words.ANSWERED.format(number=row.id), _back(row))


# Asking back


@router.choice("opinion_ask", number)
async def ask_question(turn: Turn) -> Reply:
    return await _ask(turn, turn.args[0], hearing_words.ASK_QUESTION, ASKED)


@router.step(ASKED)
async def question(turn: Turn) -> Reply:
    return await _question(turn, _at_step(turn), heard(turn, turn.said.text))


@router.command("hỏi lại ý kiến")
@router.command("ghi nhận ý kiến")
@router.command("lưu ý kiến")
async def which(turn: Turn) -> Reply:
    return await begin(turn)


@router.phrase("hỏi lại ý kiến")
@router.phrase("xác nhận: hỏi lại ý kiến")
async def question_in_words(turn: Turn) -> Reply:
    """`hỏi lại ý kiến 12: …`."""
    found = words.one_number(heard(turn, turn.said.text))
    if found is None:
        return await begin(turn)
    return await _question(turn, *found) if found[1] else await _ask(turn, found[0], hearing_words.ASK_QUESTION, ASKED)


async def _question(turn: Turn, opinion_id: int, said: str) -> Reply:
    row, by = await open_to(turn, opinion_id)
    is_told = await opinion_routes.ask_back(turn.db, row, _said(said, hearing_words.LONGEST_QUESTION), by, turn.now)
    text = hearing_words.ASKED if is_told else hearing_words.ASKED_NOBODY
    return Reply(text.format(number=row.id), _back(row))


# Taking note


@router.choice("opinion_keep", number)
async def ask_keep(turn: Turn) -> Reply:
    return await _ask_keep(turn, turn.args[0])


@router.phrase("ghi nhận ý kiến")
@router.phrase("lưu ý kiến")
async def keep_in_words(turn: Turn) -> Reply:
    found = words.one_number(turn.said.text)
    return await _ask_keep(turn, found[0]) if found else await begin(turn)


async def _ask_keep(turn: Turn, opinion_id: int) -> Reply:
    """It cannot be taken up again, so it is asked once more."""
    row, _ = await open_to(turn, opinion_id)
    choices = (
        Choice(hearing_words.YES_KEEP, f"opinion_keep_yes:{row.id}"),
        Choice(hearing_words.NO_KEEP, f"opinion:{row.id}"),
    )
    return Reply(hearing_words.ASK_KEEP.format(number=row.id), choices, expect=YES_NO)


@router.choice("opinion_keep_yes", number)
async def keep(turn: Turn) -> Reply:
    row, by = await open_to(turn, turn.args[0])
    await opinion_routes.keep(turn.db, row, by, turn.now)
    return in_place(turn, Reply(hearing_words.KEPT.format(number=row.id), _back(row)))
