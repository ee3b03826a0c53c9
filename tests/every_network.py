"""Telegram, Zalo's account and two gateways of SMS at work at once over real HTTP: one hears, one does not."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.gateways import sms_hook
from bot.model.attendances import AnswerLog, Attendance
from bot.model.endpoints import Consent, ConsentKind
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.networks import open_passes
from bot.passes import Pair
from bot.services.phone_ways import make_for
from bot.sms_settings import SmsTerms
from tests import village
from tests.fakes.sms_http import FakeCompany, FakeESms, Phone
from tests.fakes.zalo_oa import FakeZaloOA, Person
from tests.sites import free_port, open_site
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""Saturday, 9 o'clock in Viet Nam."""
DEAF, HEARING = "sms_mot", "sms_hai"
HOUR = timedelta(hours=1)


@dataclass
class Everywhere:
    """Our site, and everybody on the other side."""

    at: Stage
    oa: FakeZaloOA
    deaf: FakeESms
    """A brandname: nobody can answer it."""
    hearing: FakeESms
    """A short code."""

    def company(self, channel: str) -> FakeCompany:
        return {DEAF: self.deaf, HEARING: self.hearing}[channel]

    async def member(self, cell: Unit, name: str, number: str | None = None, *channels: str) -> Member:
        """Somebody with a phone, who has agreed to these networks."""
        async with self.at.house.sessions.begin() as db:
            person = await village.member(db, cell, name, phone=number and f"+{number}")
            agreed = {"kind": ConsentKind.PAPER, "text_version": "test", "given_at": self.at.now()}
            db.add_all(Consent(member_id=person.id, channel=channel, **agreed) for channel in channels)
            await make_for(db, [person.id], self.at.now())
            return person

    async def on_zalo(self, person: Member, user: str, *, wrote: timedelta = HOUR) -> Person:
        """They wrote to the account so long ago, as far as we know."""
        async with self.at.house.sessions.begin() as db:
            chat = await village.reachable_at(db, person, self.at.now(), chat=user, channel="zalo_oa")
            chat.account, chat.heard_at = self.oa.oa_id, self.at.now() - wrote
        their = self.oa.person(user)
        their.last_at = self.oa.clock.now() - wrote.total_seconds()
        return their

    async def calls(self, cell: Unit, after: timedelta = timedelta(hours=30)) -> int:
        """A meeting whose people are told at once."""
        async with self.at.house.sessions.begin() as db:
            return (await village.meeting(db, await db.get_one(Unit, cell.id), self.at.now(), after)).id

    async def hears(self, phone: Phone, words: str) -> str:
        """The first short message there that has these words."""
        await phone.company.wait_for(lambda: any(words in one.text for one in phone.received))
        return next(one.text for one in phone.received if words in one.text)

    async def answered(self, meeting_id: int, person: Member) -> Attendance:
        """Their row, once there is an answer in it."""

        async def row() -> Attendance | None:
            async with self.at.house.sessions() as db:
                found = await db.scalars(select(Attendance).filter_by(meeting_id=meeting_id, member_id=person.id))
                one = found.one()
                return one if one.answer is not None else None

        await self.at.until(row)
        found = await row()
        assert found
        return found

    async def log(self, meeting_id: int) -> Sequence[AnswerLog]:
        async with self.at.house.sessions() as db:
            found = await db.scalars(select(AnswerLog).filter_by(meeting_id=meeting_id).order_by(AnswerLog.id))
            return found.all()

    async def notices(self, meeting_id: int, person: Member) -> list[Notice]:
        async with self.at.house.sessions() as db:
            return await village.notices_of(db, await db.get_one(Meeting, meeting_id), person)

    async def is_sent(self, meeting_id: int) -> None:
        """All that was owed about it has left, or found no way."""

        async def nothing_waits() -> bool:
            async with self.at.house.sessions() as db:
                open_ones = Notice.state.in_((NoticeState.WAITING, NoticeState.SENDING))
                due = Notice.not_before <= self.at.now()
                return await db.scalar(select(Notice.id).where(Notice.meeting_id == meeting_id, open_ones, due)) is None

        await self.at.until(nothing_waits)

    async def sets(self, unit: Unit, **settings: str) -> None:
        async with self.at.house.sessions.begin() as db:
            await db.execute(update(Unit).where(Unit.id == unit.id).values(settings=settings))


@asynccontextmanager
async def every_network(
    url: str, *, hour: datetime = NINE, gateways: Mapping[str, SmsTerms] | None = None, **more: Any
) -> AsyncIterator[Everywhere]:
    """With more gateways, and more of the settings."""
    port = free_port()
    async with FakeZaloOA() as oa, FakeESms(price=500) as deaf, FakeESms(price=300) as hearing:
        companies = {"mot": deaf.settings(rate=500), "hai": hearing.settings(rate=500, two_way=True)}
        given: dict[str, Any] = {
            "zalo_oa": oa.settings(forms={}, phone_forms={}),
            "public_url": f"http://127.0.0.1:{port}",
        }
        given["sms"] = companies | dict(gateways or {})
        async with stage(url, hour, port=port, **given | more) as at:
            assert oa.oauth.current
            pair = Pair(oa.oauth.current.access, oa.oauth.current.refresh, timedelta(hours=25))
            await open_passes(at.house).authorised(pair)
            oa.hook.url = f"http://127.0.0.1:{port}/hooks/zalo-oa"
            for name, company in (("mot", deaf), ("hai", hearing)):
                company.hook = sms_hook(at.house.settings, name)
            async with served(at, port):
                yield Everywhere(at, oa, deaf, hearing)
                for company in (deaf, hearing):
                    await company.settled()
                await oa.hook.settled()


@asynccontextmanager
async def served(at: Stage, port: int) -> AsyncIterator[None]:
    async with at.working() as running, open_site(at.house, running, port):
        yield
