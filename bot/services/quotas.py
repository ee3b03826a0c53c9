"""What a bot of the Zalo Bot Platform may still do: so many people may write to it, so many messages leave in a month.

Counted from what we have ourselves, since the platform tells nobody; a message that was cut into parts counts once
here. Attempts are written by the real clock, and so is the platform's month: `now` is real time.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.model.endpoints import Endpoint
from bot.model.notices import Attempt, AttemptOutcome
from bot.refusals import NoRoomHere
from bot.services.terms import tariff_of
from bot.words.times import at_local, day_of

CHANNEL = "zalo_bot"
GROUPS = "group:%"
"""A group is no person."""
NO_LIMIT = 1_000_000_000
TAKEN = (AttemptOutcome.ACCEPTED, AttemptOutcome.DUPLICATE, AttemptOutcome.UNKNOWN)
"""What was, or may have been, counted there."""
NEARLY, FULL = 80, 100
"""Parts of a hundred at which somebody is told."""


@dataclass(frozen=True, slots=True)
class Quota:
    """So many of so many."""

    used: int
    most: int

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)

    @property
    def level(self) -> int | None:
        """The mark that is reached, if any."""
        share = self.used * 100
        return next((mark for mark in (FULL, NEARLY) if share >= mark * self.most), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one bot."""

    users: Quota
    messages: Quota

    def as_document(self) -> dict[str, Any]:
        return {
            "users": self.users.used,
            "most_users": self.users.most,
            "messages": self.messages.used,
            "most_messages": self.messages.most,
        }


async def standing(db: AsyncSession, account: str, now: datetime) -> Standing:
    terms = tariff_of(db, CHANNEL)
    users = Quota(await people_who_wrote(db, account), terms.users or NO_LIMIT)
    return Standing(users, Quota(await sent_this_month(db, account, now), terms.monthly or NO_LIMIT))


async def left_this_month(db: AsyncSession, account: str, now: datetime) -> int:
    """How many messages may still leave in this month."""
    monthly = tariff_of(db, CHANNEL).monthly
    return NO_LIMIT if monthly is None else max(0, monthly - await sent_this_month(db, account, now))


async def left_or_unknown(sessions: Sessions, account: str) -> int | None:
    """The same just now, for whoever must not fail; None where the database does not answer."""
    with suppress(OSError, SQLAlchemyError):
        async with sessions() as db:
            return await left_this_month(db, account, datetime.now(UTC))
    return None


async def people_who_wrote(db: AsyncSession, account: str) -> int:
    """Everybody whose chat we know: on this network only who has written has one."""
    return await db.scalar(select(func.count(Endpoint.id)).where(*_people(account))) or 0


async def sent_this_month(db: AsyncSession, account: str, now: datetime) -> int:
    """Those that have ended since the month began are found by an index: 7 ms with 30,000 a month on all networks."""
    begins = at_local(day_of(now).replace(day=1), time())
    chats = select(Endpoint.id).where(Endpoint.channel == CHANNEL, Endpoint.account == account)
    counted = select(func.count(Attempt.id)).where(
        Attempt.ended_at >= begins,
        Attempt.channel == CHANNEL,
        Attempt.outcome.in_(TAKEN),
        Attempt.endpoint_id.in_(chats),
    )
    return await db.scalar(counted) or 0


async def demand_room(db: AsyncSession, endpoint: Endpoint) -> None:
    """Raises NoRoomHere for a chat that is one too many for the network, in the order in which people first wrote."""
    users = tariff_of(db, endpoint.channel).users
    if users is None or endpoint.external_id.startswith(GROUPS[:-1]):
        return
    await db.flush()
    place = await db.scalar(
        select(func.count(Endpoint.id)).where(*_people(endpoint.account), Endpoint.id <= endpoint.id)
    )
    if (place or 0) > users:
        raise NoRoomHere(most=users)


def _people(account: str) -> tuple[Any, ...]:
    return Endpoint.channel == CHANNEL, Endpoint.account == account, Endpoint.external_id.not_like(GROUPS)
