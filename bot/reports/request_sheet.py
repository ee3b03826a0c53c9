"""What a member wants corrected, for whoever answers it: a phone does not travel through a network abroad."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.members import Member
from bot.refusals import NotAllowed
from bot.services.data_requests import in_words, may_answer, request_of
from bot.words import data_requests as words


async def request_sheet(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """As it stands; raises NotAllowed for who does not answer it, RequestGone once it is answered."""
    request = await request_of(db, int(args[0]))
    if not await may_answer(db, member_id, request, now):
        raise NotAllowed
    member = await db.get_one(Member, request.member_id)
    lines = [
        words.change_said(
            field,
            words.value_said(field, was) if (was := getattr(member, field)) else None,
            words.value_said(field, value),
        )
        for field, value in (request.proposed or {}).items()
    ]
    text = "\n".join([await in_words(db, request, now), *lines, ""])
    return partial(Document, words.SHEET, text.encode(), "text/plain; charset=utf-8")
