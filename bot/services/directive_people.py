"""The people who are told of a document."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.model.directives import Directive, Receipt
from bot.model.meetings import Step
from bot.model.members import Member, Membership
from bot.model.notices import Notice
from bot.model.roles import Role
from bot.model.units import Unit


@dataclass(frozen=True, slots=True)
class Staying:
    """Until when each belongs to a cell or holds an office: documents are for nobody who has left."""

    ends: Mapping[int, date]
    """The first day on which they do not any more."""

    def has_left(self, member_id: int, on: date) -> bool:
        return self.ends.get(member_id, date.min) <= on


async def staying(db: AsyncSession, member_ids: Collection[int]) -> Staying:
    """Two queries however many they are."""
    ends: dict[int, date] = {}
    ids = filled_up(sorted(member_ids))
    for column, until_on, more in (
        (Membership.member_id, Membership.until_on, timedelta()),
        (Role.member_id, Role.until_on, timedelta(days=1)),  # its last day is part of it
    ):
        for member_id, until in await db.execute(select(column, until_on).where(column.in_(ids))):
            end = until + more if until else date.max
            ends[member_id] = max(end, ends.get(member_id, date.min))
    return Staying(ends)


async def still_here(db: AsyncSession, member_ids: Collection[int], on: date) -> list[int]:
    """Those of them who have not left."""
    stays = await staying(db, member_ids)
    return [one for one in member_ids if not stays.has_left(one, on)]


async def told_among(db: AsyncSession, directive_id: int, member_ids: Collection[int]) -> list[int]:
    """Who of these is."""
    found = await db.scalars(
        select(Receipt.member_id)
        .where(Receipt.directive_id == directive_id, Receipt.member_id.in_(member_ids))
        .order_by(Receipt.member_id)
    )
    return list(found)


async def was_told(db: AsyncSession, directive_id: int, member_id: int) -> bool:
    """Also of whoever has left since, and is asked no more."""
    brought = Notice.about == f"directive:{directive_id}", Notice.step == Step.DIRECTIVE, Notice.revision == 1
    return await db.scalar(select(Notice.id).where(Notice.member_id == member_id, *brought).limit(1)) is not None


async def told_at(db: AsyncSession, directive: Directive, unit: Unit) -> list[Member]:
    """All who are told of it at this very unit, by name."""
    found = await db.scalars(
        select(Member)
        .join(Receipt, Receipt.member_id == Member.id)
        .where(Receipt.directive_id == directive.id, Receipt.unit_id == unit.id)
        .order_by(Member.sort_key, Member.id)
    )
    return list(found)
