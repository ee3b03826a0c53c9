"""Whom to call, with the phones, as words to be read once: what does not go through networks abroad."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.units import Unit
from bot.services.audit import as_member, note
from bot.services.calls import call_list
from bot.services.meetings import meeting_of
from bot.services.permissions import Right, demand
from bot.words import calls as words
from bot.words import vi
from bot.words.times import day_of


async def phones(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """`phones:<member>:<meeting>`; raises NotAllowed for whoever does not lead the cell any more."""
    meeting = await meeting_of(db, int(args[0]))
    cell = await db.get_one(Unit, meeting.cell_id)
    await demand(db, member_id, Right.DECIDE_LEAVE, cell, day_of(now))
    found = await call_list(db, meeting)
    note(db, as_member(member_id), "phones_seen", f"meeting:{meeting.id}", now, count=len(found))
    title = words.title(vi.cell(cell.name), meeting.starts_at, len(found), 1, 1)
    lines = [words.line(one.number, one.member.name, one.member.phone, words.SILENCES[one.why]) for one in found]
    content = "\n".join([title, *lines]).encode()
    return lambda: Document(f"{words.DOCUMENT}.txt", content, "text/plain; charset=utf-8")
