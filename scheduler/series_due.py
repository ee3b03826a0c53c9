"""What the clock asks of series: which of their months are open."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

from bot.model.series import Series, SeriesException, SeriesProposal


def is_open(month: str | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether the clock has not looked after this month yet."""
    return or_(Series.called_through.is_(None), Series.called_through < month)


def is_to_come(month: str) -> ColumnElement[bool]:
    """Open, of the months for which the series holds, and one in which it meets."""
    named = literal(",") + func.coalesce(cast(Series.months, String), "") + literal(",")
    return and_(
        is_open(month),
        or_(Series.from_month.is_(None), Series.from_month <= month),
        or_(Series.until_month.is_(None), Series.until_month >= month),
        or_(Series.months.is_(None), named.contains(f",{int(month[5:])},")),
    )


def is_left_to_the_rule(month: str) -> ColumnElement[bool]:
    """Nobody has decided anything else for this month, or is being asked."""
    return and_(
        *(
            ~exists().where(table.series_id == Series.id, table.month == month)
            for table in (SeriesException, SeriesProposal)
        )
    )


def nearest(path: str, said: Mapping[int, int], usual: int) -> int:
    """As the nearest unit upward says."""
    upward = map(int, reversed(path.strip("/").split("/")))
    return next((said[unit_id] for unit_id in upward if unit_id in said), usual)
