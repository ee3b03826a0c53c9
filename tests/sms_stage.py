"""Everything at work in one process, with its site, against a company that carries short messages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from bot.app import at_work
from bot.config import Settings
from bot.gateways import sms_hook
from bot.house import open_house
from bot.model.endpoints import Consent, ConsentKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.networks import real_channels
from bot.services import phone_ways
from tests import village
from tests.fakes.sms_http import FakeCompany, Phone
from tests.fakes.telegram import FakeTelegram
from tests.sites import free_port, open_site
from tests.stage import Stage, quicken

LAN = "84912345678"


@dataclass
class SmsStage(Stage):
    """A stage with one gateway and nothing else; its Telegram is never started."""

    company: FakeCompany | None = None
    base: str = ""

    @property
    def carrier(self) -> FakeCompany:
        assert self.company
        return self.company

    @property
    def lan(self) -> Phone:
        return self.carrier.phone(LAN)

    async def somebody(self, name: str = "Nguyễn Thị Lan", number: str = LAN) -> tuple[Unit, Member]:
        """A cell, and one of its members with a plain phone, who has signed."""
        async with self.house.sessions.begin() as db:
            cell = await village.cell(db)
            member = await village.member(db, cell, name, phone=f"+{number}")
            paper = {"kind": ConsentKind.PAPER, "text_version": "test", "given_at": self.now()}
            db.add(Consent(member_id=member.id, channel="*", **paper))
            await phone_ways.make_for(db, [member.id], self.now())
        return cell, member

    async def sees(self, words: str) -> str:  # type: ignore[override] # here it is always Lan's phone
        """The first message on Lan's phone that has these words."""
        await self.carrier.wait_for(lambda: any(words in one.text for one in self.lan.received))
        return next(one.text for one in self.lan.received if words in one.text)


@asynccontextmanager
async def sms_stage(url: str, hour: datetime, company: FakeCompany, **more: Any) -> AsyncIterator[SmsStage]:
    """`more` is written of the gateway. The company is told in its console where our hook is."""
    quicken()
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    async with company:
        gateways: Any = {company.preset: company.settings(rate=500, **more)}
        settings = Settings(database_url=SecretStr(url), sms=gateways, public_url=base, port=port, _env_file=None)
        company.hook = sms_hook(settings, company.preset)
        async with open_house(settings) as house:
            stage = SmsStage(house, FakeTelegram(), hour, company=company, base=base)
            async with at_work(house, real_channels(house), stage.now) as running:
                stage.running = running
                async with open_site(house, running, port):
                    yield stage
                    await company.settled()
