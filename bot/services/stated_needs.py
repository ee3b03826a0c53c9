"""Names of a cell for somebody above it: only on a stated need, which is written down word for word (rule 41)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Mark
from bot.model.audit import AuditRow
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import DraftGone, NeedNotStated, NotACell, NotAllowed
from bot.services.audit import as_member
from bot.services.meetings import guard
from bot.services.permissions import Right, demand
from bot.words.names import tidy
from bot.words.times import at_local, day_of, month_after

DEED = "need_stated"
"""Not `names_seen`: people see names of their own cell too, and such a row opens no page."""
FEWEST_LETTERS, LONGEST = 10, 300
HOLDS = timedelta(hours=24)
"""So long the names are seen on one need; afterwards it is stated anew."""
COUNTED = tuple(kind for kind in MeetingKind if kind.counted_as is MeetingKind.REGULAR)
"""The meetings whose absences the report of the cell counts."""


@dataclass(frozen=True, slots=True)
class Need:
    """A need that was stated, with the cell and the period whose names it opens."""

    id: int
    cell: Unit
    period: str


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who was away, and how often; never why."""

    member: Member
    unexcused: int
    excused: int


def read_need(text: str, *, harmless: bool) -> str:
    """The need as it is kept; raises NeedNotStated, or what a secrecy mark raises."""
    guard((text,), harmless=harmless)
    need = tidy(text)
    if sum(letter.isalpha() for letter in need) < FEWEST_LETTERS or len(need) > LONGEST:
        raise NeedNotStated(fewest=FEWEST_LETTERS, most=LONGEST)
    return need


async def state_need(db: AsyncSession, member_id: int, cell: Unit, period: str, need: str, now: datetime) -> Need:
    """Write the need down, and with it that the names were seen; raises NotAllowed or NotACell."""
    await demand(db, member_id, Right.NAMES_ON_NEED, cell, day_of(now))
    if not cell.is_cell:
        raise NotACell(code=cell.code)
    facts = {"period": period, "need": need}
    row = AuditRow(at=now, by=as_member(member_id), deed=DEED, about=f"unit:{cell.id}", facts=facts)
    db.add(row)
    await db.flush()
    return Need(row.id, cell, period)


async def stated_need(db: AsyncSession, need_id: int, member_id: int, now: datetime) -> Need:
    """A need that this very person stated, who still has the right; raises NotAllowed, or DraftGone a day later."""
    row = await db.get(AuditRow, need_id)
    if row is None or row.deed != DEED or row.by != as_member(member_id):
        raise NotAllowed
    cell = await db.get_one(Unit, int((row.about or "").partition(":")[2]))
    await demand(db, member_id, Right.NAMES_ON_NEED, cell, day_of(now))
    if now - row.at > HOLDS:
        raise DraftGone
    return Need(row.id, cell, row.facts["period"])


async def absentees(db: AsyncSession, cell: Unit, from_month: str, to_month: str) -> Sequence[Absent]:
    """Who was away from the closed regular meetings of these months, by Vietnamese name order."""
    begins, ends = (_first_moment(month) for month in (from_month, month_after(to_month)))
    found = await db.execute(
        select(Attendance.member_id, _marked(Mark.UNEXCUSED), _marked(Mark.EXCUSED))
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Meeting.cell_id == cell.id,
            Meeting.state == MeetingState.CLOSED,
            Meeting.kind.in_(COUNTED),
            Meeting.starts_at >= begins,
            Meeting.starts_at < ends,
            Attendance.mark.in_((Mark.UNEXCUSED, Mark.EXCUSED)),
        )
        .group_by(Attendance.member_id)
    )
    away = {member_id: counts for member_id, *counts in found}
    members = await db.scalars(select(Member).where(Member.id.in_(list(away))).order_by(Member.sort_key, Member.id))
    return [Absent(member, *away[member.id]) for member in members]


def _marked(mark: Mark) -> ColumnElement[int]:
    return func.count().filter(Attendance.mark == mark)


def _first_moment(month: str) -> datetime:
    return at_local(date.fromisoformat(f"{month}-01"), time())
