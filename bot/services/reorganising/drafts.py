"""What an office brings to its page is looked through and kept until it confirms: nothing changes before that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.tree_changes import TreeChange, TreeDraft
from bot.model.units import Unit
from bot.refusals import CannotReorganise
from bot.services.audit import as_member, note
from bot.services.reorganising import plans
from bot.services.reorganising.changes import Change
from bot.services.reorganising.file import Bad
from bot.services.reorganising.plans import Fate, Look, NotWritten, Outcome
from bot.services.reorganising.rights import demand_both_ends
from bot.services.sureness import demand_sure, limit_passed
from bot.words import reorganising as words
from bot.words.refused import refused
from bot.words.reorganising_refused import Why, why_not
from bot.words.times import day

LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody brought, and what would become of it."""

    changes: Sequence[Change]
    bad: Sequence[Bad]
    look: Look


class Shown(NamedTuple):
    """One line as the page shows it."""

    row: int
    on: str
    kind: str
    unit: str
    to: str
    fate: str
    says: list[str]


def lines_of(one: Outcome) -> list[str]:
    """What becomes of a line, in sentences."""
    if one.refusal is not None:
        return [refused(one.refusal)]
    done = one.effects
    if done is None:
        return []
    about = done.units, done.people, done.offices, done.meetings, done.told, done.counts, done.counted, done.notes
    return words.effects_lines(*about)


async def tried(
    db: AsyncSession, member_id: int, changes: Sequence[Change], bad: Sequence[Bad], now: datetime
) -> Tried:
    """Look it through for this person; raises NotAllowed where one of the ends is not theirs.

    It takes seconds, and leaves nothing: to be done in a session for which nobody has to wait.
    """
    if changes:
        await demand_both_ends(db, member_id, changes, now)
    return Tried(changes, bad, await plans.look_through(db, changes, as_member(member_id), now))


async def keep(db: AsyncSession, unit: Unit, member_id: int, found: Tried, now: datetime) -> TreeDraft:
    """For this person, until it is confirmed: whether it is theirs to decide is asked again then."""
    await db.execute(delete(TreeDraft).where(TreeDraft.made_at < now - LASTS))
    unread = [_unread(one) for one in found.bad]
    draft = TreeDraft(
        unit_id=unit.id,
        by=as_member(member_id),
        made_at=now,
        changes=[one.as_json() | {"row": one.row} for one in found.changes],
        **_seen(found.look),
    )
    draft.lines = [*unread, *draft.lines]
    draft.is_wrong = draft.is_wrong or bool(unread)
    db.add(draft)
    await db.flush()
    return draft


def _seen(look: Look) -> dict[str, Any]:
    return {
        "lines": [_shown(one) for one in look.outcomes],
        "people": look.people,
        "is_wrong": bool(look.wrong) or not look.new,
    }


def _shown(one: Outcome) -> list[Any]:
    change = one.change
    code = change.unit or change.new_code
    place = f"{one.name} ({code})" if one.name and code else one.name or code or change.name
    return [change.row, day(change.on), change.kind.value, place, change.to, one.fate.value, lines_of(one)]


def _unread(bad: Bad) -> list[Any]:
    return [bad.row, "", "", "", "", Fate.WRONG.value, [words.bad_line(bad.row, bad.reason, is_person=bad.is_person)]]


def shown(draft: TreeDraft) -> list[Shown]:
    return [Shown._make(one) for one in draft.lines]


async def draft_of(
    db: AsyncSession, draft_id: int, unit: Unit, member_id: int, now: datetime, *, lock: bool = False
) -> TreeDraft:
    """Raises CannotReorganise: it is another's, of another unit, too old, or has been confirmed."""
    theirs = select(TreeDraft).filter_by(id=draft_id, unit_id=unit.id, by=as_member(member_id))
    found = theirs.where(TreeDraft.made_at >= now - LASTS)
    draft = await db.scalar(found.with_for_update() if lock else found)
    if draft is None:
        raise CannotReorganise(why=why_not(Why.NO_DRAFT))
    return draft


async def limit_of(db: AsyncSession, unit: Unit, draft: TreeDraft) -> int | None:
    """The unit's limit, where so many people are concerned that the number has to be typed."""
    return await limit_passed(db, unit, draft.people)


async def tried_again(db: AsyncSession, draft: TreeDraft, now: datetime) -> Look | None:
    """What is for a day to come is only kept when it is confirmed, so whether it can be done is seen before, as in
    `tried`; None where all is done at once, which says so itself.
    """
    changes = _changes(draft)
    if draft.is_wrong or not plans.is_to_come(changes, now):
        return None
    return await plans.look_through(db, changes, draft.by, now)


def _changes(draft: TreeDraft) -> list[Change]:
    return [replace(Change.read(one), row=one["row"]) for one in draft.changes]


async def confirm(
    db: AsyncSession,
    unit: Unit,
    member_id: int,
    draft: TreeDraft,
    said: int | None,
    now: datetime,
    look: Look | None = None,
) -> bool:
    """Write it; False where a line was wrong, or is by now: then it is to be looked at again. `look`: of `tried_again`.

    Raises NotSure or NotAllowed. A draft that is confirmed is gone: two taps do it once.
    """
    changes = _changes(draft)
    await demand_both_ends(db, member_id, changes, now)
    if draft.is_wrong:
        return False
    await demand_sure(db, unit, draft.people, said)
    try:
        look = await plans.write(db, changes, as_member(member_id), now, look)
    except NotWritten as wrong:
        await _show_again(db, draft, wrong.look)
        return False
    if look.people > draft.people:
        raise CannotReorganise(why=why_not(Why.MORE_PEOPLE))
    await db.delete(draft)
    return True


async def _show_again(db: AsyncSession, draft: TreeDraft, look: Look) -> None:
    for name, value in _seen(look).items():
        setattr(draft, name, value)
    await db.flush()


# What is kept for its day, as the office of a unit sees it


async def waiting_below(db: AsyncSession, unit: Unit) -> list[TreeChange]:
    """What is planned about units below this one."""
    rows = await plans.planned(db)
    codes = {change.unit or change.to for change in (Change.read(row.facts) for row in rows)}
    found = await db.execute(select(Unit.code, Unit.path).where(Unit.code.in_(codes)))
    below = {code for code, path in found if path.startswith(unit.path)}
    return [row for row in rows if (row.facts["unit"] or row.facts["to"]) in below]


async def cancel_planned(db: AsyncSession, member_id: int, change_id: int, now: datetime) -> int:
    """Raises NotAllowed, or CannotReorganise where it is done already."""
    row = await db.get(TreeChange, change_id)
    same = await plans.together_with(db, row) if row is not None else []
    if not same:
        raise CannotReorganise(why=why_not(Why.NOT_PLANNED, number=change_id))
    await demand_both_ends(db, member_id, [Change.read(one.facts) for one in same], now)
    return len(await plans.cancel(db, change_id, as_member(member_id), now))


def is_to_be_taken_over(row: TreeChange) -> bool:
    """Its day came, and whoever decided it had no right to it any more."""
    return row.trouble == refused(CannotReorganise(why=why_not(Why.OFFICE_ENDED)))


async def take_over(db: AsyncSession, member_id: int, change_id: int, now: datetime) -> int:
    """What another has decided for that day is decided by this person, and done at the clock's next look.

    Raises NotAllowed, or CannotReorganise where it waits for nobody.
    """
    row = await db.get(TreeChange, change_id)
    same = [one for one in await plans.together_with(db, row) if is_to_be_taken_over(one)] if row is not None else []
    if not same:
        raise CannotReorganise(why=why_not(Why.NOT_PLANNED, number=change_id))
    await demand_both_ends(db, member_id, [Change.read(one.facts) for one in same], now)
    for one in same:
        one.by, one.tried_at, one.trouble = as_member(member_id), None, None
        note(db, one.by, "tree_change_taken_over", f"tree_change:{one.id}", now, on=day(one.on))
    await db.flush()
    return len(same)
