"""Marks on the roll: a tap, a number, or everybody in one line. They are stored at once: two clerks see both."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.attendances import Mark
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.refusals import NotOnRollList, NotOnTheList, RollUnreadable
from bot.services.audit import as_member
from bot.services.permissions import Right
from bot.services.roll import take_roll
from bot.services.roll_sheet import Seat, as_marks, demand_open, marks_said, open_sheet, order_of, seat_of
from bot.words import rolls as words
from bot.words.listed import row_of, shown
from bot.words.names import fold
from bot.words.roll_line import read_roll
from handlers.roll.closing import before_closing
from handlers.roll.correcting import ask_to_correct
from handlers.roll.pages import BUTTONS, is_closed, mark_word, marked, sheet_page, step_of
from handlers.talk.acting import acting_at
from handlers.talk.paging import in_place

router = Router()
ONE = re.compile(r"\s*(\d{1,3})\s*[.)]?\s*")


@router.choice("roll_mark", number, number, number, Mark)
async def mark(turn: Turn) -> Reply:
    """A tap on a person; on a roll closed meanwhile it asks whether to correct it."""
    meeting_id, page, member_id, said = turn.args
    return in_place(turn, await write(turn, meeting_id, {member_id: said}) or await _page(turn, meeting_id, page))


@router.choice("roll_all", number, number)
async def everybody_else(turn: Turn) -> Reply:
    """All without a mark are present, but for those who had asked to stay away."""
    meeting_id, page = turn.args
    await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    seats = await open_sheet(turn.db, meeting_id, turn.now)
    unsaid = {seat.member.id: Mark.PRESENT for seat in seats if seat.is_unsaid}
    return in_place(turn, await write(turn, meeting_id, unsaid) or await _page(turn, meeting_id, page))


async def write(turn: Turn, meeting_id: int, marks: Mapping[int, Mark]) -> Reply | None:
    """Store marks at once; on a closed roll nothing is written, and the question whether to correct it comes back."""
    member, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    demand_open(meeting, turn.now)
    if is_closed(meeting):
        return await ask_to_correct(turn, meeting, cell, marks)
    await take_roll(turn.db, meeting_id, as_marks(marks), as_member(member.id), turn.now)
    return None


async def _page(turn: Turn, meeting_id: int, page: int, note: str | None = None) -> Reply:
    _, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
    reply = sheet_page(turn, meeting, cell, await open_sheet(turn.db, meeting_id, turn.now), page)
    return replace(reply, text=f"{note}\n{reply.text}") if note else reply


# One person


@router.choice("roll_ask", number, number)
async def ask_one(turn: Turn) -> Reply:
    meeting_id, member_id = turn.args
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    seats = await open_sheet(turn.db, meeting_id, turn.now)
    return one(meeting, seats, _seat(seats, member_id))


def one(meeting: Meeting, seats: Sequence[Seat], seat: Seat) -> Reply:
    """What they are marked, and what they can be marked."""
    said = f"roll_one:{meeting.id}:{seat.member.id}"
    choices = tuple(Choice(label, f"{said}:{mark}") for mark, label in words.TO_MARK.items())
    text = words.one(seat.number, seat.member.name, mark_word(seat))
    return Reply(text, choices, expect=step_of(meeting, seats))


@router.choice("roll_one", number, number, Mark)
async def mark_one(turn: Turn) -> Reply:
    """After a number was typed: what was stored, and the next may be typed."""
    meeting_id, member_id, said = turn.args
    asked = await write(turn, meeting_id, {member_id: said})
    if asked is not None:
        return asked
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    seats = await open_sheet(turn.db, meeting_id, turn.now)
    seat = _seat(seats, member_id)
    text = words.noted(seat.number, seat.member.name, said, marked(seats), len(seats))
    if turn.capabilities.buttons:
        return await _page(turn, meeting_id, (seat.number - 1) // BUTTONS, text)
    return Reply(f"{text}\n{words.NEXT_BY_NUMBER}", expect=step_of(meeting, seats))


def _seat(seats: Sequence[Seat], member_id: int) -> Seat:
    seat = seat_of(seats, member_id)
    if seat is None:
        raise NotOnTheList(member=member_id)
    return seat


# Typed


@router.step("roll")
@router.step("roll_fix")
async def in_words(turn: Turn) -> Reply:
    """A word that turns the page or ends the list, a number, or marks in one line."""
    meeting_id, page, order = (turn.endpoint.step or "").split(":")[1:]
    word = fold(turn.said.text)
    if word in words.NEXT_PAGE | words.PAGE_BEFORE:
        return await _page(turn, int(meeting_id), max(0, int(page) + (1 if word in words.NEXT_PAGE else -1)))
    _, meeting, cell = await acting_at(turn, Right.ROLL, int(meeting_id))
    if word in words.DONE:
        return await before_closing(turn, meeting, cell)
    seats = await open_sheet(turn.db, meeting.id, turn.now)
    if order != order_of(seats):
        return await _page(turn, meeting.id, 0, words.LIST_CHANGED)
    if found := ONE.fullmatch(turn.said.text):
        return one(meeting, seats, _numbered(seats, found[1]))
    return await take(turn, meeting, cell, seats, turn.said.text) or _unread(turn)


def _numbered(seats: Sequence[Seat], digits: str) -> Seat:
    if not 1 <= int(digits) <= len(seats):
        raise NotOnRollList(which=digits)
    return seats[int(digits) - 1]


def _unread(turn: Turn) -> Reply:
    raise RollUnreadable(part=shown(row_of(turn.said.text)))


async def take(turn: Turn, meeting: Meeting, cell: Unit, seats: Sequence[Seat], text: str) -> Reply | None:
    """The marks of a line, and what closing would come to; None for what is no line of the roll."""
    said = read_roll(text, [seat.member.name for seat in seats])
    if said is None:
        return None
    asked = await write(turn, meeting.id, marks_said(seats, said))
    return asked or await before_closing(turn, meeting, cell)
