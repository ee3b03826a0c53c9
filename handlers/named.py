"""On a phone of several people somebody is named with the answer: it is theirs, and nobody else's."""

from dataclasses import replace

from bot.conversation import Router, Turn
from bot.messages import Choice, Meaning, Reason, Reply
from bot.model.attendances import Answer
from bot.services.attendance import Question
from bot.words import vi
from bot.words.named import Named
from handlers import attendance
from handlers.questions import choice_for, open_questions, picked, which_question

router = Router()
LISTS = ("pick", "question")
"""In a list of people or meetings a number is its place there, and no answer."""


@router.named
async def answer_of_one(turn: Turn) -> Reply:
    """`turn.args`: what was made out."""
    (named,) = turn.args
    asked = [one for one in await open_questions(turn) if one.member.id == turn.members[named.place].id]
    if not asked:
        return await attendance.by_meaning(turn)
    if _is_listed(turn):
        return await _of_list(turn, named)
    said = _answer(named)
    if said is None or len(asked) > 1:
        return await _which(turn, asked, said, named.reason)
    one = asked[0]
    return await attendance.take(turn, one.meeting.id, one.meeting.revision, one.member.id, said, named.reason)


def _answer(named: Named) -> Answer | None:
    if named.number is not None:
        return Answer.COMING if named.number == 1 else Answer.AWAY
    return {Meaning.PRESENT: Answer.COMING, Meaning.ABSENT: Answer.AWAY}.get(named.meaning or Meaning.UNCLEAR)


async def _which(turn: Turn, asked: list[Question], said: Answer | None, reason: Reason | None) -> Reply:
    """Of this person alone."""
    if said is None and len(asked) == 1:
        one = asked[0].meeting
        return await attendance.ask_again(turn, vi.ask_again(one.starts_at, one.kind), one, asked[0].member.id)
    if said is None:
        return which_question(turn, asked, attendance.which_words(asked))
    why = f":{reason}" if reason and said is Answer.AWAY else ""
    return Reply(vi.WHICH, tuple(Choice(choice_for(turn, one, said), picked(one, said) + why) for one in asked))


def _is_listed(turn: Turn) -> bool:
    return any(str(value).partition(":")[0] in LISTS for _, value in turn.endpoint.offered)


async def _of_list(turn: Turn, named: Named) -> Reply:
    """The line of the list, where number and name agree or the name alone is enough; otherwise it is asked again."""
    theirs = [
        (place, str(value))
        for place, (_, value) in enumerate(turn.endpoint.offered, 1)
        if _member_of(str(value)) == turn.members[named.place].id
    ]
    meant = [value for place, value in theirs if named.number in {None, place}] if named.meaning is None else []
    if len(meant) != 1 or named.reason is not None:
        return await attendance.ask(turn, vi.ASK_AGAIN_UNCLEAR)
    return await _chosen(turn, meant[0])


async def _chosen(turn: Turn, value: str) -> Reply:
    key, *parts = value.split(":")
    if key == "question":
        return await attendance.one_question(replace(turn, args=tuple(map(int, parts))))
    said = (*map(int, parts[:3]), Answer(parts[3]), *map(Reason, parts[4:]))
    return await attendance.pick(replace(turn, args=said))


def _member_of(value: str) -> int:
    key, *parts = value.split(":")
    return int(parts[{"pick": 2, "question": 1}[key]]) if key in LISTS else 0
