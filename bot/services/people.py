"""Who belongs to a cell on a day, as what, and who is expected at its meetings (`domain` rule 6)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Standing
from bot.model.members import AWAY, Member, Membership, MemberStatus, StatusKind
from bot.model.units import Unit
from bot.refusals import NoSuchMember, SeveralMembers
from bot.words.names import fold
from bot.words.phones import phone


@dataclass(frozen=True, slots=True)
class Place:
    """As what somebody belongs to a cell on a day, with the statuses of that day."""

    member_id: int
    standing: Standing
    statuses: frozenset[StatusKind]
    group_id: int | None
    """The group of the cell that they are in."""

    @property
    def is_away(self) -> bool:
        """Exempt, sent out or on special duty: counted out once, however many of them hold.

        Whoever is received for a time was sent out by the own cell, and is not away from this one by that.
        """
        held = self.statuses if self.is_own else self.statuses - {StatusKind.TEMPORARY_OUT}
        return not held.isdisjoint(AWAY)

    @property
    def is_own(self) -> bool:
        return self.standing is not Standing.TEMPORARY_IN

    def is_expected(self, count_temporary_in: bool) -> bool:
        """Whether their coming is counted, and they are therefore called."""
        return not self.is_away and (self.is_own or count_temporary_in)


@dataclass(frozen=True, slots=True)
class Belonging(Place):
    """The same with who it is."""

    member: Member


@dataclass(frozen=True, slots=True)
class Strength:
    """The head of a roll (`domain` rules 6 and 7)."""

    official: int
    probationary: int
    exempt: int
    temporary_out: int
    temporary_in: int
    expected: int
    voting_base: int


def holds(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """A membership that holds on a day; its last day is not part of it."""
    return (or_(Membership.from_on.is_(None), Membership.from_on <= on)) & (
        or_(Membership.until_on.is_(None), Membership.until_on > on)
    )


def has_status(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """A status that holds on a day; its last day is part of it."""
    return or_(MemberStatus.from_on.is_(None), MemberStatus.from_on <= on) & (
        or_(MemberStatus.until_on.is_(None), MemberStatus.until_on >= on)
    )


async def people_of(db: AsyncSession, cell_ids: Sequence[int], on: date) -> dict[int, list[Belonging]]:
    """The people of each cell on a day, by Vietnamese name order."""
    rows = (
        await db.execute(
            select(Membership, Member)
            .join(Member, Member.id == Membership.member_id)
            .where(Membership.unit_id.in_(cell_ids), holds(on))
        )
    ).all()
    statuses = await statuses_on(db, [member.id for _, member in rows], on)
    people: dict[int, list[Belonging]] = {cell_id: [] for cell_id in cell_ids}
    for membership, member in rows:
        held = statuses[member.id]
        standing = _standing(membership.is_temporary, held)
        people[membership.unit_id].append(Belonging(member.id, standing, held, membership.group_id, member))
    for belongings in people.values():
        belongings.sort(key=lambda one: (one.member.sort_key, one.member.id))
    return people


async def people_of_cell(db: AsyncSession, cell_id: int, on: date) -> list[Belonging]:
    return (await people_of(db, [cell_id], on))[cell_id]


_ON = bindparam("held_on", type_=Date)
_PLACES = (
    select(
        Membership.unit_id,
        Membership.id,
        Membership.member_id,
        Membership.is_temporary,
        Membership.group_id,
        MemberStatus.kind,
    )
    .join(MemberStatus, (MemberStatus.member_id == Membership.member_id) & has_status(_ON), isouter=True)
    .where(Membership.unit_id.in_(bindparam("cell_ids", expanding=True)), holds(_ON))
)


async def places_at(db: AsyncSession, cell_ids: Sequence[int], on: date) -> dict[int, list[Place]]:
    """Who belongs to each of these cells on a day, without reading more of them than that; in no order."""
    found = await db.execute(_PLACES, {"cell_ids": list(cell_ids), "held_on": on})
    statuses: defaultdict[tuple[int, int, int, bool, int | None], list[StatusKind | None]] = defaultdict(list)
    for cell_id, membership_id, member_id, is_temporary, group_id, kind in found:
        statuses[cell_id, membership_id, member_id, is_temporary, group_id].append(kind)
    places: dict[int, list[Place]] = {cell_id: [] for cell_id in cell_ids}
    for (cell_id, _, member_id, is_temporary, group_id), kinds in statuses.items():
        held = frozenset(kind for kind in kinds if kind is not None)
        places[cell_id].append(Place(member_id, _standing(is_temporary, held), held, group_id))
    return places


def _standing(is_temporary: bool, statuses: frozenset[StatusKind]) -> Standing:
    if is_temporary:
        return Standing.TEMPORARY_IN
    return Standing.OFFICIAL if StatusKind.OFFICIAL in statuses else Standing.PROBATIONARY


async def statuses_on(db: AsyncSession, member_ids: Sequence[int], on: date) -> defaultdict[int, frozenset[StatusKind]]:
    """What holds for each of these members on a day."""
    found = await db.execute(
        select(MemberStatus.member_id, MemberStatus.kind).where(MemberStatus.member_id.in_(member_ids), has_status(on))
    )
    statuses: defaultdict[int, frozenset[StatusKind]] = defaultdict(frozenset)
    for member_id, kind in found:
        statuses[member_id] |= {kind}
    return statuses


def expected(people: Sequence[Belonging], count_temporary_in: bool) -> list[Belonging]:
    """Those whose coming is counted, and who are therefore called."""
    return [one for one in people if one.is_expected(count_temporary_in)]


def strength(people: Sequence[Belonging], count_temporary_in: bool) -> Strength:
    """The cell's own strength, who leaves it, and who may vote."""
    own = [one for one in people if one.is_own]
    return Strength(
        official=sum(one.standing is Standing.OFFICIAL for one in own),
        probationary=sum(one.standing is Standing.PROBATIONARY for one in own),
        exempt=sum(StatusKind.EXEMPT in one.statuses for one in own),
        temporary_out=sum(StatusKind.TEMPORARY_OUT in one.statuses for one in own),
        temporary_in=sum(not one.is_own for one in people),
        expected=len(expected(people, count_temporary_in)),
        voting_base=sum(one.standing is Standing.OFFICIAL and not one.is_away for one in own),
    )


async def member_by_id(db: AsyncSession, member_id: int) -> Member:
    member = await db.get(Member, member_id)
    if member is None:
        raise NoSuchMember(who=member_id)
    return member


async def member_by_phone(db: AsyncSession, text: str) -> Member:
    """The one member with this phone; raises NoSuchMember or, where two share it, SeveralMembers."""
    try:
        number = phone(text)
    except ValueError:
        raise NoSuchMember(who=text) from None
    found = await members_by_phone(db, number)
    if not found:
        raise NoSuchMember(who=text)
    if len(found) > 1:
        raise SeveralMembers(ids=", ".join(str(member.id) for member in found))
    return found[0]


async def members_by_phone(db: AsyncSession, number: str) -> Sequence[Member]:
    """Everybody with this phone, +84 and nine digits."""
    return (await db.scalars(select(Member).where(Member.phone == number).order_by(Member.id))).all()


async def cells_with(db: AsyncSession, part: str, on: date) -> Sequence[Unit]:
    """The cells that have somebody with this in the name, whatever its marks and case."""
    sought = fold(part).replace("\\", "").replace("%", "").replace("_", "")
    if not sought:
        return []
    theirs = (
        select(Membership.unit_id)
        .join(Member, Member.id == Membership.member_id)
        .where(Member.search_key.contains(sought), holds(on))
    )
    return (await db.scalars(select(Unit).where(Unit.id.in_(theirs)).order_by(Unit.id))).all()


async def cells_of(db: AsyncSession, member_ids: Sequence[int], on: date) -> dict[int, int]:
    """The own cell of each member on a day."""
    found = await db.execute(
        select(Membership.member_id, Membership.unit_id).where(
            Membership.member_id.in_(member_ids), holds(on), Membership.is_temporary.is_(False)
        )
    )
    return dict(found.all())
