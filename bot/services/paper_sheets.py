"""The sheet on paper of a meeting, for where no network reaches: its numbers are those that a line is read by later."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.check_ins import PaperSheet
from bot.model.meetings import Meeting, MeetingState
from bot.refusals import MeetingOver, MeetingWasCancelled, NobodyExpected
from bot.services.audit import note
from bot.services.invitations import renew_list
from bot.services.meetings import meeting_of
from bot.services.paper_numbers import keep_numbers, sheet_on_paper
from bot.services.roll_sheet import Seat, sheet_of


async def print_sheet(db: AsyncSession, meeting_id: int, by: str, now: datetime) -> list[Seat]:
    """The people by the numbers that they keep from now on; printed anew, newcomers stand behind.

    Raises MeetingWasCancelled, MeetingOver for a roll that is closed, or NobodyExpected.
    """
    meeting = await meeting_of(db, meeting_id, lock=True)
    demand_to_come(meeting)
    await renew_list(db, meeting, now)
    seats = await sheet_of(db, meeting)
    if not seats:
        raise NobodyExpected(code=meeting_id)
    paper = await sheet_on_paper(db, meeting_id) or PaperSheet(meeting_id=meeting_id, member_ids=[])
    keep_numbers(paper, {seat.member.id: seat.number for seat in seats})
    paper.printed, paper.made_by, paper.made_at = len(paper.member_ids), by, now
    db.add(paper)
    note(db, by, "names_seen", f"meeting:{meeting_id}", now, what="roll_paper", count=len(seats))
    await db.flush()
    return seats


def demand_to_come(meeting: Meeting) -> None:
    """Raises MeetingWasCancelled, or MeetingOver for a roll that is closed: nobody needs its sheet any more."""
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingWasCancelled(meeting=meeting.id)
    if meeting.state is MeetingState.CLOSED:
        raise MeetingOver(meeting=meeting.id)


async def changed_since_print(db: AsyncSession, meeting_id: int, seats: list[Seat]) -> tuple[list[int], list[str]]:
    """The numbers that nobody has any more, and who has come since, as `31 Nguyễn Văn An`."""
    paper = await sheet_on_paper(db, meeting_id)
    if paper is None:
        return [], []
    held = {seat.number for seat in seats}
    gone = [number for number in range(1, paper.printed + 1) if number not in held]
    return gone, [f"{seat.number} {seat.member.name}" for seat in seats if seat.number > paper.printed]
