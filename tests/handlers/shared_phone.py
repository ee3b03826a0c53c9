"""A phone that serves one more person."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import ConsentKind
from bot.model.members import Member
from bot.services.addresses import endpoint_at
from bot.services.consents import agree
from bot.services.joining import link


async def shares(db: AsyncSession, person: Member, chat: str, now: datetime) -> None:
    """They link themselves at this phone too, and agree."""
    endpoint = await endpoint_at(db, "rehearsal", "rehearsal", chat)
    await link(db, endpoint, person, "test", now)
    await agree(db, person.id, endpoint, ConsentKind.TAPPED, "test", now)
