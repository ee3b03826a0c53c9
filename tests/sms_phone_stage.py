"""Everything at work in one process against a phone of ours, or a carrier's line; with a site for the phone to call."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select

from bot.app import at_work
from bot.config import Settings
from bot.house import open_house
from bot.model.attendances import Attendance
from bot.model.endpoints import Consent, ConsentKind, Endpoint
from bot.model.members import Member
from bot.model.notices import Attempt
from bot.model.units import Unit
from bot.networks import real_channels
from bot.services import phone_ways
from bot.sms_settings import SmsTerms
from tests import village
from tests.fakes.smpp import FakeCarrier
from tests.fakes.smsgate import FakeSmsGate
from tests.fakes.telegram import FakeTelegram
from tests.sites import free_port, open_site
from tests.stage import Stage, quicken

LAN = "84912345678"


@dataclass
class PhoneStage(Stage):
    """A stage with one gateway and nothing else; its Telegram is never started."""

    gateway: FakeSmsGate | FakeCarrier = field(default_factory=FakeSmsGate)

    @property
    def received(self) -> list[str]:
        return self.gateway.phone(LAN).received

    async def writes(self, text: str) -> None:
        if isinstance(self.gateway, FakeCarrier):
            await self.gateway.phone(LAN).writes(text)
        else:
            self.gateway.phone(LAN).writes(text)

    async def sees(self, words: str) -> str:  # type: ignore[override] # here it is always Lan's phone
        """The first message on Lan's phone that has these words."""
        await self.gateway.wait_for(lambda: any(words in text for text in self.received), timeout=30)
        return next(text for text in self.received if words in text)

    async def somebody(self) -> tuple[Unit, Member]:
        """A cell, and one of its members with a plain phone, who has signed."""
        async with self.house.sessions.begin() as db:
            cell = await village.cell(db)
            member = await village.member(db, cell, "Nguyễn Thị Lan", phone=f"+{LAN}")
            paper = {"kind": ConsentKind.PAPER, "text_version": "test", "given_at": self.now()}
            db.add(Consent(member_id=member.id, channel="*", **paper))
            await phone_ways.make_for(db, [member.id], self.now())
        return cell, member

    async def is_asked(self) -> bool:
        """Whether it is written down that the numbers belong to the call: nobody answers within milliseconds."""
        async with self.house.sessions() as db:
            offered = await db.execute(select(Endpoint.offered))
            return any("answer:" in value for (choices,) in offered for _, value in choices)

    async def attendance(self) -> Attendance:
        async with self.house.sessions() as db:
            return (await db.scalars(select(Attendance))).one()

    async def attempts(self) -> list[Attempt]:
        async with self.house.sessions() as db:
            return list(await db.scalars(select(Attempt).order_by(Attempt.id)))


@asynccontextmanager
async def phone_stage(
    url: str, hour: datetime, gateway: FakeSmsGate | FakeCarrier, *, processes: int = 1, **more: Any
) -> AsyncIterator[PhoneStage]:
    """`more` is written of the gateway; the first of the processes has the site."""
    quicken()
    port = free_port()
    async with gateway, AsyncExitStack() as stack:
        gateways: dict[str, SmsTerms] = {"phone": gateway.settings(rate=500, **more)}
        base = f"http://127.0.0.1:{port}"
        settings = Settings(database_url=SecretStr(url), sms=gateways, public_url=base, port=port, _env_file=None)
        house = await stack.enter_async_context(open_house(settings))
        stage = PhoneStage(house, FakeTelegram(), hour, gateway=gateway)
        for _ in range(processes):
            await stack.enter_async_context(serving(stage, port))
            port = 0
        yield stage


@asynccontextmanager
async def serving(stage: PhoneStage, port: int) -> AsyncIterator[None]:
    """One process at work; with a site where it has a port."""
    async with at_work(stage.house, real_channels(stage.house), stage.now) as running:
        stage.running = stage.running or running
        if not port:
            yield
            return
        async with open_site(stage.house, running, port):
            yield
