"""Whoever leaves a unit before the day of a document, and has not done what it asks, is asked and counted no more.

What they had done before stays counted; who comes later is not asked. The roster of today decides, after the day of
the document that of this day: who left later is still missing.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.lists import filled_up
from bot.db.writing import added_if_new
from bot.model.directives import Directive, DirectiveUnit, Receipt
from bot.model.meetings import Step
from bot.model.members import Member, Membership
from bot.model.notices import Notice
from bot.model.roles import Role
from bot.services.addressees import Addressees
from bot.services.directive_counts import add_counts
from bot.services.open_receipts import due_day, with_those_above
from bot.services.persons_kept import persons_end
from bot.services.taken_receipts import Taken, keep_taken, taken_before
from bot.words.times import day_of

AT_ONCE = 500
LOOKED_BACK = timedelta(days=40)
"""So long after their last day people are looked at: what ends by a date said before, nobody else notices."""
ARRIVED = 1
"""The revision of the notices that brought a document."""
DONE_AT = case((Directive.must_study, Receipt.studied_at), else_=Receipt.acknowledged_at)
"""Studied where it has to be, else acknowledged (rule 35)."""
DAY = timedelta(days=1)
PAST_THE_SESSION = {"synchronize_session": False}


class Place(NamedTuple):
    """A person who is, or was, told of a document at a unit."""

    directive_id: int
    member_id: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class Roster:
    """Where some people belong, and which offices they hold, with their days."""

    memberships: Sequence[Any]
    roles: Sequence[Any]

    def has(self, place: Place, to: Addressees, on: date) -> bool:
        """Whether a document is for this person at this unit on a day; of office holders the office alone decides."""
        if to.offices:
            return any(
                (one.member_id, one.unit_id) == place[1:]
                and one.office in to.offices
                and one.from_on <= on
                and (one.until_on is None or one.until_on >= on)
                for one in self.roles
            )
        return any(
            (one.member_id, one.unit_id) == place[1:]
            and (one.from_on is None or one.from_on <= on)
            and (one.until_on is None or one.until_on > on)
            for one in self.memberships
        )


@dataclass
class Changes:
    """What changes in the counts of units; written at once, in one order, so that nobody waits in a circle."""

    counts: dict[str, Counter[tuple[int, int]]] = field(
        default_factory=lambda: {"expected": Counter(), "acknowledged": Counter(), "studied": Counter()}
    )

    def add(self, column: str, directive_id: int, unit_id: int, count: int) -> None:
        self.counts[column][directive_id, unit_id] += count

    async def write(self, db: AsyncSession) -> None:
        connection = await db.connection()
        for column, counts in self.counts.items():
            await connection.run_sync(add_counts, column, counts)


async def settle_receipts(db: AsyncSession, member_ids: Collection[int], now: datetime) -> None:
    """After something has changed about where these people belong, or was undone."""
    changes = Changes()
    await _delete(db, await _not_asked(db, member_ids, now), changes)
    await _bring_back(db, member_ids, now, changes)
    await changes.write(db)


async def take_out(db: AsyncSession, member_ids: Collection[int], now: datetime) -> None:
    """Those who have left, and no more than that."""
    changes = Changes()
    await _delete(db, await _not_asked(db, member_ids, now), changes)
    await changes.write(db)


async def take_out_all(db: AsyncSession, member_ids: Collection[int], now: datetime) -> None:
    """Whatever the day: nobody is left who could be asked."""
    changes = Changes()
    await _delete(db, [receipt_id for receipt_id, *_ in await _undone(db, member_ids, now)], changes, is_kept=False)
    await changes.write(db)


async def _not_asked(db: AsyncSession, member_ids: Collection[int], now: datetime) -> list[int]:
    roster = await _roster(db, member_ids)
    return [
        receipt_id
        for receipt_id, place, to, due_on in await _undone(db, member_ids, now)
        if not roster.has(place, to, _deciding(due_on, now))
    ]


def _deciding(due_on: date | None, now: datetime) -> date:
    return min(day_of(now), due_on or date.max)


async def _roster(db: AsyncSession, member_ids: Collection[int]) -> Roster:
    ids = filled_up(sorted(member_ids))
    places = select(Membership.member_id, Membership.unit_id, Membership.from_on, Membership.until_on)
    offices = select(Role.member_id, Role.unit_id, Role.from_on, Role.until_on, Role.office)
    memberships = await db.execute(places.where(Membership.member_id.in_(ids)))
    roles = await db.execute(offices.where(Role.member_id.in_(ids)))
    return Roster(memberships.all(), roles.all())


def _is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Not of those whose receipts were taken away since they are old: their counts stay as they are."""
    return Directive.cancelled_at.is_(None), Directive.made_at >= persons_end(now)


async def _undone(
    db: AsyncSession, member_ids: Collection[int], now: datetime
) -> list[tuple[int, Place, Addressees, date | None]]:
    """What these people have not done yet, with the day that holds at the unit."""
    here, (due_on, above) = aliased(DirectiveUnit), due_day()
    place = Receipt.directive_id, Receipt.member_id, Receipt.unit_id
    joined = (
        select(Receipt.id, *place, Directive.addressees, due_on)
        .join(Directive, Directive.id == Receipt.directive_id)
        .join(here, (here.directive_id == Receipt.directive_id) & (here.unit_id == Receipt.unit_id))
    )
    theirs = Receipt.member_id.in_(filled_up(sorted(member_ids)))
    found = await db.execute(with_those_above(joined, here, above).where(theirs, DONE_AT.is_(None), *_is_open(now)))
    return [(row[0], Place(*row[1:4]), Addressees.from_json(row[4]), row[5]) for row in found]


async def _delete(db: AsyncSession, receipt_ids: Sequence[int], changes: Changes, *, is_kept: bool = True) -> None:
    """Whoever has done it a moment ago stays; `is_kept`: what they had taken note of, should they come back."""
    if not receipt_ids:
        return
    to_study = select(Directive.id).where(Directive.must_study)
    still_undone = or_(
        Receipt.directive_id.in_(to_study) & Receipt.studied_at.is_(None),
        Receipt.directive_id.not_in(to_study) & Receipt.acknowledged_at.is_(None),
    )
    columns = Receipt.directive_id, Receipt.member_id, Receipt.unit_id, Receipt.acknowledged_at, Receipt.acknowledged_by
    of_them = Receipt.id.in_(filled_up(receipt_ids)), still_undone
    statement = delete(Receipt).where(*of_them).returning(*columns, Receipt.studied_at)
    gone = (await db.execute(statement, execution_options=PAST_THE_SESSION)).all()
    for directive_id, _, unit_id, known_at, _, studied_at in gone:
        changes.add("expected", directive_id, unit_id, -1)
        changes.add("acknowledged", directive_id, unit_id, -int(known_at is not None))
        changes.add("studied", directive_id, unit_id, -int(studied_at is not None))
    if is_kept:
        taken = [Taken(which, who, where, at, by) for which, who, where, at, by, _ in gone if at is not None]
        await keep_taken(db, taken)


# What was undone


async def _bring_back(db: AsyncSession, member_ids: Collection[int], now: datetime, changes: Changes) -> None:
    """Who was told at a unit, and belongs there after all."""
    here, (due_on, above) = aliased(DirectiveUnit), due_day()
    told = select(Directive.id, Directive.addressees, here.unit_id, due_on).join(
        here, here.directive_id == Directive.id
    )
    places = await _told_without_receipt(db, member_ids)
    if not places:
        return
    ids = filled_up(sorted({one.directive_id for one in places}))
    found = await db.execute(with_those_above(told, here, above).where(Directive.id.in_(ids), *_is_open(now)))
    known = {(row[0], row[2]): (Addressees.from_json(row[1]), row[3]) for row in found}
    roster, taken = await _roster(db, member_ids), await taken_before(db, member_ids)
    for one in places:
        to, due = known.get((one.directive_id, one.unit_id), (None, None))
        if to is not None and roster.has(one, to, _deciding(due, now)):
            await _give_back(db, one, taken.get(one), changes)


async def _give_back(db: AsyncSession, one: Place, taken: Taken | None, changes: Changes) -> None:
    """Asked again; what they had taken note of they need not say twice."""
    said = {"acknowledged_at": taken.at, "acknowledged_by": taken.by} if taken else {}
    added = await added_if_new(db, Receipt, [one._asdict() | said], ("directive_id", "member_id"), Receipt.id)
    changes.add("expected", one.directive_id, one.unit_id, len(added))
    changes.add("acknowledged", one.directive_id, one.unit_id, len(added) if taken else 0)


async def _told_without_receipt(db: AsyncSession, member_ids: Collection[int]) -> list[Place]:
    ids = filled_up(sorted(member_ids))
    told = await db.execute(
        select(Notice.about, Notice.member_id, Notice.unit_id)
        .where(Notice.member_id.in_(ids), Notice.step == Step.DIRECTIVE, Notice.revision == ARRIVED)
        .distinct()
    )
    rows = [Place(int(about.partition(":")[2]), who or 0, unit_id) for about, who, unit_id in told if unit_id]
    receipts = select(Receipt.directive_id, Receipt.member_id).where(Receipt.member_id.in_(ids))
    known = {(directive_id, member_id) for directive_id, member_id in await db.execute(receipts)}
    return sorted(one for one in rows if one[:2] not in known)


# The clock


@dataclass
class Leavers:
    """Looks after those whose last day has come without anybody doing anything on it."""

    after: int = 0

    async def look(self, db: AsyncSession, now: datetime) -> int:
        """At some of them; returns at how many, 0 when all have been looked at."""
        today = day_of(now)
        left = select(Membership.member_id).where(Membership.until_on.between(today - LOOKED_BACK, today))
        let_go = select(Role.member_id).where(Role.until_on.between(today - LOOKED_BACK, today - DAY))
        ended = or_(Member.id.in_(left), Member.id.in_(let_go)), Member.id > self.after
        found = (await db.scalars(select(Member.id).where(*ended).order_by(Member.id).limit(AT_ONCE))).all()
        self.after = found[-1] if found else 0
        if found:
            await take_out(db, found, now)
        return len(found)
