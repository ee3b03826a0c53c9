"""The words of a tally, and the mark by which two of them are told apart."""

import hashlib
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
from bot.services.permissions import Right, offices_of, reaches
from bot.services.tally import Standing
from bot.words import tally as words
from bot.words import vi
from bot.words.times import day_of


async def worded(db: AsyncSession, meeting: Meeting, standing: Standing, member_id: int, now: datetime) -> Reply:
    """How the meeting stands, with what this member may do about it."""
    cell = await db.get_one(Unit, meeting.cell_id)
    title = words.title(vi.body(cell.name, meeting.kind), standing.starts_at, standing.place)
    lines = [title, *_lines(standing), words.as_of(now)]
    if standing.state is not MeetingState.CALLED:
        return Reply("\n".join(lines))
    return Reply("\n".join(lines), await _choices(db, meeting, cell, member_id, now))


def _lines(standing: Standing) -> list[str]:
    if standing.state is MeetingState.CANCELLED:
        return [words.CALLED_OFF]
    if standing.state is MeetingState.CLOSED:
        return [words.closed(standing.present, standing.expected)]
    numbers = (standing.expected, standing.coming, standing.away, standing.undecided, standing.silent)
    offered = (
        (standing.revision > 1, words.MOVED),
        (1, words.counts(*numbers)),
        (1, words.reached(standing.told, standing.unreached, standing.waiting)),
        (standing.pending, words.leaves(standing.pending)),
        (standing.present, words.present(standing.present, standing.expected)),
    )
    return [line for holds, line in offered if holds]


async def _choices(db: AsyncSession, meeting: Meeting, cell: Unit, member_id: int, now: datetime) -> tuple[Choice, ...]:
    """The same in the same order whatever the counts: a number typed later must not mean another one."""
    offices = await offices_of(db, member_id, day_of(now))
    rights = {right for role, at in offices for right in Right if reaches(role.office, at, right, cell)}
    offered = (
        (Right.SEE_NAMES, words.WHO_IS_SILENT, f"silent:{meeting.id}:0"),
        (Right.DECIDE_LEAVE, words.LEAVES, f"leaves:{meeting.id}:0"),
        (Right.ROLL, words.ROLL, f"roll:{meeting.id}:0"),
        (Right.CALL, words.MOVE, f"move:{meeting.id}:{meeting.revision}"),
        (Right.CALL, words.CANCEL, f"cancel:{meeting.id}:{meeting.revision}"),
    )
    return tuple(Choice(label, value) for right, label, value in offered if right in rights)


def digest_of(standing: Standing) -> str:
    return hashlib.sha256(repr(standing).encode()).hexdigest()[:32]
