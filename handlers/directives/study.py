"""Studying a document: a meeting is called for it, or is said to be about it; who was away makes up for it."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.directives import Directive
from bot.model.meetings import MeetingKind, MeetingState
from bot.refusals import StudyNotHere
from bot.services import directive_study as studies
from bot.services.audit import as_member
from bot.services.directives import directive_of
from bot.services.permissions import Right
from bot.words import calling
from bot.words import directive_progress as words
from bot.words.names import fold
from bot.words.times import short_when
from handlers.directives.answers import named_there
from handlers.directives.naming import document_meant
from handlers.directives.places import at_the_only_place, deed, followed, told_place
from handlers.meetings.planning import begin, heard, jot
from handlers.meetings.preview import CALL
from handlers.meetings.questions import next_question
from handlers.meetings.typed_times import times_in
from handlers.talk.acting import Acting, acting_at
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place

router = Router()
SHOWN = 8


# A meeting is called for it


@router.phrase("gọi họp học văn bản")
@router.phrase("gọi họp học tập văn bản")
@router.phrase("mời họp học văn bản")
@router.phrase("mời họp học tập văn bản")
async def call_in_a_line(turn: Turn) -> Reply:
    """`gọi họp học văn bản 3 3/12 19h30 Nhà văn hóa`: the day, hour and place as in any call."""
    said = heard(turn, turn.said.text)
    first = 4 if " tap " in f" {fold(said)} " else 3
    directive, rest = await document_meant(calling.behind(said, first), turn)
    return await at_the_only_place(turn, directive, call_study, rest)


@deed
async def call_study(turn: Turn, directive: Directive, place: Acting, rest: str) -> Reply:
    """The draft is that of any call, and says which document it is about."""
    if not place.unit.is_cell:
        raise StudyNotHere
    topic = words.topic(directive.number)
    plan = begin(turn, CALL, unit=place.unit.id, kind=MeetingKind.STUDY.value, topic=topic, directive=directive.id)
    facts = times_in(turn, rest, plan, f"gọi họp {calling.TIME_EXAMPLE}") if rest else {}
    jot(turn, CALL, **facts)
    return await next_question(turn)


@router.choice("directive_call", number, number)
async def call_by_button(turn: Turn) -> Reply:
    place = await followed(turn, *turn.args)
    return await call_study(turn, place.directive, await told_place(turn, place), "")


# A meeting is about it


@router.choice("directive_study", number)
async def which(turn: Turn) -> Reply:
    """What the cell has still to study, beside what this meeting studies already."""
    _, meeting, cell = await acting_at(turn, Right.ROLL, turn.args[0])
    linked = await studies.studied_at(turn.db, meeting.id)
    others = [one for one in await studies.to_be_studied(turn.db, cell) if one not in linked]
    if not linked and not others:
        return in_place(turn, Reply(words.NOTHING_TO_STUDY, (MENU,)))
    choices = [Choice(words.study_marked(one.number), f"directive_studied:{meeting.id}:{one.id}:0") for one in linked]
    choices += [Choice(one.number, f"directive_studied:{meeting.id}:{one.id}:1") for one in others[:SHOWN]]
    return in_place(turn, Reply(words.study_choices(short_when(meeting.starts_at)), (*choices, MENU)))


@router.choice("directive_studied", number, number, number)
async def link(turn: Turn) -> Reply:
    """The button says what it sets, so that two taps set the same."""
    meeting_id, directive_id, is_on = turn.args
    member, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    directive = await directive_of(turn.db, directive_id)
    if meeting.state is MeetingState.CANCELLED or not await studies.is_told(turn.db, directive, cell):
        raise StudyNotHere
    by, at = as_member(member.id), short_when(meeting.starts_at)
    more = Choice(words.STUDY_HERE, f"directive_study:{meeting.id}")
    if is_on:
        await studies.link_study(turn.db, meeting, directive, by, turn.now)
        return in_place(turn, Reply(words.study_linked(directive.number, at), (more, MENU)))
    await studies.unlink_study(turn.db, meeting, directive, by, turn.now)
    return in_place(turn, Reply(words.study_unlinked(directive.number, at), (more, MENU)))


# Made up for


@router.phrase("học bù văn bản")
async def make_up_in_a_line(turn: Turn) -> Reply:
    """`học bù văn bản 3: Lan, An`."""
    directive, names = await document_meant(calling.behind(turn.said.text, 2), turn)
    return await at_the_only_place(turn, directive, make_up, names)


@deed
async def make_up(turn: Turn, directive: Directive, place: Acting, names: str) -> Reply:
    if not names:
        return Reply(words.FOR_WHOM_STUDIED.format(number=directive.id))
    found = await named_there(turn, directive, place, names)
    by, ids = as_member(place.member.id), [one.id for one in found]
    new = await studies.make_up(turn.db, directive, place.unit, ids, by, turn.now)
    return Reply(words.made_up(directive.number, [one.name for one in found], new), (MENU,))


@router.phrase("bỏ học bù văn bản")
async def take_back_in_a_line(turn: Turn) -> Reply:
    directive, names = await document_meant(calling.behind(turn.said.text, 3), turn)
    return await at_the_only_place(turn, directive, take_back, names)


@deed
async def take_back(turn: Turn, directive: Directive, place: Acting, names: str) -> Reply:
    if not names:
        return Reply(words.FOR_WHOM_STUDIED.format(number=directive.id))
    found = await named_there(turn, directive, place, names)
    by, ids = as_member(place.member.id), [one.id for one in found]
    gone = await studies.take_back_made_up(turn.db, directive, place.unit, ids, by, turn.now)
    return Reply(words.not_made_up(directive.number, [one.name for one in found], gone), (MENU,))
