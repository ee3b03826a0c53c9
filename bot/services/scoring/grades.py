"""How many meetings of a unit and all below it got which grade: for the roll-up (`domain` 10, table B)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind
from bot.model.scores import Grade, MeetingScore
from bot.model.units import Unit, UnitParent
from bot.words.times import month_after

REGULAR = (MeetingKind.REGULAR, MeetingKind.REGULAR_THEMATIC)
"""One meeting a month counts for a cell; others are graded for themselves."""


async def grades(db: AsyncSession, unit: Unit, first: str, last: str) -> Mapping[Grade, int]:
    """Of the regular meetings in these months (`2026-10`, `2026-12`): how many were good, fair, average, poor."""
    return (await grades_of(db, [unit.id], first, last))[unit.id]


async def grades_of(db: AsyncSession, unit_ids: Sequence[int], first: str, last: str) -> dict[int, Mapping[Grade, int]]:
    """The same for several units, in one query: the tree of the day of each meeting says who stood above (rule 1)."""
    begin, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{month_after(last)}-01") - timedelta(days=1)
    is_highest = or_(Unit.parent_id.is_(None), Unit.parent_id.not_in(unit_ids))
    ever = select(Unit.id.label("unit_id")).where(Unit.id.in_(unit_ids), is_highest).cte("ever_below", recursive=True)
    ever = ever.union(select(UnitParent.unit_id).join(ever, UnitParent.parent_id == ever.c.unit_id))
    base = (
        select(
            MeetingScore.id.label("score_id"),
            MeetingScore.held_on.label("held_on"),
            MeetingScore.grade.label("grade"),
            MeetingScore.cell_id.label("unit_id"),
        )
        .where(
            MeetingScore.held_on.between(begin, end),
            MeetingScore.grade.is_not(None),
            MeetingScore.cell_id.in_(select(ever.c.unit_id)),
            select(Meeting.kind).where(Meeting.id == MeetingScore.meeting_id).scalar_subquery().in_(REGULAR),
        )
        .cte("upward", recursive=True)
    )
    then = select(UnitParent.parent_id).where(
        UnitParent.unit_id == base.c.unit_id,
        UnitParent.from_on <= base.c.held_on,
        or_(UnitParent.until_on.is_(None), UnitParent.until_on > base.c.held_on),
    )
    above = select(base.c.score_id, base.c.held_on, base.c.grade, then.correlate(base).scalar_subquery())
    line = base.union(above.where(base.c.unit_id.is_not(None)))  # looked up one by one: joined, all there is is read
    found = await db.execute(
        select(line.c.unit_id, line.c.grade, func.count())
        .where(line.c.unit_id.in_(unit_ids))
        .group_by(line.c.unit_id, line.c.grade)
    )
    counted: dict[int, dict[Grade, int]] = {unit_id: dict.fromkeys(Grade, 0) for unit_id in unit_ids}
    for unit_id, grade, count in found:
        counted[unit_id][Grade(grade)] = count
    return dict(counted)
