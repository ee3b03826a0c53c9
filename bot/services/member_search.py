"""Finding somebody on today's lists by name, among the cells that one may look into."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, Membership
from bot.model.units import Unit
from bot.services.people import holds
from bot.words.names import fold, sort_key
from bot.words.times import day_of

MOST = 30


async def people_named(
    db: AsyncSession, units: Sequence[Unit], name: str, now: datetime
) -> Sequence[tuple[Member, Unit]]:
    """Who is called so in a cell at or below these units, by name; whoever is called exactly so leaves out others."""
    sought = fold(name)
    if not sought or not units:
        return []
    found = await db.execute(
        select(Member, Unit)
        .join(Membership, Membership.member_id == Member.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(
            Member.search_key.contains(sought, autoescape=True),
            holds(day_of(now)),
            or_(*(Unit.path.startswith(unit.path, autoescape=True) for unit in units)),
        )
        .order_by(Member.sort_key, Member.id)
        .limit(MOST)
    )
    people = [(one, unit) for one, unit in found if f" {sought} " in f" {one.search_key} "]
    for exact in (
        [pair for pair in people if pair[0].sort_key == sort_key(name)],
        [pair for pair in people if pair[0].search_key == sought],
    ):
        if exact:
            return exact
    return people
