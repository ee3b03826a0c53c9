"""Texts to residents on their way: at day, so many a day, not while something is stopped, each with its price."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.rehearsal import Rehearsal
from bot.config import quiet_hours
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.leaseholder import Hold
from bot.messages import AddressDead, Outcome, Reply
from bot.model.endpoints import Endpoint
from bot.model.notices import Attempt, Notice, NoticeState
from bot.model.residents import ResidentMessage
from bot.model.units import Unit
from bot.services.halts import go_on, halt
from bot.services.resident_counts import standing
from bot.services.resident_texts import plan_text, send_text
from bot.services.residents import Spot, registered_at, stop
from bot.tariffs import Tariff
from scheduler.delivery import Sender
from scheduler.pace import Gates, Pace
from tests import village
from tests.ground import at_once
from tests.resident_places import PRICE, SMS, SMS_PHONE, number_of, residents
from tests.village import at

STORM = "Chiều nay có lũ, bà con không qua ngầm"
SENTENCE = f"Đảng ủy xã Suối Trong: {STORM}. Ngừng nhận: nhắn HUY DK."


@dataclass
class Gateway(Rehearsal):
    """Some numbers are nobody's."""

    nobodys: set[str] = field(default_factory=set)

    async def send(self, address: str, reply: Reply) -> Outcome:
        return AddressDead("phone_invalid") if address in self.nobodys else await super().send(address, reply)


@dataclass
class House:
    """A commune with one village of three residents, and a gateway."""

    sessions: Sessions
    gateway: Gateway
    commune_id: int
    cell_id: int
    hour: datetime

    def now(self) -> datetime:
        return self.hour

    async def texts(self, text: str = STORM) -> int:
        async with self.sessions.begin() as db:
            plan = await plan_text(db, await db.get_one(Unit, self.commune_id), text, self.hour)
            return (await send_text(db, plan, "test", self.hour)).id

    async def sends(self) -> None:
        """All that is due, by a sender that remembers nothing."""
        sender = Sender(self.sessions, self.gateway, self.now, Pace(1000.0), "test")
        while await sender.deliver_batch(Hold(time.monotonic())):
            sender.gates = sender.runway.gates = Gates()

    def received(self, number: int) -> list[str]:
        return [bubble.text for bubble in self.gateway.phone(number_of(number)[1:]).screen]

    async def states(self) -> list[tuple[NoticeState, str | None]]:
        async with self.sessions() as db:
            found = await db.scalars(select(Notice).order_by(Notice.id))
            return [(one.state, one.cause) for one in found]


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    engine = open_engine(at_once(database_url))
    terms = Tariff(account="rehearsal", price=PRICE, free_window=timedelta(0), to_phones=True, in_parts=True)
    sessions = sessions_of(engine, quiet_hours("off"), tariffs={SMS: terms})
    gateway = Gateway(SMS, SMS_PHONE)
    hour = at(2026, 11, 21, 9)
    async with sessions.begin() as db:
        commune = await village.commune(db)
        cell = await village.cell(db, commune)
        await residents(db, cell, hour, 3)
    yield House(sessions, gateway, commune.id, cell.id, hour)
    await engine.dispose()


async def test_each_gets_it_once_and_the_price_is_written_down(house: House) -> None:
    message_id = await house.texts()
    await house.sends()
    assert [house.received(number) for number in (1, 2, 3)] == [[SENTENCE]] * 3
    async with house.sessions() as db:
        assert list(await db.scalars(select(Attempt.cost))) == [PRICE] * 3
        message = (await db.scalars(select(Notice.about))).first()
    assert message == f"residents:{message_id}"


async def test_at_night_nothing_leaves_whatever_the_installation_says(house: House) -> None:
    await house.texts()
    house.hour = at(2026, 11, 21, 21, 5)
    await house.sends()
    assert house.received(1) == []
    house.hour = at(2026, 11, 22, 6, 59)
    await house.sends()
    assert house.received(1) == []
    house.hour = at(2026, 11, 22, 7)
    await house.sends()
    assert house.received(1) == [SENTENCE]


async def test_two_a_day_and_the_third_the_next_morning(house: House) -> None:
    for number in range(3):
        await house.texts(f"Tin chung số {number} của xã")
        await house.sends()
    assert len(house.received(1)) == 2
    house.hour = at(2026, 11, 22, 7)
    await house.sends()
    assert len(house.received(1)) == 3


async def test_the_cap_is_the_units(house: House) -> None:
    async with house.sessions.begin() as db:
        (await db.get_one(Unit, house.commune_id)).settings = {"residents_daily_cap": "3"}
    for number in range(4):
        await house.texts(f"Tin chung số {number} của xã")
    await house.sends()
    assert len(house.received(1)) == 3


async def test_money_that_was_spent_meanwhile_is_not_spent_twice(house: House) -> None:
    """Another text took it between the preview and the morning: the committee that wrote this one pays."""
    await house.texts()
    async with house.sessions.begin() as db:
        (await db.get_one(Unit, house.commune_id)).settings = {"sms_budget": str(2 * PRICE)}
    await house.sends()
    assert sorted(await house.states()) == [(NoticeState.FAILED, "budget"), *[(NoticeState.SENT, None)] * 2]
    async with house.sessions() as db:
        assert set(await db.scalars(select(Attempt.unit_id))) == {house.commune_id}


async def test_long_words_cost_their_parts(house: House) -> None:
    await house.texts("Chiều nay có lũ, bà con không qua ngầm. " * 6)
    await house.sends()
    async with house.sessions() as db:
        assert list(await db.scalars(select(Attempt.cost))) == [2 * PRICE] * 3


async def test_whoever_stops_meanwhile_hears_nothing_more(house: House) -> None:
    await house.texts()
    async with house.sessions.begin() as db:
        await stop(db, await registered_at(db, Spot(number_of(1))), "test", house.hour)
    await house.sends()
    assert [house.received(number) for number in (1, 2)] == [[], [SENTENCE]]
    assert (await house.states())[0] == (NoticeState.CANCELLED, "stopped")


async def test_a_stop_from_the_office_holds_it_until_it_goes_on(house: House) -> None:
    await house.texts()
    async with house.sessions.begin() as db:
        await halt(db, await db.get_one(Unit, house.cell_id), "test", house.hour)
    await house.sends()
    assert house.received(1) == []
    async with house.sessions.begin() as db:
        await go_on(db, await db.get_one(Unit, house.cell_id), "test", house.hour)
    await house.sends()
    assert house.received(1) == [SENTENCE]


async def test_a_number_that_is_nobodys_has_failed_and_is_not_tried_again(house: House) -> None:
    house.gateway.nobodys.add(number_of(2)[1:])
    await house.texts()
    await house.sends()
    assert (await house.states())[1] == (NoticeState.FAILED, "phone_invalid")
    async with house.sessions() as db:
        plan = await plan_text(db, await db.get_one(Unit, house.commune_id), STORM, house.hour)
        place = (await db.scalars(select(Endpoint).where(Endpoint.dead_at.is_not(None)))).one()
    assert plan.unreached == 1
    assert place.external_id == number_of(2)[1:]


async def test_what_could_not_leave_for_two_days_is_of_yesterday(house: House) -> None:
    await house.texts()
    house.hour += timedelta(days=2)
    await house.sends()
    assert house.received(1) == []
    assert {state for state, _ in await house.states()} == {NoticeState.EXPIRED}


async def test_the_books_balance(house: House) -> None:
    house.gateway.nobodys.add(number_of(3)[1:])
    message_id = await house.texts()
    async with house.sessions.begin() as db:
        await stop(db, await registered_at(db, Spot(number_of(1))), "test", house.hour)
    await house.sends()
    async with house.sessions() as db:
        now = await standing(db, await db.get_one(ResidentMessage, message_id))
    assert now.counts.adds_up
    assert (now.counts.sent, now.counts.cancelled, now.counts.failures, now.cost) == (1, 1, 1, PRICE)
