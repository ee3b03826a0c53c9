"""What is typed below the roll: a number, the mark of one person, everybody in one line, or that it is right so."""

import re
from collections.abc import Sequence

from bot.conversation import Router, Turn
from bot.messages import Reply
from bot.model.attendances import Mark
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.refusals import NotOnRollList, RollUnreadable
from bot.services.permissions import Right
from bot.services.roll_said import spoken
from bot.services.roll_sheet import Seat, names_of, not_counted, numbered, open_sheet, order_of
from bot.words import roll_more as more_words
from bot.words import rolls as words
from bot.words.guests import speaks_of_guests
from bot.words.listed import row_of, shown
from bot.words.names import fold, tidy
from bot.words.roll_day import day_said
from bot.words.roll_manner import read_line
from bot.words.roll_marks import Mark as Written
from bot.words.roll_marks import mark_alone
from bot.words.times import day_of
from handlers.roll.calling import waiting_for_another
from handlers.roll.closing import before_closing, close_shown, closing_offered
from handlers.roll.marking import mark_and_go_on, one, page_with, seat_on, write
from handlers.roll.pages import told
from handlers.talk.acting import acting_at
from handlers.talk.beginnings import begun_by

router = Router()
ONE = re.compile(r"\s*(\d{1,3})\s*[.)]?\s*")
MARKS = {Written.PRESENT: Mark.PRESENT, Written.EXCUSED: Mark.EXCUSED, Written.UNEXCUSED: Mark.UNEXCUSED}


@router.step("roll")
@router.step("roll_fix")
async def in_words(turn: Turn) -> Reply:
    """A word that turns the page or ends the list, a number, or marks in one line."""
    meeting_id, (page, order) = _step(turn)
    word = fold(turn.said.text)
    if word in words.NEXT_PAGE | words.PAGE_BEFORE:
        return await page_with(turn, meeting_id, max(0, int(page) + (1 if word in words.NEXT_PAGE else -1)))
    if word in words.DONE:
        _, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
        return await before_closing(turn, meeting, cell)
    return await people_in_words(turn, meeting_id, order)


@router.step("roll_sum")
async def below_the_result(turn: Turn) -> Reply:
    """ "It is right so" closes what was shown, and only where nobody is left unmarked."""
    meeting_id, (order,) = _step(turn)
    word = tidy(turn.said.text).lower().strip(" .!")
    if fold(word) not in words.AGREED and word not in words.AGREED_MARKED:
        return await people_in_words(turn, meeting_id, order)
    digest = closing_offered(turn, meeting_id)
    if digest is not None:
        return await close_shown(turn, meeting_id, digest, with_rest=False)
    _, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
    return await before_closing(turn, meeting, cell)


@router.step("roll_one")
async def of_one_person(turn: Turn) -> Reply:
    """`có`, `vắng`, `P` or `K` is about the person asked about."""
    meeting_id, (member_id, order) = _step(turn)
    written = mark_alone(turn.said.text)
    if written is None:
        return await people_in_words(turn, meeting_id, order)
    await acting_at(turn, Right.ROLL, meeting_id)
    seat = seat_on(await open_sheet(turn.db, meeting_id, turn.now), int(member_id))
    away = Mark.EXCUSED if seat.has_asked else Mark.UNEXCUSED
    return await mark_and_go_on(turn, meeting_id, seat.member.id, MARKS.get(written, away))


def _step(turn: Turn) -> tuple[int, list[str]]:
    _, meeting_id, *rest = (turn.endpoint.step or "").split(":")
    return int(meeting_id), rest


async def people_in_words(turn: Turn, meeting_id: int, order: str) -> Reply:
    """A number or a line, by the numbers that were shown; or people who stand on no list."""
    if speaks_of_guests(turn.said.text) and (write_down := begun_by(turn.said.text)):
        return await write_down(turn) or _unread(turn)
    _, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
    seats = await open_sheet(turn.db, meeting.id, turn.now)
    if order != order_of(seats):
        return await page_with(turn, meeting.id, 0, words.LIST_CHANGED)
    if found := ONE.fullmatch(turn.said.text):
        return one(meeting, seats, _numbered(seats, found[1]))
    dated = day_said(turn.said.text, day_of(turn.now))
    if dated is None or not dated.is_sure:
        return await take(turn, meeting, cell, seats, turn.said.text) or _unread(turn)
    if dated.on != day_of(meeting.starts_at):
        return Reply(more_words.other_day(meeting.starts_at), expect=turn.endpoint.step)
    return await take(turn, meeting, cell, seats, dated.rest, from_paper=True) or _unread(turn)


def _numbered(seats: Sequence[Seat], digits: str) -> Seat:
    seat = numbered(seats, int(digits))
    if seat is None:
        raise NotOnRollList(which=digits)
    return seat


def _unread(turn: Turn) -> Reply:
    raise RollUnreadable(part=shown(row_of(turn.said.text)))


async def take(
    turn: Turn, meeting: Meeting, cell: Unit, seats: Sequence[Seat], text: str, *, from_paper: bool = False
) -> Reply | None:
    """The marks of a line, and what closing would come to; None for what is no line of the roll.

    A leave that somebody else decides stays open, and is named as such.
    """
    line = read_line(text, names_of(seats), not_counted(seats))
    if line is None:
        return None
    said, waiting = spoken(seats, line, from_paper=from_paper), await waiting_for_another(turn, meeting, seats)
    if waiting:
        said = said.only({one for one, mark in said.marks.items() if mark is Mark.PRESENT or one not in waiting.ids})
    asked = await write(turn, meeting.id, said)
    return asked or await before_closing(turn, meeting, cell, note=told(seats, said))
