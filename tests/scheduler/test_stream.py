"""A stream of messages: full pace on a slow link, answers in between, one dead network and no storm of repeats."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.model.accounts import Account
from bot.model.meetings import Meeting
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from scheduler.claiming import Slice, claim
from scheduler.pace import Gates
from tests import village
from tests.fakes.telegram import DropBeforeAccept, server_error
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock on a Saturday in Viet Nam."""


@pytest.fixture
async def at(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, NINE, rate={"telegram": 40.0}) as made:
        yield made


async def called(at: Stage, people: int) -> Meeting:
    """A meeting tomorrow evening; its people are in chats 1, 2, 3 …"""
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db)
        for number, member in enumerate(await village.members(db, cell, people), 1):
            at.telegram.person(number)
            endpoint = await village.reachable_at(db, member, at.now(), chat=str(number), channel="telegram")
            endpoint.account = "123456"
        return await village.meeting(db, cell, at.now(), timedelta(hours=30))


async def count(at: Stage, *states: NoticeState) -> int:
    async with at.house.sessions() as db:
        return await db.scalar(select(func.count(Notice.id)).where(Notice.state.in_(states))) or 0


async def test_a_slow_link_costs_no_pace_and_nothing_is_sent_twice(at: Stage) -> None:
    at.telegram.latency = 1.2
    await called(at, 120)
    async with at.working():
        await at.sees(lambda: len(at.telegram.sent) == 120)
    moments = sorted(sent.at for sent in at.telegram.sent)
    assert moments[-1] - moments[0] < 12, "one after the other it would be 144 seconds"
    assert len({sent.chat for sent in at.telegram.sent}) == 120


async def test_whoever_asks_is_answered_in_the_middle_of_a_mass_notice(at: Stage) -> None:
    await called(at, 200)
    asking = at.telegram.person(1)
    async with at.working():
        await at.sees(lambda: len(asking.received) == 1)
        begun = time.monotonic()
        await asking.says("họp")
        await at.sees(lambda: len(asking.received) == 2)
        assert time.monotonic() - begun < 1.5
        assert await count(at, NoticeState.WAITING) > 50, "the others are still being told"


async def test_a_network_that_answers_nobody_is_tried_with_one_message_and_not_with_all(
    at: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.pace.TOGETHER", 0.05)
    at.telegram.faults.next(DropBeforeAccept(), method="sendMessage", times=40)
    await called(at, 100)
    async with at.working():
        await asyncio.sleep(3)
        async with at.house.sessions() as db:
            lost = await db.scalar(select(func.count()).where(Attempt.outcome == AttemptOutcome.UNKNOWN)) or 0
            trouble = await db.scalar(select(Account.sending_trouble))
        assert 0 < lost <= 40
        assert trouble
        assert await count(at, NoticeState.UNCERTAIN) < 20, "most of it waits for better times"


async def test_once_the_network_works_again_its_trouble_is_forgotten(at: Stage) -> None:
    at.telegram.faults.next(server_error(), method="sendMessage", times=2)
    await called(at, 30)
    async with at.working():
        await at.sees(lambda: len({sent.chat for sent in at.telegram.sent}) == 30)
        async with at.house.sessions() as db:
            assert await db.scalar(select(Account.sending_trouble)) is None


def test_one_lost_answer_is_no_trouble_yet() -> None:
    gates = Gates()
    gates.fails("server_error")
    assert gates.trouble is None
    assert not gates.channel_is_closed()


async def test_a_database_that_fails_in_the_middle_leaves_nothing_in_the_air_to_be_sent_again(
    at: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was still flying when a claim failed was taken for interrupted, and sent once more."""
    claims = iter(range(1000))

    async def failing(*args: Any) -> Slice:
        if next(claims) in {1, 3, 4}:
            raise OperationalError("UPDATE", {}, Exception("connection lost"))
        return await claim(*args)

    monkeypatch.setattr("scheduler.delivery.claim", failing)
    at.telegram.latency = 0.4
    await called(at, 40)
    async with at.working():
        await at.sees(lambda: len({sent.chat for sent in at.telegram.sent}) == 40)
        await at.rests()
    assert len(at.telegram.sent) == 40
