"""What people at a phone are asked just now, and how a question is shown to them."""

from collections.abc import Sequence

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.attendances import Answer
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.services import attendance
from bot.services.attendance import Question
from bot.services.telling import answer_choices
from bot.services.wording import lines_of
from bot.words import vi

MOST_QUESTIONS = 9


def picked(question: Question, answer: Answer) -> str:
    """The value of a choice between several meetings or people, which needs no asking back."""
    return f"pick:{question.meeting.id}:{question.meeting.revision}:{question.member.id}:{answer}"


def both(question: Question) -> tuple[Choice, Choice]:
    return answer_choices(question.meeting, question.member.id)


async def open_questions(turn: Turn) -> list[Question]:
    return await attendance.questions(turn.db, [member.id for member in turn.members], turn.now)


def choice_for(turn: Turn, question: Question, said: Answer | None) -> str:
    name = question.member.name if len(turn.members) > 1 else None
    answer, meeting = vi.ANSWERS[said] if said else vi.NOT_ANSWERED, question.meeting
    return vi.choice_of(name, answer, meeting.starts_at, meeting.kind)


def which_question(turn: Turn, asked: Sequence[Question], text: str) -> Reply:
    """Each with what is noted for it; chosen, it is shown with its two answers."""
    choices = [
        Choice(choice_for(turn, one, current(one)), f"question:{one.meeting.id}:{one.member.id}")
        for one in asked[:MOST_QUESTIONS]
    ]
    return Reply(text, tuple(choices))


async def state_of(turn: Turn, question: Question) -> Reply:
    """One meeting in full, what is noted, and the two answers to change it."""
    text = vi.state_of(await lines(turn, question.meeting), current(question))
    return Reply(named(turn, question.member.id, text), both(question))


def current(question: Question) -> Answer | None:
    row = question.attendance
    return None if row.is_stale else row.answer


def named(turn: Turn, member_id: int, text: str) -> str:
    """On a phone of two people every answer says whom it is for."""
    if len(turn.members) == 1:
        return text
    return vi.for_whom(next(member.name for member in turn.members if member.id == member_id), text)


async def lines(turn: Turn, meeting: Meeting) -> str:
    return lines_of(meeting, await turn.db.get_one(Unit, meeting.cell_id))
