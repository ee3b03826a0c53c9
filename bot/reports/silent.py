"""Which cells below a unit owe a meeting in a month and have neither called nor held one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import Among, filled_up
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.units import CELLS, Unit
from bot.reports.unmet import owing, slices, units_named
from bot.services.months_taken import called_for
from bot.words.times import at_local, month_after

REGULAR = tuple(kind for kind in MeetingKind if kind.counted_as is MeetingKind.REGULAR)


@dataclass(frozen=True, slots=True)
class Silent:
    """A cell, and the name of the unit above it; empty above a root."""

    unit_id: int
    code: str
    name: str
    under: str


async def silent(db: AsyncSession, unit: Unit, month: str) -> list[Silent]:
    """Every such cell below the unit, however deep, by name; or the cell itself."""
    unmet, quiet = await _quiet(db, unit, month)
    names = {one.id: one for one in await units_named(db, {*quiet, *unmet.values()})}
    cells = sorted((names[one] for one in quiet), key=lambda one: (one.sort_key, one.id))
    return [_silent(one, names.get(unmet[one.id])) for one in cells if one.kind in CELLS]


async def silent_count(db: AsyncSession, unit: Unit, month: str) -> int:
    """How many there are."""
    _, quiet = await _quiet(db, unit, month)
    of_cells = select(func.count()).select_from(Unit).where(Among(Unit.id, sorted(quiet)), Unit.kind.in_(CELLS))
    return await db.scalar(of_cells) or 0 if quiet else 0


async def _quiet(db: AsyncSession, unit: Unit, month: str) -> tuple[dict[int, int], set[int]]:
    """Under whom each owes a meeting, and which of them have neither held nor called one."""
    unmet = {unit_id: under_id for (unit_id, _), under_id in (await owing(db, unit, month, month)).items()}
    return unmet, unmet.keys() - await _with_one(db, unmet, month)


def _silent(cell: Any, above: Any) -> Silent:
    return Silent(cell.id, cell.code, cell.name, above.name if above else "")


async def _with_one(db: AsyncSession, unit_ids: Iterable[int], month: str) -> set[int]:
    """Which of these called or held one in the month; or the clock called one for it, wherever it was moved since."""
    begins, ends = (_begin(one) for one in (month, month_after(month)))
    found: set[int] = set()
    for some in slices(unit_ids):
        found |= set(
            await db.scalars(
                select(Meeting.cell_id).where(
                    Meeting.cell_id.in_(filled_up(some)),
                    Meeting.kind.in_(REGULAR),
                    Meeting.state.in_((MeetingState.CALLED, MeetingState.CLOSED)),
                    or_(
                        (Meeting.starts_at >= begins) & (Meeting.starts_at < ends),
                        Meeting.called_by == called_for(month),
                    ),
                )
            )
        )
    return found


def _begin(month: str) -> datetime:
    return at_local(date.fromisoformat(f"{month}-01"), datetime.min.time())
