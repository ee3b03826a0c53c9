"""Why people ask to stay away from a meeting, for whoever decides their leaves."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.units import Unit
from bot.services.leaves import requests
from bot.services.meetings import meeting_of
from bot.services.permissions import Right, demand
from bot.words import leaves as words
from bot.words import vi
from bot.words.times import day_of


async def reason_sheet(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """The reasons as they stand; raises NotAllowed for who may not see them just then."""
    meeting = await meeting_of(db, int(args[0]))
    cell = await db.get_one(Unit, meeting.cell_id)
    await demand(db, member_id, Right.SEE_REASONS, cell, day_of(now))
    asked = await requests(db, meeting)
    lines = [words.sheet_line(one.member.name, words.why(one.reason), one.leave) for one in asked]
    text = words.sheet(vi.cell(cell.name), meeting.starts_at, lines)
    return partial(Document, words.SHEET, text.encode(), "text/plain")
