"""What is done at the roll beside marking: other ways to call it, who was late or left early, the sheet on paper."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.attendances import Mark
from bot.model.meetings import Meeting, MeetingState
from bot.refusals import NotOnTheList
from bot.reports.recipes import recipe
from bot.services.audit import as_member
from bot.services.paper_sheets import demand_to_come
from bot.services.permissions import Right
from bot.services.roll import Marks, take_roll
from bot.services.roll_sheet import Seat, open_sheet, seat_of
from bot.words import check_ins, guests, rolls
from bot.words import roll_more as words
from handlers.roll.calling import calling
from handlers.roll.pages import BUTTONS
from handlers.talk.acting import acting_at, one_meeting
from handlers.talk.handing_over import hand_over
from handlers.talk.paging import in_place, page_of

router = Router()
FEWER = 6
"""People where each of them is a numbered line."""
LATE, EARLY = 1, 2


@router.choice("roll_ways", number)
async def ways(turn: Turn) -> Reply:
    _, meeting, _ = await acting_at(turn, Right.ROLL, turn.args[0])
    return in_place(turn, _ways(meeting))


@router.command("cách điểm danh")
async def ways_by_word(turn: Turn) -> Reply:
    found = await one_meeting(turn, Right.ROLL, "roll_ways:{}", lambda _: True)
    return found if isinstance(found, Reply) else _ways(found)


def _ways(meeting: Meeting) -> Reply:
    is_called = meeting.state is MeetingState.CALLED
    door = [Choice(check_ins.OPEN, f"dd_open:{meeting.id}")] if is_called else []
    paper = [Choice(words.PAPER, f"roll_paper:{meeting.id}")] if is_called else []
    choices = (
        *door,
        Choice(words.MANNER, f"roll_manner:{meeting.id}:0"),
        Choice(guests.GUESTS, f"guests:{meeting.id}:0"),
        *paper,
        Choice(rolls.LIST, f"roll:{meeting.id}:0"),
    )
    return Reply(words.WAYS, choices)


# Late, early


@router.choice("roll_manner", number, number)
async def manner(turn: Turn) -> Reply:
    meeting_id, page = turn.args
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    return in_place(turn, _manner(turn, meeting, await open_sheet(turn.db, meeting_id, turn.now), page))


def _manner(turn: Turn, meeting: Meeting, seats: Sequence[Seat], number: int) -> Reply:
    """Those who are there; a tap goes round: late, left early, both, neither."""
    there = [seat for seat in seats if seat.mark is Mark.PRESENT]
    page = page_of(there, number, BUTTONS if turn.capabilities.buttons else FEWER)
    people = (
        Choice(
            rolls.person(seat.number, seat.member.name, _said(seat)),
            f"roll_manner_set:{meeting.id}:{page.number}:{seat.member.id}:{(_code(seat) + 1) % 4}",
        )
        for seat in page.items
    )
    back = Choice(rolls.LIST, f"roll:{meeting.id}:0")
    text = words.MANNER_HOW if there else words.NOBODY_THERE
    return Reply(text, (*people, *page.turners(f"roll_manner:{meeting.id}"), back))


def _code(seat: Seat) -> int:
    return LATE * seat.came_late + EARLY * seat.left_early


def _said(seat: Seat) -> str:
    said = [word for holds, word in ((seat.came_late, words.LATE), (seat.left_early, words.EARLY)) if holds]
    return ", ".join(said) or rolls.MARKS[Mark.PRESENT]


@router.choice("roll_manner_set", number, number, number, number)
async def set_manner(turn: Turn) -> Reply:
    """The button says what it sets, so that two taps at once set the same. Who is absent meanwhile is not touched."""
    meeting_id, page, member_id, code = turn.args
    member, meeting, _ = await calling(turn, meeting_id, lock=True)
    seats = await open_sheet(turn.db, meeting_id, turn.now)
    seat = seat_of(seats, member_id)
    if seat is None:
        raise NotOnTheList(member=member_id)
    if seat.mark is Mark.PRESENT:
        await take_roll(turn.db, meeting_id, _marks(member_id, code), as_member(member.id), turn.now)
        seats = await open_sheet(turn.db, meeting_id, turn.now)
    return in_place(turn, _manner(turn, meeting, seats, page))


def _marks(member_id: int, code: int) -> Marks:
    who, nobody = (member_id,), ()
    return Marks(
        late=who if code & LATE else nobody,
        early=who if code & EARLY else nobody,
        not_late=nobody if code & LATE else who,
        not_early=nobody if code & EARLY else who,
    )


# On paper


@router.choice("roll_paper", number)
async def paper(turn: Turn) -> Reply:
    return await _paper(turn, turn.args[0])


@router.command("in tờ điểm danh")
@router.command("tờ điểm danh")
async def paper_by_word(turn: Turn) -> Reply:
    found = await one_meeting(turn, Right.ROLL, "roll_paper:{}", lambda _: True)
    return found if isinstance(found, Reply) else await _paper(turn, found.id)


async def _paper(turn: Turn, meeting_id: int) -> Reply:
    """The file is made when it leaves, and its numbers kept from then on."""
    member, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
    demand_to_come(meeting)
    made = recipe("roll_paper", member.id, meeting.id)
    return await hand_over(turn, member, cell, made, words.PAPER_READY, (Choice(rolls.LIST, f"roll:{meeting.id}:0"),))
