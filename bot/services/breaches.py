"""Breaches of personal data and their clock: the authority is told within 72 hours (`domain` rule 44)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.breaches import Breach
from bot.refusals import BreachWrong, NoSuchBreach
from bot.services.alarms import end_alarm, raise_alarm
from bot.services.audit import note
from bot.services.meetings import guard
from bot.words import breaches as words
from bot.words.names import tidy

CLOCK = timedelta(hours=72)
ALARM = "breach:"
"""How the name of its alarm begins; that there is one is not for everybody who asks whether the machine works."""
LONGEST_SCOPE = 600


def deadline(breach: Breach) -> datetime:
    return breach.found_at + CLOCK


async def enter_breach(
    db: AsyncSession,
    found_at: datetime,
    scope: str,
    people: int | None,
    by: str,
    now: datetime,
    *,
    is_sensitive: bool,
    harmless: bool = False,
) -> Breach:
    """Write a breach down and start its clock; whoever looks after the installation is told each day until it ends."""
    scope = tidy(scope)
    if not 0 < len(scope) <= LONGEST_SCOPE or found_at > now:
        raise BreachWrong(most=LONGEST_SCOPE)
    guard((scope,), harmless=harmless)
    breach = Breach(found_at=found_at, scope=scope, people=people, is_sensitive=is_sensitive, by=by, at=now)
    db.add(breach)
    await db.flush()
    note(db, by, "breach_entered", f"breach:{breach.id}", now, is_sensitive=is_sensitive, people=people)
    await raise_alarm(db, _alarm(breach), words.alarm(breach.id, deadline(breach)), now)
    return breach


async def breach_of(db: AsyncSession, breach_id: int) -> Breach:
    """Raises NoSuchBreach."""
    found = await db.get(Breach, breach_id)
    if found is None:
        raise NoSuchBreach(which=breach_id)
    return found


async def that_it_was_reported(db: AsyncSession, breach_id: int, at: datetime, by: str, now: datetime) -> Breach:
    """The authority was told at this moment: the clock stops. Raises BreachWrong for one that is not between."""
    breach = await breach_of(db, breach_id)
    if not breach.found_at <= at <= now:
        raise BreachWrong(most=LONGEST_SCOPE)
    breach.reported_at, breach.reported_by = at, by
    note(db, by, "breach_reported", f"breach:{breach.id}", now)
    await end_alarm(db, _alarm(breach), now)
    await db.flush()
    return breach


async def all_breaches(db: AsyncSession) -> Sequence[Breach]:
    return (await db.scalars(select(Breach).order_by(Breach.id))).all()


def _alarm(breach: Breach) -> str:
    return f"{ALARM}{breach.id}"
