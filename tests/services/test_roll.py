"""The roll: everybody has exactly one mark when it is closed, and nobody is unexcused by silence."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.attendances import Answer, Attendance, Leave, Mark, RollLog
from bot.model.audit import AuditRow
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import Member, Membership, StatusKind
from bot.model.notices import NoticeState
from bot.model.participations import Participation
from bot.refusals import (
    LeaveUndecided,
    MeetingWasCancelled,
    NobodyExpected,
    NotOnTheList,
    Refused,
    StillUnmarked,
    TwoMarks,
)
from bot.services.invitations import list_of
from bot.services.meetings import cancel_meeting
from bot.services.participation import write_due_months
from bot.services.rate import Counts
from bot.services.roll import Marks, close_roll, roll_of, take_roll
from tests import village


async def called(db: AsyncSession, now: datetime, people: int = 4) -> tuple[Meeting, list[Member]]:
    cell = await village.cell(db, await village.commune(db))
    members = await village.members(db, cell, people)
    return await village.meeting(db, cell, now), members


async def marks(db: AsyncSession, meeting: Meeting, people: Sequence[Member]) -> list[Mark | None]:
    """As they are stored."""
    found = await db.execute(select(Attendance.member_id, Attendance.mark).filter_by(meeting_id=meeting.id))
    stored = {row.member_id: row.mark for row in found}
    return [stored[one.id] for one in people]


async def take(db: AsyncSession, meeting: Meeting, said: Marks, now: datetime) -> None:
    await take_roll(db, meeting.id, said, "clerk", now)


async def command(db: AsyncSession, meeting: Meeting, said: Marks, now: datetime, *, close: bool) -> None:
    """The roll, and perhaps its closing, in one savepoint."""
    async with db.begin_nested():
        await take_roll(db, meeting.id, said, "clerk", now)
        if close:
            await close_roll(db, meeting.id, "clerk", now)


async def refused_as_in_a_command(
    db: AsyncSession, meeting: Meeting, said: Marks, now: datetime, *, close: bool = False
) -> Refused:
    with pytest.raises(Refused) as refusal:
        await command(db, meeting, said, now, close=close)
    await db.refresh(meeting)
    return refusal.value


# Marks


async def test_everybody_but_those_who_are_named(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    said = Marks(excused=[people[0].id], unexcused=[people[1].id], everybody_present=True)
    await take(db, meeting, said, now)
    assert await marks(db, meeting, people) == [Mark.EXCUSED, Mark.UNEXCUSED, Mark.PRESENT, Mark.PRESENT]


async def test_the_rest_are_those_without_a_mark(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    await take(db, meeting, Marks(present=[people[0].id]), now)
    await take(db, meeting, Marks(excused=[people[1].id], rest_unexcused=True), now)
    assert await marks(db, meeting, people) == [Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED, Mark.UNEXCUSED]


async def test_the_rest_leaves_out_who_was_excused_already(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    row = await village.row_of(db, meeting, people[0])
    row.leave = Leave.EXCUSED
    await take(db, meeting, Marks(rest_unexcused=True), now)
    await close_roll(db, meeting.id, "clerk", now)
    assert await marks(db, meeting, people) == [Mark.EXCUSED, *[Mark.UNEXCUSED] * 3]


async def test_a_mark_can_be_changed_and_every_change_is_kept(db: AsyncSession, now: datetime) -> None:
    meeting, (person, *_) = await called(db, now)
    for said in (Marks(present=[person.id]), Marks(present=[person.id]), Marks(excused=[person.id])):
        await take(db, meeting, said, now)
    rows = (await db.scalars(select(RollLog).order_by(RollLog.id))).all()
    assert [(row.was, row.became, row.is_correction) for row in rows] == [
        (None, Mark.PRESENT, False),
        (Mark.PRESENT, Mark.EXCUSED, False),
    ]


async def test_two_marks_for_one_are_refused(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    said = Marks(present=[people[0].id], excused=[people[1].id, people[0].id])
    refusal = await refused_as_in_a_command(db, meeting, said, now)
    assert (type(refusal), refusal.facts) == (TwoMarks, {"member": people[0].id})
    assert await marks(db, meeting, people) == [None] * 4


async def test_the_same_mark_twice_is_one(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    await take(db, meeting, Marks(present=[people[0].id, people[0].id]), now)
    assert await db.scalar(select(func.count(RollLog.id))) == 1


async def test_who_is_not_on_the_list_is_refused_and_nothing_is_written(each_db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(each_db, now)
    said = Marks(present=[one.id for one in people] + [4711])
    refusal = await refused_as_in_a_command(each_db, meeting, said, now)
    assert (type(refusal), refusal.facts) == (NotOnTheList, {"member": 4711})
    assert await marks(each_db, meeting, people) == [None] * 4
    assert await each_db.scalar(select(func.count(RollLog.id))) == 0


async def test_a_cancelled_meeting_has_no_roll(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await called(db, now)
    await cancel_meeting(db, meeting.id, "test", now)
    refusal = await refused_as_in_a_command(db, meeting, Marks(everybody_present=True), now)
    assert isinstance(refusal, MeetingWasCancelled)
    with pytest.raises(MeetingWasCancelled):
        await close_roll(db, meeting.id, "clerk", now)


# Closing


async def test_whoever_has_no_mark_is_named_before_they_are_unexcused(each_db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(each_db, now)
    said = Marks(present=[people[0].id, people[1].id])
    refusal = await refused_as_in_a_command(each_db, meeting, said, now, close=True)
    named = ", ".join(f"{one.id} {one.name}" for one in people[2:])
    assert (type(refusal), refusal.facts) == (StillUnmarked, {"names": named})
    assert (meeting.state, await marks(each_db, meeting, people)) == (MeetingState.CALLED, [None] * 4)
    assert await each_db.scalar(select(func.count(Participation.id))) == 0


async def test_an_undecided_leave_is_named_first(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    await village.says(db, meeting, people[3], Answer.AWAY, now)
    said = Marks(present=[people[0].id])
    refusal = await refused_as_in_a_command(db, meeting, said, now, close=True)
    assert (type(refusal), refusal.facts) == (LeaveUndecided, {"names": f"{people[3].id} {people[3].name}"})


async def test_the_roll_overrides_what_was_said(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now, 2)
    await village.says(db, meeting, people[0], Answer.AWAY, now)
    await village.says(db, meeting, people[1], Answer.COMING, now)
    await take(db, meeting, Marks(present=[people[0].id], unexcused=[people[1].id]), now)
    found = await roll_of(db, await close_roll(db, meeting.id, "clerk", now))
    assert found.counts == Counts(2, 1, 0, 1)


async def test_everybody_expected_has_one_mark_at_closing(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    await take(db, meeting, Marks(excused=[people[0].id], everybody_present=True), now)
    counts = (await roll_of(db, await close_roll(db, meeting.id, "clerk", now))).counts
    assert counts.expected == counts.present + counts.excused + counts.unexcused == 4


async def test_closing_writes_who_and_when(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await called(db, now)
    await take(db, meeting, Marks(everybody_present=True), now)
    await close_roll(db, meeting.id, "clerk", now)
    deeds = await db.scalars(select(AuditRow.deed).order_by(AuditRow.id))
    assert (meeting.state, meeting.closed_by, meeting.closed_at) == (MeetingState.CLOSED, "clerk", now)
    assert list(deeds) == ["meeting_called", "roll_taken", "roll_closed"]


async def test_nothing_more_is_sent_about_a_closed_meeting(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    await village.reachable_at(db, person, now)
    meeting = await village.meeting(db, cell, now, timedelta(days=9))
    await take(db, meeting, Marks(everybody_present=True), now)
    await close_roll(db, meeting.id, "clerk", now)
    assert [one.state for one in await village.notices_of(db, meeting, person)] == [NoticeState.CANCELLED]


async def test_who_came_to_the_cell_before_the_closing_is_on_the_roll(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    newcomer = await village.member(db, await village.cell_with(db, meeting), "Lê Văn Mới")
    await take(db, meeting, Marks(everybody_present=True), now)
    assert await marks(db, meeting, [*people, newcomer]) == [Mark.PRESENT] * 5


async def test_who_came_between_the_roll_and_its_closing_is_named(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await called(db, now)
    await take(db, meeting, Marks(everybody_present=True), now)
    newcomer = await village.member(db, await village.cell_with(db, meeting), "Lê Văn Mới")
    with pytest.raises(StillUnmarked) as refusal:
        await close_roll(db, meeting.id, "clerk", now)
    assert refusal.value.facts == {"names": f"{newcomer.id} Lê Văn Mới"}


async def test_a_cell_that_everybody_left_has_nobody_to_mark(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now, 1)
    db.add(village.status(people[0], StatusKind.EXEMPT, None, None))
    await db.flush()
    with pytest.raises(NobodyExpected) as refusal:
        await close_roll(db, meeting.id, "clerk", now)
    assert refusal.value.facts == {"code": "thon"}


async def test_after_the_closing_the_list_is_frozen(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    await take(db, meeting, Marks(everybody_present=True), now)
    await close_roll(db, meeting.id, "clerk", now)
    newcomer = await village.member(db, await village.cell_with(db, meeting), "Lê Văn Mới")
    place = (await db.scalars(select(Membership).filter_by(member_id=people[0].id))).one()
    await db.delete(place)
    await take(db, meeting, Marks(unexcused=[people[0].id]), now)
    assert newcomer.id not in await list_of(db, meeting)
    assert (await marks(db, meeting, people))[0] is Mark.UNEXCUSED


async def test_a_correction_is_kept_as_one(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    await take(db, meeting, Marks(everybody_present=True), now)
    await close_roll(db, meeting.id, "clerk", now)
    await take_roll(db, meeting.id, Marks(unexcused=[people[0].id]), "secretary", now)
    last = (await db.scalars(select(RollLog).order_by(RollLog.id.desc()).limit(1))).one()
    assert (last.was, last.became, last.is_correction, last.by) == (Mark.PRESENT, Mark.UNEXCUSED, True, "secretary")


async def test_an_open_roll_says_who_has_no_mark_yet(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now)
    await take(db, meeting, Marks(present=[people[1].id]), now)
    found = await roll_of(db, meeting)
    assert [one.id for one in found.unmarked] == [people[0].id, people[2].id, people[3].id]
    assert found.counts == Counts(4, 1, 0, 0)


@pytest.mark.parametrize(("present", "is_ok"), [(4, True), (3, False)])
async def test_two_thirds_of_those_who_vote_are_a_quorum(
    db: AsyncSession, now: datetime, present: int, is_ok: bool
) -> None:
    meeting, people = await called(db, now, 6)
    await village.member(db, await village.cell_with(db, meeting), "Lê Thị Dự", official=False)
    said = Marks(unexcused=[one.id for one in people[present:]], everybody_present=True)
    await take(db, meeting, said, now)
    found = await roll_of(db, await close_roll(db, meeting.id, "clerk", now))
    assert (found.voting_present, found.voting_base, found.quorum_ok) == (present, 6, is_ok)


async def test_a_closing_asks_five_times_however_many_came(db: AsyncSession, now: datetime) -> None:
    asked = {people: await asked_by_closing(db, now, people) for people in (2, 9)}
    more = 0 if db.get_bind().dialect.name == "postgresql" else 7  # there each row is written by itself
    assert asked == {2: 5 + more, 9: 5 + more}


async def asked_by_closing(db: AsyncSession, now: datetime, people: int) -> int:
    """Of a meeting of which nothing has changed since its roll was taken, in a month that is owed already."""
    cell = await village.cell(db, None, f"thon-{people}")
    await village.members(db, cell, people)
    meeting = await village.meeting(db, cell, now)
    await take(db, meeting, Marks(everybody_present=True), now)
    await write_due_months(db, now)
    asked: list[str] = []
    connection = (await db.connection()).sync_connection
    event.listen(connection, "before_cursor_execute", note := lambda *line: asked.append(line[2]))
    await close_roll(db, meeting.id, "clerk", now)
    event.remove(connection, "before_cursor_execute", note)
    return len(asked)


async def close_alone(sessions: Sessions, meeting_id: int, now: datetime) -> None:
    async with sessions.begin() as db:
        await take_roll(db, meeting_id, Marks(everybody_present=True), "clerk", now)
        await close_roll(db, meeting_id, "clerk", now)


async def test_two_closings_at_once_count_once(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        meeting, _ = await called(db, now)
        other = await village.meeting(db, await village.cell_with(db, meeting), now, timedelta(days=2))
    await asyncio.gather(*(close_alone(sessions, one.id, now) for one in (meeting, meeting, other, other)))
    async with sessions() as db:
        row = (await db.scalars(select(Participation).filter_by(unit_id=meeting.cell_id))).one()
        counted = await db.scalar(select(func.count(Attendance.id)))
    await engine.dispose()
    assert (row.kind, row.due, row.met, row.expected, counted) == (MeetingKind.REGULAR, 1, 1, 8, 8)
