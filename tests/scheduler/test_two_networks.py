"""Delivery where there are two networks and a group: told once, told elsewhere after a bad report, files by link."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.rehearsal import SMART, Rehearsal
from bot.config import quiet_hours
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.leaseholder import Hold
from bot.messages import Arrival, Outcome, Receipt, Reply
from bot.model.attendances import Answer
from bot.model.endpoints import Address, Endpoint
from bot.model.inbox import InboxRow
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Attempt, Notice
from bot.model.units import Unit
from bot.reports import recipes
from bot.services.addresses import endpoint_at
from bot.services.groups import name_group
from bot.services.ledger import unbalanced
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.notices import owe_reply
from bot.services.receipts import Report, attempt_of, take
from scheduler.delivery import Sender
from scheduler.pace import Gates, Pace
from tests import village
from tests.ground import at_once
from tests.handlers.zalo import ACCOUNT
from tests.web.browsing import letter

GROUP = "group:7"
SITE = "https://chibot.example"


@dataclass
class Keeping(Rehearsal):
    """A network that remembers our name for each try."""

    def __post_init__(self) -> None:
        self.keys: list[str | None] = []

    async def send(self, address: str, reply: Reply) -> Outcome:
        self.keys.append(reply.attempt_key)
        return await super().send(address, reply)


@dataclass
class House:
    """A cell whose only member has Zalo first and another phone besides; the cell's group is on Zalo."""

    sessions: Sessions
    zalo: Keeping
    other: Keeping
    cell: Unit
    lan: Member
    meeting: Meeting
    hour: datetime

    def now(self) -> datetime:
        return self.hour

    async def sends(self) -> None:
        for network in (self.zalo, self.other):
            sender = Sender(self.sessions, network, self.now, Pace(1000.0), "test")
            while await sender.deliver_batch(Hold(time.monotonic())):
                sender.gates = sender.runway.gates = Gates()

    def received(self, network: Rehearsal, number: str) -> list[str]:
        return [bubble.text for bubble in network.phone(number).screen]

    async def reports(self, receipt: Receipt) -> None:
        """What Zalo says of a message."""
        async with self.sessions.begin() as db:
            row = InboxRow(channel="zalo_oa", account="zalo_oa", event_id=receipt.attempt_key or "", address="")
            row.received_at = self.hour
            db.add(row)
            await db.flush()
            await take(db, [Report(row, [receipt])], self.hour)


@pytest.fixture
async def house(database_url: str, now: datetime) -> AsyncIterator[House]:
    engine = open_engine(at_once(database_url))
    sessions = sessions_of(engine, public_url=SITE, quiet_hours=quiet_hours("21:00-07:00"))
    zalo, other = Keeping("zalo_oa", ACCOUNT, account="zalo_oa"), Keeping("rehearsal", SMART)
    async with sessions.begin() as db:
        cell = await village.cell(db)
        lan = await village.member(db, cell, "Nguyễn Thị Lan")
        await village.reachable_at(db, lan, now, "1", "zalo_oa")
        second = await village.reachable_at(db, lan, now, "5", "rehearsal")
        await db.execute(update(Address).where(Address.endpoint_id == second.id).values(position=2))
        await name_group(db, cell, await endpoint_at(db, "zalo_oa", "zalo_oa", GROUP), "test", now)
        for endpoint in await db.scalars(select(Endpoint)):
            endpoint.heard_at = now
        meeting = await village.meeting(db, cell, now, timedelta(hours=30))
    made = House(sessions, zalo, other, cell, lan, meeting, now)
    yield made
    for network in (zalo, other):
        network.phones.close()
    await engine.dispose()


async def test_who_is_on_two_networks_is_told_on_the_first_alone(house: House) -> None:
    await house.sends()
    assert len(house.received(house.zalo, "1")) == 1
    assert house.received(house.other, "5") == []


async def test_the_group_is_told_of_the_call_a_move_and_the_end_once_each(house: House) -> None:
    await house.sends()
    async with house.sessions.begin() as db:
        await move_meeting(db, house.meeting.id, house.hour + timedelta(hours=32), "Sân đình", "test", house.hour)
    for _ in range(2):
        await house.sends()
    async with house.sessions.begin() as db:
        await cancel_meeting(db, house.meeting.id, "test", house.hour)
    await house.sends()
    named, call, moved, off = house.received(house.zalo, GROUP)
    assert "được báo ở đây" in named
    assert call.startswith("Kính mời các đồng chí")
    assert "THAY ĐỔI" in moved
    assert "Sân đình" in moved
    assert "HOÃN" in off
    assert not [text for text in (named, call, moved, off) if "Lan" in text]
    async with house.sessions() as db:
        assert await unbalanced(db) == []


async def test_the_group_waits_for_the_morning_as_everybody_does(house: House) -> None:
    house.hour += timedelta(hours=14)
    await house.sends()
    assert [text for text in house.received(house.zalo, GROUP) if "Kính mời" in text] == []


async def test_what_did_not_arrive_is_told_on_the_other_network(house: House) -> None:
    await house.sends()
    await house.reports(Receipt(Arrival.FAILED, attempt_key=await key_of_lans(house), reason="-227"))
    await house.sends()
    assert len(house.received(house.zalo, "1")) == 1
    assert len(house.received(house.other, "5")) == 1


async def test_who_has_answered_meanwhile_is_left_in_peace(house: House) -> None:
    await house.sends()
    async with house.sessions.begin() as db:
        meeting, lan = await db.get_one(Meeting, house.meeting.id), await db.get_one(Member, house.lan.id)
        await village.says(db, meeting, lan, Answer.COMING, house.hour)
    await house.reports(Receipt(Arrival.FAILED, attempt_key=await key_of_lans(house), reason="-227"))
    await house.sends()
    assert house.received(house.other, "5") == []


async def key_of_lans(house: House) -> str:
    """As the network gives it back."""
    async with house.sessions() as db:
        found = await db.execute(
            select(Attempt.id).join(Notice, Notice.id == Attempt.notice_id).where(Notice.member_id == house.lan.id)
        )
        (wanted,) = found.scalars().all()
    return next(key for key in house.zalo.keys if key is not None and attempt_of(key) == wanted)


async def test_a_file_that_has_turned_out_too_large_goes_by_link(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipes, "MAKERS", {"letter": letter})
    for limit, network in ((5, house.zalo), (500, house.other)):
        types = frozenset({"text/plain"})
        network.capabilities = replace(network.capabilities, document_types=types, document_limit=limit)
        async with house.sessions.begin() as db:
            place = await endpoint_at(db, network.name, network.account, "9")
            said = Reply("Thư của đồng chí.", attaches=f"letter:{house.lan.id}")
            owe_reply(db, f"inbox:{limit}", place, said, house.hour)
    await house.sends()
    assert f"{SITE}/tep/" in house.received(house.zalo, "9")[0]
    assert house.zalo.phone("9").screen[0].file is None
    assert house.other.phone("9").screen[0].file is not None
