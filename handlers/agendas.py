"""What a meeting is about: whoever calls meetings changes it line by line, everybody else reads it."""

from collections.abc import Sequence

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState, Step
from bot.refusals import ChoiceExpected, NoMeetingAhead
from bot.services import agendas, content_notices, usual_agendas
from bot.services.audit import as_member
from bot.services.conclusions import State, carried_over, counted
from bot.services.outlays import of_resending
from bot.services.permissions import Right
from bot.services.sureness import limit_passed
from bot.words import agendas as words
from bot.words import conclusions as concluded
from bot.words import letters as letter_words
from bot.words import meeting_papers as papers
from bot.words import stops
from bot.words.agendas import Edit
from bot.words.calling import is_answer
from bot.words.stops import number_said
from bot.words.times import day_of
from handlers.attendance import by_meaning
from handlers.joining import at_the_door
from handlers.meetings.planning import is_offered, or_other
from handlers.meetings.present import as_it_stands
from handlers.questions import open_questions
from handlers.talk.acting import acting_at, asks_as_member, one_meeting
from handlers.talk.asked import MENU, still_asked
from handlers.talk.held_back import unless_stopped
from handlers.talk.lines import heard_lines
from handlers.talk.outlay import outlay
from handlers.talk.paging import in_place

router = Router()
AGENDA, SURE = "agenda", "agenda_sure"
"""The steps in which lines change the agenda, and in which the number of people is said."""


@router.command("nội dung")
@router.command("nội dung họp")
@router.command("/noidung")
async def begin(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    if await asks_as_member(turn, Right.CALL):
        return await read(turn)
    found = await one_meeting(turn, Right.CALL, f"{AGENDA}:{{}}", lambda _: True)
    return found if isinstance(found, Reply) else await shown(turn, found)


@router.phrase("nội dung", colon=True)
@router.phrase("xác nhận: nội dung")
async def change_in_words(turn: Turn) -> Reply:
    """`nội dung 3: …`; where there are several meetings it is asked which, and the line said again."""
    found = await one_meeting(turn, Right.CALL, f"{AGENDA}:{{}}", lambda _: True)
    return found if isinstance(found, Reply) else await _change(turn, found.id)


@router.choice(AGENDA, number)
async def of_meeting(turn: Turn) -> Reply:
    _, meeting, _ = await acting_at(turn, Right.CALL, turn.args[0])
    return await shown(turn, meeting)


async def read(turn: Turn) -> Reply:
    """As whoever is invited reads it."""
    asked = await open_questions(turn)
    if not asked:
        raise NoMeetingAhead
    meeting = asked[0].meeting
    lines = words.listed(usual_agendas.items_of(meeting))
    text = "\n".join([words.title(meeting.kind, meeting.starts_at, meeting.topic), *lines])
    return Reply(text, (Choice(papers.SEE_PAPERS, f"papers_of:{meeting.id}"), MENU))


async def shown(turn: Turn, meeting: Meeting, first: str = "") -> Reply:
    """The items with their numbers, what is carried over, and what can be done."""
    lines = [words.title(meeting.kind, meeting.starts_at, meeting.topic)]
    lines += words.listed(usual_agendas.items_of(meeting), _room(turn))
    if meeting.state is not MeetingState.CALLED:
        return Reply("\n".join(lines), (MENU,))
    text = "\n".join([*([first] if first else []), *lines, words.HOW])
    return Reply(text, (*await _deeds(turn, meeting), MENU), expect=f"{AGENDA}:{meeting.id}")


def _room(turn: Turn) -> int:
    """Where choices are lines of the text, there is room for fewer."""
    return words.LINES if turn.capabilities.buttons else FEWER_LINES


FEWER_LINES = 2


async def _deeds(turn: Turn, meeting: Meeting) -> tuple[Choice, ...]:
    can_tell = await content_notices.can_be_told(turn.db, meeting, turn.now)
    tell = (Choice(words.TELL_AGAIN, f"agenda_tell:{meeting.id}"),) if can_tell else ()
    return (
        *tell,
        *await _review(turn, meeting),
        Choice(papers.PAPERS, f"papers:{meeting.id}"),
        Choice(words.KEEP_AS_USUAL, f"agenda_keep:{meeting.id}"),
        Choice(words.FROM_USUAL, f"agenda_take:{meeting.id}"),
        Choice(letter_words.LETTERS, f"letters:{meeting.id}"),
    )


async def _review(turn: Turn, meeting: Meeting) -> tuple[Choice, ...]:
    """What the meetings before this one concluded, with how it stands."""
    carried = await carried_over(turn.db, meeting)
    states = counted(carried, day_of(turn.now))
    label = concluded.review(len(carried), states[State.OPEN] + states[State.LATE])
    return (Choice(label, f"agenda_review:{meeting.id}:0"),) if carried else ()


@router.step(AGENDA)
@or_other
async def change(turn: Turn) -> Reply:
    return await _change(turn, int((turn.endpoint.step or "").split(":")[1]))


async def _change(turn: Turn, meeting_id: int) -> Reply:
    """All lines or none; words that change nothing may be the own answer."""
    edits = edits_in(heard_lines(turn))
    if not edits:
        return await not_an_edit(turn, words.HINT)
    member, meeting, _ = await acting_at(turn, Right.CALL, meeting_id, lock=True)
    await agendas.edit_agenda(turn.db, meeting, edits, as_member(member.id), turn.now, harmless=True)
    return await shown(turn, meeting)


def edits_in(lines: Sequence[str]) -> list[Edit]:
    """The changes that all these lines say; none where one of them says something else."""
    try:
        return [edit for line in lines for edit in words.read(line)]
    except ValueError:
        return []


async def not_an_edit(turn: Turn, hint: str) -> Reply:
    """A short answer to an invitation is one at this step too; else the step stays, and says what it takes."""
    if is_answer(turn.said.text):
        return await by_meaning(turn)
    return still_asked(turn, hint)


@router.choice("agenda_keep", number)
async def keep(turn: Turn) -> Reply:
    member, meeting, cell = await acting_at(turn, Right.CALL, turn.args[0], lock=True)
    await agendas.keep_as_usual(turn.db, meeting, cell, as_member(member.id), turn.now)
    return in_place(turn, await shown(turn, meeting, words.KEPT))


@router.choice("agenda_take", number)
async def take(turn: Turn) -> Reply:
    member, meeting, cell = await acting_at(turn, Right.CALL, turn.args[0], lock=True)
    await agendas.take_usual(turn.db, meeting, cell, as_member(member.id), turn.now)
    return in_place(turn, await shown(turn, meeting, words.TAKEN))


# Telling people again


@router.command("báo lại")
@router.command("báo lại nội dung")
async def tell_in_words(turn: Turn) -> Reply:
    found = await one_meeting(turn, Right.CALL, "agenda_tell:{}", lambda one: one.starts_at > turn.now)
    return found if isinstance(found, Reply) else await _ask(turn, found)


@router.choice("agenda_tell", number)
async def tell(turn: Turn) -> Reply:
    _, meeting, _ = await acting_at(turn, Right.CALL, turn.args[0])
    return await _ask(turn, meeting)


async def _ask(turn: Turn, meeting: Meeting) -> Reply:
    found = await content_notices.hearers(turn.db, meeting, turn.now)
    plan = await of_resending(turn.db, meeting, {Step.CONTENT: found.member_ids}, turn.now)
    yes = Choice(words.TELL_NOW, f"agenda_tell_yes:{meeting.id}:{meeting.revision}:{found.round}")
    text = words.ask_tell(len(found.member_ids)) + await outlay(turn, plan)
    return Reply(text, (yes, Choice(words.TELL_NOT, f"{AGENDA}:{meeting.id}")), expect=YES_NO)


@router.choice("agenda_tell_yes", number, number, number, maybe=number)
async def tell_now(turn: Turn) -> Reply:
    return await _tell(turn, *turn.args)


@router.step(SURE)
async def number_in_words(turn: Turn) -> Reply:
    """How many people hear of it; raises ChoiceExpected for everything else."""
    about = (turn.endpoint.step or "").partition(":")[2]
    people = number_said(turn.said.text)
    if not is_offered(turn, f"agenda_tell_yes:{about}:{people}"):
        raise ChoiceExpected
    meeting_id, revision, round_ = map(int, about.split(":"))
    return await _tell(turn, meeting_id, revision, round_, people)


async def _tell(turn: Turn, meeting_id: int, revision: int, round_: int, sure_of: int | None = None) -> Reply:
    """Once: the second of two taps, or an old button, sees how the meeting stands."""
    member, meeting, cell = await acting_at(turn, Right.CALL, meeting_id, lock=True)
    if meeting.revision != revision or not is_called(meeting):
        return await as_it_stands(turn, meeting, member)
    found = await content_notices.hearers(turn.db, meeting, turn.now)
    limit = await limit_passed(turn.db, cell, len(found.member_ids))
    if limit is not None and sure_of != len(found.member_ids) and round_ == found.round:
        return _sure(meeting, round_, len(found.member_ids), limit)
    count = await content_notices.tell_again(turn.db, meeting, round_, as_member(member.id), turn.now)
    if not count:
        return await as_it_stands(turn, meeting, member)
    said = await unless_stopped(turn, cell, words.told_again(count))
    return Reply(said, (Choice(words.AGENDA, f"{AGENDA}:{meeting.id}"), MENU))


def is_called(meeting: Meeting) -> bool:
    return meeting.state is MeetingState.CALLED


def _sure(meeting: Meeting, round_: int, people: int, limit: int) -> Reply:
    about = f"{meeting.id}:{meeting.revision}:{round_}"
    sure = Choice(stops.send_to(people), f"agenda_tell_yes:{about}:{people}")
    keep_ = Choice(words.TELL_NOT, f"{AGENDA}:{meeting.id}")
    return Reply(stops.sure_of_many(people, limit), (sure, keep_), expect=f"{SURE}:{about}")
