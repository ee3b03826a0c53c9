"""Residents from end to end: keywords, a paper and the page bring them in; one text reaches each once; then they stop.

Everything at work against a gateway over real HTTP, which brings what people write to our hook.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.app import at_work
from bot.config import Settings
from bot.house import House, open_house
from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.notices import Attempt, Notice
from bot.model.residents import Registered, Resident
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.networks import real_channels
from bot.services.residents import Agreed, Spot, register
from bot.services.tree import add_unit
from bot.web.server import open_door
from bot.web.site import make_site
from tests import village
from tests.fakes.sms_http import FakeESms, Phone
from tests.sites import address_of, served
from tests.stage import quicken

BAY, LAN, PAPER, WEB, OFFICER = "84900000101", "84900000102", "84900000103", "84900000104", "84900000109"
NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
STORM = "Chieu nay co lu, ba con khong qua ngam Khe Boc"
SENT = f"Dang uy xa Suoi Trong: {STORM}. Ngung nhan: nhan HUY DK."


@dataclass
class Village:
    """A commune at work: its gateway, its page, and an officer who has nothing but a plain phone."""

    house: House
    company: FakeESms
    base: str
    cell: Unit

    def phone(self, number: str) -> Phone:
        return self.company.phone(number)

    async def reads(self, number: str, words: str, count: int = 1) -> str:
        """The newest message to a number that has these words, once there are so many."""
        phone = self.phone(number)
        await self.company.wait_for(lambda: sum(words in one.text for one in phone.received) >= count)
        return [one.text for one in phone.received if words in one.text][-1]

    async def says(self, number: str, text: str, then: str, count: int = 1) -> str:
        self.phone(number).writes(text)
        return await self.reads(number, then, count)

    def texts(self, number: str) -> list[str]:
        return [one.text for one in self.phone(number).received if "Dang uy xa Suoi Trong: " in one.text]

    async def posts(self, path: str, fields: dict[str, str]) -> str:
        async with aiohttp.ClientSession() as http, http.post(self.base + path, data=fields) as answer:
            return await answer.text()


@asynccontextmanager
async def commune(url: str) -> AsyncIterator[Village]:
    quicken()
    door = open_door("127.0.0.1", 0)
    base = address_of(door)
    async with FakeESms() as company:
        sms = {"xa": company.written(two_way=True)}
        settings = Settings(database_url=SecretStr(url), public_url=base, sms=sms, _env_file=None)
        async with open_house(settings) as house:
            channels = real_channels(house)
            company.hook = f"{base}/hooks/{channels['sms_xa'].hook}"
            async with (
                at_work(house, channels, lambda: NINE) as running,
                served(make_site(house.sessions, running.listener, running.channels), door),
            ):
                yield Village(house, company, base, await peopled(house))
                await company.settled()


async def peopled(house: House) -> Unit:
    """Hồng Sen, and an officer of the commune on a plain phone; Lan is a member of the cell there."""
    async with house.sessions.begin() as db:
        top = await village.commune(db)
        cell = await add_unit(db, "hong-sen", "Thôn Hồng Sen", UnitKind.CELL, top, village.LONG_AGO)
        officer = await village.member(db, cell, "Lò Văn Chức", phone=f"+{OFFICER}")
        await village.office(db, officer, top, Office.COMMUNE_COMMITTEE)
        lan = await village.member(db, cell, "Nguyễn Thị Lan", phone=f"+{LAN}")
        for person, number in ((officer, OFFICER), (lan, LAN)):
            place = Endpoint(channel="sms_xa", account="xa", external_id=number, offered=[], wrong_codes=0)
            db.add(place)
            await db.flush()
            db.add(Address(member_id=person.id, endpoint_id=place.id, linked_at=NINE))
            paper = {"kind": ConsentKind.PAPER, "text_version": "test", "given_at": NINE}
            db.add(Consent(member_id=person.id, channel="*", **paper))
    return cell


async def test_from_registering_to_stopping(sqlite_url: str) -> None:
    async with commune(sqlite_url) as at:
        await everybody_registers(at)
        await one_text_reaches_each_once(at)
        await whoever_stops_hears_nothing_more(at)


async def everybody_registers(at: Village) -> None:
    """By keyword, a member too; on paper; on the page, with the code that came to the number."""
    for number in (BAY, LAN):
        await at.says(number, "DK HONG SEN", "Ong/ba dong y khong?")
        await at.says(number, "1", "Da dang ky")
    async with at.house.sessions.begin() as db:
        paper = Agreed(Registered.PAPER, ConsentKind.PAPER, "test", is_verified=False, proof="12")
        await register(db, at.cell.id, Spot(f"+{PAPER}"), paper, NINE)
    asked = await at.posts("/dang-ky", {"phone": f"0{WEB[2:]}", "village": "Hồng Sen", "agree": "yes"})
    token = re.search(r'name="token" value="([^"]+)"', asked)
    code = re.search(r"\d{6}", await at.reads(WEB, "Ma dang ky nhan tin"))
    assert token is not None
    assert code is not None
    assert "Đã đăng ký" in await at.posts("/dang-ky/ma", {"token": token[1], "code": code[0]})
    async with at.house.sessions() as db:
        rows = (await db.scalars(select(Resident).order_by(Resident.phone))).all()
    assert [(row.phone, row.registered.value) for row in rows] == [
        (f"+{BAY}", "sms"),
        (f"+{LAN}", "sms"),
        (f"+{PAPER}", "paper"),
        (f"+{WEB}", "web"),
    ]


async def one_text_reaches_each_once(at: Village) -> None:
    """The officer reads the very words, their parts and price before anything leaves."""
    await at.says(OFFICER, "NHAN DAN", "(4 may da dang ky)")
    shown = await at.says(OFFICER, STORM, "SMS: 4 may")
    assert SENT in shown
    assert "moi may 1 tin. Du kien het 3.200 dong." in shown
    assert at.texts(BAY) == []
    await at.says(OFFICER, "1", "Dang gui tin cho 4 may")
    for number in (BAY, LAN, PAPER, WEB):
        await at.reads(number, STORM)
        assert at.texts(number) == [SENT]
    for one in at.company.sent:
        if STORM in one.text and one.phone != OFFICER:
            at.company.reports(one, "delivered", "delivered")
    await at.company.settled()

    async def arrived() -> int:
        async with at.house.sessions() as db:
            told = Notice.resident_id.is_not(None), Attempt.delivered_at.is_not(None), Attempt.cost == 800
            counted = select(func.count(Attempt.id)).join(Notice, Notice.id == Attempt.notice_id).where(*told)
            return await db.scalar(counted) or 0

    while await arrived() < 4:  # noqa: ASYNC110 - the reports are taken by whoever answers
        await asyncio.sleep(0.05)


async def whoever_stops_hears_nothing_more(at: Village) -> None:
    """`HUY` alone asks; only the answer stops. The member's meetings stay as they are."""
    await at.says(BAY, "HUY", "Ong/ba muon ngung nhan tin")
    await at.says(BAY, "1", "Da ngung gui tin")
    await at.says(LAN, "HUY DK HONG SEN", "Ong/ba muon ngung nhan tin")
    await at.says(LAN, "1", "Da ngung gui tin")
    await at.says(OFFICER, "NHAN DAN", "(2 may da dang ky)")
    await at.says(OFFICER, "Nuoc da rut, ba con di lai binh thuong", "SMS: 2 may")
    await at.says(OFFICER, "1", "Dang gui tin cho 2 may")
    for number in (PAPER, WEB):
        await at.reads(number, "Nuoc da rut")
    assert len(at.texts(BAY)) == len(at.texts(LAN)) == 1
    async with at.house.sessions() as db:
        stopped = await db.scalars(select(Address.stopped_at))
        assert set(stopped) == {None}
