"""What is taken when there is little room: the urgent before the routine, and nothing that stands in others' way."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.leaseholder import Hold
from bot.messages import Accepted, Reply
from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member
from bot.model.notices import Attempt, Notice, NoticeState, Urgency
from bot.services.notices import owe_reply
from scheduler.claiming import Desk, Room, claim
from scheduler.flights import Flight
from scheduler.landing import land_surely
from tests import village
from tests.by_hand import ByHand, Hands, stage_by_hand

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock on a Saturday in Viet Nam."""


@pytest.fixture
async def at(sqlite_url: str) -> AsyncIterator[ByHand]:
    async with stage_by_hand(sqlite_url, NINE, rate={"telegram": 1.0}) as made:
        yield made


async def called(at: ByHand, people: int) -> list[Member]:
    """A cell with a regular meeting; its people are in chats 1, 2, 3 …"""
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db)
        members = await village.members(db, cell, people)
        for number, member in enumerate(members, 1):
            at.telegram.person(number)
            endpoint = await village.reachable_at(db, member, at.now(), chat=str(number), channel="telegram")
            endpoint.account = "123456"
        await village.meeting(db, cell, at.now(), timedelta(hours=30))
        return members


def hands_of(at: ByHand) -> Hands:
    assert at.hands is not None
    return at.hands


async def taken(at: ByHand, room: Room) -> list[Flight]:
    sender = hands_of(at).sender
    desk = Desk(sender.channel.name, sender.channel.account, sender.channel.capabilities, sender.gates)
    async with at.house.sessions.begin() as db:
        return (await claim(db, desk, room, [], at.now())).flights


async def urgencies(at: ByHand, flights: list[Flight]) -> list[int]:
    async with at.house.sessions() as db:
        ids = [flight.notice_id for flight in flights]
        return sorted(await db.scalars(select(Notice.urgency).where(Notice.id.in_(ids))))
