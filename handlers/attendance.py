"""Somebody answers whether they come, says why not, or asks what is to be answered."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import BARE_NUMBER, Router, Turn, number
from bot.messages import Choice, Meaning, Reason, Reply
from bot.model.attendances import Answer
from bot.model.meetings import Meeting
from bot.refusals import NotByMessage, NotLinked
from bot.services import attendance
from bot.services.attendance import Question, Source
from bot.services.audit import as_member
from bot.services.meetings import meeting_of
from bot.words import menu, vi
from bot.words.ballots import ON_PAPER, asks_for_ballot
from bot.words.calling import is_answer
from bot.words.opinion_findings import Finding
from bot.words.opinion_guard import judge
from bot.words.understand import reason_of, understand
from handlers.calendar_offers import is_offered, offer
from handlers.questions import (
    MOST_QUESTIONS,
    both,
    choice_for,
    lines,
    named,
    open_questions,
    picked,
    state_of,
    which_question,
)
from handlers.talk.asked import MENU, is_put_away, still_asked
from handlers.talk.passing_on import tell_secretaries
from handlers.talk.taking_note import taken_note

router = Router()
OTHER_ROUTE = frozenset({Finding.DENUNCIATION, Finding.COMPLAINT})
"""Said where nobody asked for an opinion: the proper route is told all the same."""
BOTH = ((Answer.COMING, vi.COMING), (Answer.AWAY, vi.AWAY))
REASON = "reason"
"""`reason:<meeting>:<member>`: the step in which words are taken as the reason."""


@router.choice("answer", number, number, number, Answer)
async def answer(turn: Turn) -> Reply:
    """A button, or the number of one; a number is asked back where it may be meant for another meeting."""
    meeting_id, revision, member_id, said = turn.args
    _demand_own(turn, member_id)
    if turn.is_typed and len(await open_questions(turn)) > 1:
        return await ask_which(turn, said, None)
    return await take(turn, meeting_id, revision, member_id, said)


@router.choice("pick", number, number, number, Answer, maybe=Reason)
async def pick(turn: Turn) -> Reply:
    """One of several meetings or people, chosen after having been asked which."""
    meeting_id, revision, member_id, said, *why = turn.args
    _demand_own(turn, member_id)
    return await take(turn, meeting_id, revision, member_id, said, why[0] if why else None)


def _demand_own(turn: Turn, member_id: int) -> None:
    if member_id not in {member.id for member in turn.members}:
        raise NotLinked


async def take(
    turn: Turn, meeting_id: int, revision: int, member_id: int, said: Answer, reason: Reason | None = None
) -> Reply:
    """Store the answer at once, then say what was stored; a button of an older revision shows the present state."""
    meeting = await meeting_of(turn.db, meeting_id, share=True)
    if meeting.revision != revision:
        return await old_button(turn)
    by = source(turn, member_id)
    row = await attendance.record_answer(turn.db, meeting_id, member_id, said, by, turn.now, reason)
    return await echo(turn, meeting, member_id, said, row.reason)


def source(turn: Turn, member_id: int) -> Source:
    """Where this answer came from; on a phone of two, whoever the answer names is the one who gives it."""
    return Source(turn.said.channel, as_member(member_id), turn.endpoint.id)


async def echo(turn: Turn, meeting: Meeting, member_id: int, said: Answer, reason: Reason | None) -> Reply:
    if said is Answer.COMING:
        return Reply(named(turn, member_id, vi.noted_coming(meeting.starts_at)), offer(turn, meeting))
    if said is Answer.UNDECIDED:
        return await ask_again(turn, vi.noted_undecided(await lines(turn, meeting)), meeting, member_id)
    text = named(turn, member_id, vi.noted_away(meeting.starts_at, reason))
    if reason is not None:
        return Reply(text)
    whys = tuple(Choice(label, f"reason:{meeting.id}:{member_id}:{why}") for why, label in vi.REASONS.items())
    return Reply(text, whys, expect=f"{REASON}:{meeting.id}:{member_id}")


async def ask_again(turn: Turn, text: str, meeting: Meeting, member_id: int) -> Reply:
    for question in await open_questions(turn):
        if question.meeting.id == meeting.id and question.member.id == member_id:
            return Reply(named(turn, member_id, text), both(question))
    return Reply(text)


# Reasons


@router.choice("reason", number, number, Reason)
async def give_reason(turn: Turn) -> Reply:
    meeting_id, member_id, why = turn.args
    return await take_reason(turn, meeting_id, member_id, why)


async def take_reason(turn: Turn, meeting_id: int, member_id: int, why: Reason) -> Reply:
    _demand_own(turn, member_id)
    await attendance.give_reason(turn.db, meeting_id, member_id, why, source(turn, member_id), turn.now)
    return Reply(named(turn, member_id, vi.noted_reason(why)))


@router.step(REASON)
async def reason_in_words(turn: Turn) -> Reply:
    """Words after "why?": a reason, unless they answer the first question anew."""
    said = understand(turn.said.text)
    why = reason_of(turn.said.text)
    if _is_beside_the_list(turn):
        return await unclear(turn)
    if why is None or said.meaning not in {Meaning.UNCLEAR, Meaning.ABSENT}:
        return await by_meaning(turn)
    meeting_id, member_id = (turn.endpoint.step or "").split(":")[1:]
    return await take_reason(turn, int(meeting_id), int(member_id), why)


# Words


async def by_meaning(turn: Turn) -> Reply:
    """What the words say of the speaker, where they turn out to be nothing else."""
    said = understand(turn.said.text)
    return await router.handlers["meaning", said.meaning](replace(turn, reason=said.reason)) or Reply(
        vi.ASK_AGAIN_UNCLEAR
    )


@router.meaning(Meaning.PRESENT)
async def coming(turn: Turn) -> Reply:
    return await answer_in_words(turn, Answer.COMING)


@router.meaning(Meaning.LATE)
@router.meaning(Meaning.EARLY_LEAVE)
async def coming_in_part(turn: Turn) -> Reply:
    """Late or leaving early is coming; the roll says the rest."""
    asked = await open_questions(turn)
    if len(asked) != 1:
        return await answer_in_words(turn, Answer.COMING)
    reply = await answer_in_words(turn, Answer.COMING)
    return Reply(named(turn, asked[0].member.id, vi.noted_late(asked[0].meeting.starts_at)), reply.choices)


@router.meaning(Meaning.ABSENT)
async def away(turn: Turn) -> Reply:
    return await answer_in_words(turn, Answer.AWAY)


@router.meaning(Meaning.UNDECIDED)
async def undecided(turn: Turn) -> Reply:
    return await answer_in_words(turn, Answer.UNDECIDED)


async def answer_in_words(turn: Turn, said: Answer) -> Reply:
    """Words belong to the only open question; with two the bot asks, and never guesses."""
    asked = await open_questions(turn)
    if not asked:
        return Reply(vi.NO_OPEN_MEETING, (MENU,))
    if len(asked) > 1:
        return await ask_which(turn, said, turn.reason)
    meeting, member = asked[0].meeting, asked[0].member
    return await take(turn, meeting.id, meeting.revision, member.id, said, turn.reason)


async def ask_which(turn: Turn, said: Answer, reason: Reason | None) -> Reply:
    """One choice for each meeting and person, each with what was said."""
    asked = await open_questions(turn)
    why = f":{reason}" if reason and said is Answer.AWAY else ""
    choices = [Choice(choice_for(turn, one, said), picked(one, said) + why) for one in asked[:MOST_QUESTIONS]]
    return Reply(which_words(asked), tuple(choices))


def which_words(asked: Sequence[Question]) -> str:
    """Where two people share a phone and there is one meeting, the person is what is asked."""
    return vi.WHICH if len({one.meeting.id for one in asked}) > 1 else vi.WHICH_PERSON


@router.meaning(Meaning.PROXY)
async def for_somebody_else(turn: Turn) -> Reply:
    """Nobody's answer changes; the secretary is told to ask (rule 21)."""
    asked = await open_questions(turn)
    passed = await tell_secretaries(turn, asked[0] if len(asked) == 1 else None)
    return Reply(vi.PASSED_ON if passed else vi.NOBODY_TO_PASS_TO)


@router.meaning(Meaning.ACK)
async def has_read(turn: Turn) -> Reply:
    """Of a document that waits for it; of a meeting it says nothing."""
    return await taken_note(turn) or await ask(turn, vi.ASK_AGAIN_ACK)


@router.meaning(Meaning.UNCLEAR)
@router.meaning(Meaning.OPT_OUT)
async def unclear(turn: Turn) -> Reply:
    """Changes nothing: a number that the list does not have, something begun and not finished, or asked again."""
    if _is_beside_the_list(turn) and is_offered(turn) and is_answer(turn.said.text):
        return await by_meaning(turn)
    if _is_beside_the_list(turn):
        return Reply(menu.LIST_GONE, (MENU,)) if is_put_away(turn) else still_asked(turn, menu.NOT_ON_THE_LIST)
    if turn.members and asks_for_ballot(turn.said.text):
        return await _on_paper(turn)
    if turn.members and (finding := judge(turn.said.text)) in OTHER_ROUTE:
        raise NotByMessage(finding=finding)
    if turn.endpoint.draft is not None and turn.endpoint.offered and not is_put_away(turn):
        return still_asked(turn, menu.STILL_TO_CHOOSE)
    if turn.endpoint.draft is not None:
        return Reply(menu.MEANT_FOR_DRAFT, (Choice(menu.GO_ON, "draft"), Choice(menu.LEAVE, "leave")))
    return await ask(turn, vi.ASK_AGAIN_UNCLEAR)


async def _on_paper(turn: Turn) -> Reply:
    """Ballots are cast at the meeting, for which they are asked with it."""
    asked = await open_questions(turn)
    return asked_again(ON_PAPER, asked[0]) if len(asked) == 1 else Reply(ON_PAPER, (MENU,))


def _is_beside_the_list(turn: Turn) -> bool:
    """A number that the list does not have."""
    return bool(turn.endpoint.offered) and BARE_NUMBER.fullmatch(turn.said.text) is not None


async def ask(turn: Turn, text: str) -> Reply:
    """The question once more, by its day, with its choices; with several open, which one first."""
    asked = await open_questions(turn)
    if not asked:
        return Reply(vi.NO_OPEN_MEETING, (MENU,))
    return asked_again(text, asked[0]) if len(asked) == 1 else which_question(turn, asked, which_words(asked))


def asked_again(text: str, one: Question) -> Reply:
    """It may be one that the clock has not told of yet: so it is named."""
    return Reply(f"{text}\n{vi.ask_again(one.meeting.starts_at, one.meeting.kind)}", both(one))


# What is asked just now


@router.command("hop")
@router.command("/hop")
async def present_state(turn: Turn) -> Reply:
    """The next meetings and what is noted for them; a stranger is told how to get in."""
    if not turn.members:
        return Reply(vi.WELCOME)
    asked = await open_questions(turn)
    if not asked:
        return Reply(vi.NO_OPEN_MEETING, (MENU,))
    return await state_of(turn, asked[0]) if len(asked) == 1 else which_question(turn, asked, vi.SEVERAL_QUESTIONS)


@router.choice("question", number, number)
async def one_question(turn: Turn) -> Reply:
    """One of several, chosen; its two answers say for which meeting and whom they are, also as numbers."""
    meeting_id, member_id = turn.args
    for question in await open_questions(turn):
        if (question.meeting.id, question.member.id) == (meeting_id, member_id):
            reply = await state_of(turn, question)
            return Reply(reply.text, tuple(Choice(label, picked(question, said)) for said, label in BOTH))
    return await old_button(turn)


@router.lost
async def old_button(turn: Turn) -> Reply:
    """A button of an older question or release always gets an answer, and where it can be the present state."""
    state = await present_state(turn)
    return Reply(f"{vi.OLD_BUTTON}\n{state.text}", state.choices)
