"""A live tally on a Telegram over real HTTP: it ends true, after a handful of edits and without another message."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.model.notices import Attempt, NoticeState
from bot.services.meetings import cancel_meeting
from tests import village
from tests.by_hand import stage_by_hand
from tests.fakes.telegram import DropBeforeAccept, bad_request, forbidden
from tests.scheduler.hall import hall
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock on a Saturday in Viet Nam."""
A_WHILE = timedelta(seconds=6)
"""Long enough for the next edit of the same message."""


@pytest.fixture
async def at(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage_by_hand(sqlite_url, NINE) as made:
        yield made


@pytest.fixture
async def at_work(sqlite_url: str) -> AsyncIterator[Stage]:
    """For what is in more than one process."""
    async with stage(sqlite_url, NINE) as made:
        yield made


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_twenty_answers_at_once_are_a_handful_of_edits_and_no_message(database_url: str) -> None:
    async with stage(database_url, NINE) as at:
        here = await hall(at, 21)
        async with at.working():
            await here.all_are_told()
            await here.asks()
            at.move_on(A_WHILE)
            await here.answer(*here.others)
            at.move_on(A_WHILE)
            await here.shows("có mặt 20")
            await at.rests()
    assert "chưa trả lời 1." in here.tally.text
    assert 1 <= here.edit_calls <= 4
    assert len(here.secretary.received) == 2  # the notice, and the tally


async def test_an_edit_asks_nothing_and_makes_no_number_mean_something_else(at: Stage) -> None:
    """A bare 1 still belongs to what was offered last."""
    here = await hall(at)
    async with at.working():
        await here.all_are_told()
        tally = await here.asks()
        await here.answer(here.others[0])
        at.move_on(A_WHILE)
        await here.shows("có mặt 1")
        await here.secretary.says("1")
        await at.sees(lambda: "chưa báo rõ" in here.tally.text)
    assert [button.text for button in tally.buttons][:1] == ["1. Ai chưa trả lời"]


async def test_quiet_hours_do_not_hold_edits_back(at: Stage) -> None:
    here = await hall(at)
    async with at.working():
        await here.all_are_told()
        at.set_clock(datetime(2026, 11, 21, 15, 0, tzinfo=UTC))  # 22:00
        await here.asks()
        await here.answer(here.others[0])
        at.move_on(A_WHILE)
        await here.shows("có mặt 1")


async def test_a_restarted_process_goes_on_editing(at_work: Stage) -> None:
    here = await hall(at_work)
    async with at_work.working():
        await here.all_are_told()
        await here.asks()
    async with at_work.working():
        await here.answer(*here.others)
        at_work.move_on(A_WHILE)
        await here.shows("có mặt 2")


async def test_a_deleted_message_ends_the_tally(at: Stage) -> None:
    here = await hall(at)
    async with at.working():
        await here.all_are_told()
        (await here.asks()).is_deleted = True
        await here.answer(here.others[0])
        at.move_on(A_WHILE)
        await at.until(lambda: here.edits(NoticeState.FAILED))
        await here.answer(here.others[1])
        at.move_on(A_WHILE)
        await at.rests()
    assert here.edit_calls == 1
    assert len(here.secretary.received) == 2


async def test_a_message_that_is_not_modified_is_no_failure(at: Stage) -> None:
    here = await hall(at)
    at.telegram.faults.next(bad_request("message is not modified: same"), method="editMessageText")
    async with at.working():
        await here.all_are_told()
        await here.asks()
        await here.answer(here.others[0])
        at.move_on(A_WHILE)
        await at.until(lambda: here.edits(NoticeState.SENT))
        await here.answer(here.others[1])
        at.move_on(A_WHILE)
        await here.shows("có mặt 2")


async def test_what_was_lost_on_the_wire_is_shown_in_the_end(at: Stage) -> None:
    """Two lost answers leave an edit in doubt; the message must not go on showing what is not true."""
    here = await hall(at)
    at.telegram.faults.next(DropBeforeAccept(), method="editMessageText", times=2)
    async with at.working():
        await here.all_are_told()
        await here.asks()
        async with at.house.sessions.begin() as db:
            await cancel_meeting(db, here.meeting.id, "test", at.now())
        tally = here.tally
        at.move_on(A_WHILE)
        await at.until(lambda: here.edits(NoticeState.UNCERTAIN))
        at.move_on(A_WHILE)
        await at.sees(lambda: "đã hoãn" in tally.text)


async def test_an_edit_does_not_go_to_the_next_phone_of_who_blocked_us(at: Stage) -> None:
    here = await hall(at)
    at.telegram.person(99)
    async with at.house.sessions.begin() as db:
        other = await village.reachable_at(db, here.people[0], at.now(), chat="99", channel="telegram")
        other.account = "123456"
    at.telegram.faults.next(forbidden(), method="editMessageText")
    async with at.working():
        await here.all_are_told()
        await here.asks()
        await here.answer(here.others[0])
        at.move_on(A_WHILE)
        await at.until(lambda: here.edits(NoticeState.FAILED))
        await at.rests()
    assert not at.telegram.sent_to(99)


async def test_asking_again_leaves_the_older_message_as_it_was(at: Stage) -> None:
    here = await hall(at)
    async with at.working():
        await here.all_are_told()
        older = await here.asks()
        await here.asks()
        await here.answer(here.others[0])
        at.move_on(A_WHILE)
        await here.shows("có mặt 1")
    assert "có mặt 0" in older.text


async def test_a_tally_stays_live_while_names_are_looked_at(at: Stage) -> None:
    here = await hall(at, 14)
    async with at.working():
        await here.all_are_told()
        tally = await here.asks()
        await here.secretary.presses("Ai chưa trả lời")
        await at.sees(lambda: "trang 1/2" in here.tally.text)
        await here.secretary.presses("Trang sau")
        await at.sees(lambda: "trang 2/2" in here.tally.text)
        await here.answer(here.others[0])
        at.move_on(A_WHILE)
        await at.sees(lambda: "có mặt 1" in tally.text)
    assert "trang 2/2" in here.tally.text
    assert len(here.secretary.received) == 3  # the notice, the tally, and one list whose page was turned


async def test_every_edit_is_in_the_ledger(at: Stage) -> None:
    here = await hall(at)
    async with at.working():
        await here.all_are_told()
        await here.asks()
        await here.answer(here.others[0])
        at.move_on(A_WHILE)
        (edit,) = await at.until(lambda: here.edits(NoticeState.SENT))
    async with at.house.sessions() as db:
        outcomes = list(await db.scalars(select(Attempt.outcome).filter_by(notice_id=edit.id)))
    assert [str(one) for one in outcomes] == ["accepted"]
    assert edit.meeting_id is None
