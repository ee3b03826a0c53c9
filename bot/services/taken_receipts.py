"""What somebody had taken note of when a document was taken away from them: kept with the change that took it.

A document that must be studied is not done by taking note alone, so it goes with whoever leaves; where the change is
undone, what they had said is true again.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.model.member_changes import MemberChange
from bot.services.persons_kept import persons_end

KEY = "acknowledged"
"""In `MemberChange.before`."""


class Taken(NamedTuple):
    """An acknowledgement that went with its receipt; `by`: whoever noted it for them."""

    directive_id: int
    member_id: int
    unit_id: int
    at: datetime
    by: str | None


async def keep_taken(db: AsyncSession, taken: Sequence[Taken]) -> None:
    """With the newest change of each person, whether that or its last day took it; others have nothing to be undone."""
    if not taken:
        return
    held = MemberChange.before.is_not(None)  # one that was undone as well: they may come back once more
    newest = {row.member_id: row for row in await _changes(db, {one.member_id for one in taken}, held)}
    for one in taken:
        if (row := newest.get(one.member_id)) is not None:
            said = [one.directive_id, one.unit_id, one.at.isoformat(), one.by]
            row.before = {**(row.before or {}), KEY: [*(row.before or {}).get(KEY, ()), said]}
    await db.flush()


async def taken_before(db: AsyncSession, member_ids: Collection[int]) -> Mapping[tuple[int, int, int], Taken]:
    """By document, person and unit."""
    found: dict[tuple[int, int, int], Taken] = {}
    for row in await _changes(db, member_ids, MemberChange.before.is_not(None)):
        for directive_id, unit_id, at, by in (row.before or {}).get(KEY, ()):
            one = Taken(directive_id, row.member_id or 0, unit_id, datetime.fromisoformat(at), by)
            found[one[:3]] = one
    return found


def without_taken(before: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Of somebody who is erased."""
    return None if before is None else {name: facts for name, facts in before.items() if name != KEY}


async def forget_taken(db: AsyncSession, now: datetime, limit: int) -> int:
    """As long as who took note of what is kept at all; returns how many changes no longer say it."""
    says_it = cast(MemberChange.before, String).contains(f'"{KEY}"')
    old = select(MemberChange).where(MemberChange.asked_at < persons_end(now), says_it).limit(limit)
    rows = (await db.scalars(old.with_for_update(skip_locked=True))).all()
    for row in rows:
        row.before = without_taken(row.before)
    return len(rows)


async def _changes(db: AsyncSession, member_ids: Collection[int], *which: Any) -> Sequence[MemberChange]:
    theirs = MemberChange.member_id.in_(filled_up(sorted(member_ids)))
    return (await db.scalars(select(MemberChange).where(theirs, *which).order_by(MemberChange.id))).all()
