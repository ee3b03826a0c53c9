"""Of two entries for one person: where the one person belongs, as what, and which offices they hold."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.roles import Role
from bot.words.times import day_of


async def merge_places(db: AsyncSession, keep: Member, own_ids: Collection[int], now: datetime) -> None:
    """Of two places at once that of the entry that stays holds from today on; in one cell they are one place."""
    today = day_of(now)
    places = _own_first(await rows_of(db, Membership, keep.id), own_ids)
    for at, other in enumerate(places):
        twin = next((one for one in places[:at] if _is_same_place(one, other)), None)
        if twin is not None:
            twin.from_on = _earlier(twin.from_on, other.from_on)
            twin.until_on = _later(twin.until_on, other.until_on)
            twin.group_id = twin.group_id or other.group_id
            await db.delete(other)
    await db.flush()
    places = _own_first(await rows_of(db, Membership, keep.id), own_ids)
    lasting = [one for one in places if not one.is_temporary and one.until_on is None]
    for other in lasting[1:]:
        other.until_on = max(today, other.from_on or today)
    await db.flush()


def _own_first(places: Sequence[Membership], own_ids: Collection[int]) -> list[Membership]:
    return sorted(places, key=lambda one: (one.id not in own_ids, one.id))


def _is_same_place(one: Membership, other: Membership) -> bool:
    return (one.unit_id, one.is_temporary) == (other.unit_id, other.is_temporary) and _overlap(one, other)


async def merge_dated(db: AsyncSession, keep_id: int) -> None:
    """The same status or office twice at one time is one."""
    for status in await rows_of(db, MemberStatus, keep_id):
        await _fold_into_older(db, status, await rows_of(db, MemberStatus, keep_id), ("kind",))
    await _end_probation(db, keep_id)
    for role in await rows_of(db, Role, keep_id):
        await _fold_into_older(db, role, await rows_of(db, Role, keep_id), ("unit_id", "office"))


async def _end_probation(db: AsyncSession, keep_id: int) -> None:
    """Where one entry is official and the other on probation still, the probation ended the day before."""
    rows = await rows_of(db, MemberStatus, keep_id)
    official = next((one for one in rows if one.kind is StatusKind.OFFICIAL and one.until_on is None), None)
    for row in rows:
        if official is None or row.kind is not StatusKind.PROBATIONARY or not _overlap(row, official):
            continue
        if official.from_on is None or (row.from_on is not None and row.from_on >= official.from_on):
            await db.delete(row)
        else:
            row.until_on = official.from_on - timedelta(days=1)
    await db.flush()


async def _fold_into_older(db: AsyncSession, row: Any, others: Sequence[Any], key: Sequence[str]) -> None:
    for one in others:
        if one.id < row.id and all(getattr(one, name) == getattr(row, name) for name in key) and _overlap(one, row):
            one.from_on, one.until_on = _earlier(one.from_on, row.from_on), _later(one.until_on, row.until_on)
            await db.delete(row)
            await db.flush()
            return


async def rows_of(db: AsyncSession, table: Any, member_id: int) -> Sequence[Any]:
    return (await db.scalars(select(table).where(table.member_id == member_id).order_by(table.id))).all()


def _overlap(one: Any, other: Any) -> bool:
    """Whether two spans of days have one in common."""
    begins_in = one.from_on is None or other.until_on is None or one.from_on <= other.until_on
    ends_in = one.until_on is None or other.from_on is None or other.from_on <= one.until_on
    return begins_in and ends_in


def _earlier(one: Any, other: Any) -> Any:
    return None if one is None or other is None else min(one, other)


def _later(one: Any, other: Any) -> Any:
    return None if one is None or other is None else max(one, other)
