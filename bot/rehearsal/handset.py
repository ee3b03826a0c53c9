"""Another kind of phone for somebody who plays."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import ONE_WAY, PLAIN, SMART
from bot.model.endpoints import Address, ConsentKind
from bot.refusals import NoSuchMember
from bot.services import consents
from bot.services.addresses import endpoint_at
from bot.services.joining import link, unlink
from bot.services.people import member_by_id
from bot.words.vi import CONSENT_VERSION

NETWORKS = {"rehearsal": SMART, "rehearsal_plain": PLAIN, "rehearsal_oneway": ONE_WAY}
"""What each kind of phone can do."""
BY = "rehearsal"


async def hand_over(db: AsyncSession, member_id: int, network: str, now: datetime) -> None:
    """From now on the member holds a phone of this kind, and is told everything there; raises NoSuchMember."""
    if network not in NETWORKS:
        raise NoSuchMember(who=member_id)
    member = await member_by_id(db, member_id)
    old = await db.scalars(select(Address).where(Address.member_id == member_id, Address.ended_at.is_(None)))
    for address in old.all():
        await unlink(db, member_id, address.id, BY, now)
    endpoint = await endpoint_at(db, network, BY, member.phone or f"moi-{member_id}")
    await link(db, endpoint, member, BY, now)
    await consents.agree(db, member_id, endpoint, ConsentKind.TAPPED, CONSENT_VERSION, now)
