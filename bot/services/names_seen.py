"""Whose names somebody sees at a unit: all of them, or those of the own group.

Whoever leads a group may be written at the cell, as rosters of offices do: the right reaches the cell then, the names
of other groups are none of theirs (`domain` section 5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, SQLColumnExpression, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Membership
from bot.model.roles import Office, Role
from bot.model.units import Unit, UnitKind
from bot.services.people import holds
from bot.services.permissions import Right, offices_of, reaches
from bot.words import names_seen as words

Offices = Iterable[tuple[Role, Unit]]


@dataclass(frozen=True, slots=True)
class NamesSeen:
    """All names of a unit, or those of some groups; of none, where whoever looks is in no group."""

    every: bool = False
    groups: frozenset[int] = frozenset()

    def shows(self, group_id: int | None) -> bool:
        """Whether the name of somebody is seen who is on a list as one of this group."""
        return self.every or group_id in self.groups

    def covers(self, member_id: SQLColumnExpression[int], on: date) -> ColumnElement[bool]:
        """The same in a query, by the groups of the day."""
        if self.every:
            return true()
        of_group = Membership.group_id.in_(self.groups)
        return member_id.in_(select(Membership.member_id).where(of_group, holds(on)))

    def said(self, count: int) -> list[str]:
        """What is to be known of a list in which so many names stand: nothing where it has all."""
        if self.every:
            return []
        if not self.groups:
            return [words.NO_GROUP]
        return [words.OWN_GROUP if count else words.NONE_THERE]


EVERY = NamesSeen(every=True)


async def names_seen(db: AsyncSession, member_id: int, unit: Unit, on: date) -> NamesSeen | None:
    """None for whoever may see no names there."""
    return await names_by(db, await offices_of(db, member_id, on), member_id, unit, on)


async def names_by(db: AsyncSession, offices: Offices, member_id: int, unit: Unit, on: date) -> NamesSeen | None:
    """The same by offices that are known already; groups are looked up for those alone who see no others."""
    giving = _giving(offices, unit)
    if any(_is_whole(role, at) for role, at in giving):
        return EVERY
    return NamesSeen(groups=await _groups_of(db, member_id, on)) if giving else None


async def sees_every_name(db: AsyncSession, member_id: int, unit: Unit, on: date) -> bool:
    """Whether nothing has to be left out for this person at the unit."""
    return any(_is_whole(role, at) for role, at in _giving(await offices_of(db, member_id, on), unit))


def _giving(offices: Offices, unit: Unit) -> list[tuple[Role, Unit]]:
    return [(role, at) for role, at in offices if reaches(role.office, at, Right.SEE_NAMES, unit)]


def _is_whole(role: Role, at: Unit) -> bool:
    """Held at a group, leading it shows the names of that very group and reaches nothing else."""
    return role.office is not Office.GROUP_LEADER or at.kind is UnitKind.GROUP


async def _groups_of(db: AsyncSession, member_id: int, on: date) -> frozenset[int]:
    mine = Membership.member_id == member_id, Membership.group_id.is_not(None)
    found = await db.scalars(select(Membership.group_id).where(*mine, holds(on)))
    return frozenset(one for one in found if one is not None)
