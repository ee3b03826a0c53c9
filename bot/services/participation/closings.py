"""What a closing or a correction adds: to the cell's own row at once, and a delta for the units above."""

from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import Table, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import Deed, counted_row, new_row
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.participations import DueMonth, Participation, ParticipationDelta
from bot.model.units import Unit, UnitParent
from bot.services.participation.due_months import owe_months_until
from bot.services.participation.rows import COUNTS, KEY
from bot.services.rate import Counts
from bot.services.tree import parents_on
from bot.words.times import at_local, day_of, month_after, month_of

_OWN, _ABOVE = cast(Table, Participation.__table__), cast(Table, ParticipationDelta.__table__)
_IS_DUE = exists().where(DueMonth.cell_id == bindparam("cell_id"), DueMonth.month == bindparam("month"))
_HAS_MET = exists().where(
    Meeting.cell_id == bindparam("cell_id"),
    Meeting.state == MeetingState.CLOSED,
    Meeting.kind.in_(bindparam("kinds", expanding=True)),
    Meeting.starts_at >= bindparam("begin"),
    Meeting.starts_at < bindparam("end"),
    Meeting.id != bindparam("but"),
)
"""Whether another meeting of this kind was closed in the month."""
_STOOD_UNDER = select(UnitParent.parent_id).where(
    UnitParent.unit_id == bindparam("cell_id"),
    UnitParent.from_on <= bindparam("held_on"),
    or_(UnitParent.until_on.is_(None), UnitParent.until_on > bindparam("held_on")),
)
_FACTS = select(_IS_DUE.label("is_due"), _HAS_MET.label("has_met"), _STOOD_UNDER.limit(1).scalar_subquery())


async def counting(db: AsyncSession, meeting: Meeting, cell: Unit, counts: Counts) -> list[Deed]:
    """What is to be added for a meeting that is being closed; a cell has met in a month once, however often it met.

    The months that it owed until then are written before. The cell is locked by whoever asks.
    """
    on, kind = day_of(meeting.starts_at), meeting.kind.counted_as
    is_due, has_met, above = (await db.execute(_FACTS, _asked(meeting, on, kind))).one()
    if kind is MeetingKind.REGULAR and not is_due:
        await owe_months_until(db, cell, month_of(on))
    return _adding(db, meeting.cell_id, on, above, kind, {"met": int(not has_met)} | asdict(counts))


def _asked(meeting: Meeting, on: date, kind: MeetingKind) -> dict[str, Any]:
    month = month_of(on)
    return {
        "cell_id": meeting.cell_id,
        "held_on": on,
        "month": month,
        "kinds": [one for one in MeetingKind if one.counted_as is kind],
        "begin": _beginning(month),
        "end": _beginning(month_after(month)),
        "but": meeting.id,
    }


def _beginning(month: str) -> datetime:
    return at_local(date.fromisoformat(f"{month}-01"), time())


async def hold_cell(db: AsyncSession, cell_id: int) -> None:
    """Before a roll that was closed is counted otherwise: whoever moves the cell meanwhile is waited for, or waits."""
    await db.execute(select(Unit.id).where(Unit.id == cell_id).with_for_update(key_share=True))


async def add_delta(
    db: AsyncSession,
    cell_id: int,
    held_on: date,
    kind: MeetingKind,
    *,
    due: int = 0,
    met: int = 0,
    counts: Counts | None = None,
) -> None:
    """Add to the cell's own row at once, and leave a delta for the units above."""
    above = (await parents_on(db, [cell_id], held_on)).get(cell_id)
    sums = {"due": due, "met": met} | asdict(counts or Counts())
    for deed in _adding(db, cell_id, held_on, above, kind, sums):
        await db.execute(deed.statement, deed.values)


def _adding(
    db: AsyncSession, cell_id: int, on: date, above: int | None, kind: MeetingKind, sums: dict[str, int]
) -> list[Deed]:
    counted = dict.fromkeys(COUNTS, 0) | sums | {"month": month_of(on), "kind": kind}
    own = counted | {"unit_id": cell_id, "under_id": above or 0}
    return [
        new_row(_ABOVE, counted | {"cell_id": cell_id, "held_on": on}),
        counted_row(db, _OWN, own, KEY, COUNTS),
    ]
