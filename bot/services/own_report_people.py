"""To whom a report goes by itself: whoever holds an office at that very unit which lets them see its counts."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from bot.db.lists import filled_up
from bot.model.own_reports import OwnReportKind
from bot.model.roles import Office, Role
from bot.model.units import CELLS, Unit, UnitKind
from bot.services.permissions import RIGHTS, Reach, Right, rights_at, role_holds

AT_CELLS = tuple(one for one in Office if Right.CALL in rights_at(one, UnitKind.CELL))
"""Whoever leads the cell. A clerk keeps its rolls and knows."""
AT_COMMITTEES = tuple(
    office
    for office, (reach, rights) in RIGHTS.items()
    if reach is Reach.BELOW and Right.SEE_COUNTS in rights and office is not Office.ASSIGNED_SUPERVISOR
)
LISTS = (OwnReportKind.NOT_FIXED, OwnReportKind.NOT_HELD)
"""Of cells that are behind: a supervisor hears of these anyway (services/rhythm), and nobody hears of them twice."""


def recipients(kind: OwnReportKind, unit_ids: Iterable[int], on: date) -> Select[int, int]:
    """Member and unit of each; whoever holds two offices at one unit once."""
    is_cell = Unit.kind.in_(CELLS)
    found = (
        select(Role.member_id, Role.unit_id)
        .join(Unit, Unit.id == Role.unit_id)
        .where(
            Role.unit_id.in_(filled_up(unit_ids)),
            role_holds(on),
            or_(is_cell & Role.office.in_(AT_CELLS), ~is_cell & Role.office.in_(AT_COMMITTEES)),
        )
        .distinct()
    )
    return found.where(~_supervises(on)) if kind in LISTS else found


def _supervises(on: date) -> ColumnElement[bool]:
    """Whether they follow all below the same unit."""
    other = aliased(Role)
    return exists().where(
        other.member_id == Role.member_id,
        other.unit_id == Role.unit_id,
        other.office == Office.ASSIGNED_SUPERVISOR,
        other.from_on <= on,
        or_(other.until_on.is_(None), other.until_on >= on),
    )
