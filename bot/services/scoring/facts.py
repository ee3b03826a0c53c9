"""What the roll, the history of the year and the hours say of a meeting by themselves."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import IS_COUNTED, Attendance, Mark
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.minutes import MeetingMinutes
from bot.model.units import Unit
from bot.services.headcounts import heads_of
from bot.services.person_lines import PERSONAL
from bot.services.scoring.grading import Facts
from bot.services.unit_settings import settings_of
from bot.words.times import at_local, day_of


@dataclass(frozen=True, slots=True)
class _Absence:
    """What one roll of the year says of somebody, the newest first."""

    meeting_id: int
    mark: Mark | None
    reason: Reason | None


async def facts_of(db: AsyncSession, meeting: Meeting) -> Facts:
    """Everything that a score sheet may count of a meeting whose roll is closed."""
    came = (await heads_of(db, meeting)).came
    running, personal = await _history(db, meeting)
    return Facts(
        came.expected,
        came.present,
        came.excused,
        came.unexcused,
        running,
        personal,
        await _minutes(db, meeting),
        await least_minutes(db, meeting),
    )


async def least_minutes(db: AsyncSession, meeting: Meeting) -> int:
    """So long it should last: longer where a theme is joined to the regular meeting (`domain` 1.3)."""
    settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
    is_both = meeting.kind is MeetingKind.REGULAR_THEMATIC
    return settings.min_minutes_combined if is_both else settings.min_minutes


async def _minutes(db: AsyncSession, meeting: Meeting) -> int | None:
    ended: datetime | None = await db.scalar(
        select(MeetingMinutes.ended_at).where(MeetingMinutes.meeting_id == meeting.id)
    )
    return None if ended is None else (ended - meeting.starts_at) // timedelta(minutes=1)


async def _history(db: AsyncSession, meeting: Meeting) -> tuple[int, int]:
    """Of those excused from this meeting: the most meetings running, and the most of the year on own business."""
    excused = select(Attendance.member_id).where(
        Attendance.meeting_id == meeting.id, Attendance.mark == Mark.EXCUSED, Attendance.is_optional.is_(False)
    )
    found = await db.execute(
        select(Attendance.member_id, Attendance.meeting_id, Attendance.mark, Attendance.reason)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Attendance.member_id.in_(excused),
            Attendance.mark.is_not(None),
            IS_COUNTED,
            Meeting.state == MeetingState.CLOSED,
            Meeting.kind.in_(alike(meeting.kind)),
            Meeting.starts_at >= at_local(date(day_of(meeting.starts_at).year, 1, 1), time.min),
            Meeting.starts_at <= meeting.starts_at,
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )
    rolls: defaultdict[int, list[_Absence]] = defaultdict(list)
    for member_id, meeting_id, mark, reason in found:
        rolls[member_id].append(_Absence(meeting_id, mark, reason))
    own = [_personal(of) for of in rolls.values() if _is_personal_now(of, meeting.id)]
    return max((_running(of) for of in rolls.values()), default=0), max(own, default=0)


def alike(kind: MeetingKind) -> Sequence[MeetingKind]:
    """The kinds of meetings that follow one another: each counts among its own (rule 14)."""
    return [one for one in MeetingKind if one.counted_as is kind.counted_as]


def _running(rolls: Iterable[_Absence]) -> int:
    """How many of the newest were excused, one after the other."""
    count = 0
    for one in rolls:
        if one.mark is not Mark.EXCUSED:
            break
        count += 1
    return count


def _is_personal_now(rolls: Iterable[_Absence], meeting_id: int) -> bool:
    """Somebody whose leave of today has another reason has gone past no limit today."""
    return any(one.meeting_id == meeting_id and one.reason in PERSONAL for one in rolls)


def _personal(rolls: Iterable[_Absence]) -> int:
    return sum(one.mark is Mark.EXCUSED and one.reason in PERSONAL for one in rolls)
