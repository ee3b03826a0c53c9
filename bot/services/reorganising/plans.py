"""What is decided together: looked through by carrying it out and taking it back, written, or kept for its day."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import func, inspect, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingState
from bot.model.tree_changes import TreeChange, TreeChangeState
from bot.model.units import Unit, UnitKind
from bot.refusals import CannotReorganise, Refused
from bot.services.audit import note
from bot.services.moving import hold_units, settle_counts
from bot.services.reorganising.carrying import carry_out
from bot.services.reorganising.changes import Change
from bot.services.reorganising.deeds import Effects
from bot.services.tree import ever_below
from bot.words.reorganising_refused import Why, why_not
from bot.words.times import at_local, day, day_of

AT_ONCE = 1000


class Fate(StrEnum):
    """What becomes of a line."""

    DONE = "done"
    """Carried out now, or it would be."""
    PLANNED = "planned"
    """Kept for its day."""
    KNOWN = "known"
    """Said before, and done or kept already: nothing changes."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line and what becomes of it."""

    change: Change
    fate: Fate
    effects: Effects | None = None
    refusal: Refused | None = None
    name: str = ""
    """Of the unit that it is about."""


@dataclass(frozen=True, slots=True)
class Look:
    """All lines, in the order in which they are carried out."""

    outcomes: Sequence[Outcome]
    tree: tuple[object, ...] = ()
    """As what it was looked through: the newest decision and unit, how many were settled, how many closed."""

    @property
    def wrong(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.fate is Fate.WRONG]

    @property
    def new(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.fate in {Fate.DONE, Fate.PLANNED}]

    @property
    def people(self) -> int:
        return sum(one.effects.people for one in self.outcomes if one.effects)


class NotWritten(Exception):
    """Some line is wrong: nothing is written. The look says which."""

    def __init__(self, look: Look) -> None:
        super().__init__("nothing written")
        self.look = look


async def look_through(db: AsyncSession, changes: Sequence[Change], by: str, now: datetime) -> Look:
    """What writing would do, line by line, as things stand now. Nothing of it stays."""
    tree = await _tree(db)
    async with _taken_back(db):
        return replace(await _go_through(db, changes, by, now, is_trial=True), tree=tree)


async def _tree(db: AsyncSession) -> tuple[object, ...]:
    """Different whenever another change of the tree has come between."""
    decided = await db.execute(select(func.max(TreeChange.id), func.count(TreeChange.settled_at)))
    units = await db.execute(select(func.max(Unit.id), func.count(Unit.closed_on)))
    return (*decided.one(), *units.one())


async def write(db: AsyncSession, changes: Sequence[Change], by: str, now: datetime, tried: Look | None = None) -> Look:
    """All of it, or nothing: raises NotWritten. What is for a day to come is kept, and said with `planned`.

    `tried`: what `look_through` has just said in a trial, where nobody had to wait for it; if the tree has changed
    since, it is looked through again.
    """
    await one_at_a_time(db)
    if is_to_come(changes, now):  # whether it can be done at all
        is_fresh = tried is not None and tried.tree == await _tree(db)
        _demand_right(tried if tried and is_fresh else await look_through(db, changes, by, now))
    try:
        async with db.begin_nested():
            look = await _go_through(db, changes, by, now)
            _demand_right(look)
    finally:
        await _read_again(db)
    return look


def is_to_come(changes: Sequence[Change], now: datetime) -> bool:
    return any(one.on > day_of(now) for one in changes)


def _demand_right(look: Look) -> None:
    if look.wrong:
        raise NotWritten(look)


@asynccontextmanager
async def _taken_back(db: AsyncSession) -> AsyncIterator[None]:
    await db.flush()
    trial = await db.begin_nested()
    try:
        yield
    finally:
        await trial.rollback()
        await _read_again(db)


async def _read_again(db: AsyncSession) -> None:
    """Units that somebody still holds, and that are no more what they were while it was tried."""
    held = [inspect(one) for one in db.sync_session.identity_map.values() if isinstance(one, Unit)]
    stale = [one.identity[0] for one in held if one.expired and one.identity]
    if stale:
        again = select(Unit).where(Unit.id.in_(stale)).execution_options(populate_existing=True)
        (await db.scalars(again)).all()


async def one_at_a_time(db: AsyncSession) -> None:
    """Two who change the tree at once, people or the clock: the second finds it as the first has left it."""
    await db.execute(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).with_for_update(key_share=True))


async def _go_through(
    db: AsyncSession, changes: Sequence[Change], by: str, now: datetime, *, is_trial: bool = False
) -> Look:
    """By day, and on a day as they were written; a wrong line is left out, and the others are still looked at."""
    known = await _known(db, changes)
    batch = sha256("".join(sorted(one.digest for one in changes)).encode()).hexdigest()
    outcomes, seen = [], set[str]()
    await hold(db, [one for one in changes if one.digest not in known], now, is_trial=is_trial)
    for change in in_order(changes):
        if change.digest in known or change.digest in seen:
            outcomes.append(Outcome(change, Fate.KNOWN))
            continue
        seen.add(change.digest)
        outcomes.append(await _one(db, change, batch, by, now, is_trial=is_trial))
    return Look(outcomes)


async def hold(db: AsyncSession, changes: Sequence[Change], now: datetime, *, is_trial: bool = False) -> None:
    """All of one decision before the first of it changes: meetings before units, as whoever closes a roll holds them,
    and sums last: so nobody waits in a circle. A trial leaves the sums alone.
    """
    ids, to_ids = [await _ids(db, {getattr(one, end) for one in changes}) for end in ("unit", "to")]
    groups = select(Unit.id).where(Unit.parent_id.in_(to_ids), Unit.kind == UnitKind.GROUP)
    theirs = or_(Meeting.cell_id.in_(ever_below(ids)), Meeting.cell_id.in_(to_ids), Meeting.cell_id.in_(groups))
    called = select(Meeting.id).where(theirs, Meeting.state == MeetingState.CALLED).order_by(Meeting.id)
    await db.execute(called.with_for_update())
    if ids:
        await (hold_units(db, ids) if is_trial else settle_counts(db, ids, now))


async def _ids(db: AsyncSession, codes: set[str]) -> list[int]:
    wanted, ids = sorted(codes - {""}), list[int]()
    for start in range(0, len(wanted), AT_ONCE):
        ids += await db.scalars(select(Unit.id).where(Unit.code.in_(wanted[start : start + AT_ONCE])))
    return ids


def in_order(changes: Sequence[Change]) -> list[Change]:
    return sorted(changes, key=lambda one: one.on)


async def _known(db: AsyncSession, changes: Sequence[Change]) -> set[str]:
    kept = TreeChange.digest.in_([one.digest for one in changes]), TreeChange.state != TreeChangeState.CANCELLED
    return set(await db.scalars(select(TreeChange.digest).where(*kept)))


async def _one(db: AsyncSession, change: Change, batch: str, by: str, now: datetime, *, is_trial: bool) -> Outcome:
    row = _row(change, batch, by, now)
    is_later = is_to_come([change], now)
    if is_later and not is_trial:
        row.state = TreeChangeState.PLANNED
        db.add(row)
        await db.flush()
        note(db, by, "tree_change_planned", f"tree_change:{row.id}", now, on=change.on.isoformat())
        return Outcome(change, Fate.PLANNED)
    try:
        async with db.begin_nested():
            done = await _done(db, row, change, now, is_trial=is_trial)
            return replace(done, fate=Fate.PLANNED) if is_later else done
    except Refused as refusal:
        return Outcome(change, Fate.WRONG, refusal=refusal)


async def _done(db: AsyncSession, row: TreeChange, change: Change, now: datetime, *, is_trial: bool) -> Outcome:
    """On the day itself, where that is still to come."""
    db.add(row)
    await db.flush()
    deed = await carry_out(db, row, change, max(now, at_local(change.on, time())), now, is_trial=is_trial)
    row.state, row.settled_at, row.settled_by = TreeChangeState.DONE, now, row.by
    unit = await db.get_one(Unit, row.unit_id)
    return Outcome(change, Fate.DONE, deed.effects, name=unit.name)


def _row(change: Change, batch: str, by: str, now: datetime) -> TreeChange:
    return TreeChange(
        batch=batch,
        digest=change.digest,
        on=change.on,
        kind=change.kind,
        facts=change.as_json(),
        state=TreeChangeState.DONE,
        by=by,
        made_at=now,
    )


# What is kept for its day


async def planned(db: AsyncSession) -> Sequence[TreeChange]:
    """In the order in which it will be done."""
    waiting = select(TreeChange).filter_by(state=TreeChangeState.PLANNED).order_by(TreeChange.on, TreeChange.id)
    return (await db.scalars(waiting)).all()


async def cancel(db: AsyncSession, change_id: int, by: str, now: datetime) -> list[TreeChange]:
    """What was decided together for that day is dropped together; raises CannotReorganise where it is done already."""
    found = select(TreeChange).where(TreeChange.id == change_id).with_for_update()
    row = await db.scalar(found.execution_options(populate_existing=True))
    if row is None or row.state is not TreeChangeState.PLANNED:
        raise CannotReorganise(why=why_not(Why.NOT_PLANNED, number=change_id))
    rows = await together_with(db, row)
    for one in rows:
        one.state, one.settled_at, one.settled_by = TreeChangeState.CANCELLED, now, by
        note(db, by, "tree_change_cancelled", f"tree_change:{one.id}", now, on=day(one.on))
    await db.flush()
    return rows


async def together_with(db: AsyncSession, row: TreeChange) -> list[TreeChange]:
    """All that is still planned of the same decision for the same day, held."""
    same = TreeChange.batch == row.batch, TreeChange.on == row.on, TreeChange.state == TreeChangeState.PLANNED
    found = await db.scalars(select(TreeChange).where(*same).order_by(TreeChange.id).with_for_update())
    return list(found)
