"""What a cell tells all its people: whom it has reached, once more, no more, and who still belongs when it leaves."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Membership
from bot.model.notices import IS_WAITING, Notice, NoticeState
from bot.model.units import Unit
from bot.services.addressees import Telling, tell
from bot.services.forms import WORD
from bot.services.ledger import Counts, spent
from bot.services.notices import NO_CHANNEL, TOLD
from bot.services.people import holds
from bot.services.reach import plan
from bot.services.told import Due
from bot.words.times import day_of

NOT_REACHED = (NoticeState.FAILED, NoticeState.UNCERTAIN, NoticeState.EXPIRED)


# Whom it has reached


@dataclass(frozen=True, slots=True)
class Reach:
    """How it stands with the newest telling of each person; `counts.owed` is the people."""

    counts: Counts
    missed: Sequence[int]
    """Members whom nothing has reached for certain."""
    told: int
    """Who has it, or may have it."""
    round: int
    """Of the newest telling."""
    cost: int


async def reach_of(db: AsyncSession, about: str, revision: int) -> Reach:
    """Of each person once: owed = the sum of all states."""
    which = Notice.about == about, Notice.revision == revision, Notice.member_id.is_not(None)
    found = await db.execute(
        select(Notice.member_id, Notice.state, Notice.cause, Notice.round).where(*which).order_by(Notice.round)
    )
    newest = {member_id: (state, cause, round_) for member_id, state, cause, round_ in found}
    missed = [one for one, (state, _, _) in newest.items() if one is not None and state in NOT_REACHED]
    last = max((round_ for *_, round_ in newest.values()), default=0)
    told = sum(state in TOLD for state, *_ in newest.values())
    counts = _counts([(state, cause) for state, cause, _ in newest.values()])
    return Reach(counts, missed, told, last, await spent(db, Notice.about == about))


def _counts(states: Sequence[tuple[NoticeState, str | None]]) -> Counts:
    by_state = Counter(state for state, _ in states)
    failed = Counter(cause or "unknown" for state, cause in states if state is NoticeState.FAILED)
    return Counts(
        owed=len(states),
        sent=by_state[NoticeState.SENT],
        failed=dict(failed),
        uncertain=by_state[NoticeState.UNCERTAIN],
        cancelled=by_state[NoticeState.CANCELLED],
        expired=by_state[NoticeState.EXPIRED],
        waiting=by_state[NoticeState.WAITING] + by_state[NoticeState.SENDING],
    )


def without_channel(reach: Reach) -> int:
    return reach.counts.failed.get(NO_CHANNEL, 0)


def told_of(about: str) -> Select[int | None]:
    """The members who have been told anything of it, or may have been."""
    return select(Notice.member_id).where(Notice.about == about, Notice.member_id.is_not(None), Notice.state.in_(TOLD))


# Telling


async def tell_members(
    db: AsyncSession, telling: Telling, unit: Unit, which: Select[int | None] | Collection[int], now: datetime
) -> None:
    """These members of the cell, as far as they still belong there."""
    theirs = select(Membership.member_id, literal(unit.id).label("unit_id")).where(
        Membership.member_id.in_(which), Membership.unit_id == unit.id, holds(day_of(now))
    )
    await tell(db, telling, theirs.distinct().subquery(), now)


async def tell_again(db: AsyncSession, telling: Telling, unit: Unit, now: datetime, round_: int | None = None) -> int:
    """A new round to those not reached; returns how many of them something can reach. `round_`: the newest that was
    shown when it was confirmed: of two confirmations at once the second finds nobody."""
    found = await reach_of(db, telling.about, telling.revision)
    if round_ not in {None, found.round}:
        return 0
    ready = (await missed_of(db, found, unit, now)).ready
    if ready:
        await tell_members(db, replace(telling, round=found.round + 1), unit, ready, now)
    return len(ready)


@dataclass(frozen=True, slots=True)
class Missed:
    """Whom nothing has reached for certain, and who still belongs to the cell."""

    ready: Sequence[int]
    """Whom a message reaches now."""
    without: int
    """Whom none reaches."""


async def missed_of(db: AsyncSession, reach: Reach, unit: Unit, now: datetime) -> Missed:
    theirs = Membership.member_id.in_(reach.missed), Membership.unit_id == unit.id, holds(day_of(now))
    here = (await db.scalars(select(Membership.member_id).where(*theirs).distinct())).all()
    reached = (await plan(db, here, WORD, now)).reached if here else {}
    return Missed(list(reached), len(here) - len(reached))


async def drop_waiting(db: AsyncSession, about: str, cause: str, now: datetime) -> int:
    """Nothing more of it leaves that still waits; returns of how many people."""
    waiting = Notice.about == about, IS_WAITING
    count = await db.scalar(select(func.count()).select_from(Notice).where(*waiting)) or 0
    dropped = {"state": NoticeState.CANCELLED, "cause": cause, "settled_at": now}
    await db.execute(update(Notice).where(*waiting).values(dropped))
    return count


# When it leaves


@dataclass(frozen=True, slots=True)
class Belongings:
    """Who belongs where, read once for many notices."""

    spans: Mapping[tuple[int, int], Sequence[Membership]]

    def holds(self, notice: Notice | Due, now: datetime) -> bool:
        """Whether whoever is told still belongs to the cell that tells them."""
        on = day_of(now)
        places = self.spans.get((notice.member_id or 0, notice.unit_id or 0), ())
        return any(
            (one.from_on is None or one.from_on <= on) and (one.until_on is None or one.until_on > on) for one in places
        )


async def belongings_of(db: AsyncSession, notices: Sequence[Notice | Due]) -> Belongings:
    members = {one.member_id for one in notices if one.member_id}
    units = {one.unit_id for one in notices if one.unit_id}
    found = await db.scalars(select(Membership).where(Membership.member_id.in_(members), Membership.unit_id.in_(units)))
    spans: dict[tuple[int, int], list[Membership]] = {}
    for one in found:
        spans.setdefault((one.member_id, one.unit_id), []).append(one)
    return Belongings(spans)


def number_in(about: str) -> int:
    """`announcement:7` -> 7."""
    return int(about.partition(":")[2])
