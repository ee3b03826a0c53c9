"""Who calls the roll at this phone, and whose leave is not for them to decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation import Turn
from bot.model.attendances import Mark
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.units import Unit
from bot.services.audit import as_member
from bot.services.deciding import deciders, for_others
from bot.services.permissions import Right, may
from bot.services.roll_sheet import Seat
from bot.words.times import day_of
from handlers.talk.acting import acting_at


@dataclass(frozen=True, slots=True)
class Waiting:
    """The leaves that somebody else has to decide."""

    ids: frozenset[int]
    decider: str


async def calling(turn: Turn, meeting_id: int, *, lock: bool = False) -> tuple[Member, Meeting, Unit]:
    """Of two at one phone the one who decides leaves as well; raises NoSuchMeeting or NotAllowed."""
    caller, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id, lock=lock)
    for member in turn.members:
        if await may(turn.db, member.id, Right.DECIDE_LEAVE, cell, day_of(turn.now)):
            return member, meeting, cell
    return caller, meeting, cell


async def waiting_for_another(turn: Turn, meeting: Meeting, seats: Sequence[Seat]) -> Waiting | None:
    """Those on the sheet whose leave is open, and not for whoever is at this phone."""
    caller, _, _ = await calling(turn, meeting.id)
    undecided = {seat.member.id: Mark.EXCUSED for seat in seats if seat.is_undecided}
    ids = await for_others(turn.db, meeting, undecided, as_member(caller.id), turn.now)
    if not ids:
        return None
    able = [one for one in await deciders(turn.db, meeting, turn.now) if one != caller.id]
    return Waiting(frozenset(ids), (await turn.db.get_one(Member, able[0])).name)
