"""The sheet on paper of a meeting, as a file: its numbers are kept with it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.guests import GuestKind
from bot.model.units import Unit
from bot.reports.code_maker import DOCX
from bot.services.audit import as_member
from bot.services.check_in_ways import sms_link
from bot.services.guests import beside
from bot.services.meetings import meeting_of
from bot.services.paper_sheets import print_sheet
from bot.services.permissions import Right, demand
from bot.words import roll_paper as words
from bot.words.names import slug
from bot.words.times import day_of
from bot.words.vi import body


async def roll_paper(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """`roll_paper:<member>:<meeting>`; raises NotAllowed, MeetingOver or MeetingWasCancelled."""
    meeting = await meeting_of(db, int(args[0]))
    await demand(db, member_id, Right.ROLL, await db.get_one(Unit, meeting.cell_id), day_of(now))
    return await paper_of(db, meeting.id, as_member(member_id), now)


async def paper_of(db: AsyncSession, meeting_id: int, by: str, now: datetime) -> Callable[[], Document]:
    """The same for whoever may have it."""
    seats = await print_sheet(db, meeting_id, by, now)
    meeting = await meeting_of(db, meeting_id)
    unit = await db.get_one(Unit, meeting.cell_id)
    people = [(seat.number, words.person(seat.member.name, is_optional=seat.is_optional)) for seat in seats]
    guests = [one.who for one in await beside(db, meeting_id) if one.kind is not GuestKind.OWN]
    line = words.to_send(meeting.starts_at)
    scanned = await sms_link(db, f"{line} ") or line
    head = words.head(body(unit.name, meeting.kind), meeting.kind, meeting.starts_at, meeting.place)
    how = words.how(meeting.starts_at, len(seats))
    name = words.file_name(slug(unit.name), day_of(meeting.starts_at))

    def render() -> Document:
        from bot.reports.roll_paper_sheet import RollPaper, drawn  # noqa: PLC0415 - slow to load, and for this alone

        return Document(name, drawn(RollPaper(head, people, guests, how, scanned)), DOCX)

    return render
