"""A meeting whose messages meet whatever may befall them, step by step; after each step the ledger has to be true."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from bot.leaseholder import Hold
from bot.model.attendances import Answer
from bot.model.endpoints import Address, Endpoint
from bot.model.meetings import Meeting, MeetingStep, Step
from bot.model.members import Member
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.refusals import Refused
from bot.services import attendance, consents, meetings
from bot.services.attendance import Source
from bot.services.ledger import astray, broadcast, broadcasts, unbalanced
from bot.services.notices import OPEN, REMINDERS
from bot.words import vi
from scheduler.delivery import Sender
from scheduler.landing import recover
from scheduler.pace import Pace
from scheduler.reminders import remind
from scheduler.upkeep import expire
from tests import village
from tests.by_hand import ByHand
from tests.fakes.telegram import migrate
from tests.scheduler.deeds import FAULTS, PATIENCE, PEOPLE, Deed

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
MAY_HAVE_ARRIVED = (AttemptOutcome.ACCEPTED, AttemptOutcome.DUPLICATE, AttemptOutcome.UNKNOWN, None)
ARRIVED = (AttemptOutcome.ACCEPTED, AttemptOutcome.DUPLICATE)
TELLINGS: dict[str, tuple[Step, ...]] = {
    "Kính mời": (Step.NOTICE,),
    "Buổi họp đã THAY ĐỔI": (Step.MOVED,),
    "Buổi họp sau đây đã HOÃN": (Step.CANCELLED,),
    vi.REMINDER_BEGINS: REMINDERS,
}
"""How a message begins, and for which steps it stands."""


@contextmanager
def impatient() -> Iterator[None]:
    """The network's answers are given up quickly."""
    from bot.channels import telegram_wire  # noqa: PLC0415 - its library takes seconds to load

    before, telegram_wire.ANSWER_SECONDS = telegram_wire.ANSWER_SECONDS, PATIENCE
    try:
        yield
    finally:
        telegram_wire.ANSWER_SECONDS = before


@dataclass
class Ordeal:
    """A cell of three, the first of whom has two chats, and a meeting in three days."""

    at: ByHand
    channel: "Telegram"
    sender: Sender
    meeting: Meeting
    people: list[Member]
    chats: list[list[int]]
    answered: dict[int, int] = field(default_factory=dict)
    """Who has answered for the present time, and how many messages they had by then."""
    stopped: dict[int, int] = field(default_factory=dict)

    async def goes_through(self, deeds: list[Deed]) -> None:
        for deed, number, how in deeds:
            await getattr(self, f"_{deed}")(number, how)
            await self.is_true()
        self.at.telegram.faults.clear()
        await self._ends()

    async def _ends(self) -> None:
        """Nothing is in the way any more: all that is still wanted arrives; then the meeting is called off."""
        await self._until_nothing_is_due()
        await self._cancel(0, "")
        await self._until_nothing_is_due()

    async def _until_nothing_is_due(self) -> None:
        for _ in range(20):
            await self._restart(0, "")
            await self.is_true()
            async with self.at.house.sessions() as db:
                due = select(Notice.id).where(Notice.state.in_(OPEN), Notice.not_before <= self.at.now())
                if (await db.scalars(due.limit(1))).first() is None:
                    return
        raise AssertionError("something waits for ever")

    # What may befall it

    async def _fault(self, number: int, how: str) -> None:
        chat = self.chats[number][0]
        if how == "moved chat":
            self.chats[number].append(new := max(map(max, self.chats)) + 1_000_000)
            self.at.telegram.person(new)
            fault: Any = migrate(new)
        else:
            fault = FAULTS[how]
        self.at.telegram.faults.next(fault, method="sendMessage", chat=chat)

    async def _deliver(self, _number: int, _how: str) -> None:
        while await self.sender.deliver_batch(Hold(time.monotonic())):
            pass

    async def _restart(self, number: int, how: str) -> None:
        """A new process: it knows nothing but the tables."""
        self.sender = Sender(self.at.house.sessions, self.channel, self.at.now, Pace(500), "test")
        await recover(self.sender.runway)
        await self._deliver(number, how)

    async def _kill(self, number: int, _how: str) -> None:
        """The process ends in mid-work, whatever is in the air."""
        batch = asyncio.create_task(self.sender.deliver_batch(Hold(time.monotonic())))
        await asyncio.sleep(number / 1000)
        in_the_air = list(self.sender.under_way)
        for task in (batch, *in_the_air):
            task.cancel()
        await asyncio.gather(batch, *in_the_air, return_exceptions=True)
        await asyncio.sleep(0.005)
        self.sender = Sender(self.at.house.sessions, self.channel, self.at.now, Pace(500), "test")
        await recover(self.sender.runway)

    async def _answer(self, number: int, how: str) -> None:
        with suppress(Refused):
            async with self.at.house.sessions.begin() as db:
                person, source = self.people[number], Source("telegram", "test")
                await attendance.record_answer(db, self.meeting.id, person.id, Answer(how), source, self.at.now())
            if how != Answer.UNDECIDED:
                self.answered.setdefault(number, len(self._received(number)))
            else:
                self.answered.pop(number, None)

    async def _move(self, number: int, _how: str) -> None:
        with suppress(Refused):
            async with self.at.house.sessions.begin() as db:
                later = self.meeting.starts_at + timedelta(days=number)
                self.meeting = await meetings.move_meeting(db, self.meeting.id, later, None, "test", self.at.now())
            self.answered.clear()

    async def _cancel(self, _number: int, _how: str) -> None:
        with suppress(Refused):
            async with self.at.house.sessions.begin() as db:
                await meetings.cancel_meeting(db, self.meeting.id, "test", self.at.now())

    async def _step(self, _number: int, _how: str) -> None:
        """The next reminder is due."""
        async with self.at.house.sessions() as db:
            own = (MeetingStep.meeting_id == self.meeting.id, MeetingStep.revision == self.meeting.revision)
            due_at = await db.scalar(select(func.min(MeetingStep.due_at)).where(*own, MeetingStep.done_at.is_(None)))
        if due_at is not None:
            self.at.set_clock(max(due_at, self.at.now()))
        await self._tick()

    async def _hours(self, number: int, _how: str) -> None:
        self.at.move_on(timedelta(hours=number * 17))
        await self._tick()

    async def _tick(self) -> None:
        for duty in (remind, expire):
            async with self.at.house.sessions.begin() as db:
                await duty(db, self.at.now())

    async def _stop(self, number: int, _how: str) -> None:
        async with self.at.house.sessions.begin() as db:
            linked = await db.scalars(
                select(Endpoint)
                .join(Address, Address.endpoint_id == Endpoint.id)
                .where(Address.member_id == self.people[number].id)
            )
            for endpoint in linked.all():
                await consents.stop(db, self.people[number].id, endpoint, self.at.now())
        self.stopped.setdefault(number, len(self._received(number)))

    # What has to be true

    async def is_true(self) -> None:
        await self._adds_up()
        for number in range(PEOPLE):
            await self._nobody_twice_unless_marked(number)
            assert not [text for text in self._since(self.answered, number) if text.startswith(vi.REMINDER_BEGINS)]
            assert not self._since(self.stopped, number), "a message to somebody who wants none"

    async def _adds_up(self) -> None:
        about = f"meeting:{self.meeting.id}"
        async with self.at.house.sessions() as db:
            found = await broadcasts(db, Notice.about == about)
            assert all(counts.adds_up for counts in found.values()), found
            assert await unbalanced(db) == []
            assert await astray(db) == 0
            assert (await broadcast(db, about, Step.NOTICE, 1, 1)).owed == PEOPLE

    async def _nobody_twice_unless_marked(self, number: int) -> None:
        """Of each kind of telling: at least what the ledger says was taken, at most what it says may have been."""
        async with self.at.house.sessions() as db:
            found = await db.execute(
                select(Notice.id, Notice.step, Attempt.outcome, Notice.state)
                .join(Attempt, Attempt.notice_id == Notice.id)
                .where(Notice.member_id == self.people[number].id)
            )
            attempts = found.all()
        taken = Counter(one.id for one in attempts if one.outcome in ARRIVED)
        assert all(count == 1 for count in taken.values()), "sent again after it was taken"
        assert all((one.id in taken) == (one.state is NoticeState.SENT) for one in attempts)
        texts = self._received(number)
        for begins, steps in TELLINGS.items():
            of_these = [one.outcome for one in attempts if one.step in steps]
            seen = sum(text.startswith(begins) for text in texts)
            assert sum(one in ARRIVED for one in of_these) <= seen <= sum(one in MAY_HAVE_ARRIVED for one in of_these)

    def _received(self, number: int) -> list[str]:
        return [sent.text for sent in self.at.telegram.sent if sent.chat in self.chats[number]]

    def _since(self, moments: dict[int, int], number: int) -> list[str]:
        return self._received(number)[moments[number] :] if number in moments else []


async def ordeal(at: ByHand, channel: "Telegram", number: int) -> Ordeal:
    """The next one on the same stage, with people of its own."""
    at.set_clock(NINE)
    at.telegram.faults.clear()
    chats = [[number * 10 + 1, number * 10 + 9], [number * 10 + 2], [number * 10 + 3]]
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db, code=f"thon{number}")
        people = await village.members(db, cell, PEOPLE)
        for person, own in zip(people, chats, strict=True):
            await linked(db, at, person, own)
        meeting = await village.meeting(db, cell, at.now(), timedelta(days=3))
    sender = Sender(at.house.sessions, channel, at.now, Pace(500), "test")
    return Ordeal(at, channel, sender, meeting, people, chats)


async def linked(db: Any, at: ByHand, person: Member, chats: list[int]) -> None:
    for position, chat in enumerate(chats, 1):
        at.telegram.person(chat)
        endpoint = await village.reachable_at(db, person, at.now(), chat=str(chat), channel="telegram")
        endpoint.account = "123456"
        address = (await db.scalars(select(Address).filter_by(endpoint_id=endpoint.id))).one()
        address.position = position
    await db.flush()
