"""The slips of a meeting. Their links are made with the sheet, since they are nowhere else to be read."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.units import Unit
from bot.refusals import EverybodyTold, MeetingOver
from bot.services.audit import as_member
from bot.services.calls import is_to_come
from bot.services.handed_links import hand_out, untold
from bot.services.meetings import meeting_of
from bot.services.permissions import Right, demand
from bot.services.wording import lines_of
from bot.words.names import slug
from bot.words.report_words import slip_file, slip_title
from bot.words.times import day_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def slips(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """`slips:<member>:<meeting>`: a link for each whom no message reaches.

    Raises NotAllowed, MeetingOver, EverybodyTold or NoWayForLinks.
    """
    meeting = await meeting_of(db, int(args[0]))
    cell = await db.get_one(Unit, meeting.cell_id)
    await demand(db, member_id, Right.DECIDE_LEAVE, cell, day_of(now))
    if not is_to_come(meeting, now):
        raise MeetingOver(meeting=meeting.id)
    people = await untold(db, meeting)
    if not people:
        raise EverybodyTold
    links = await hand_out(db, meeting, people, as_member(member_id), now)
    title, lines = slip_title(cell.name), lines_of(meeting, cell).split("\n")

    def render() -> Document:
        from bot.reports.slip_sheet import SlipEntry, slip_sheet  # noqa: PLC0415 - slow to load, and for this alone

        entries = [SlipEntry(one.name, links[one.id]) for one in people]
        return Document(slip_file(slug(cell.name)), slip_sheet(title, lines, entries), DOCX)

    return render
