"""Cells that do not keep the rhythm of meetings (rule 29), found by few queries however many cells there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import AWAY, Membership, MemberStatus
from bot.model.series import Series, SeriesException
from bot.model.units import CELLS, Unit
from bot.model.warnings import Stage, UnitWarning
from bot.services.combined_series import combined_at, gives_way
from bot.services.holidays import calendar_of
from bot.services.months_taken import called_for
from bot.services.series import covers, is_open, monthly_of
from bot.services.series_months import occasion
from bot.services.unit_settings import UnitSettings
from bot.words.times import at_local, month_after, month_of

REGULAR = (MeetingKind.REGULAR, MeetingKind.REGULAR_THEMATIC)
THEMATIC = (MeetingKind.THEMATIC, MeetingKind.REGULAR_THEMATIC)
"""Both in one sitting satisfies both (rule 13)."""
LOOKED_BACK_UNTIL = 20
"""Of the month behind it is spoken until this day; then its own successor is what counts."""


class Lapse(StrEnum):
    """What a cell has not done."""

    NOT_FIXED = "not_fixed"
    NOT_HELD = "not_held"
    NO_THEMATIC = "no_thematic"


@dataclass(frozen=True, slots=True)
class Look:
    """One lapse in one period, to be looked for today."""

    lapse: Lapse
    period: str
    """`2026-11`, `2026-q4`."""
    months: tuple[str, ...]
    kinds: tuple[MeetingKind, ...]

    @property
    def first(self) -> date:
        return date.fromisoformat(f"{self.months[0]}-01")

    @property
    def behind(self) -> date:
        """The day after its last one."""
        return date.fromisoformat(f"{month_after(self.months[-1])}-01")


def looks_on(today: date) -> list[Look]:
    """What may be said on this day; from which day of the month on, each unit says (`is_time`)."""
    this, last = month_of(today), month_of(today.replace(day=1) - timedelta(days=1))
    looks = [Look(Lapse.NOT_FIXED, this, (this,), REGULAR)]
    if today.day <= LOOKED_BACK_UNTIL:
        looks.append(Look(Lapse.NOT_HELD, last, (last,), REGULAR))
    if today.month % 3 == 0:
        months = tuple(f"{today.year}-{month:02}" for month in range(today.month - 2, today.month + 1))
        looks.append(Look(Lapse.NO_THEMATIC, f"{today.year}-q{today.month // 3}", months, THEMATIC))
    return looks


def is_time(look: Look, settings: UnitSettings, today: date) -> bool:
    return look.lapse is not Lapse.NOT_FIXED or today.day >= settings.regular_fixed_by


def lapsed(look: Look, today: date) -> Select[Unit]:
    """Cells with people, older than the period, without such a meeting in it; series are not looked at yet."""
    return select(Unit).where(
        Unit.kind.in_(CELLS),
        Unit.since_on <= look.first,
        or_(Unit.closed_on.is_(None), Unit.closed_on > max(today, look.behind - timedelta(days=1))),
        _has_people(today),
        ~_has_meeting(look),
    )


def _has_people(today: date) -> ColumnElement[bool]:
    """Somebody who is neither exempt nor away."""
    is_away = exists().where(
        MemberStatus.member_id == Membership.member_id,
        MemberStatus.kind.in_(AWAY),
        or_(MemberStatus.from_on.is_(None), MemberStatus.from_on <= today),
        or_(MemberStatus.until_on.is_(None), MemberStatus.until_on >= today),
    )
    return exists().where(
        Membership.unit_id == Unit.id,
        or_(Membership.from_on.is_(None), Membership.from_on <= today),
        or_(Membership.until_on.is_(None), Membership.until_on > today),
        ~is_away,
    )


def _has_meeting(look: Look) -> ColumnElement[bool]:
    """One that the clock called for a month of the period counts for it, wherever it was moved."""
    begins, ends = (at_local(on, datetime.min.time()) for on in (look.first, look.behind))
    held = (MeetingState.CLOSED,)
    states = held if look.lapse is Lapse.NOT_HELD else (*held, MeetingState.CALLED)
    return exists().where(
        Meeting.cell_id == Unit.id,
        Meeting.kind.in_(look.kinds),
        Meeting.state.in_(states),
        or_(
            and_(Meeting.starts_at >= begins, Meeting.starts_at < ends),
            Meeting.called_by.in_([called_for(month) for month in look.months]),
        ),
    )


def unwarned(look: Look) -> ColumnElement[bool]:
    """The secretary has not been told yet."""
    return ~_warned(look, Stage.SECRETARY)


def told_long_ago(look: Look, before: datetime) -> ColumnElement[bool]:
    """The secretary was told before then, and the supervisor has not been."""
    return and_(_warned(look, Stage.SECRETARY, UnitWarning.at <= before), ~_warned(look, Stage.SUPERVISOR))


def _warned(look: Look, stage: Stage, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        UnitWarning.unit_id == Unit.id,
        UnitWarning.name == look.lapse,
        UnitWarning.subject == "",
        UnitWarning.period == look.period,
        UnitWarning.stage == stage,
        *more,
    )


async def without_series(db: AsyncSession, look: Look, cells: Sequence[Unit], now: datetime) -> list[Unit]:
    """Those of these cells for which the clock will call no such meeting in the period.

    A month that is left out, or whose day is off and undecided, is not fixed by its series; nor is one for which the
    clock has called already what was called off since.
    """
    if look.lapse is Lapse.NOT_HELD:
        return list(cells)
    found = await db.scalars(
        select(Series).where(
            Series.cell_id.in_([cell.id for cell in cells]), Series.kind.in_(look.kinds), Series.ended_at.is_(None)
        )
    )
    series = found.all()
    decided = await db.scalars(
        select(SeriesException).where(
            SeriesException.series_id.in_([one.id for one in series]), SeriesException.month.in_(look.months)
        )
    )
    changes = {(one.series_id, one.month): one for one in decided}
    calendar = await calendar_of(db, look.first, look.behind - timedelta(days=1))
    combined = await combined_at(db, list({one.cell_id for one in series}))
    fixed = set()
    for one in series:
        months = [
            month
            for month in look.months
            if covers(one, month)
            and is_open(one, month)
            and monthly_of(one).meets_in(month)
            and not gives_way(one.kind, month, combined[one.cell_id])
        ]
        ahead = [occasion(one, month, changes.get((one.id, month)), calendar) for month in months]
        if any(due.at > now and not due.is_skipped and due.clash is None for due in ahead):
            fixed.add(one.cell_id)
    return [cell for cell in cells if cell.id not in fixed]
