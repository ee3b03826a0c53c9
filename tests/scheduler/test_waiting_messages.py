"""A message that a network takes only later waits alone; where it would be too late then, it goes another way."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.rehearsal import SMART, Rehearsal
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.leaseholder import Hold
from bot.messages import Outcome, Reply, Scope, Wait
from bot.model.endpoints import Address, Endpoint
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.services.notices import owe_reply
from scheduler.delivery import Sender
from scheduler.pace import Pace
from tests import village

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HOUR = 3600.0


@dataclass
class Choosy(Rehearsal):
    """A network that ends the next sends as it is told."""

    ends: list[Outcome] = field(default_factory=list)

    async def send(self, address: str, reply: Reply) -> Outcome:
        return self.ends.pop(0) if self.ends else await super().send(address, reply)


@dataclass
class Cell:
    """Two people on a network, and a meeting tomorrow."""

    sessions: Sessions
    network: Choosy
    sender: Sender
    people: list[Member]
    hour: datetime = NINE

    def now(self) -> datetime:
        return self.hour

    async def sends(self) -> None:
        while await self.sender.deliver_batch(Hold(time.monotonic())):
            pass

    def has(self, number: int) -> int:
        return len(self.network.phone(str(number)).screen)

    async def notices(self) -> list[Notice]:
        async with self.sessions() as db:
            return list(await db.scalars(select(Notice).order_by(Notice.id)))


@pytest.fixture
async def cell(database_url: str) -> AsyncIterator[Cell]:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    network = Choosy("rehearsal", SMART)
    async with sessions.begin() as db:
        at = await village.cell(db)
        people = await village.members(db, at, 2)
        for number, one in enumerate(people, 1):
            await village.reachable_at(db, one, NINE, str(number), "rehearsal")
        await village.meeting(db, at, NINE, timedelta(hours=30))
    made = Cell(sessions, network, Sender(sessions, network, lambda: NINE, Pace(1000.0), "test"), people)
    made.sender.now = made.now
    yield made
    network.phones.close()
    await engine.dispose()


async def test_one_message_waits_and_the_others_go(cell: Cell) -> None:
    cell.network.ends = [Wait(2 * HOUR, Scope.MESSAGE)]
    await cell.sends()
    assert cell.has(1) + cell.has(2) == 1
    assert not cell.sender.gates.channel_is_closed()
    assert cell.sender.gates.closed_endpoints() == []
    cell.hour += timedelta(hours=1)
    await cell.sends()
    assert cell.has(1) + cell.has(2) == 1
    cell.hour += timedelta(hours=1)
    await cell.sends()
    assert (cell.has(1), cell.has(2)) == (1, 1)


async def test_whoever_waits_for_a_message_is_answered_all_the_same(cell: Cell) -> None:
    cell.network.ends = [Wait(2 * HOUR, Scope.MESSAGE)] * 2
    await cell.sends()
    async with cell.sessions.begin() as db:
        endpoint = (await db.scalars(select(Endpoint).filter_by(external_id="1"))).one()
        owe_reply(db, "inbox:1", endpoint, Reply("Đã ghi."), cell.now())
    await cell.sends()
    assert [bubble.text for bubble in cell.network.phone("1").screen] == ["Đã ghi."]


async def test_what_would_come_too_late_goes_another_way_at_once(cell: Cell) -> None:
    async with cell.sessions.begin() as db:
        other = await village.reachable_at(db, cell.people[0], NINE, "9", "rehearsal_plain")
        await db.execute(update(Address).where(Address.endpoint_id == other.id).values(position=2))
    cell.network.ends = [Wait(40 * HOUR, Scope.MESSAGE)] * 2
    await cell.sends()
    first, second = await cell.notices()
    by_person = {one.member_id: one for one in (first, second)}
    mine, theirs = (by_person[person.id] for person in cell.people)
    assert (mine.state, mine.channel, mine.not_before) == (NoticeState.WAITING, "rehearsal_plain", NINE)
    assert (theirs.state, theirs.cause) == (NoticeState.FAILED, "too_late")


async def test_an_answer_does_not_wait_for_the_morning(cell: Cell) -> None:
    await cell.sends()
    async with cell.sessions.begin() as db:
        endpoint = (await db.scalars(select(Endpoint).filter_by(external_id="1"))).one()
        owed = owe_reply(db, "inbox:1", endpoint, Reply("Đã ghi."), cell.now())
    cell.network.ends = [Wait(8 * HOUR, Scope.MESSAGE)]
    await cell.sends()
    async with cell.sessions() as db:
        assert (await db.get_one(Notice, owed.id)).state is NoticeState.FAILED
