"""Questions about a document: asked by whoever was told of it, answered or passed up by whoever passed it down."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.refusals import NoSuchDirective
from bot.services import directive_questions as questions
from bot.services.directive_people import told_among
from bot.services.directives import directive_of
from bot.services.permissions import Right
from bot.words import directive_answers as words
from bot.words.calling import behind
from handlers.directives.naming import document_meant
from handlers.joining import at_the_door
from handlers.meetings.planning import heard
from handlers.talk.acting import where
from handlers.talk.asked import MENU

router = Router()
ASK, ANSWER = "directive_ask", "directive_answer"
OWN_SHOWN, SHOWN = 4, 5


# Asking


@router.choice(ASK, number)
async def begin(turn: Turn) -> Reply:
    """The button below a document; on a phone of two people, for the first of them whom it was sent to."""
    directive = await directive_of(turn.db, turn.args[0])
    member_id = await _asker(turn, directive.id)
    return Reply(words.ask_question(directive.number), expect=f"{ASK}:{directive.id}:{member_id}")


async def _asker(turn: Turn, directive_id: int) -> int:
    told = await told_among(turn.db, directive_id, [member.id for member in turn.members])
    if not told:
        raise NoSuchDirective(which=directive_id)
    return told[0]


@router.step(ASK)
async def in_words(turn: Turn) -> Reply:
    said = heard(turn, turn.said.text)
    _, directive_id, member_id = (turn.endpoint.step or "").split(":")
    if member_id not in {str(member.id) for member in turn.members}:
        raise NoSuchDirective(which=directive_id)
    return await _ask(turn, int(directive_id), int(member_id), said)


@router.phrase("hỏi về văn bản")
@router.phrase("xác nhận: hỏi về văn bản")
@router.phrase("xác nhận hỏi về văn bản")
async def in_a_line(turn: Turn) -> Reply:
    """`hỏi về văn bản 3: …`; with nothing behind the number it is asked for."""
    directive, text = await document_meant(behind(heard(turn, turn.said.text), 2), turn)
    member_id = await _asker(turn, directive.id)
    if not text:
        return Reply(words.ask_question(directive.number), expect=f"{ASK}:{directive.id}:{member_id}")
    return await _ask(turn, directive.id, member_id, text)


async def _ask(turn: Turn, directive_id: int, member_id: int, text: str) -> Reply:
    """The words have passed the guard in `heard`."""
    directive = await directive_of(turn.db, directive_id)
    found, is_told = await questions.ask(turn.db, directive, member_id, text, turn.now, harmless=True)
    said = words.asked(directive.number, questions.unit_name(found.at_unit), is_told=is_told)
    return Reply(said, (Choice(words.OWN_QUESTIONS, "directive_asked"), MENU))


@router.command("câu hỏi của tôi")
@router.command("tôi đã hỏi gì")
async def own(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    found = await questions.asked_by(turn.db, [member.id for member in turn.members], OWN_SHOWN)
    lines = [
        words.own_question(at, one.directive.number, one.row.text, one.row.answer, questions.unit_name(one.at_unit))
        for at, one in enumerate(found, 1)
    ]
    return Reply("\n".join(lines) or words.NONE_ASKED, (MENU,))


@router.choice("directive_asked")
async def own_by_button(turn: Turn) -> Reply:
    return await own(turn)


# Answering


@router.command("câu hỏi về văn bản")
@router.command("trả lời văn bản")
async def to_answer(turn: Turn) -> Reply:
    """What waits for the units at which somebody here passes documents down; for others, what they asked."""
    places = await where(turn, Right.DIRECT)
    if not places:
        return await own(turn)
    here = [member.id for member in turn.members]
    found = await questions.open_at(turn.db, [one.unit.id for one in places], here, SHOWN)
    if not found:
        return Reply(words.NO_QUESTIONS, (MENU,))
    choices = [
        Choice(words.question_choice(at, one.row.text), f"directive_q:{one.row.id}") for at, one in enumerate(found, 1)
    ]
    return Reply(words.open_questions_title(len(found)), (*choices, MENU))


@router.choice("directive_questions")
async def to_answer_by_button(turn: Turn) -> Reply:
    return await to_answer(turn)


@router.choice("directive_q", number)
async def one(turn: Turn) -> Reply:
    found = await questions.question_for(turn.db, turn.args[0], _here(turn), turn.now)
    text = words.question_to_answer(found.directive.number, questions.unit_name(found.unit), found.row.text)
    up = [Choice(words.PASS_UP, f"directive_pass_up:{found.row.id}")] if questions.may_go_up(found) else []
    return Reply(text, (Choice(words.ANSWER, f"{ANSWER}:{found.row.id}"), *up, MENU))


def _here(turn: Turn) -> list[int]:
    return [member.id for member in turn.members]


@router.choice(ANSWER, number)
async def begin_answer(turn: Turn) -> Reply:
    found = await questions.question_for(turn.db, turn.args[0], _here(turn), turn.now)
    return Reply(words.ask_answer(found.directive.number, found.row.text), expect=f"{ANSWER}:{found.row.id}")


@router.step(ANSWER)
async def answer_in_words(turn: Turn) -> Reply:
    said = heard(turn, turn.said.text)
    question_id = int((turn.endpoint.step or "").split(":")[1])
    by = await _answerer(turn, question_id)
    await questions.answer(turn.db, question_id, said, by, turn.now, harmless=True)
    return Reply(words.ANSWERED, (MENU,))


async def _answerer(turn: Turn, question_id: int) -> int:
    """Who at this phone it is for; raises NoSuchQuestion or QuestionSettled."""
    found = await questions.question_for(turn.db, question_id, _here(turn), turn.now)
    return next(iter(await questions.answerers(turn.db, found, _here(turn), turn.now)))


@router.choice("directive_pass_up", number)
async def pass_up(turn: Turn) -> Reply:
    by = await _answerer(turn, turn.args[0])
    found = await questions.pass_up(turn.db, turn.args[0], by, turn.now)
    return Reply(words.passed_up(questions.unit_name(found.at_unit)), (MENU,))
