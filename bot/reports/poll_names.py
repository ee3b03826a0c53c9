"""Who answered what to a question of the cell: for those who may see its names, where no chat may carry them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.refusals import NotAllowed
from bot.services.audit import as_member, note
from bot.services.names_seen import names_seen
from bot.services.poll_counts import people_of, result_of
from bot.services.polls import about, poll_of
from bot.words import polls as words
from bot.words.times import day_of
from bot.words.vi import cell

TEXT = "text/plain"


async def poll_names(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`poll_names:<member>:<poll>`; raises NoSuchPoll or NotAllowed."""
    poll, unit = await poll_of(db, int(args[0]))
    seen = await names_seen(db, member_id, unit, day_of(now))
    if seen is None:
        raise NotAllowed
    result = await result_of(db, poll, now)
    found = await people_of(db, poll, now, seen)
    note(db, as_member(member_id), "poll_names_seen", about(poll), now, count=len(found))
    people = [words.person(name, poll.answers[said - 1] if said else None) for name, said in found]
    title = words.people_title(cell(unit.name), poll.number, poll.question)
    lines = [title, *result.lines(poll.answers), *seen.said(len(found)), *people, ""]
    return partial(Document, words.SHEET, "\n".join(lines).encode(), TEXT)
