"""What only people know of a meeting, asked with what it probably was."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.services.minutes import Question, usual_ends
from bot.services.minutes_people import usual_chairs, usual_clerks
from bot.services.resolutions import next_resolution
from bot.services.scoring.facts import least_minutes
from bot.words import minutes as words

MOST_NAMES = 8


async def ask(turn: Turn, meeting: Meeting, question: Question) -> Reply:
    """Every answer can also be typed: at the step `minutes_<question>:<meeting>`."""
    text, choices = await ASKED[question](turn, meeting)
    return Reply(text, tuple(choices), expect=f"minutes_{question}:{meeting.id}")


Asked = tuple[str, Sequence[Choice]]


async def _end(turn: Turn, meeting: Meeting) -> Asked:
    ends = usual_ends(meeting, await least_minutes(turn.db, meeting), turn.now)
    lasted = [(one, (one - meeting.starts_at) // timedelta(minutes=1)) for one in ends]
    choices = [Choice(words.end_choice(one, minutes), f"minutes_end:{meeting.id}:{minutes}") for one, minutes in lasted]
    return words.ask_end(meeting.starts_at), choices


async def _chair(turn: Turn, meeting: Meeting) -> Asked:
    return words.ASK_CHAIR, names(meeting, Question.CHAIR, await usual_chairs(turn.db, meeting))


async def _clerk(turn: Turn, meeting: Meeting) -> Asked:
    return words.ASK_CLERK, names(meeting, Question.CLERK, await usual_clerks(turn.db, meeting))


def names(meeting: Meeting, question: Question, people: Sequence[Member]) -> list[Choice]:
    """A button for each; of two with one name the year of birth says which."""
    called = [one.name for one in people]
    return [
        Choice(
            words.person(one.name, one.birth_year if called.count(one.name) > 1 else None),
            f"minutes_{question}:{meeting.id}:{one.id}",
        )
        for one in people[:MOST_NAMES]
    ]


async def _opinions(_turn: Turn, meeting: Meeting) -> Asked:
    counts = words.FEW_OPINIONS
    return words.ASK_OPINIONS, [
        Choice(words.opinions_choice(count), f"minutes_opinions:{meeting.id}:{count}") for count in counts
    ]


async def _resolution(turn: Turn, meeting: Meeting) -> Asked:
    """The number of a button is that which was shown, whatever comes between."""
    following = await next_resolution(turn.db, meeting)
    number = int(following[: next(at for at, letter in enumerate(following) if not letter.isdecimal())])
    return words.ASK_RESOLUTION, [
        Choice(words.with_resolution(following), f"minutes_resolution:{meeting.id}:{number}"),
        Choice(words.NO_RESOLUTION, f"minutes_resolution:{meeting.id}:0"),
    ]


ASKED: Mapping[Question, Callable[[Turn, Meeting], Awaitable[Asked]]] = {
    Question.END: _end,
    Question.CHAIR: _chair,
    Question.CLERK: _clerk,
    Question.OPINIONS: _opinions,
    Question.RESOLUTION: _resolution,
}
