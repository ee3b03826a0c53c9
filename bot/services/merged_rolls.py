"""Of two entries for one person one is left on each list: with the stronger mark, counted once."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Mark, RollLog
from bot.model.guests import Guest
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.refusals import BothPresent
from bot.services.invitations import list_of
from bot.services.participation import add_delta, hold_cell
from bot.services.rate import Counts
from bot.services.roll import counts_of
from bot.words.times import day, day_of

STRENGTH: Mapping[Mark | None, int] = {None: 0, Mark.UNEXCUSED: 1, Mark.EXCUSED: 2, Mark.PRESENT: 3}


async def shared_lists(db: AsyncSession, keep_id: int, gone_id: int) -> list[tuple[Meeting, Attendance, Attendance]]:
    """The meetings on whose list both stand."""
    theirs = (
        await db.scalars(select(Attendance).where(Attendance.member_id.in_([keep_id, gone_id])).order_by(Attendance.id))
    ).all()
    mine = {one.meeting_id: one for one in theirs if one.member_id == keep_id}
    pairs = [(mine[one.meeting_id], one) for one in theirs if one.member_id == gone_id and one.meeting_id in mine]
    found = await db.scalars(select(Meeting).where(Meeting.id.in_([own.meeting_id for own, _ in pairs])))
    meetings = {one.id: one for one in found}
    return [(meetings[own.meeting_id], own, other) for own, other in pairs]


async def demand_one_person(db: AsyncSession, keep: Member, gone: Member) -> None:
    """Nobody was present twice."""
    days = [
        day(day_of(meeting.starts_at))
        for meeting, own, other in await shared_lists(db, keep.id, gone.id)
        if meeting.state is MeetingState.CLOSED and own.mark is other.mark is Mark.PRESENT
    ]
    if days:
        raise BothPresent(days=", ".join(days))


async def merge_rolls(db: AsyncSession, keep: Member, gone: Member, by: str, now: datetime) -> tuple[int, int]:
    """One row for each meeting, with the stronger mark; a closed roll counts one less, at once."""
    shared, corrected = await shared_lists(db, keep.id, gone.id), 0
    for meeting, own, other in shared:
        before = counts_of((await list_of(db, meeting)).values())
        _take_stronger(db, meeting, own, other, by, now)
        await db.delete(other)
        await db.flush()
        if meeting.state is MeetingState.CLOSED:
            after = counts_of((await list_of(db, meeting)).values())
            await hold_cell(db, meeting.cell_id)
            await add_delta(
                db, meeting.cell_id, day_of(meeting.starts_at), meeting.kind.counted_as, counts=_less(after, before)
            )
            corrected += 1
    return len(shared), corrected


def _less(after: Counts, before: Counts) -> Counts:
    return Counts(
        after.expected - before.expected,
        after.present - before.present,
        after.excused - before.excused,
        after.unexcused - before.unexcused,
    )


def _take_stronger(
    db: AsyncSession, meeting: Meeting, own: Attendance, other: Attendance, by: str, now: datetime
) -> None:
    if other.answered_at is not None and (own.answered_at is None or other.answered_at > own.answered_at):
        for name in ("answer", "is_stale", "reason", "channel", "answered_at"):
            setattr(own, name, getattr(other, name))
        if own.mark is None:
            own.leave, own.leave_by = other.leave, other.leave_by
    if other.mark is None or STRENGTH[other.mark] <= STRENGTH[own.mark]:
        return
    log = {"meeting_id": meeting.id, "member_id": own.member_id, "was": own.mark, "became": other.mark}
    is_closed = meeting.state is MeetingState.CLOSED
    db.add(RollLog(**log, is_correction=is_closed, noticed=other.noticed, by=by, at=now))
    for name in ("mark", "noticed", "arrived_at", "came_late", "left_early", "leave", "leave_by"):
        setattr(own, name, getattr(other, name))


async def merge_guests(db: AsyncSession, keep: Member, gone: Member) -> None:
    """Of both noted beside one list, one is left, who came if either did."""
    theirs = (await db.scalars(select(Guest).where(Guest.member_id.in_([keep.id, gone.id])))).all()
    mine = {one.meeting_id: one for one in theirs if one.member_id == keep.id}
    for other in theirs:
        if other.member_id == gone.id and (own := mine.get(other.meeting_id)) is not None:
            own.came = own.came or other.came
            await db.delete(other)
    await db.flush()
