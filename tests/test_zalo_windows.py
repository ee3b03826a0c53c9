"""Asking for an answer opens the window that carries the rest: a template where it is shut, words where it is open.

What a message costs is known twice: as we planned it, and as the fake account charged for it.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.model.attendances import Answer, Attendance
from bot.model.endpoints import Endpoint
from bot.model.meetings import MeetingKind
from bot.model.members import Member
from bot.model.notices import Attempt, AttemptOutcome, Notice
from bot.model.units import Unit
from bot.network_settings import ZaloForm
from bot.services import outlays
from bot.services.consents import enter_paper
from bot.services.ledger import spent
from bot.services.meetings import call_meeting, checked, move_meeting
from tests import village
from tests.fakes.zalo_oa import Person, Sent
from tests.web.test_zalo_oa_hook import Site, site

LONG_AGO, HOUR, DAY = timedelta(days=30), timedelta(hours=1), timedelta(days=1)
MEETING = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)
"""19:30 in Viet Nam, twelve days after the stage's hour."""
FIELDS = {"name": "ten", "time": "gio", "place": "noi"}
PRICE, TO_PHONE = 560, 800
LABELS = ("Có mặt", "Xin vắng")


def forms(first: int, price: int) -> dict[str, ZaloForm]:
    kinds = ("call", "reminder", "moved", "cancelled")
    return {kind: ZaloForm(id=str(first + at), fields=FIELDS, price=price) for at, kind in enumerate(kinds)}


@dataclass
class Cell:
    """A cell whose people are on Zalo and wrote there long ago."""

    here: Site
    unit: Unit
    people: dict[str, Member]

    def zalo(self, name: str) -> Person:
        return self.here.zalo.people[name]

    async def calls(self, starts_at: datetime) -> int:
        async with self.here.at.house.sessions.begin() as db:
            call = checked(MeetingKind.REGULAR, starts_at, "Nhà văn hóa", None, self.here.at.now())
            return (await call_meeting(db, self.unit, call, "test", self.here.at.now())).id

    def comes(self, moment: datetime) -> None:
        """On both clocks."""
        self.here.zalo.clock.advance(seconds=(moment - self.here.at.now()).total_seconds())
        self.here.at.set_clock(moment)

    async def hears(self, name: str, count: int) -> Sent:
        """The newest of so many messages."""
        await self.here.zalo.wait_for(lambda: len(self.zalo(name).received) >= count)
        return self.zalo(name).received[count - 1]

    async def answer(self, name: str, said: str) -> None:
        heard = len(self.zalo(name).received)
        self.zalo(name).says(said)
        await self.hears(name, heard + 1)

    async def cost(self) -> int:
        async with self.here.at.house.sessions() as db:
            return await spent(db, Notice.meeting_id.is_not(None))

    @property
    def charged(self) -> int:
        return sum(sent.price for sent in self.here.zalo.sent)


async def cell_in(here: Site, *names: str) -> Cell:
    async with here.at.house.sessions.begin() as db:
        unit = await village.cell(db)
        people = {name: await village.member(db, unit, f"Lê Thị {name}") for name in names}
        for name, person in people.items():
            chat = await village.reachable_at(db, person, here.at.now(), chat=name, channel="zalo_oa")
            chat.account, chat.heard_at = here.zalo.oa_id, here.at.now() - LONG_AGO
            here.zalo.person(name).last_at = here.zalo.clock.now() - LONG_AGO.total_seconds()
    return Cell(here, unit, people)


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Site]:
    async with site(database_url, forms=forms(1, PRICE), phone_forms=forms(11, TO_PHONE)) as made:
        for number in range(1, 5):
            made.zalo.register(str(number), *FIELDS.values(), labels=LABELS, price=PRICE)
            made.zalo.register(str(number + 10), *FIELDS.values(), labels=LABELS, price=TO_PHONE)
        yield made


async def test_an_answer_opens_the_window_and_silence_is_reminded_by_template(here: Site) -> None:
    cell = await cell_in(here, "lan", "mai")
    meeting_id = await cell.calls(MEETING)
    cell.comes(MEETING - 3 * DAY)
    for name in ("lan", "mai"):
        told = await cell.hears(name, 1)
        assert (told.template and told.template.id, told.data["ten"]) == ("1", f"Lê Thị {name}")
    await cell.answer("lan", "có")
    cell.comes(MEETING - 2 * DAY + HOUR)
    await moves(cell, meeting_id, MEETING + HOUR)
    lan, mai = await cell.hears("lan", 3), await cell.hears("mai", 2)
    assert (lan.template, lan.price, [one.title for one in lan.buttons]) == (None, 0, list(LABELS))
    assert "THAY ĐỔI" in lan.text
    assert (mai.template and mai.template.id, mai.price) == ("3", PRICE)
    await cell.answer("lan", "có")
    cell.comes(MEETING - DAY + HOUR + timedelta(minutes=5))
    reminded = await cell.hears("mai", 3)
    assert (reminded.template and reminded.template.id, reminded.price) == ("2", PRICE)
    assert len(cell.zalo("lan").received) == 4
    await next_month(cell)
    await here.at.until(lambda: is_written(cell, len(here.zalo.sent)))
    assert await cell.cost() == cell.charged == 6 * PRICE


async def moves(cell: Cell, meeting_id: int, to: datetime) -> None:
    async with cell.here.at.house.sessions.begin() as db:
        await move_meeting(db, meeting_id, to, None, "test", cell.here.at.now())


async def next_month(cell: Cell) -> None:
    """The window has been shut for weeks."""
    heard = {name: len(cell.zalo(name).received) for name in cell.people}
    cell.comes(MEETING + 25 * DAY)
    await cell.calls(MEETING + 28 * DAY)
    for name, count in heard.items():
        told = await cell.hears(name, count + 1)
        assert (told.template and told.template.id, told.price) == ("1", PRICE)


async def test_the_plan_is_what_is_charged_in_the_end(here: Site) -> None:
    """One wrote an hour ago, one three days ago, one last month; one has paper and a number alone."""
    cell = await cell_in(here, "moi", "cu", "im")
    for name, ago in (("moi", HOUR), ("cu", 3 * DAY)):
        await wrote(cell, name, ago)
    await has_a_number(cell, "84900000007")
    async with here.at.house.sessions() as db:
        plan = await outlays.of_calling_all(db, cell.unit, here.at.now())
    assert (plan.total.free, plan.total.paid, plan.total.templates) == (1, 1, 2)
    await cell.calls(here.at.now() + 30 * HOUR)
    await here.zalo.wait_for(lambda: len(here.zalo.sent) == 4)
    await here.at.until(lambda: is_written(cell, 4))
    assert plan.total.cost == await cell.cost() == cell.charged == 55 + PRICE + TO_PHONE


async def wrote(cell: Cell, name: str, ago: timedelta) -> None:
    cell.zalo(name).last_at = cell.here.zalo.clock.now() - ago.total_seconds()
    async with cell.here.at.house.sessions.begin() as db:
        chat = (await db.scalars(select(Endpoint).filter_by(external_id=name))).one()
        chat.heard_at = cell.here.at.now() - ago


async def has_a_number(cell: Cell, number: str) -> Member:
    cell.here.zalo.phone(number)
    async with cell.here.at.house.sessions.begin() as db:
        person = await village.member(db, cell.unit, "Trần Văn Giấy", phone=f"+{number}")
        await enter_paper(db, [person], date(2026, 11, 20), "test", "v1", cell.here.at.now())
        return person


async def is_written(cell: Cell, count: int) -> bool:
    async with cell.here.at.house.sessions() as db:
        found = await db.scalars(select(Attempt.id).filter_by(outcome=AttemptOutcome.ACCEPTED))
        return len(found.all()) >= count


async def test_a_roster_phone_is_asked_by_template_and_answers_with_one_tap(here: Site) -> None:
    cell = await cell_in(here)
    person = await has_a_number(cell, "84900000007")
    await cell.calls(here.at.now() + 30 * HOUR)
    phone = here.zalo.phones["84900000007"]
    await here.zalo.wait_for(lambda: phone.received)
    phone.presses("Xin vắng")

    async def answer() -> Answer | None:
        async with here.at.house.sessions() as db:
            return await db.scalar(select(Attendance.answer).filter_by(member_id=person.id))

    await here.at.until(answer)
    assert await answer() is Answer.AWAY
    await here.at.rests()
    assert len(phone.received) == 1  # what was pressed is not confirmed by a second template


async def test_a_window_that_was_shut_without_our_knowing_is_gone_round_by_a_template(here: Site) -> None:
    cell = await cell_in(here, "lan")
    await wrote(cell, "lan", HOUR)
    cell.zalo("lan").last_at = here.zalo.clock.now() - LONG_AGO.total_seconds()
    await cell.calls(here.at.now() + 30 * HOUR)
    told = await cell.hears("lan", 1)
    assert told.template
    await here.at.until(lambda: is_written(cell, 1))
    assert await cell.cost() == PRICE
