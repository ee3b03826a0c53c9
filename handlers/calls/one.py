"""Calling one after the other: a person, what they said, why they stay away, the next."""

import re
from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reason, Reply
from bot.model.attendances import Answer
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.refusals import NotOnRollList, NotOnTheList
from bot.services.attendance import Source, give_reason
from bot.services.audit import as_member
from bot.services.calls import CHANNEL, answer_of, call_list, is_to_come
from bot.services.handed_links import has_site
from bot.services.permissions import Right
from bot.words import calls as words
from bot.words import vi
from bot.words.call_line import Called, CallSaid, read_calls
from bot.words.listed import form, row_of
from bot.words.understand import reason_of
from handlers.calls.listing import has_begun, list_page, listed, missed
from handlers.calls.noted import leaves_to_decide, note_calls, recorded, take_typed, unread
from handlers.talk.acting import acting_at
from handlers.talk.handing_over import may_say_all
from handlers.talk.numbering import behind
from handlers.talk.paging import in_place

router = Router()
ONE = re.compile(r"\s*(\d{1,3})\s*[.)]?\s*")
DIGIT, SIGNS = re.compile(r"\d"), re.compile("[,;]")
AWAY = re.compile(
    f"(?:{form('dạ')})?{form('xin|báo|vắng|nghỉ|không|ko|k|chưa|có|sẽ|dự|đến|tham|thuê|tắt|máy|gọi|sai')}",
    re.IGNORECASE,
)
"""Begins what is an answer, with a reason behind it or without."""


@router.choice("calls_one", number, number)
async def call_one(turn: Turn) -> Reply:
    meeting_id, member_id = turn.args
    return in_place(turn, await ask_about(turn, meeting_id, member_id))


async def ask_about(turn: Turn, meeting_id: int, member_id: int, note: str | None = None, why_of: int = 0) -> Reply:
    """Whom to call by which number, and the three things that can come of it.

    `why_of` has just been noted as away: a bare reason typed next is still theirs.
    """
    _, meeting, cell = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    if not is_to_come(meeting, turn.now):
        return has_begun(turn, meeting)
    people = await listed(turn, meeting)
    place, member = place_of(people, member_id)
    phone = member.phone if await may_say_all(turn, cell) else None
    answer = await answer_of(turn.db, meeting, member_id)
    state = words.NO_ANSWER if member_id in missed(turn, meeting) else ""
    line = words.line(place, member.name, phone, words.ANSWERS[answer] if answer else state)
    text = "\n".join([*([note] if note else []), words.ask(line)])
    own_link = (Choice(words.OWN_LINK, f"calls_link:{meeting_id}:{member_id}"),) if has_site(turn.db) else ()
    choices = behind(len(people), (*_answers(meeting_id, member_id), *own_link))
    return Reply(text, choices, expect=f"calls_one:{meeting_id}:{member_id}:{why_of}")


def _answers(meeting_id: int, member_id: int) -> tuple[Choice, ...]:
    said = f"calls_said:{meeting_id}:{member_id}"
    return (
        Choice(words.COMING, f"{said}:{Called.COMING}"),
        Choice(words.AWAY, f"{said}:{Called.AWAY}"),
        Choice(words.NOT_REACHED, f"{said}:{Called.NOT_REACHED}"),
        Choice(words.LIST, f"calls_page:{meeting_id}:0"),
    )


async def ask_numbered(turn: Turn, meeting_id: int, digits: str) -> Reply:
    """Raises NotOnRollList."""
    _, meeting, _ = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    people = await listed(turn, meeting)
    if not 1 <= int(digits) <= len(people):
        raise NotOnRollList(which=digits)
    return await ask_about(turn, meeting_id, people[int(digits) - 1].id)


def place_of(people: Sequence[Member], member_id: int) -> tuple[int, Member]:
    """Raises NotOnTheList."""
    for place, member in enumerate(people, 1):
        if member.id == member_id:
            return place, member
    raise NotOnTheList(member=member_id)


# What they said


@router.choice("calls_said", number, number, Called)
async def said_by_button(turn: Turn) -> Reply:
    meeting_id, member_id, called = turn.args
    return in_place(turn, await said(turn, meeting_id, member_id, called, None))


@router.step("calls_one")
async def said_in_words(turn: Turn) -> Reply:
    """An answer of the person asked about; with numbers, a line about several."""
    meeting_id, member_id, why_of, *_ = map(int, f"{turn.endpoint.step}:0".split(":")[1:])
    if found := ONE.fullmatch(turn.said.text):
        return await ask_numbered(turn, meeting_id, found[1])
    if DIGIT.search(turn.said.text):
        return await take_typed(turn, meeting_id)
    _, meeting, _ = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    people = await listed(turn, meeting)
    place, _ = place_of(people, member_id)
    if (bare := _bare_reason(turn.said.text)) is not None:
        return await _reason_alone(turn, meeting, member_id, why_of, bare)
    answer = SIGNS.sub(" ", turn.said.text)
    calls = read_calls(f"{words.CALLED} {place} {answer}", [one.name for one in people])
    if calls is None or len(calls) != 1:
        unread(turn.said.text)
    return await said(turn, meeting_id, member_id, calls[0].answer, calls[0].reason)


def _bare_reason(text: str) -> Reason | None:
    """`đi học` says why, and not who stays away."""
    reason = reason_of(text)
    return None if reason is None or AWAY.match(row_of(text)) else reason


async def _reason_alone(turn: Turn, meeting: Meeting, member_id: int, why_of: int, reason: Reason) -> Reply:
    """Of the one just noted as away, never of the next one."""
    is_away = why_of and await answer_of(turn.db, meeting, why_of) is Answer.AWAY
    if is_away and is_to_come(meeting, turn.now):
        return await why(turn, meeting.id, why_of, reason)
    return await ask_about(turn, meeting.id, member_id, words.REASON_OF_NOBODY, why_of)


async def said(turn: Turn, meeting_id: int, member_id: int, called: Called, reason: Reason | None) -> Reply:
    """Stored at once; staying away is stored before the reason is asked, which is not asked abroad."""
    by, meeting, cell = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    if not is_to_come(meeting, turn.now):
        return has_begun(turn, meeting)
    people = await listed(turn, meeting)
    place, member = place_of(people, member_id)
    one = CallSaid(place, called, reason)
    says_all = await may_say_all(turn, cell)
    await note_calls(turn, by, meeting, people, [one])
    if called is Called.AWAY and reason is None and says_all:
        return ask_why(meeting_id, place, member, len(people))
    why_of = member_id if called is Called.AWAY and reason is None else 0
    return await next_one(turn, meeting, place, "\n".join(recorded(people, [one], says_all=says_all)), why_of)


def ask_why(meeting_id: int, place: int, member: Member, people: int) -> Reply:
    whys = [Choice(label, f"calls_why:{meeting_id}:{member.id}:{why}") for why, label in vi.REASONS.items()]
    skip = Choice(words.WHY_UNKNOWN, f"calls_next:{meeting_id}:{member.id}")
    return Reply(
        words.ask_why(place, member.name), behind(people, (*whys, skip)), expect=f"calls_why:{meeting_id}:{member.id}"
    )


# Why, and the next


@router.choice("calls_why", number, number, Reason)
async def why_by_button(turn: Turn) -> Reply:
    meeting_id, member_id, reason = turn.args
    return in_place(turn, await why(turn, meeting_id, member_id, reason))


@router.step("calls_why")
async def why_in_words(turn: Turn) -> Reply:
    meeting_id, member_id = map(int, (turn.endpoint.step or "").split(":")[1:])
    if found := ONE.fullmatch(turn.said.text):
        return await ask_numbered(turn, meeting_id, found[1])
    reason = reason_of(turn.said.text)
    if reason is not None:
        return await why(turn, meeting_id, member_id, reason)
    return await take_typed(turn, meeting_id)


async def why(turn: Turn, meeting_id: int, member_id: int, reason: Reason) -> Reply:
    by, meeting, cell = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    if not is_to_come(meeting, turn.now):
        return has_begun(turn, meeting)
    await give_reason(turn.db, meeting_id, member_id, reason, Source(CHANNEL, as_member(by.id)), turn.now)
    people = await listed(turn, meeting)
    place, _ = place_of(people, member_id)
    one, says_all = CallSaid(place, Called.AWAY, reason), await may_say_all(turn, cell)
    return await next_one(turn, meeting, place, "\n".join(recorded(people, [one], says_all=says_all)))


@router.choice("calls_next", number, number)
async def without_reason(turn: Turn) -> Reply:
    meeting_id, member_id = turn.args
    _, meeting, _ = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    place, _ = place_of(await listed(turn, meeting), member_id)
    return in_place(turn, await next_one(turn, meeting, place))


async def next_one(turn: Turn, meeting: Meeting, place: int, note: str | None = None, why_of: int = 0) -> Reply:
    """The next on the list who has not been tried; behind the last one, the list of those who are left."""
    found = await call_list(turn.db, meeting)
    tried = missed(turn, meeting)
    following = [one for one in found if one.number > place and one.member.id not in tried]
    if following:
        return await ask_about(turn, meeting.id, following[0].member.id, note, why_of)
    reply = await list_page(turn, meeting.id, 0, note)
    return reply if found else Reply(reply.text, (*await leaves_to_decide(turn, meeting), *reply.choices))
