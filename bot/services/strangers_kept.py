"""Chats and numbers of nobody: whoever once wrote and never joined, and residents whose entry has had its time."""

from datetime import datetime

from sqlalchemy import exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Endpoint
from bot.model.inbox import InboxRow
from bot.model.notices import Notice
from bot.services.erasing import ERASED, are_nobodys, forget_whose


async def strangers(db: AsyncSession, now: datetime, limit: int) -> int:
    """Those that are quiet: what was heard from them and said to them has had its own time and is gone."""
    heard = select(InboxRow.channel, InboxRow.account, InboxRow.address).distinct()
    found = await db.scalars(
        select(Endpoint)
        .where(
            *are_nobodys(),
            ~Endpoint.external_id.startswith(ERASED),
            ~exists().where(Notice.endpoint_id == Endpoint.id),
            tuple_(Endpoint.channel, Endpoint.account, Endpoint.external_id).not_in(heard),
        )
        .order_by(Endpoint.id)
        .limit(limit)
    )
    places = found.all()
    for place in places:
        forget_whose(place, now)
    await db.flush()
    return len(places)
