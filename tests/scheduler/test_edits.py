"""Answers that take the place of a message, and tallies whose place is taken."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.rehearsal import PLAIN, Rehearsal
from bot.leaseholder import Hold
from bot.messages import Choice, Reply
from bot.model.endpoints import Endpoint
from bot.services.live_tally import owe_edits, tally_of
from bot.services.meetings import cancel_meeting
from bot.services.notices import owe_reply
from scheduler.delivery import Sender
from scheduler.pace import Pace
from tests import village
from tests.by_hand import stage_by_hand
from tests.scheduler.hall import hall
from tests.stage import Stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock on a Saturday in Viet Nam."""
A_WHILE = timedelta(seconds=6)
"""Long enough for the next edit of the same message."""


@pytest.fixture
async def at(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage_by_hand(sqlite_url, NINE) as made:
        yield made


async def owed(at: Stage, chat: int, reply: Reply) -> None:
    async with at.house.sessions.begin() as db:
        endpoint = (await db.scalars(select(Endpoint).filter_by(external_id=str(chat)))).one()
        owe_reply(db, "inbox:1", endpoint, reply, at.now())


async def test_an_answer_whose_message_is_gone_is_sent_as_a_new_one(at: Stage) -> None:
    here = await hall(at)
    async with at.working():
        await here.all_are_told()
        (gone,) = here.secretary.received
        gone.is_deleted = True
        await owed(at, 1, Reply("Trang 2", (Choice("Trang trước", "x:0"),), edits=str(gone.message_id)))
        await at.sees(lambda: here.tally.text == "Trang 2")
    assert len(here.secretary.received) == 2
    assert here.tally.buttons


async def test_a_tally_whose_place_was_taken_is_edited_no_more(at: Stage) -> None:
    here = await hall(at)
    async with at.working():
        await here.all_are_told()
        tally = await here.asks()
        await owed(at, 1, Reply("Điểm danh", edits=str(tally.message_id)))
        await at.sees(lambda: tally.text == "Điểm danh")
        await here.answer(here.others[0])
        at.move_on(A_WHILE)
        await at.rests()
    assert tally.text == "Điểm danh"


async def test_a_tally_may_take_the_place_of_a_message_and_is_live_there(at: Stage) -> None:
    here = await hall(at)
    async with at.working():
        await here.all_are_told()
        (message,) = here.secretary.received
        async with at.house.sessions() as db:
            said = await tally_of(db, here.meeting, here.people[0].id, at.now())
        in_place = Reply(said.text, said.choices, edits=str(message.message_id), stands_for=said.stands_for)
        await owed(at, 1, in_place)
        await at.sees(lambda: "Phải dự" in message.text)
        await here.answer(here.others[0])
        at.move_on(A_WHILE)
        await at.sees(lambda: "có mặt 1" in message.text)


async def test_a_network_without_edits_is_sent_nothing_unasked(at: Stage) -> None:
    network = Rehearsal("rehearsal_plain", PLAIN)
    sender = Sender(at.house.sessions, network, at.now, Pace(1000.0), "test")
    network.account = "rehearsal_plain"
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db)
        secretary = await village.member(db, cell)
        await village.office(db, secretary, cell)
        endpoint = await village.reachable_at(db, secretary, at.now(), "7", "rehearsal_plain")
        meeting = await village.meeting(db, cell, at.now(), timedelta(days=9))
        owe_reply(db, "inbox:1", endpoint, await tally_of(db, meeting, secretary.id, at.now()), at.now())
    assert await sender.deliver_batch(Hold(time.monotonic())) == 1
    async with at.house.sessions.begin() as db:
        await cancel_meeting(db, meeting.id, "test", at.now())
        assert await owe_edits(db, at.now() + A_WHILE) == 0
    assert len(network.phone("7").screen) == 1
