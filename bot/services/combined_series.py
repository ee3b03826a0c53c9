"""Where the regular meeting and a theme are one sitting: the series of either give way to it in its months."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.series import Series, SeriesException
from bot.services.series import covers, monthly_of


@dataclass(frozen=True, slots=True)
class Combined:
    """A series that holds the regular meeting and a theme in one sitting."""

    series: Series
    left_out: frozenset[str]
    """Months in which the secretary wants no such sitting."""

    def meets_in(self, month: str) -> bool:
        return covers(self.series, month) and monthly_of(self.series).meets_in(month) and month not in self.left_out


async def combined_at(db: AsyncSession, cell_ids: Sequence[int]) -> dict[int, list[Combined]]:
    """Those of these cells, in two queries."""
    found = await db.scalars(
        select(Series).where(
            Series.cell_id.in_(cell_ids), Series.kind == MeetingKind.REGULAR_THEMATIC, Series.ended_at.is_(None)
        )
    )
    series, combined = found.all(), dict[int, list[Combined]]((cell_id, []) for cell_id in cell_ids)
    left_out = await _left_out(db, [one.id for one in series]) if series else {}
    for one in series:
        combined[one.cell_id].append(Combined(one, frozenset(left_out.get(one.id, ()))))
    return combined


async def _left_out(db: AsyncSession, series_ids: Sequence[int]) -> dict[int, set[str]]:
    found = await db.execute(
        select(SeriesException.series_id, SeriesException.month).where(
            SeriesException.series_id.in_(series_ids), SeriesException.on.is_(None)
        )
    )
    months: dict[int, set[str]] = {}
    for series_id, month in found:
        months.setdefault(series_id, set()).add(month)
    return months


def gives_way(kind: MeetingKind, month: str, combined: Sequence[Combined]) -> bool:
    """Whether a regular or thematic series has no meeting in a month, because both are one sitting then."""
    is_part = kind in (MeetingKind.REGULAR, MeetingKind.THEMATIC)
    return is_part and any(one.meets_in(month) for one in combined)
