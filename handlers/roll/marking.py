"""Marks on the roll by taps and choices. They are stored at once: two clerks see both."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.attendances import Mark
from bot.model.meetings import Meeting
from bot.refusals import NotOnTheList
from bot.services.audit import as_member
from bot.services.permissions import Right
from bot.services.roll import take_roll
from bot.services.roll_said import Spoken
from bot.services.roll_sheet import Seat, demand_open, last_of, open_sheet, order_of, place_of, seat_of
from bot.words import rolls as words
from handlers.roll.calling import calling, waiting_for_another
from handlers.roll.correcting import ask_to_correct
from handlers.roll.pages import BUTTONS, counted, is_closed, mark_word, marked, sheet_page, step_of
from handlers.talk.acting import acting_at
from handlers.talk.numbering import behind
from handlers.talk.paging import in_place

router = Router()


@router.choice("roll_mark", number, number, number, Mark)
async def mark(turn: Turn) -> Reply:
    """A tap on a person; on a roll closed meanwhile it asks whether to correct it."""
    meeting_id, page, member_id, said = turn.args
    if said is not Mark.PRESENT and (asked := await is_present(turn, meeting_id, member_id, page)):
        return in_place(turn, asked)
    return in_place(
        turn, await write(turn, meeting_id, Spoken({member_id: said})) or await page_with(turn, meeting_id, page)
    )


async def is_present(turn: Turn, meeting_id: int, member_id: int, page: int) -> Reply | None:
    """Where somebody else decides the leave, there is only this to say."""
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    seats = await open_sheet(turn.db, meeting_id, turn.now)
    waiting = await waiting_for_another(turn, meeting, seats)
    if waiting is None or member_id not in waiting.ids:
        return None
    seat = seat_on(seats, member_id)
    here = Choice(words.TO_MARK[Mark.PRESENT], f"roll_one:{meeting_id}:{member_id}:{Mark.PRESENT}")
    text = words.leave_of_another(seat.number, seat.member.name, waiting.decider)
    return Reply(text, behind(last_of(seats), (here, Choice(words.LIST, f"roll_page:{meeting_id}:{page}"))))


@router.choice("roll_all", number, number)
async def everybody_else(turn: Turn) -> Reply:
    """All without a mark are present, but for those who had asked to stay away."""
    meeting_id, page = turn.args
    await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    seats = await open_sheet(turn.db, meeting_id, turn.now)
    unsaid = {seat.member.id: Mark.PRESENT for seat in seats if seat.is_unsaid}
    return in_place(turn, await write(turn, meeting_id, Spoken(unsaid)) or await page_with(turn, meeting_id, page))


async def write(turn: Turn, meeting_id: int, said: Spoken) -> Reply | None:
    """Store marks at once; on a closed roll nothing is written, and the question whether to correct it comes back."""
    member, meeting, cell = await calling(turn, meeting_id, lock=True)
    demand_open(meeting, turn.now)
    if is_closed(meeting):
        return await ask_to_correct(turn, meeting, cell, said)
    await take_roll(turn.db, meeting_id, said.as_marks(), as_member(member.id), turn.now)
    return None


async def page_with(turn: Turn, meeting_id: int, page: int, note: str | None = None) -> Reply:
    _, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
    reply = sheet_page(turn, meeting, cell, await open_sheet(turn.db, meeting_id, turn.now), page)
    return replace(reply, text=f"{note}\n{reply.text}") if note else reply


# One person


@router.choice("roll_ask", number, number)
async def ask_one(turn: Turn) -> Reply:
    meeting_id, member_id = turn.args
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    seats = await open_sheet(turn.db, meeting_id, turn.now)
    return one(meeting, seats, seat_on(seats, member_id))


def one(meeting: Meeting, seats: Sequence[Seat], seat: Seat) -> Reply:
    """What they are marked, and what they can be marked."""
    said = f"roll_one:{meeting.id}:{seat.member.id}"
    choices = behind(last_of(seats), (Choice(label, f"{said}:{mark}") for mark, label in words.TO_MARK.items()))
    text = words.one(seat.number, seat.member.name, mark_word(seat))
    return Reply(text, choices, expect=f"roll_one:{meeting.id}:{seat.member.id}:{order_of(seats)}")


@router.choice("roll_one", number, number, Mark)
async def mark_one(turn: Turn) -> Reply:
    """After a number was typed: what was stored, and the next may be typed."""
    return await mark_and_go_on(turn, *turn.args)


async def mark_and_go_on(turn: Turn, meeting_id: int, member_id: int, said: Mark) -> Reply:
    asked = await write(turn, meeting_id, Spoken({member_id: said}))
    if asked is not None:
        return asked
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    seats = await open_sheet(turn.db, meeting_id, turn.now)
    seat = seat_on(seats, member_id)
    text = words.noted(seat.number, seat.member.name, said, marked(seats), counted(seats))
    if turn.capabilities.buttons:
        return await page_with(turn, meeting_id, place_of(seats, seat) // BUTTONS, text)
    return Reply(f"{text}\n{words.NEXT_BY_NUMBER}", expect=step_of(meeting, seats))


def seat_on(seats: Sequence[Seat], member_id: int) -> Seat:
    seat = seat_of(seats, member_id)
    if seat is None:
        raise NotOnTheList(member=member_id)
    return seat
