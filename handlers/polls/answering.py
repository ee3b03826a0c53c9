"""A member answers a question of the cell, by one tap, a number, or its words; what is for a ballot is said so."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import BARE_NUMBER, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.attendances import Answer
from bot.refusals import NoSuchPoll, NotAllowed, NotAsked, NotLinked
from bot.services import poll_answers
from bot.services.named_texts import link_or_none
from bot.services.poll_answers import OpenQuestion, questions_of
from bot.services.poll_questions import asked_words, recipe_of
from bot.services.polls import poll_of
from bot.words import poll_lines
from bot.words import polls as words
from bot.words.ballots import ON_PAPER, asks_for_ballot
from bot.words.calling import is_answer
from bot.words.understand import understand
from handlers.joining import at_the_door
from handlers.polls import making
from handlers.questions import MOST_QUESTIONS, choice_for, open_questions, picked
from handlers.talk.asked import MENU
from handlers.talk.cell_speaking import cells, is_hidden

router = Router()
COMES = {"present": Answer.COMING, "absent": Answer.AWAY}


# One answer


@router.choice("poll", number, number, number)
async def answer(turn: Turn) -> Reply:
    """A button, or the number or words of one; what is typed is asked back where it may be meant for another."""
    poll_id, member_id, choice = turn.args
    _demand_own(turn, member_id)
    return await _which(turn, poll_id, choice) or await _take(turn, poll_id, member_id, choice)


async def _which(turn: Turn, poll_id: int, choice: int) -> Reply | None:
    """The question which, where several are open; None for a button, and where only one can be meant."""
    if not turn.is_typed:
        return None
    said = await _said(turn, poll_id, choice)
    meant = [one for one in await _open(turn) if poll_lines.number_of(said, one.poll.answers) is not None]
    choices = [_picked(turn, one, poll_lines.number_of(said, one.poll.answers) or 0) for one in meant]
    choices += await _of_meetings(turn)
    return Reply(words.WHICH, tuple(choices[:MOST_QUESTIONS])) if len(choices) > 1 else None


async def _said(turn: Turn, poll_id: int, choice: int) -> str:
    """The number that was typed, or the words of the answer."""
    if BARE_NUMBER.fullmatch(turn.said.text):
        return str(choice)
    poll, _ = await poll_of(turn.db, poll_id)
    return poll.answers[choice - 1] if 1 <= choice <= len(poll.answers) else str(choice)


async def _of_meetings(turn: Turn) -> list[Choice]:
    """Words such as “có” may also answer an invitation; a number belongs to the list."""
    if BARE_NUMBER.fullmatch(turn.said.text) or not is_answer(turn.said.text):
        return []
    meant = COMES.get(understand(turn.said.text).meaning.value)
    asked = await open_questions(turn) if meant else []
    return [Choice(choice_for(turn, one, meant), picked(one, meant)) for one in asked if meant]


def _picked(turn: Turn, one: OpenQuestion, choice: int) -> Choice:
    name = one.member.name if len(turn.members) > 1 else None
    label = words.answer_choice(one.poll.number, one.asked.labels[choice - 1], name)
    return Choice(label, f"poll_pick:{one.poll.id}:{one.member.id}:{choice}")


@router.choice("poll_pick", number, number, number)
async def pick(turn: Turn) -> Reply:
    """One of several questions or people, chosen after having been asked which."""
    poll_id, member_id, choice = turn.args
    _demand_own(turn, member_id)
    return await _take(turn, poll_id, member_id, choice)


def _demand_own(turn: Turn, member_id: int) -> None:
    if member_id not in {member.id for member in turn.members}:
        raise NotLinked


async def _take(turn: Turn, poll_id: int, member_id: int, choice: int) -> Reply:
    """Stored at once, then said what was stored; the answers stay on the screen, so that the next number changes it."""
    said_now = await poll_answers.record_answer(turn.db, poll_id, member_id, choice, turn.said.channel, turn.now)
    one = await _as_shown(turn, said_now)
    said = words.noted(one.poll.number, one.answer or "", one.poll.closes_at)
    whose = f"({one.member.name}) " if len(turn.members) > 1 else ""
    return Reply(f"{whose}{said}", one.asked.choices)


async def _open(turn: Turn) -> list[OpenQuestion]:
    found = await questions_of(turn.db, [member.id for member in turn.members], turn.now)
    return [await _as_shown(turn, one) for one in found]


async def _as_shown(turn: Turn, one: OpenQuestion) -> OpenQuestion:
    return replace(one, is_hidden=await is_hidden(turn, one.unit, one.poll.question, *one.poll.answers))


# What is asked just now


@router.command("lấy ý kiến")
@router.command("/layykien")
async def polls_in_words(turn: Turn) -> Reply:
    """Whoever may ask begins a question; everybody else sees what is asked of them."""
    if not turn.members:
        return await at_the_door(turn)
    return await (making.begin(turn) if await cells(turn) else my_polls(turn))


@router.command("ý kiến cần trả lời")
async def mine_in_words(turn: Turn) -> Reply:
    return await my_polls(turn) if turn.members else await at_the_door(turn)


@router.choice("my_polls")
async def mine(turn: Turn) -> Reply:
    return await my_polls(turn)


async def my_polls(turn: Turn) -> Reply:
    """The only open question, or which."""
    found = await _open(turn)
    if not found:
        return Reply(words.NOTHING_ASKED, (MENU,))
    return await _one(turn, found[0]) if len(found) == 1 else _list(turn, found)


def _list(turn: Turn, found: Sequence[OpenQuestion]) -> Reply:
    named = len(turn.members) > 1
    choices = [
        Choice(
            words.open_choice(one.poll.number, _question(one), one.answer, one.member.name if named else None),
            f"poll_mine:{one.poll.id}:{one.member.id}",
        )
        for one in found[:MOST_QUESTIONS]
    ]
    return Reply(words.WHICH_POLL, tuple(choices))


def _question(one: OpenQuestion) -> str:
    return words.NAMED if one.is_hidden else one.poll.question


async def _one(turn: Turn, one: OpenQuestion) -> Reply:
    """As it was asked; a number typed now is meant for it."""
    recipe = recipe_of(one.poll.id, one.member.id)
    link = await link_or_none(turn.db, recipe, one.member.id, turn.now) if one.is_hidden else None
    asked = asked_words(one.unit, one.member.name, one.asked, turn.capabilities, link=link)
    text = f"{asked.text}\n{words.already(one.answer)}" if one.answer else asked.text
    return Reply(
        text, tuple(Choice(each.label, f"poll_pick{each.value.removeprefix('poll')}") for each in asked.choices)
    )


@router.choice("poll_mine", number, number)
async def one_of_mine(turn: Turn) -> Reply:
    poll_id, member_id = turn.args
    _demand_own(turn, member_id)
    for one in await _open(turn):
        if (one.poll.id, one.member.id) == (poll_id, member_id):
            return await _one(turn, one)
    return await my_polls(turn)


# In words


@router.phrase("lấy ý kiến", colon=True)
@router.phrase("xác nhận: lấy ý kiến", colon=True)
async def in_words(turn: Turn) -> Reply:
    """`lấy ý kiến 2: 1` answers the second question; anything else asks a new one, of whoever may."""
    answered = poll_lines.answer_to(turn.said.text)
    if answered is not None and (reply := await _answer_in_words(turn, *answered)) is not None:
        return reply
    if await cells(turn):
        return await making.begin_with_text(turn)
    if asks_for_ballot(turn.said.text):
        return Reply(ON_PAPER, (MENU,))
    raise NotAllowed


async def _answer_in_words(turn: Turn, which: int, said: str) -> Reply | None:
    """None where whoever may ask questions seems to begin one. Raises NoSuchPoll or NotAsked."""
    meant = [one for one in await _open(turn) if one.poll.number == which]
    if not meant:
        if not said.isdecimal() and await cells(turn):
            return None
        raise NoSuchPoll
    known = [one for one in meant if poll_lines.number_of(said, one.poll.answers) is not None]
    if not known:
        raise NotAsked
    choices = [_picked(turn, one, poll_lines.number_of(said, one.poll.answers) or 0) for one in known]
    if len(known) > 1:
        return Reply(words.WHICH, tuple(choices[:MOST_QUESTIONS]))
    one = known[0]
    return await _take(turn, one.poll.id, one.member.id, poll_lines.number_of(said, one.poll.answers) or 0)


async def answer_of_question(turn: Turn) -> Reply | None:
    """`ý kiến 2: 1`, `trả lời ý kiến 2: 1` where a question of this number waits for that; None: something else."""
    answered = poll_lines.answer_to(turn.said.text)
    if answered is None:
        return None
    asked = [one.poll for one in await _open(turn) if one.poll.number == answered[0]]
    is_known = any(poll_lines.number_of(answered[1], poll.answers) is not None for poll in asked)
    return await _answer_in_words(turn, *answered) if is_known else None


async def question_of_number(turn: Turn, which: int) -> Reply | None:
    """An open question as it was asked; None where none has this number."""
    asked = [one for one in await _open(turn) if one.poll.number == which]
    return None if not asked else await _one(turn, asked[0]) if len(asked) == 1 else _list(turn, asked)
