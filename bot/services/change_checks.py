"""What of a change cannot be, and what it brings with it that somebody should know before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.member_changes import WAITING, ChangeKind, MemberChange
from bot.model.members import AWAY, Member, Membership, StatusKind
from bot.model.roles import Office
from bot.model.units import Unit
from bot.refusals import (
    AlreadySo,
    BeforeTheyCame,
    BirthYearWrong,
    DayOutOfReach,
    DaysTurned,
    LaterPlace,
    NewcomerUnreadable,
    NoSuchMember,
    NotACell,
    NothingToEnd,
    ReceivedOnly,
    SameCell,
)
from bot.services.change_facts import Facts, Newcomer
from bot.services.meetings import guard
from bot.services.member_moves import FLAGS, offices_in_cell, places_after, statuses_from, statuses_within
from bot.services.newcomers import alike
from bot.services.people import holds
from bot.words.times import day_of

REACH = timedelta(days=366)
LONGEST_NAME, LONGEST_DECISION = 120, 60
YOUNGEST, OLDEST = 17, 120
NEW = frozenset({ChangeKind.ADD, ChangeKind.RECEIVE})
LEAVES = frozenset({ChangeKind.TRANSFER, ChangeKind.LEAVE, ChangeKind.DIE})
"""After these they belong to this cell no more: no day on which they came is such a day."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A change that can be, with what it brings."""

    member: Member | None
    cell: Unit
    to: Unit | None
    kind: ChangeKind
    facts: Facts
    offices: tuple[Office, ...] = ()
    """Those they hold in the cell, which end with it."""
    alike: tuple[tuple[Member, Unit], ...] = ()
    """Who is known already and may be the newcomer."""

    @property
    def name(self) -> str:
        if self.member is not None:
            return self.member.name
        return self.facts.newcomer.name if self.facts.newcomer else ""


async def check(
    db: AsyncSession, cell: Unit, kind: ChangeKind, member_id: int | None, to: Unit | None, facts: Facts, now: datetime
) -> Checked:
    """Look at a change before it is said or written; raises a refusal that says what is wrong."""
    _check_days(facts, kind, day_of(now))
    guard([facts.decision or "", facts.newcomer.name if facts.newcomer else ""], harmless=False)
    if not cell.is_cell or (to is not None and not to.is_cell):
        raise NotACell(code=(to if to and cell.is_cell else cell).code)
    if kind in NEW:
        newcomer = _checked_newcomer(facts, day_of(now))
        return Checked(None, cell, None, kind, facts, alike=tuple(await alike(db, newcomer, day_of(now))))
    if to is not None and to.id == cell.id:
        raise SameCell
    member = await db.get(Member, member_id or 0)
    place = await _place_at(db, member_id or 0, cell, max(facts.from_on, day_of(now)))
    if member is None or place is None:
        raise NoSuchMember(who=member_id)
    if place.is_temporary and kind is not ChangeKind.RETURN:
        raise ReceivedOnly
    if place.from_on is not None and facts.from_on < place.from_on + (kind in LEAVES) * timedelta(days=1):
        raise BeforeTheyCame(since=place.from_on)
    await _check_kind(db, member, place, kind, facts)
    roles = await offices_in_cell(db, member.id, cell.id, facts.from_on) if kind in LEAVES else []
    return Checked(member, cell, to, kind, facts, tuple(dict.fromkeys(role.office for role in roles)))


def _check_days(facts: Facts, kind: ChangeKind, today: date) -> None:
    """Only since when somebody is a member may lie far back."""
    if facts.until_on is not None and facts.until_on < facts.from_on:
        raise DaysTurned(since=facts.from_on, until=facts.until_on)
    latest = today if kind is ChangeKind.DIE else today + REACH
    if not today - REACH <= facts.from_on <= latest:
        raise DayOutOfReach(on=facts.from_on)
    if facts.until_on is not None and facts.until_on > facts.from_on + 10 * REACH:
        raise DayOutOfReach(on=facts.until_on)


def _checked_newcomer(facts: Facts, today: date) -> Newcomer:
    one = facts.newcomer
    if one is None or not 2 <= len(one.name) <= LONGEST_NAME or any(letter.isdigit() for letter in one.name):
        raise NewcomerUnreadable(part=(one.name if one else "")[:40])
    if one.birth_year is not None:
        check_year(one.birth_year, today)
    for on in (one.official_on, one.probationary_on):
        if on is not None and not date(1930, 2, 3) <= on <= today + REACH:
            raise DayOutOfReach(on=on)
    if one.official_on and one.probationary_on and one.official_on <= one.probationary_on:
        raise DaysTurned(since=one.probationary_on, until=one.official_on)
    return one


def check_year(year: int, today: date) -> None:
    if not today.year - OLDEST <= year <= today.year - YOUNGEST:
        raise BirthYearWrong(year=year)


async def _place_at(db: AsyncSession, member_id: int, cell: Unit, on: date) -> Membership | None:
    """Their membership in the cell; the own one first."""
    found: Membership | None = await db.scalar(
        select(Membership)
        .join(Member, Member.id == Membership.member_id)
        .where(
            Membership.member_id == member_id,
            Membership.unit_id == cell.id,
            holds(on),
            Member.merged_into_id.is_(None),
            Member.erased_at.is_(None),
        )
        .order_by(Membership.is_temporary, Membership.id)
        .limit(1)
    )
    return found


async def _check_kind(db: AsyncSession, member: Member, place: Membership, kind: ChangeKind, facts: Facts) -> None:
    on = facts.from_on
    if kind in LEAVES:
        later = [one for one in await places_after(db, member.id, on) if one.from_on and one.from_on > on]
        if place.until_on is not None or later:
            raise LaterPlace(on=place.until_on or later[0].from_on)
    if kind in FLAGS and await statuses_within(db, member.id, on, facts.until_on, FLAGS[kind]):
        raise AlreadySo
    if kind is ChangeKind.OFFICIAL and await statuses_from(db, member.id, on, [StatusKind.OFFICIAL]):
        raise AlreadySo
    if kind is ChangeKind.RETURN and not place.is_temporary and not await statuses_from(db, member.id, on, AWAY):
        raise NothingToEnd


async def demand_alone(db: AsyncSession, member_id: int, kind: ChangeKind) -> None:
    """The same change does not wait already; raises AlreadySo."""
    waits = MemberChange.state.in_(WAITING)
    same = MemberChange.member_id == member_id, MemberChange.kind == kind
    if await db.scalar(select(MemberChange.id).where(*same, waits)) is not None:
        raise AlreadySo
