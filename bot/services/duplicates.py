"""Who may be on the lists twice: shown to the office, which decides."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.members import Member, Membership
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.refusals import MergeAbove
from bot.services.audit import as_member, note
from bot.services.people import holds
from bot.services.permissions import Right, offices_of, reaches
from bot.words.names import fold, given_name
from bot.words.times import day_of

APART = "kept_apart"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one person; the older entry first."""

    first: Member
    second: Member
    cells: tuple[Unit, Unit]


async def pairs_below(db: AsyncSession, units: Sequence[Unit], now: datetime) -> list[Pair]:
    """Pairs with the same name and birth year, or the same phone and given name, on today's lists below these units.

    Two who share a phone and nothing else are a couple. Those that somebody looked at and kept apart are left out.
    """
    rows = await _people(db, units, now)
    by_sign: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for member_id, (member, _) in rows.items():
        for sign in _signs(member):
            by_sign[sign].append(member_id)
    found = {pair for ids in by_sign.values() for pair in combinations(sorted(ids), 2)}
    apart = await _kept_apart(db, {one for pair in found for one in pair})
    return [Pair(rows[one][0], rows[other][0], (rows[one][1], rows[other][1])) for one, other in sorted(found - apart)]


async def _people(db: AsyncSession, units: Sequence[Unit], now: datetime) -> dict[int, tuple[Member, Unit]]:
    if not units:
        return {}
    found = await db.execute(
        select(Member, Unit)
        .join(Membership, Membership.member_id == Member.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(
            holds(day_of(now)),
            Membership.is_temporary.is_(False),
            or_(*(Unit.path.startswith(unit.path, autoescape=True) for unit in units)),
        )
    )
    return {member.id: (member, unit) for member, unit in found}


def _signs(member: Member) -> Iterable[tuple[object, ...]]:
    if member.birth_year is not None:
        yield "name", member.search_key, member.birth_year
    if member.phone is not None:
        yield "phone", member.phone, fold(given_name(member.name))


async def _kept_apart(db: AsyncSession, member_ids: Iterable[int]) -> set[tuple[int, int]]:
    about = [as_member(one) for one in member_ids]
    found = await db.scalars(select(AuditRow).where(AuditRow.deed == APART, AuditRow.about.in_(about)))
    return {(int(str(row.about).partition(":")[2]), row.facts["other"]) for row in found}


async def demand_reach(db: AsyncSession, pair: Pair, by: int, now: datetime) -> None:
    """Raises MergeAbove where merging would give somebody an office: the phones of both open what either holds.

    Whoever merges is neither of the two, and both hold offices only below the own one, or behind it at its unit.
    """
    on, ids = day_of(now), (pair.first.id, pair.second.id)
    lasting = or_(Role.until_on.is_(None), Role.until_on >= on)
    found = await db.execute(
        select(Role.office, Unit).join(Unit, Unit.id == Role.unit_id).where(Role.member_id.in_(ids), lasting)
    )
    own = [(role.office, at) for role, at in await offices_of(db, by, on)]
    if by in ids or not all(any(_is_over(one, at, held, unit) for one, at in own) for held, unit in found):
        raise MergeAbove


def _is_over(own: Office, at: Unit, held: Office, unit: Unit) -> bool:
    """Whether an office keeps the rosters where another is held, and does not stand behind it."""
    ranks = list(Office)
    return reaches(own, at, Right.MANAGE, unit) and (unit.id != at.id or ranks.index(held) >= ranks.index(own))


def keep_apart(db: AsyncSession, one: Member, other: Member, by: str, now: datetime) -> None:
    """They are two people: not asked again."""
    first, second = sorted((one.id, other.id))
    note(db, by, APART, as_member(first), now, other=second)
