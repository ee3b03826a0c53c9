"""Delivery to phones that only receive: each message has its link, and a link that nobody was sent is none."""

import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as time_of_day
from io import StringIO

import pytest
from sqlalchemy import func, select, update

from bot.__main__ import keep_log
from bot.channels.rehearsal import ONE_WAY, Rehearsal
from bot.config import quiet_hours
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.leaseholder import Hold
from bot.messages import ChannelDown, Outcome, Reply, Scope, Unknown, Wait
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting
from bot.model.notices import Notice
from bot.model.personal_links import PersonalLink
from bot.services.notices import owe_reply
from bot.services.personal_links import PATH, link_for, opened
from bot.words.times import at_local, day_of
from scheduler.delivery import Sender
from scheduler.pace import Gates, Pace
from scheduler.reminders import remind
from tests import village
from tests.conftest import own_log
from tests.ground import at_once

NAME = "rehearsal_oneway"
SITE = "https://chibot.example"


@dataclass
class Moody(Rehearsal):
    """A network that ends the next sends as it is told."""

    ends: list[Outcome | Exception] = field(default_factory=list)

    async def send(self, address: str, reply: Reply) -> Outcome:
        end = self.ends.pop(0) if self.ends else await super().send(address, reply)
        if isinstance(end, Exception):
            raise end
        return end


@dataclass
class House:
    """A cell of two, secretary and member, who only receive; a meeting in two days."""

    sessions: Sessions
    network: Moody
    sender: Sender
    meeting: Meeting
    hour: datetime

    def now(self) -> datetime:
        return self.hour

    async def sends(self) -> None:
        """All that is due, whatever had to wait."""
        self.sender.gates = self.sender.runway.gates = Gates()
        while await self.sender.deliver_batch(Hold(time.monotonic())):
            self.sender.gates = self.sender.runway.gates = Gates()

    def received(self, number: int) -> list[str]:
        return [bubble.text for bubble in self.network.phone(str(number)).screen]

    async def links(self) -> int:
        async with self.sessions() as db:
            return await db.scalar(select(func.count()).select_from(PersonalLink)) or 0


@pytest.fixture
async def house(sqlite_url: str, now: datetime) -> AsyncIterator[House]:
    engine = open_engine(at_once(sqlite_url))
    sessions = sessions_of(engine, public_url=SITE, quiet_hours=quiet_hours("21:00-07:00"))
    network = Moody(NAME, ONE_WAY, account=NAME)
    async with sessions.begin() as db:
        cell = await village.cell(db)
        people = await village.members(db, cell, 2)
        await village.office(db, people[0], cell)
        for number, one in enumerate(people, 1):
            await village.reachable_at(db, one, now, str(number), NAME)
        meeting = await village.meeting(db, cell, now, timedelta(days=2, hours=8))
        await db.execute(update(Notice).values(not_before=now))
    made = House(sessions, network, Sender(sessions, network, lambda: now, Pace(1000.0), "test"), meeting, now)
    made.sender.now = made.now
    yield made
    network.phones.close()
    await engine.dispose()


async def test_each_gets_a_link_that_opens_the_call(house: House) -> None:
    await house.sends()
    texts = [house.received(1), house.received(2)]
    assert [len(one) for one in texts] == [1, 1]
    tokens = {text.rpartition(PATH)[2] for (text,) in texts}
    assert len(tokens) == 2
    async with house.sessions() as db:
        seen = [await opened(db, token, house.hour) for token in tokens]
    assert [one and one.meeting.id for one in seen] == [house.meeting.id] * 2


@pytest.mark.parametrize(
    ("ends", "left"), [(Wait(1, Scope.ADDRESS), 2), (ChannelDown("out", needs_human=False), 2), (Unknown("lost"), 3)]
)
async def test_what_surely_did_not_arrive_leaves_no_link_behind(house: House, ends: Outcome, left: int) -> None:
    house.network.ends = [ends]
    await house.sends()
    await house.sends()
    assert (len(house.received(1)), len(house.received(2))) == (1, 1)
    assert await house.links() == left


async def test_a_link_to_forward_stays_good_while_the_answer_with_it_waits(house: House) -> None:
    async with house.sessions.begin() as db:
        member_id = (await db.scalars(select(Notice.member_id).order_by(Notice.id))).all()[1] or 0
        link = await link_for(db, house.meeting, member_id, "test", house.hour) or ""
        phone = (await db.scalars(select(Endpoint).order_by(Endpoint.id))).all()[0]
        owe_reply(db, "inbox:1", phone, Reply(f"Mời trả lời tại: {link}"), house.hour)
    house.network.ends = [Wait(1, Scope.ADDRESS)]
    await house.sends()
    async with house.sessions() as db:
        assert await opened(db, link.rpartition(PATH)[2], house.hour) is not None


async def test_what_waits_for_the_morning_has_no_link_yet(house: House) -> None:
    house.hour = at_local(day_of(house.hour), time_of_day(23))
    await house.sends()
    assert (house.received(1), await house.links()) == ([], 0)


async def test_the_call_list_asks_for_no_word_where_none_can_be_said(house: House) -> None:
    await house.sends()
    house.hour = house.meeting.starts_at - timedelta(hours=2)
    async with house.sessions.begin() as db:
        await remind(db, house.hour)
    await house.sends()
    (listed,) = [text for text in house.received(1) if "Mời đồng chí gọi:" in text]
    assert "nhắn “" not in listed
    assert listed.endswith("Gọi xong, mời đồng chí ghi khi điểm danh.")


async def test_no_token_is_in_the_log_whatever_the_network_does(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    house.network.ends = [RuntimeError("broken"), ChannelDown("out", needs_human=True)]
    with own_log():
        keep_log(["serve"])
        await house.sends()
    tokens = [text.rpartition(PATH)[2] for number in (1, 2) for text in house.received(number)]
    assert len(tokens) == 2
    assert "channel_raised" in stream.getvalue()
    assert "channel_down" in stream.getvalue()
    assert [token for token in tokens if token in stream.getvalue()] == []
    assert PATH not in stream.getvalue()
