"""A line of the roll while nothing of the roll is asked: a notice came between, or something else was looked at."""

from bot.conversation import Router, Turn
from bot.messages import Reply
from bot.model.meetings import Meeting
from bot.refusals import Refused
from bot.services.meetings import called_meetings
from bot.services.permissions import Right
from bot.services.roll_sheet import has_opened, names_of, not_counted, open_sheet
from bot.words.roll_manner import read_line
from handlers.attendance import by_meaning
from handlers.joining import at_the_door
from handlers.roll.typed import take
from handlers.talk.acting import acting_at, where

router = Router()


@router.phrase("vang")
@router.phrase("v")
@router.phrase("du")
@router.phrase("thay")
@router.command("du", at_a_step=False)
async def perhaps_the_roll(turn: Turn) -> Reply:
    """Of somebody who may call the one roll that is open now; a member's `vắng ốm` stays an answer of their own."""
    meeting = await _only_open(turn)
    return (await _taken(turn, meeting) if meeting else None) or await _own_words(turn)


@router.phrase("muon")
@router.phrase("den muon")
@router.phrase("khong muon")
@router.phrase("ve som")
async def perhaps_who_was_late(turn: Turn) -> Reply:
    """From the beginning on: before it nobody is late, and `muộn 10` are minutes of whoever writes."""
    meeting = await _only_open(turn)
    has_begun = meeting is not None and meeting.starts_at <= turn.now
    return (await _taken(turn, meeting) if meeting and has_begun else None) or await _own_words(turn)


async def _only_open(turn: Turn) -> Meeting | None:
    cells = [one.unit.id for one in await where(turn, Right.ROLL)]
    found = [one for one in await called_meetings(turn.db, cells) if has_opened(one, turn.now)] if cells else []
    return found[0] if len(found) == 1 else None


async def _taken(turn: Turn, meeting: Meeting) -> Reply | None:
    _, meeting, cell = await acting_at(turn, Right.ROLL, meeting.id)
    seats = await open_sheet(turn.db, meeting.id, turn.now)
    try:
        read_line(turn.said.text, names_of(seats), not_counted(seats))
    except Refused:
        return None
    return await take(turn, meeting, cell, seats, turn.said.text)


async def _own_words(turn: Turn) -> Reply:
    """What the words would mean to anybody."""
    return await (by_meaning if turn.members else at_the_door)(turn)
