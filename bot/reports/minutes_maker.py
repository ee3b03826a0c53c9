"""The minutes as a Word file, in the unit's own form or in the one that comes with us."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.reports.code_maker import DOCX
from bot.reports.minutes_facts import facts_of
from bot.services.audit import as_member, note
from bot.services.meetings import meeting_of
from bot.services.permissions import Right, demand, may
from bot.services.templates import MINUTES, filled_in, template_of
from bot.words.minutes import file_name
from bot.words.names import slug
from bot.words.times import day_of

SHIPPED_FILE = Path(__file__).parent / "templates" / "minutes.docx"


def shipped() -> bytes:
    return SHIPPED_FILE.read_bytes()


async def minutes(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """`minutes:<member>:<meeting>`: for whoever calls the roll there; reasons only for whoever may see them.

    Raises NoSuchMeeting or NotAllowed.
    """
    meeting = await meeting_of(db, int(args[0]))
    cell = await db.get_one(Unit, meeting.cell_id)
    await demand(db, member_id, Right.ROLL, cell, day_of(now))
    with_reasons = await may(db, member_id, Right.SEE_REASONS, cell, day_of(now))
    return await minutes_document(db, meeting, as_member(member_id), now, with_reasons=with_reasons)


async def minutes_document(
    db: AsyncSession, meeting: Meeting, by: str, now: datetime, *, with_reasons: bool
) -> Callable[[], Document]:
    """The file of a meeting, written down as exported."""
    cell = await db.get_one(Unit, meeting.cell_id)
    template = await template_of(db, cell, MINUTES) or shipped()
    facts = await facts_of(db, meeting, with_reasons=with_reasons)
    note(db, by, "exported", f"meeting:{meeting.id}", now, what="minutes")
    name = file_name(slug(cell.name), meeting.starts_at)
    return lambda: Document(name, filled_in(template, facts), DOCX)
