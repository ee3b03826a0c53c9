"""How a meeting stands, and who is silent and why."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Answer, Leave
from bot.model.notices import Notice, NoticeState
from bot.services.meetings import move_meeting
from bot.services.silences import Silence, silences
from bot.services.tally import standing_of, standings
from tests import village
from tests.services.tally_place import Place, made


@pytest.fixture
async def place(each_db: AsyncSession, now: datetime) -> Place:
    return await made(each_db, now)


async def test_a_meeting_in_numbers(place: Place) -> None:
    await place.says(0, Answer.COMING)
    await place.says(1, Answer.AWAY)
    await place.says(2, Answer.UNDECIDED)
    one = await standing_of(place.db, place.meeting)
    assert (one.expected, one.coming, one.away, one.undecided, one.silent) == (5, 1, 1, 1, 2)
    assert (one.pending, one.told, one.unreached) == (1, 3, 2)


async def test_whoever_was_reached_at_the_second_try_counts_as_told_once(place: Place) -> None:
    (first,) = await village.notices_of(place.db, place.meeting, place.people[1])
    first.state = NoticeState.FAILED
    again = Notice(
        **{name: getattr(first, name) for name in ("about", "meeting_id", "member_id", "step", "not_before")}
    )
    again.round, again.revision, again.state = 2, first.revision, NoticeState.SENT
    place.db.add(again)
    await place.db.flush()
    one = await standing_of(place.db, place.meeting)
    assert (one.told, one.unreached) == (3, 2)


async def test_answers_for_the_time_before_a_move_are_silence_again(place: Place) -> None:
    await place.says(0, Answer.COMING)
    await move_meeting(place.db, place.meeting.id, place.now + timedelta(days=3), None, "test", place.now)
    one = await standing_of(place.db, place.meeting)
    assert (one.coming, one.silent, one.told) == (0, 5, 0)


async def test_many_meetings_are_counted_each_for_itself(place: Place) -> None:
    await place.says(0, Answer.COMING)
    other = await village.meeting(place.db, place.cell, place.now, timedelta(days=9))
    found = await standings(place.db, [place.meeting.id, other.id])
    assert [found[one.id].coming for one in (place.meeting, other)] == [1, 0]


async def test_each_silence_has_its_reason(place: Place) -> None:
    await place.says(1, Answer.UNDECIDED)
    (told,) = await village.notices_of(place.db, place.meeting, place.people[2])
    told.state, told.cause = NoticeState.FAILED, "blocked"
    found = {one.member.id: one.why for one in await silences(place.db, place.meeting)}
    whys = (Silence.UNANSWERED, Silence.UNDECIDED, Silence.UNREACHED, Silence.UNLINKED, Silence.UNLINKED)
    assert found == dict(zip([one.id for one in place.people], whys, strict=True))


async def test_after_a_move_the_old_answer_and_the_new_message_are_told_apart(place: Place) -> None:
    await place.says(0, Answer.COMING)
    await move_meeting(place.db, place.meeting.id, place.now + timedelta(days=3), None, "test", place.now)
    assert (await silences(place.db, place.meeting))[0].why is Silence.WAITING
    await village.has_been_told(place.db, place.meeting, place.people[0])
    assert (await silences(place.db, place.meeting))[0].why is Silence.STALE


async def test_leaves_that_wait_are_counted_until_they_are_decided(place: Place) -> None:
    await place.says(1, Answer.AWAY)
    row = await village.row_of(place.db, place.meeting, place.people[1])
    assert (await standing_of(place.db, place.meeting)).pending == 1
    row.leave = Leave.EXCUSED
    assert (await standing_of(place.db, place.meeting)).pending == 0
