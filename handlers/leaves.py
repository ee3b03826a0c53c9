"""The secretary decides who is excused: one by one, several in one line, or all at once."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number, offered_value
from bot.messages import Choice, Reply
from bot.model.attendances import Leave
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import LeaveTooLate, LeaveUnreadable
from bot.reports.recipes import recipe
from bot.services import leaves
from bot.services.audit import as_member
from bot.services.leaves import Decision, Request
from bot.services.permissions import Right
from bot.words import leaves as words
from bot.words import tally as tally_words
from handlers.talk.acting import acting_at, one_meeting
from handlers.talk.handing_over import hand_over, may_say_all
from handlers.talk.paging import Page, in_place, page_of

router = Router()
LIST, ONE = "leaves", "leave_of"
"""`leaves:<meeting>:<page>` and `leave_of:<meeting>:<member>:<as it stood>`: steps in which decisions may be typed."""
NAMES = 5
Seen = dict[int, Leave]


@router.command("don xin vang")
@router.command("/donxinvang")
async def open_list(turn: Turn) -> Reply:
    meeting = await one_meeting(turn, Right.DECIDE_LEAVE, f"{LIST}:{{}}:0", lambda _: True)
    return meeting if isinstance(meeting, Reply) else await list_page(turn, meeting.id, 0)


@router.choice(LIST, number, number)
async def list_of_leaves(turn: Turn) -> Reply:
    """A message of its own: a tally that offered it stays where it is, and live."""
    meeting_id, page = turn.args
    return await list_page(turn, meeting_id, page)


@router.choice("leaves_page", number, number)
async def another_page(turn: Turn) -> Reply:
    return in_place(turn, await list_of_leaves(turn))


async def list_page(turn: Turn, meeting_id: int, number_: int, noted: str = "") -> Reply:
    """Everybody who asks, in the same order whatever was decided: numbers typed one after the other stay right."""
    _, meeting, cell = await _open(turn, meeting_id)
    asked = await leaves.requests(turn.db, meeting)
    back = Choice(tally_words.HOW_IT_STANDS, f"tally:{meeting.id}")
    if not asked:
        return Reply("\n".join(line for line in (noted, words.NOBODY) if line), (back,))
    page = page_of(asked, number_, NAMES)
    says_all = await may_say_all(turn, cell)
    text = "\n".join([*_head(meeting, asked, noted), *_lines(turn, page, says_all=says_all)])
    choices = (*_names(turn, meeting, page, says_all=says_all), *_deeds(meeting, asked, says_all=says_all))
    turners = page.turners(f"leaves_page:{meeting.id}")
    return Reply(text, (*choices, *turners, back), expect=f"{LIST}:{meeting.id}:{page.number}")


async def _open(turn: Turn, meeting_id: int) -> tuple[Member, Meeting, Unit]:
    """Raises LeaveTooLate once the roll is closed."""
    member, meeting, cell = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    if meeting.state is MeetingState.CLOSED:
        raise LeaveTooLate
    return member, meeting, cell


def _head(meeting: Meeting, asked: Sequence[Request], noted: str) -> list[str]:
    """What was just noted stands in the place of the hint: there is no room for both."""
    title = words.title(meeting.starts_at, sum(one.leave is Leave.PENDING for one in asked))
    return [noted, title] if noted else [title, words.HOW]


def _lines(turn: Turn, page: Page[Request], *, says_all: bool) -> list[str]:
    """With buttons the names stand there once more, since a long label is cut off."""
    if not turn.capabilities.buttons:
        return []
    labels = [_label(one, says_all=says_all) for one in page.items]
    return [f"{number_}. {label}" for number_, label in enumerate(labels, 1)]


def _label(one: Request, *, says_all: bool) -> str:
    return words.label(one.member.name, one.leave, words.why(one.reason) if says_all else None)


def _names(turn: Turn, meeting: Meeting, page: Page[Request], *, says_all: bool) -> list[Choice]:
    """First of all choices, so that the numbers of people are 1, 2, 3 on every page."""
    return [
        Choice(
            one.member.name if turn.capabilities.buttons else _label(one, says_all=says_all),
            f"{ONE}:{meeting.id}:{one.member.id}:{one.leave}",
        )
        for one in page.items
    ]


def _deeds(meeting: Meeting, asked: Sequence[Request], *, says_all: bool) -> list[Choice]:
    is_open = any(one.leave is Leave.PENDING for one in asked)
    grant = [Choice(words.GRANT_ALL, f"leaves_all:{meeting.id}")] if is_open else []
    return grant if says_all else [*grant, Choice(words.SEE_REASONS, f"reasons:{meeting.id}")]


@router.choice("reasons", number)
async def reasons(turn: Turn) -> Reply:
    """Where reasons may not travel with the message: by a link that opens once."""
    member, meeting, cell = await acting_at(turn, Right.SEE_REASONS, turn.args[0])
    back = Choice(tally_words.LEAVES, f"{LIST}:{meeting.id}:0")
    return await hand_over(turn, member, cell, recipe("reasons", member.id, meeting.id), words.REASONS_TEXT, (back,))


# One request


@router.choice(ONE, number, number, Leave)
async def look(turn: Turn) -> Reply:
    meeting_id, member_id, _ = turn.args
    _, meeting, cell = await _open(turn, meeting_id)
    request = await leaves.request_of(turn.db, meeting, member_id)
    reason = words.why(request.reason) if await may_say_all(turn, cell) else None
    text = f"{words.one(request.member.name, meeting.starts_at, reason)}\n{words.stands(request.leave)}"
    where = f"{meeting.id}:{member_id}"
    choices = (
        Choice(words.GRANT, f"leave_is:{where}:{Leave.EXCUSED}:{request.leave}"),
        Choice(words.REFUSE, f"leave_is:{where}:{Leave.REFUSED}:{request.leave}"),
        Choice(words.OTHERS, f"leaves_page:{meeting.id}:0"),
    )
    return in_place(turn, Reply(text, choices, expect=f"{ONE}:{where}:{request.leave}"))


@router.choice("leave_is", number, number, Leave, Leave)
async def decide_one(turn: Turn) -> Reply:
    meeting_id, member_id, leave, seen = turn.args
    return in_place(turn, await decide_for(turn, meeting_id, member_id, seen, leave))


async def decide_for(turn: Turn, meeting_id: int, member_id: int, seen: Leave, leave: Leave) -> Reply:
    """Back to the page of the list on which they stand."""
    _, meeting, _ = await _open(turn, meeting_id)
    listed = [one.member.id for one in await leaves.requests(turn.db, meeting)]
    page = listed.index(member_id) // NAMES if member_id in listed else 0
    return await decide(turn, meeting_id, {leave: {member_id: seen}}, page)


@router.step(ONE)
async def decide_one_in_words(turn: Turn) -> Reply:
    meeting_id, member_id, seen = (turn.endpoint.step or "").split(":")[1:]
    said = words.verdict(turn.said.text)
    if said is None:
        raise LeaveUnreadable
    return await decide_for(turn, int(meeting_id), int(member_id), Leave(seen), _leave(is_granted=said))


def _leave(*, is_granted: bool) -> Leave:
    return Leave.EXCUSED if is_granted else Leave.REFUSED


# Several


@router.choice("leaves_all", number)
async def grant_all(turn: Turn) -> Reply:
    """All that wait just now, whatever waited when the list was shown."""
    return in_place(turn, await decide_all(turn, turn.args[0], Leave.EXCUSED))


async def decide_all(turn: Turn, meeting_id: int, leave: Leave) -> Reply:
    member, meeting, _ = await _open(turn, meeting_id)
    seen = await leaves.undecided(turn.db, meeting, as_member(member.id), turn.now)
    return await decide(turn, meeting_id, {leave: seen}, 0)


@router.step(LIST)
async def decide_in_words(turn: Turn) -> Reply:
    """`1 3 đồng ý, 2 không`: the numbers are those of the list shown last."""
    said = words.verdicts(turn.said.text)
    meeting_id, page = map(int, (turn.endpoint.step or "").split(":")[1:])
    if said is None:
        raise LeaveUnreadable
    if not said[0][0]:
        return await decide_all(turn, meeting_id, _leave(is_granted=said[0][1]))
    decided: dict[Leave, Seen] = {Leave.EXCUSED: {}, Leave.REFUSED: {}}
    for numbers, is_granted in said:
        decided[_leave(is_granted=is_granted)].update(_numbered(turn, one) for one in numbers)
    return await decide(turn, meeting_id, decided, page)


def _numbered(turn: Turn, number_: int) -> tuple[int, Leave]:
    """Whom a number of the list means, and how the leave stood there."""
    key, *parts = (offered_value(turn.endpoint, str(number_)) or "").split(":")
    if key != ONE:
        raise LeaveUnreadable
    return int(parts[1]), Leave(parts[2])


async def decide(turn: Turn, meeting_id: int, decided: dict[Leave, Seen], page: int) -> Reply:
    member, _, _ = await _open(turn, meeting_id)
    done = {
        leave: await leaves.decide(turn.db, meeting_id, seen, leave, as_member(member.id), turn.now)
        for leave, seen in decided.items()
    }
    return await list_page(turn, meeting_id, page, _noted(done))


def _noted(done: dict[Leave, Decision]) -> str:
    granted, refused = (done.get(leave, Decision()).changed for leave in (Leave.EXCUSED, Leave.REFUSED))
    untold = [one.name for decision in done.values() for one in decision.untold]
    return words.noted([one.name for one in granted], [one.name for one in refused], untold)
