"""Dates that a secretary has to see coming: the end of probation, and of what was granted to somebody until a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.messages import Choice, Reply
from bot.model.members import AWAY, Member, Membership, MemberStatus, StatusKind
from bot.model.units import CELLS, Unit
from bot.model.warnings import Stage
from bot.services.leading import ToLeaders, tell_leaders
from bot.services.people import has_status, holds
from bot.services.setting_readers import MOST_AHEAD
from bot.services.unit_settings import UnitSettings, after_quiet, settings_at
from bot.services.warnings import Given, given_of, given_once
from bot.words import vi
from bot.words import warnings as words
from bot.words.times import day_of

PROBATION_MONTHS = 12
OVERDUE = timedelta(days=30)
"""So long after its day an end that nobody has acted upon is still spoken of."""
AT_ONCE = 50
"""Cells in one slice."""


class Ends(StrEnum):
    """What comes to its end."""

    PROBATION = "probation_ends"
    EXEMPT = "exempt_ends"
    TEMPORARY_OUT = "temporary_out_ends"
    SPECIAL_DUTY = "special_duty_ends"
    TEMPORARY_IN = "temporary_in_ends"


OF_STATUS = {
    StatusKind.EXEMPT: Ends.EXEMPT,
    StatusKind.TEMPORARY_OUT: Ends.TEMPORARY_OUT,
    StatusKind.SPECIAL_DUTY: Ends.SPECIAL_DUTY,
}


@dataclass(frozen=True, slots=True)
class Coming:
    """Of somebody in a cell, the day on which something ends (its last day; of probation the day it is fulfilled)."""

    cell: Unit
    member: Member
    ends: Ends
    on: date

    @property
    def key(self) -> Given:
        return Given(self.cell.id, self.ends.value, f"member:{self.member.id}", self.on.isoformat())


def probation_over(from_on: date) -> date:
    """Twelve months later, on the same day of the month or its last one."""
    months = from_on.year * 12 + from_on.month - 1 + PROBATION_MONTHS
    first = date(months // 12, months % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(last, first + timedelta(days=from_on.day - 1))


async def coming_in(db: AsyncSession, cell_ids: Collection[int] | None, today: date) -> list[Coming]:
    """What ends in these cells (None: in all), within as many days as each has set, the nearest first."""
    found = [
        *await _probations(db, cell_ids, today),
        *await _statuses(db, cell_ids, today),
        *await _received(db, cell_ids, today),
    ]
    settings = await settings_at(db, {one.cell.id: one.cell for one in found}.values())
    near = [one for one in found if _is_near(one, settings[one.cell.id], today)]
    return sorted(near, key=lambda one: (one.on, one.member.sort_key, one.member.id, one.ends))


def _is_near(one: Coming, settings: UnitSettings, today: date) -> bool:
    days = settings.probation_days if one.ends is Ends.PROBATION else settings.expiry_days
    return days > 0 and today - OVERDUE <= one.on <= today + timedelta(days=days)


async def _probations(db: AsyncSession, cell_ids: Collection[int] | None, today: date) -> Iterable[Coming]:
    """Not of those who have been made full members, from whichever day on."""
    official = aliased(MemberStatus)
    is_decided = exists().where(
        official.member_id == MemberStatus.member_id,
        official.kind == StatusKind.OFFICIAL,
        or_(official.until_on.is_(None), official.until_on >= today),
    )
    found = await db.execute(
        select(Unit, Member, MemberStatus.from_on)
        .join(Membership, Membership.unit_id == Unit.id)
        .join(Member, Member.id == Membership.member_id)
        .join(MemberStatus, MemberStatus.member_id == Member.id)
        .where(
            *_of_cells(cell_ids, today),
            Membership.is_temporary.is_(False),
            MemberStatus.kind == StatusKind.PROBATIONARY,
            has_status(today),
            MemberStatus.from_on >= today - OVERDUE - timedelta(days=367),
            MemberStatus.from_on <= today + timedelta(days=MOST_AHEAD - 364),
            ~is_decided,
        )
    )
    return [Coming(cell, member, Ends.PROBATION, probation_over(from_on)) for cell, member, from_on in found if from_on]


async def _statuses(db: AsyncSession, cell_ids: Collection[int] | None, today: date) -> Iterable[Coming]:
    """Not of those for whom the same was granted further."""
    later = aliased(MemberStatus)
    is_prolonged = exists().where(
        later.member_id == MemberStatus.member_id,
        later.kind == MemberStatus.kind,
        or_(later.until_on.is_(None), later.until_on > MemberStatus.until_on),
    )
    found = await db.execute(
        select(Unit, Member, MemberStatus.kind, MemberStatus.until_on)
        .join(Membership, Membership.unit_id == Unit.id)
        .join(Member, Member.id == Membership.member_id)
        .join(MemberStatus, MemberStatus.member_id == Member.id)
        .where(
            *_of_cells(cell_ids, today),
            Membership.is_temporary.is_(False),
            MemberStatus.kind.in_(AWAY),
            MemberStatus.until_on >= today,
            MemberStatus.until_on <= today + timedelta(days=MOST_AHEAD),
            or_(MemberStatus.from_on.is_(None), MemberStatus.from_on <= MemberStatus.until_on),
            ~is_prolonged,
        )
    )
    return [Coming(cell, member, OF_STATUS[kind], until) for cell, member, kind, until in found if until]


async def _received(db: AsyncSession, cell_ids: Collection[int] | None, today: date) -> Iterable[Coming]:
    """Of a membership the day on which it ends is not part of it."""
    found = await db.execute(
        select(Unit, Member, Membership.until_on)
        .join(Membership, Membership.unit_id == Unit.id)
        .join(Member, Member.id == Membership.member_id)
        .where(
            *_of_cells(cell_ids, today),
            Membership.is_temporary.is_(True),
            Membership.until_on <= today + timedelta(days=MOST_AHEAD + 1),
        )
    )
    return [
        Coming(cell, member, Ends.TEMPORARY_IN, until - timedelta(days=1)) for cell, member, until in found if until
    ]


def _of_cells(cell_ids: Collection[int] | None, today: date) -> tuple[ColumnElement[bool], ...]:
    chosen = () if cell_ids is None else (Unit.id.in_(cell_ids),)
    return (*chosen, Unit.kind.in_(CELLS), or_(Unit.closed_on.is_(None), Unit.closed_on > today), holds(today))


async def warn_of_dates(db: AsyncSession, now: datetime) -> int:
    """Tell the leaders of some cells what comes; returns of how many. In quiet hours nobody is told."""
    coming = await coming_in(db, None, day_of(now))
    new = await _untold(db, coming, now)
    cells = {one.cell.id: one.cell for one in new}
    told = await given_once(db, [one.key for one in new], Stage.SECRETARY, now)
    by_cell: defaultdict[int, list[Coming]] = defaultdict(list)
    for one in new:
        if one.key in told:
            by_cell[one.cell.id].append(one)
    await tell_leaders(db, [_word(cells[cell_id], some) for cell_id, some in by_cell.items()], now)
    return len(cells)


async def _untold(db: AsyncSession, coming: Sequence[Coming], now: datetime) -> list[Coming]:
    """Of the next cells that may be told now."""
    settings: Mapping[int, UnitSettings] = await settings_at(db, {one.cell.id: one.cell for one in coming}.values())
    ripe = [one for one in coming if after_quiet(now, settings[one.cell.id].quiet_hours) == now]
    given = await given_of(
        db, {one.cell.id for one in ripe}, {one.key.subject for one in ripe}, Stage.SECRETARY, tuple(Ends)
    )
    left = [one for one in ripe if one.key not in given]
    first = set(sorted({one.cell.id for one in left})[:AT_ONCE])
    return [one for one in left if one.cell.id in first]


def _word(cell: Unit, some: Sequence[Coming]) -> ToLeaders:
    counted: defaultdict[tuple[date, Ends], int] = defaultdict(int)
    for one in some:
        counted[one.on, one.ends] += 1
    lines = [words.date_in_counts(ends.value, on, count) for (on, ends), count in sorted(counted.items())]
    text = words.dates_coming(vi.cell(cell.name), lines)
    see = Choice(words.SEE_DATES, f"dates:{cell.id}:0")
    said = Reply(f"{text}\n{words.HOW_TO_SEE_DATES}", (see,), one_way=text)
    return ToLeaders(f"dates:{cell.id}:{min(one.member.id for one in some)}", cell, said, " ".join(lines))
