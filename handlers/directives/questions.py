"""Questions about a document: asked by whoever was told of it, answered or passed up by whoever passed it down."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.directives import Directive
from bot.refusals import NoSuchDirective
from bot.services import directive_questions as questions
from bot.services.directive_people import told_among
from bot.services.directives import directive_of
from bot.services.permissions import Right
from bot.words import directive_answers as words
from bot.words.calling import behind
from bot.words.labels import cut
from handlers.directives.naming import document_meant
from handlers.joining import at_the_door
from handlers.meetings.planning import heard
from handlers.talk import drafts
from handlers.talk.acting import where
from handlers.talk.asked import MENU

router = Router()
ASK, ANSWER, SAID = "directive_ask", "directive_answer", "directive_asks"
"""The last: a question that was typed in one line, and waits until it is said whose it is."""
OWN_SHOWN, SHOWN = 4, 5


# Asking


@router.choice(ASK, number, maybe=number)
async def begin(turn: Turn) -> Reply:
    """The button below a document, for whom it was sent to; an older button says nobody, and of two it is asked who."""
    directive_id, *said = turn.args
    directive = await directive_of(turn.db, directive_id)
    askers = [one for one in await _askers(turn, directive.id) if not said or one == said[0]]
    if not askers:
        raise NoSuchDirective(which=directive.id)
    if len(askers) > 1:
        return _whose(turn, askers, f"{ASK}:{directive.id}")
    return _ask_for(directive, askers[0])


async def _askers(turn: Turn, directive_id: int) -> list[int]:
    """Who here was told of it; raises NoSuchDirective where nobody was."""
    told = await told_among(turn.db, directive_id, [member.id for member in turn.members])
    if not told:
        raise NoSuchDirective(which=directive_id)
    return told


def _whose(turn: Turn, askers: Sequence[int], then: str) -> Reply:
    """Each as `then:<member>`."""
    choices = [Choice(cut(one.name), f"{then}:{one.id}") for one in turn.members if one.id in askers]
    return Reply(words.WHO_ASKS, tuple(choices))


def _ask_for(directive: Directive, member_id: int) -> Reply:
    return Reply(words.ask_question(directive.number), expect=f"{ASK}:{directive.id}:{member_id}")


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
    """`hỏi về văn bản 3: …`; with nothing behind the number it is asked for, and of two people here who asks."""
    directive, text = await document_meant(behind(heard(turn, turn.said.text), 2), turn)
    askers = await _askers(turn, directive.id)
    if len(askers) > 1:
        if not text:
            return _whose(turn, askers, f"{ASK}:{directive.id}")
        draft = drafts.begin(turn, SAID, directive=directive.id, text=text)
        return _whose(turn, askers, f"{SAID}:{draft}")
    return await _ask(turn, directive.id, askers[0], text) if text else _ask_for(directive, askers[0])


@router.choice(SAID, number, number)
async def whose_it_is(turn: Turn) -> Reply:
    """The second of two taps finds no draft any more."""
    number_of_draft, member_id = turn.args
    draft = drafts.draft_of(turn, SAID, number_of_draft)
    if member_id not in await _askers(turn, draft["directive"]):
        raise NoSuchDirective(which=draft["directive"])
    drafts.drop(turn)
    return await _ask(turn, draft["directive"], member_id, draft["text"])


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
