"""How many meetings of a unit and all below it got which grade: for the roll-up (`domain` 10, table B)."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from sqlalchemy import CTE, Date, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind
from bot.model.scores import Grade, MeetingScore
from bot.model.units import Unit, UnitParent
from bot.words.times import at_local, month_after

REGULAR = (MeetingKind.REGULAR, MeetingKind.REGULAR_THEMATIC)
"""One meeting a month counts for a cell; others are graded for themselves."""


async def grades(db: AsyncSession, unit: Unit, first: str, last: str) -> Mapping[Grade, int]:
    """Of the regular meetings in these months (`2026-10`, `2026-12`): how many were good, fair, average, poor."""
    return (await grades_of(db, [unit.id], first, last))[unit.id]


async def grades_of(db: AsyncSession, unit_ids: Sequence[int], first: str, last: str) -> dict[int, Mapping[Grade, int]]:
    """The same for several units, in one query: the tree of the day of each meeting says who stood above (rule 1)."""
    begin, end = (date.fromisoformat(f"{month}-01") for month in (first, month_after(last)))
    then, held, score = _below(unit_ids, begin, end), Meeting, MeetingScore
    found = await db.execute(
        select(then.c.top_id, score.grade, func.count())
        .join(held, held.cell_id == then.c.unit_id)
        .join(score, score.meeting_id == held.id)
        .where(
            held.starts_at >= at_local(begin, time()),
            held.starts_at < at_local(end, time()),
            held.kind.in_(REGULAR),
            score.grade.is_not(None),
            score.held_on >= then.c.from_on,
            score.held_on < then.c.until_on,
        )
        .group_by(then.c.top_id, score.grade)
    )
    counted: dict[int, dict[Grade, int]] = {unit_id: dict.fromkeys(Grade, 0) for unit_id in unit_ids}
    for unit_id, grade, count in found:
        counted[unit_id][Grade(grade)] = count
    return dict(counted)


def _below(unit_ids: Sequence[int], begin: date, end: date) -> CTE:
    """Each of these units and all that stood below it, with the days of it: the last is not among them."""
    days = literal(begin, Date).label("from_on"), literal(end, Date).label("until_on")
    top = select(Unit.id.label("top_id"), Unit.id.label("unit_id"), *days).where(Unit.id.in_(unit_ids))
    then, place = top.cte("then_below", recursive=True), UnitParent
    is_later, is_earlier = place.from_on > then.c.from_on, place.until_on < then.c.until_on
    return then.union(
        select(
            then.c.top_id,
            place.unit_id,
            case((is_later, place.from_on), else_=then.c.from_on),
            case((is_earlier, place.until_on), else_=then.c.until_on),
        )
        .join(then, place.parent_id == then.c.unit_id)
        .where(place.from_on < then.c.until_on, or_(place.until_on.is_(None), place.until_on > then.c.from_on))
    )
