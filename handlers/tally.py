"""Whoever leads a cell asks how a meeting stands and who is silent, and has them reminded."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.units import Unit
from bot.services import live_tally, nudging
from bot.services.audit import as_member
from bot.services.meetings import meeting_of
from bot.services.names_seen import NamesSeen
from bot.services.nudging import Nudge
from bot.services.permissions import Right, may, offices_of, reaches
from bot.services.resending import unreached
from bot.services.silences import Silent, silences
from bot.words import tally as words
from bot.words.stops import RESEND
from bot.words.times import day_of
from handlers.talk.acting import acting, acting_at, one_meeting
from handlers.talk.held_back import unless_stopped
from handlers.talk.names_seen import seeing
from handlers.talk.paging import Page, in_place, page_of

router = Router()
NAMES, NAMES_WITH_BUTTONS = 5, 10
"""On a page; where choices are lines of the text, there is room for fewer."""


# How it stands


@router.command("tinh hinh")
@router.command("tinh hinh hop")
@router.command("/tinhhinh")
async def how_it_stands(turn: Turn) -> Reply:
    meeting = await one_meeting(turn, Right.SEE_NAMES, "tally:{}", lambda _: True)
    return meeting if isinstance(meeting, Reply) else await tally_for(turn, meeting)


@router.choice("tally", number)
async def tally(turn: Turn) -> Reply:
    """Always a message of its own, which then goes on showing the truth."""
    return await tally_for(turn, await meeting_of(turn.db, turn.args[0]))


async def tally_for(turn: Turn, meeting: Meeting) -> Reply:
    member = await _leader(turn, await turn.db.get_one(Unit, meeting.cell_id))
    return await live_tally.tally_of(turn.db, meeting, member.id, turn.now)


async def _leader(turn: Turn, cell: Unit) -> Member:
    """On a phone of two, whoever may do most; raises NotAllowed where neither may see names."""
    for right in (Right.DECIDE_LEAVE, Right.CALL):
        for member in turn.members:
            if await may(turn.db, member.id, right, cell, day_of(turn.now)):
                return member
    return await acting(turn, Right.SEE_NAMES, cell)


# Who is silent


@router.command("ai chua tra loi")
@router.command("chua tra loi")
@router.command("/chuatraloi")
async def who_is_silent(turn: Turn) -> Reply:
    meeting = await one_meeting(turn, Right.SEE_NAMES, "silent:{}:0", lambda one: one.starts_at > turn.now)
    return meeting if isinstance(meeting, Reply) else await silent_page(turn, meeting, 0)


@router.choice("silent", number, number)
async def silent(turn: Turn) -> Reply:
    """A message of its own: a tally that offered it stays where it is, and live."""
    meeting_id, page = turn.args
    meeting = await meeting_of(turn.db, meeting_id)
    return await (silent_page(turn, meeting, page) if is_on(meeting) else tally_for(turn, meeting))


def is_on(meeting: Meeting) -> bool:
    return meeting.state is MeetingState.CALLED


@router.choice("silent_page", number, number)
async def another_page(turn: Turn) -> Reply:
    return in_place(turn, await silent(turn))


async def silent_page(turn: Turn, meeting: Meeting, number_: int) -> Reply:
    """How many are silent, and the names that somebody here may see; raises NotAllowed."""
    seen = (await seeing(turn, await turn.db.get_one(Unit, meeting.cell_id))).names
    found = await silences(turn.db, meeting)
    if not found:
        return Reply(words.ALL_HAVE_ANSWERED, (_back(meeting),))
    named = [one for one in found if seen.shows(one.group_id)]
    page = page_of(named, number_, NAMES_WITH_BUTTONS if turn.capabilities.buttons else NAMES)
    lines = [words.silent_line(one.member.name, one.why) for one in page.items]
    title = _silent_title(meeting, len(found), len(named), page, seen)
    return Reply("\n".join([*title, *lines]), await _silent_choices(turn, meeting, page))


def _silent_title(meeting: Meeting, count: int, named: int, page: Page[Silent], seen: NamesSeen) -> list[str]:
    """The count is that of the whole list, whoever looks."""
    at = page.number + 1, page.count
    if seen.every:
        return [words.silent_title(count, meeting.starts_at, *at)]
    own = [words.silent_in_group(named, *at)] if named else seen.said(0)
    return [words.silent_count(count, meeting.starts_at), *own]


async def _silent_choices(turn: Turn, meeting: Meeting, page: Page[Silent]) -> tuple[Choice, ...]:
    return (
        *await _deeds(turn, meeting, (Right.CALL, words.NUDGE, f"nudge:{meeting.id}"), _calls(meeting)),
        *await _again(turn, meeting),
        *page.turners(f"silent_page:{meeting.id}"),
        _back(meeting),
    )


Deed = tuple[Right, str, str]


async def _deeds(turn: Turn, meeting: Meeting, *deeds: Deed) -> list[Choice]:
    """What somebody here may do about the silent, until the meeting begins."""
    if meeting.starts_at <= turn.now:
        return []
    cell = await turn.db.get_one(Unit, meeting.cell_id)
    offices = [one for member in turn.members for one in await offices_of(turn.db, member.id, day_of(turn.now))]
    able = {right for right, _, _ in deeds if any(reaches(role.office, at, right, cell) for role, at in offices)}
    return [Choice(label, value) for right, label, value in deeds if right in able]


async def _again(turn: Turn, meeting: Meeting) -> list[Choice]:
    """Where the call of the meeting has not reached somebody for certain."""
    if meeting.starts_at <= turn.now or not (await unreached(turn.db, meeting, turn.now)).count:
        return []
    return await _deeds(turn, meeting, (Right.CALL, RESEND, f"resend:{meeting.id}"))


def _calls(meeting: Meeting) -> Deed:
    return (Right.DECIDE_LEAVE, words.CALL_LIST, f"calls:{meeting.id}:0")


def _back(meeting: Meeting) -> Choice:
    return Choice(words.HOW_IT_STANDS, f"tally:{meeting.id}")


# Reminding them


@router.command("nhac")
@router.command("nhac hop")
@router.command("/nhachop")
async def nudge_them(turn: Turn) -> Reply:
    meeting = await one_meeting(turn, Right.CALL, "nudge:{}", lambda one: one.starts_at > turn.now)
    return meeting if isinstance(meeting, Reply) else await nudge_for(turn, meeting.id)


@router.choice("nudge", number)
async def nudge(turn: Turn) -> Reply:
    return await nudge_for(turn, turn.args[0])


async def nudge_for(turn: Turn, meeting_id: int) -> Reply:
    member, meeting, cell = await acting_at(turn, Right.CALL, meeting_id)
    done = await nudging.nudge(turn.db, meeting_id, as_member(member.id), turn.now)
    calls = await _deeds(turn, meeting, _calls(meeting)) if done.unreached or done.reminded else []
    said = _nudged(done, turn)
    return Reply(await unless_stopped(turn, cell, said) if done.reminded else said, (*calls, _back(meeting)))


def _nudged(done: Nudge, turn: Turn) -> str:
    if not done.reminded and not done.still_waiting and not done.unreached:
        return words.NOBODY_TO_NUDGE
    held_back = done.arrives_at > turn.now
    said = words.nudged(done.reminded, done.arrives_at, held_back=held_back) if done.reminded else words.NOBODY_NUDGED
    waiting = words.still_waiting(done.still_waiting) if done.still_waiting else ""
    unreached = words.not_reached([one.name for one in done.unreached]) if done.unreached else ""
    return "\n".join(line for line in (said, waiting, unreached) if line)
