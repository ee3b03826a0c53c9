"""The secretary calls a meeting: in a few questions, or in one line."""

from bot.conversation import Router, Turn, number
from bot.messages import Reply
from bot.model.meetings import MeetingKind
from bot.refusals import ChoiceExpected
from bot.services.expected_lists import kinds_at
from bot.words import calling as words
from handlers.meetings import choices as call_choices
from handlers.meetings import kinds as call_kinds
from handlers.meetings import sending as call_sending
from handlers.meetings.places import group_said, one_place, usual_kind
from handlers.meetings.planning import (
    begin,
    change,
    heard,
    is_offered,
    jot,
    named,
    or_anew,
    planned,
    typed,
    typed_at_preview,
)
from handlers.meetings.preview import CALL, LOOK, caller
from handlers.meetings.questions import HALF, PLACE, TOPIC, WHEN, next_question
from handlers.meetings.sending import send_it
from handlers.meetings.typed_times import demand_times_in, only_time_in, times_in

router = Router()
resume = next_question
REGULAR = MeetingKind.REGULAR.value
router.include(call_choices.router)
router.include(call_sending.router)
router.include(call_kinds.router)


@router.command("gọi họp")
@router.command("mời họp")
@router.phrase("gọi họp")
@router.phrase("mời họp")
async def call_meeting(turn: Turn) -> Reply:
    """With nothing behind the words, or with all of it."""
    return await _begin(turn, words.behind(heard(turn, turn.said.text), 2))


@router.phrase("xác nhận: gọi họp")
@router.phrase("xác nhận: mời họp")
@router.phrase("xác nhận gọi họp")
@router.phrase("xác nhận mời họp")
async def call_confirmed(turn: Turn) -> Reply:
    """Sent again, since a word in it was doubtful."""
    return await call_meeting(turn)


async def _begin(turn: Turn, said: str) -> Reply:
    kind_named, rest = words.kind_said(said)
    is_extended, rest = words.extended_said(rest)
    kind = MeetingKind(kind_named) if kind_named else await usual_kind(turn)
    group, rest = await group_said(turn, rest) if kind is MeetingKind.GROUP else (None, rest)
    plan = begin(turn, CALL, unit=0, kind=kind.value, topic=None, is_extended=is_extended)
    asked = group or await one_place(turn, kind, f"call_in:{plan.number}")
    facts = times_in(turn, rest, plan, f"gọi họp {words.TIME_EXAMPLE}") if rest else {}
    jot(turn, CALL, **facts)
    if isinstance(asked, Reply):
        return asked
    jot(turn, CALL, unit=asked.id)
    return await next_question(turn)


ANEW = or_anew(("goi hop ", "moi hop "), call_meeting)


@router.choice("call", number)
async def call_at(turn: Turn) -> Reply:
    """From a menu, where the cell is chosen already."""
    begin(turn, CALL, unit=turn.args[0], kind=REGULAR, topic=None)
    return await next_question(turn)


@router.choice("call_in", number, number)
async def choose_cell(turn: Turn) -> Reply:
    planned(turn, CALL, turn.args[0])
    change(turn, CALL, unit=turn.args[1])
    return await next_question(turn)


# What is typed


@router.step(WHEN)
@router.step(HALF)
@ANEW
async def time_in_words(turn: Turn) -> Reply:
    plan = planned(turn, CALL)
    change(turn, CALL, **demand_times_in(turn, typed(turn), plan))
    return await next_question(turn)


@router.step(PLACE)
@ANEW
async def place_in_words(turn: Turn) -> Reply:
    """Nothing but a time is no place: it changes the time."""
    facts = only_time_in(turn, typed(turn), planned(turn, CALL)) or {"place": await named(turn)}
    change(turn, CALL, **facts)
    return await next_question(turn)


@router.step(TOPIC)
@ANEW
async def topic_in_words(turn: Turn) -> Reply:
    change(turn, CALL, topic=await named(turn, is_topic=True))
    return await next_question(turn)


@router.step(LOOK)
@ANEW
async def words_at_the_preview(turn: Turn) -> Reply:
    """It is sent, or another kind or time is meant; raises ChoiceExpected for everything else."""
    plan, said = planned(turn, CALL), typed_at_preview(turn)
    if words.is_yes(said) and is_offered(turn, f"call_go:{plan.number}:{plan.edition}"):
        return await send_it(turn, plan)
    kind, rest = words.kind_said(said)
    fits = kind and not rest and MeetingKind(kind) in kinds_at((await caller(turn, plan.about["unit"])).unit)
    facts = {"kind": kind} if fits else times_in(turn, said, plan)
    if not facts:
        raise ChoiceExpected
    change(turn, CALL, **facts)
    return await next_question(turn)
