"""Live tallies: one edit at a time, counted when it leaves, until all is said."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import open_engine, sessions_of
from bot.model.attendances import Answer
from bot.model.endpoints import Address
from bot.model.notices import NoticeState
from bot.model.roles import Office, Role
from bot.model.tallies import Tally
from bot.services import live_tally
from bot.services.ledger import ledger_of
from bot.services.live_tally import MOST_OFTEN, begins, ends, owe_edits, tally_of, worded_edit
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.notices import told_of
from bot.services.retention import take_away
from bot.services.roll import Marks, close_roll, take_roll
from tests import village
from tests.services.tally_place import Place, made


@pytest.fixture
async def place(each_db: AsyncSession, now: datetime) -> Place:
    return await made(each_db, now)


LATER = MOST_OFTEN
"""The earliest moment at which the same message may be edited again."""


async def test_what_is_still_true_is_not_edited(place: Place) -> None:
    await place.shown()
    assert await owe_edits(place.db, place.now + LATER) == 0


async def test_many_answers_owe_one_edit_counted_when_it_leaves(place: Place) -> None:
    await place.shown()
    await place.says(0, Answer.COMING)
    assert await owe_edits(place.db, place.now + LATER) == 1
    await place.says(1, Answer.COMING)
    assert await owe_edits(place.db, place.now + 2 * LATER) == 0
    edit = await place.arrives()
    assert edit is not None
    assert "có mặt 2" in edit.text
    assert edit.edits == "7"
    assert await owe_edits(place.db, place.now + 4 * LATER) == 0


async def test_a_message_is_not_edited_twice_within_five_seconds(place: Place) -> None:
    """Counted from when an edit leaves, not from when it was owed: it may have had to wait."""
    await place.shown()
    await place.says(0, Answer.COMING)
    assert await owe_edits(place.db, place.now + LATER - timedelta(seconds=1)) == 0
    assert await owe_edits(place.db, place.now + LATER) == 1
    left = timedelta(minutes=2)
    await place.arrives(left)
    await place.says(1, Answer.COMING)
    assert await owe_edits(place.db, place.now + left + timedelta(seconds=4)) == 0
    assert await owe_edits(place.db, place.now + left + LATER) == 1


async def test_an_edit_that_never_arrived_is_owed_again(place: Place) -> None:
    await place.shown()
    await place.says(0, Answer.COMING)
    await owe_edits(place.db, place.now + LATER)
    (lost,) = await place.edits()
    await worded_edit(place.db, lost, place.now + LATER)
    lost.state = NoticeState.EXPIRED
    assert await owe_edits(place.db, place.now + 2 * LATER) == 1


async def test_asking_again_makes_the_newest_message_the_live_one(place: Place) -> None:
    await place.shown_as("7")
    await place.shown_as("8")
    assert await place.live() == ["8"]


async def test_a_message_that_shows_something_else_is_a_tally_no_more(place: Place) -> None:
    await place.shown()
    await place.says(0, Answer.COMING)
    await owe_edits(place.db, place.now + LATER)
    await ends(place.db, place.phone.id, "7", place.now)
    assert await place.arrives() is None


async def test_a_moved_meeting_is_shown_as_such_and_goes_on(place: Place) -> None:
    await place.shown()
    await move_meeting(place.db, place.meeting.id, place.now + timedelta(days=3), "Trường học", "test", place.now)
    await owe_edits(place.db, place.now + LATER)
    edit = await place.arrives()
    assert edit is not None
    assert "Trường học" in edit.text
    assert "đã đổi" in edit.text
    assert await place.live() == ["7"]


async def test_a_cancelled_meeting_is_shown_as_such_and_the_tally_ends(place: Place) -> None:
    await place.shown()
    await cancel_meeting(place.db, place.meeting.id, "test", place.now)
    await owe_edits(place.db, place.now + LATER)
    edit = await place.arrives()
    assert edit is not None
    assert "đã hoãn" in edit.text
    assert not edit.choices
    assert await place.live() == []


async def test_the_last_edit_that_was_lost_is_owed_again(place: Place) -> None:
    await place.shown()
    await cancel_meeting(place.db, place.meeting.id, "test", place.now)
    await owe_edits(place.db, place.now + LATER)
    (lost,) = await place.edits()
    await worded_edit(place.db, lost, place.now + LATER)
    lost.state = NoticeState.EXPIRED
    assert await owe_edits(place.db, place.now + 2 * LATER) == 1


async def test_a_closed_meeting_is_shown_as_such_and_the_tally_ends(place: Place) -> None:
    await place.shown()
    await take_roll(place.db, place.meeting.id, Marks(everybody_present=True), "test", place.now)
    await close_roll(place.db, place.meeting.id, "test", place.now)
    await owe_edits(place.db, place.now + LATER)
    edit = await place.arrives()
    assert edit is not None
    assert "có mặt 5/5" in edit.text
    assert await place.live() == []


async def test_who_lost_the_office_sees_no_more(place: Place) -> None:
    await place.shown()
    role = (await place.db.scalars(select(Role))).one()
    role.until_on = role.from_on
    await place.says(1, Answer.COMING)
    await owe_edits(place.db, place.now + LATER)
    assert await place.arrives() is None
    assert await place.live() == []


async def test_a_phone_that_is_theirs_no_more_shows_no_more(place: Place) -> None:
    await place.shown()
    (await place.db.scalars(select(Address).filter_by(endpoint_id=place.phone.id))).one().ended_at = place.now
    await place.says(1, Answer.COMING)
    await owe_edits(place.db, place.now + LATER)
    assert await place.arrives() is None


async def test_a_meeting_that_nobody_closes_is_given_up_after_a_week(place: Place) -> None:
    await place.shown()
    await place.says(1, Answer.COMING)
    assert await owe_edits(place.db, place.meeting.starts_at + timedelta(days=7)) == 0


async def test_a_failed_edit_is_in_the_ledger_and_not_in_that_of_the_meeting(place: Place) -> None:
    await place.shown()
    before = await ledger_of(place.db, place.meeting), await told_of(place.db, place.meeting)
    await place.says(1, Answer.COMING)
    await owe_edits(place.db, place.now + LATER)
    (edit,) = await place.edits()
    assert (await ledger_of(place.db, place.meeting), await told_of(place.db, place.meeting)) == before
    edit.state = NoticeState.SENT
    assert (await ledger_of(place.db, place.meeting), await told_of(place.db, place.meeting)) == before


async def test_tallies_and_their_edits_go_like_other_messages(place: Place) -> None:
    await place.shown()
    await cancel_meeting(place.db, place.meeting.id, "test", place.now)
    await owe_edits(place.db, place.now + LATER)
    await place.arrives()
    (edit,) = await place.edits()
    edit.settled_at = place.now
    await take_away(place.db, place.now + timedelta(days=90))
    assert len(await place.edits()) == len((await place.db.scalars(select(Tally))).all()) == 1
    await take_away(place.db, place.now + timedelta(days=91))
    assert len(await place.edits()) == len((await place.db.scalars(select(Tally))).all()) == 0


async def test_more_tallies_than_one_tick_bears_take_turns(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_tally, "AT_A_TICK", 1)
    await place.shown()
    other = await village.meeting(place.db, place.cell, place.now, timedelta(days=9))
    reply = await tally_of(place.db, other, place.people[0].id, place.now)
    assert reply.stands_for
    await begins(place.db, reply.stands_for, place.phone.id, "8", place.now)
    for meeting in (place.meeting, other):
        await village.says(place.db, meeting, place.people[1], Answer.COMING, place.now)
    owed = [await owe_edits(place.db, place.now + LATER + timedelta(seconds=second)) for second in range(4)]
    assert sum(owed) == 2
    assert max(owed) == 1


async def test_what_can_be_done_is_what_the_office_allows_and_always_in_the_same_order(place: Place) -> None:
    clerk, secretary = place.people[1], place.people[0]
    await village.office(place.db, clerk, place.cell, Office.CLERK)
    offered = [
        [
            choice.value.partition(":")[0]
            for choice in (await tally_of(place.db, place.meeting, one.id, place.now)).choices
        ]
        for one in (secretary, clerk)
    ]
    assert offered == [["silent", "leaves", "roll", "move", "cancel"], ["silent", "roll"]]
    for number in range(5):
        await place.says(number, Answer.COMING)
    again = await tally_of(place.db, place.meeting, secretary.id, place.now)
    assert [choice.value.partition(":")[0] for choice in again.choices] == offered[0]


async def test_two_processes_owe_one_edit(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        place = await made(db, now)
        await place.shown()
        await place.says(0, Answer.COMING)

    async def tick() -> int:
        async with sessions.begin() as db:
            return await owe_edits(db, now + LATER)

    assert sum(await asyncio.gather(*(tick() for _ in range(4)))) == 1
    await engine.dispose()
