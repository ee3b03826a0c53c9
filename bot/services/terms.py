"""What this installation's networks ask for their messages, as every session knows it."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Endpoint
from bot.model.notices import Notice, NoticeState
from bot.tariffs import TARIFFS, Tariff, Tariffs

FREE = Tariff()
PHONES_FROM = 1000
"""The position of the first way that is made of the roster's phone: behind all that people linked themselves."""


def tariffs_in(db: AsyncSession) -> Tariffs:
    found: Tariffs = db.info.get(TARIFFS, {})
    return found


def tariff_of(db: AsyncSession, channel: str | None) -> Tariff:
    """That of one network; one that has none takes everything for nothing."""
    return tariffs_in(db).get(channel or "", FREE)


def phone_channels(db: AsyncSession) -> list[str]:
    """The networks whose addresses are phone numbers, in their order."""
    return [channel for channel, tariff in tariffs_in(db).items() if tariff.to_phones]


def stopped_with(db: AsyncSession, channel: str) -> set[str]:
    """The networks on which nothing comes any more either where somebody stops messages in a chat.

    What one account sends to a chat and to a phone's number arrives in the same place, and is one to people.
    """
    account = tariff_of(db, channel).account
    return {one for one in phone_channels(db) if account and tariff_of(db, one).account == account} - {channel}


async def since_heard(db: AsyncSession, endpoint_ids: Collection[int]) -> dict[int, int]:
    """How many messages have followed the last word of whoever is at each of these; none is left out."""
    if not endpoint_ids:
        return {}
    found = await db.execute(
        select(Notice.endpoint_id, func.count())
        .join(Endpoint, Endpoint.id == Notice.endpoint_id)
        .where(
            Notice.endpoint_id.in_(endpoint_ids),
            Notice.state == NoticeState.SENT,
            Notice.settled_at >= Endpoint.heard_at,
        )
        .group_by(Notice.endpoint_id)
    )
    return {endpoint_id: count for endpoint_id, count in found if endpoint_id is not None}
