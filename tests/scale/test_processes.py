"""Three workers and two servers on one PostgreSQL, killed at any time: nobody is lost, nothing is done twice."""

import asyncio
import random
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.house import House, open_house
from bot.model.attendances import Answer, AnswerLog, Attendance
from bot.model.meetings import Meeting, MeetingStep, Step
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.services.ledger import astray, ledger_of, unbalanced
from tests import village
from tests.fakes.telegram import FakeTelegram, Sent
from tests.scale.fleet import RATE, Balancer, fleet
from tests.sites import free_port
from tests.stage import settings_for

PEOPLE = 300
KILLS = 4
INVITED = "Kính mời"
pytestmark = pytest.mark.timeout(300)  # a busy machine takes its time to start five processes
ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


async def called(house: House, telegram: FakeTelegram, people: int) -> int:
    """A meeting tomorrow; its people are in chats 1, 2, 3 …"""
    now = datetime.now(UTC)
    async with house.sessions.begin() as db:
        cell = await village.cell(db, since=now.date())
        for number, member in enumerate(await village.members(db, cell, people), 1):
            telegram.person(number)
            (await village.reachable_at(db, member, now, str(number), "telegram")).account = "123456"
        return (await village.meeting(db, cell, now, timedelta(hours=30))).id


def who_presses(telegram: FakeTelegram) -> set[int]:
    """Every other person answers at once, and no second time."""
    pressing: set[int] = set()
    tasks: set[asyncio.Task[str]] = set()

    def answer(sent: Sent) -> None:
        if sent.chat % 2 == 0 and sent.chat not in pressing and sent.text.startswith(INVITED):
            pressing.add(sent.chat)
            tasks.add(asyncio.create_task(telegram.person(sent.chat).presses("Có mặt")))

    telegram.on_sent = answer
    return pressing


@ON_POSTGRES
async def test_three_workers_and_two_servers_are_killed_at_random_and_nobody_notices(database_url: str) -> None:
    ports = [free_port(), free_port()]
    luck = random.Random(5)  # noqa: S311 - the same each time
    async with FakeTelegram(latency=0.05) as telegram:
        balancer = await asyncio.start_server(Balancer(ports).carry, "127.0.0.1", 0)
        public = f"http://127.0.0.1:{balancer.sockets[0].getsockname()[1]}"
        pressing = who_presses(telegram)
        settings = settings_for(database_url, telegram, quiet_hours="off")
        webhook = {"CHIBOT_TELEGRAM__MODE": "webhook", "CHIBOT_PUBLIC_URL": public}
        async with balancer, open_house(settings) as house, fleet(database_url, telegram, **webhook) as (ours, stack):
            for number, port in enumerate(ports):
                await ours.add(stack, f"serve{number}", "serve", CHIBOT_PORT=str(port))
            for number in range(3):
                await ours.add(stack, f"work{number}", "work")
            await telegram.wait_for(lambda: telegram.feed.hook is not None, timeout=100)
            meeting_id = await called(house, telegram, PEOPLE)
            await telegram.wait_for(lambda: len(telegram.sent) >= 30, timeout=100)
            await ours.kill(ours.at_it("sendmessage")[-1])
            await telegram.wait_for(lambda: len(telegram.sent) >= 100, timeout=100)
            await reminder_is_due(house)
            for _ in range(KILLS - 1):
                await asyncio.sleep(luck.uniform(0.5, 3))
                await ours.kill(luck.choice(sorted(ours.running)))
            await all_is_settled(house, telegram, meeting_id, pressing)
            assert set(await ours.stop()) <= {0, -signal.SIGTERM}, "ended well, or before they had quite begun"
            assert telegram.feed.hook is not None
            assert telegram.feed.hook.url == f"{public}/hooks/telegram"
            await judge(house, telegram, meeting_id, pressing)
            senders = ours.at_it("sendmessage")
            assert len(senders) <= 1 + ours.killed.total(), "two had the lease by turns"


async def reminder_is_due(house: House) -> None:
    """While messages leave, and processes are killed."""
    async with house.sessions.begin() as db:
        await db.execute(update(MeetingStep).where(MeetingStep.step == Step.REMINDER).values(due_at=datetime.now(UTC)))


async def all_is_settled(house: House, telegram: FakeTelegram, meeting_id: int, pressing: set[int]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        async with house.sessions() as db:
            states = (NoticeState.WAITING, NoticeState.SENDING)
            own = (Notice.meeting_id == meeting_id, Notice.state.in_(states))
            waiting = await db.scalar(select(func.count()).where(*own))
            answers = await db.scalar(select(func.count()).where(Attendance.answer == Answer.COMING))
            steps = (MeetingStep.step == Step.REMINDER, MeetingStep.done_at.is_(None))
            steps_left = await db.scalar(select(func.count()).where(*steps))
        if not waiting and not steps_left and answers == len(pressing) == PEOPLE // 2:
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"waiting {waiting}, steps {steps_left}, answers {answers}, sent {len(telegram.sent)}")


async def judge(house: House, telegram: FakeTelegram, meeting_id: int, pressing: set[int]) -> None:
    """Nobody lost; twice only what the ledger has as unknown; every answer once; each step once."""
    async with house.sessions() as db:
        book = await ledger_of(db, await db.get_one(Meeting, meeting_id))
        unknown = await db.execute(
            select(Notice.step, func.count().label("attempts"))
            .join(Attempt, Attempt.notice_id == Notice.id)
            .where(Attempt.outcome == AttemptOutcome.UNKNOWN, Notice.meeting_id == meeting_id)
            .group_by(Notice.step)
        )
        marked = {row.step: row.attempts for row in unknown}
        rounds = await db.execute(select(Notice.step, func.max(Notice.round)).group_by(Notice.step))
        assert {step: most for step, most in rounds if step is not Step.REPLY} == {Step.NOTICE: 1, Step.REMINDER: 1}
        assert await unbalanced(db) == []
        assert await astray(db) == 0
        assert await db.scalar(select(func.count()).select_from(AnswerLog)) == len(pressing)
    assert len(book.people) == PEOPLE
    has_it = {NoticeState.SENT, NoticeState.UNCERTAIN}
    assert not [one for one in book.people if one.state not in has_it and one.error != "answered"]
    invitations = Counter(sent.chat for sent in telegram.sent if sent.text.startswith(INVITED))
    assert set(invitations) == set(range(1, PEOPLE + 1))
    assert invitations.total() - PEOPLE <= marked.get(Step.NOTICE, 0) <= 2 * RATE
    reminders = Counter(sent.chat for sent in telegram.sent if sent.text.startswith("Nhắc đồng chí"))
    assert reminders, "some said nothing"
    assert sum(count - 1 for count in reminders.values()) <= marked.get(Step.REMINDER, 0)


@ON_POSTGRES
async def test_one_of_several_asks_for_events_and_another_takes_over(database_url: str) -> None:
    async with FakeTelegram() as telegram:
        settings = settings_for(database_url, telegram, quiet_hours="off")
        async with open_house(settings) as house, fleet(database_url, telegram) as (ours, stack):
            for number in range(3):
                await ours.add(stack, f"work{number}", "work")
            await telegram.wait_for(lambda: ours.at_it("getupdates"), timeout=100)
            await called(house, telegram, 4)
            await telegram.wait_for(lambda: len(telegram.sent) == 4, timeout=30)
            (first,) = ours.at_it("getupdates")
            await ours.kill(first)
            await telegram.person(1).presses("Có mặt")
            await telegram.wait_for(lambda: any("CÓ MẶT" in sent.text for sent in telegram.sent_to(1)), timeout=30)
            pollers = ours.at_it("getupdates")
            assert len(pollers) <= 2
