"""What else is kept about one person: read only where all of it is handed over."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.conclusions import Conclusion
from bot.model.guests import Guest
from bot.model.logins import ApiToken, Login
from bot.model.meetings import Meeting
from bot.model.minutes import MeetingMinutes
from bot.model.units import Unit
from bot.model.visits import VisitAssignment, WorkingGroup, WorkingGroupMember
from bot.model.warnings import UnitWarning
from bot.services.audit import as_member
from bot.services.own_changes import OwnChange, OwnSplit, changes_of, splits_of
from bot.services.own_counts import Counts, counts_of
from bot.services.own_data import OwnData, pairs_of, rows_of


@dataclass(frozen=True, slots=True)
class Traces:
    """The rows of one person, the oldest first; of rows that several share, what is about them alone."""

    changes: Sequence[OwnChange]
    splits: Sequence[OwnSplit]
    tasks: Sequence[tuple[Conclusion, Meeting]]
    led: Sequence[tuple[MeetingMinutes, Meeting]]
    """Whose chair or clerk they were."""
    beside: Sequence[tuple[Guest, Meeting]]
    groups: Sequence[tuple[WorkingGroupMember, WorkingGroup, Unit]]
    assigned: Sequence[tuple[VisitAssignment, Unit]]
    """Alone and not with a group, each with the cell."""
    flags: Sequence[tuple[UnitWarning, Unit]]
    logins: Sequence[Login]
    tokens: Sequence[ApiToken]
    counts: Counts


async def traces_of(db: AsyncSession, data: OwnData) -> Traces:
    """Of the person whose data these are."""
    member_id = data.member.id
    return Traces(
        changes=await changes_of(db, member_id),
        splits=await splits_of(db, member_id, {unit.id for _, unit in data.places}),
        tasks=await pairs_of(db, Conclusion, Meeting, Conclusion.meeting_id, member_id),
        led=await _led(db, member_id),
        beside=await pairs_of(db, Guest, Meeting, Guest.meeting_id, member_id),
        groups=await _groups(db, member_id),
        assigned=await pairs_of(db, VisitAssignment, Unit, VisitAssignment.cell_id, member_id),
        flags=await _flags(db, member_id),
        logins=await rows_of(db, Login, member_id),
        tokens=await rows_of(db, ApiToken, member_id),
        counts=await counts_of(db, member_id),
    )


async def _led(db: AsyncSession, member_id: int) -> list[tuple[MeetingMinutes, Meeting]]:
    found = await db.execute(
        select(MeetingMinutes, Meeting)
        .join(Meeting, Meeting.id == MeetingMinutes.meeting_id)
        .where(or_(MeetingMinutes.chair_id == member_id, MeetingMinutes.clerk_id == member_id))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [(row, meeting) for row, meeting in found]


async def _groups(db: AsyncSession, member_id: int) -> list[tuple[WorkingGroupMember, WorkingGroup, Unit]]:
    found = await db.execute(
        select(WorkingGroupMember, WorkingGroup, Unit)
        .join(WorkingGroup, WorkingGroup.id == WorkingGroupMember.group_id)
        .join(Unit, Unit.id == WorkingGroup.unit_id)
        .where(WorkingGroupMember.member_id == member_id)
        .order_by(WorkingGroupMember.id)
    )
    return [(row, group, unit) for row, group, unit in found]


async def _flags(db: AsyncSession, member_id: int) -> list[tuple[UnitWarning, Unit]]:
    """What stands about them; whoever asks for it may read it, though nobody is told of it unasked (rule 28)."""
    found = await db.execute(
        select(UnitWarning, Unit)
        .join(Unit, Unit.id == UnitWarning.unit_id)
        .where(UnitWarning.subject == as_member(member_id))
        .order_by(UnitWarning.id)
    )
    return [(row, unit) for row, unit in found]
