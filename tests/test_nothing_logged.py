"""Phones, names, words, links and secrets: in no log line of ours or of any library, however much is logged."""

import asyncio
import io
import logging
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
import structlog
from aiohttp import ClientSession
from pydantic import SecretStr

from bot.gateways import sms_hook
from bot.log_lines import write_log
from bot.model.meetings import MeetingKind
from bot.model.members import Member
from bot.network_settings import ZaloBot
from bot.services.meetings import call_meeting, checked
from tests import village
from tests.conftest import own_log
from tests.every_network import DEAF, HEARING, Everywhere, every_network
from tests.fakes.smpp import FakeCarrier
from tests.fakes.smsgate import PASSWORD, FakeSmsGate
from tests.fakes.smsgate_events import SIGNING_KEY
from tests.fakes.telegram.answers import DropAfterAccept, DropBeforeAccept, Garbage
from tests.fakes.zalo_bot import FakeZaloBot

PHONES = {DEAF: "84912345601", HEARING: "84912345602", "sms_may": "84912345603", "sms_line": "84912345604"}
NAMES = {
    DEAF: "Nông Thị Mộng", HEARING: "Vi Văn Khoát", "sms_may": "Lò Thị Pành", "sms_line": "Giàng A Tủa",
    "telegram": "Trần Thị Thoan", "zalo_oa": "Hoàng Văn Tặng", "zalo_bot": "Đinh Thị Ngoãn",
}  # fmt: skip
PLACE, TOPIC, REASON = "Nhà sàn Khuổi Nghiều", "Công tác cấp thoát nước", "xin phép vắng vì đau ruột thừa"
LINK = re.compile(r"/m/(\w{22})")


@dataclass
class Story:
    """Everybody at work, and all that was logged meanwhile."""

    here: Everywhere
    bot: FakeZaloBot
    gate: FakeSmsGate
    line: FakeCarrier
    lines: io.StringIO
    meeting_id: int = 0

    def secrets(self) -> set[str]:
        settings = self.here.at.house.settings
        hooks = {(sms_hook(settings, name) or "/").rpartition("/")[2] for name in settings.sms}
        companies = {secret for one in (self.here.deaf, self.here.hearing) for secret in one.secrets.values()}
        tokens = {token for pair in self.here.oa.oauth.given for token in (pair.access, pair.refresh)}
        links = {token for sent in self.here.deaf.sent for token in LINK.findall(sent.text)}
        assert links
        own = {
            self.here.at.telegram.token,
            self.bot.token,
            self.here.oa.oauth.secret,
            PASSWORD,
            SIGNING_KEY,
            "s3cretpw",
        }
        return {one for one in hooks | companies | tokens | links | own if one}

    def people(self) -> set[str]:
        """Numbers as they are written anywhere, and names with and without marks."""
        numbers = {form for one in PHONES.values() for form in (one, f"0{one[2:]}", one[2:])}
        texts = {PLACE, TOPIC, REASON, "Khuoi Nghieu", "dau ruot thua", "Kính mời", "Kinh moi", *NAMES.values()}
        return numbers | texts | {name.split()[-1] for name in NAMES.values()} - {"Mộng"}

    def assert_kept(self) -> None:
        said = self.lines.getvalue()
        assert "DEBUG:asyncio" in said, "it is logged as much as can be"
        assert '"level"' in said, "and ours is among it"
        assert len(said.splitlines()) > 20
        written = {*self.secrets(), *self.people()}
        escaped = {one.encode("unicode_escape").decode() for one in written}
        assert [one for one in sorted(written | escaped) if one and one in said] == []


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The log of all libraries and of ours, at its most talkative; of code, the last two lines that led there."""
    monkeypatch.setattr(sys, "tracebacklimit", 2, raising=False)  # asyncio asks for them whatever it begins
    stream = io.StringIO()
    with own_log():
        write_log(stream, libraries=logging.DEBUG)
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
        yield stream


@asynccontextmanager
async def story(url: str, lines: io.StringIO) -> AsyncIterator[Story]:
    asyncio.get_running_loop().set_debug(True)
    async with FakeZaloBot() as bot, FakeSmsGate() as gate, FakeCarrier() as line:
        gateways = {"may": gate.settings(rate=500), "line": line.settings(rate=500)}
        account = ZaloBot(token=SecretStr(bot.token), api_base=bot.base_url)
        async with every_network(url, gateways=gateways, zalo_bot=account) as here:
            yield Story(here, bot, gate, line, lines)
    asyncio.get_running_loop().set_debug(False)


async def told_everywhere(one: Story) -> dict[str, Member]:
    """One person on each network; the secretary on Telegram."""
    here, people = one.here, {}
    async with here.at.house.sessions.begin() as db:
        cell = await village.cell(db)
    for channel, number in PHONES.items():
        people[channel] = await here.member(cell, NAMES[channel], number, channel)
    for channel in ("telegram", "zalo_oa", "zalo_bot"):
        people[channel] = await here.member(cell, NAMES[channel])
    here.at.telegram.person(101)
    one.bot.person("dung")
    async with here.at.house.sessions.begin() as db:
        for channel, address in (("telegram", "101"), ("zalo_bot", "dung")):
            chat = await village.reachable_at(db, people[channel], here.at.now(), chat=address, channel=channel)
            chat.account = {"telegram": here.at.telegram.token, "zalo_bot": one.bot.token}[channel].partition(":")[0]
        await village.office(db, people["telegram"], cell)
    await here.on_zalo(people["zalo_oa"], "tang")
    now = here.at.now()
    call = checked(MeetingKind.REGULAR, now + timedelta(hours=30), PLACE, TOPIC, now)
    async with here.at.house.sessions.begin() as db:
        one.meeting_id = (await call_meeting(db, cell, call, "test", now)).id
    return people


def troubles(one: Story) -> None:
    """Each network fails once in its own way before it works."""
    one.here.deaf.faults.extend([DropBeforeAccept(), Garbage(), DropAfterAccept()])
    one.here.hearing.faults.extend([Garbage(status=500), DropAfterAccept()])
    one.here.deaf.phone(PHONES[DEAF]).is_blocked = False


async def they_answer(one: Story, people: dict[str, Member]) -> None:
    here = one.here
    await here.hears(here.deaf.phone(PHONES[DEAF]), "Khuoi Nghieu")
    await here.hears(here.hearing.phone(PHONES[HEARING]), "Khuoi Nghieu")
    here.hearing.phone(PHONES[HEARING]).writes(REASON)
    await here.answered(one.meeting_id, people[HEARING])
    gate, line = one.gate.phone(PHONES["sms_may"]), one.line.phone(PHONES["sms_line"])
    await one.gate.wait_for(lambda: any("Khuoi Nghieu" in text for text in gate.received), timeout=30)
    gate.writes(REASON)
    await one.line.wait_for(lambda: any("Khuoi Nghieu" in text for text in line.received), timeout=30)
    await line.writes(REASON)
    for person in ("sms_may", "sms_line"):
        await here.answered(one.meeting_id, people[person])
    their = here.oa.person("tang")
    await here.oa.wait_for(lambda: their.received)
    their.says(REASON)
    await here.answered(one.meeting_id, people["zalo_oa"])
    await here.at.telegram.person(101).says(REASON)
    await here.answered(one.meeting_id, people["telegram"])


async def and_on_the_page(one: Story) -> None:
    text = await one.here.hears(one.here.deaf.phone(PHONES[DEAF]), "/m/")
    async with ClientSession() as http:
        link = text[text.index("http") :].split()[0]
        for url in (link, link[:-1] + "x", f"{link}?x={PHONES[DEAF]}"):
            async with http.get(url) as page:
                await page.read()


async def test_a_whole_story_over_all_networks_leaves_nothing_of_anybody_in_the_log(
    sqlite_url: str, lines: io.StringIO
) -> None:
    async with story(sqlite_url, lines) as one:
        troubles(one)
        people = await told_everywhere(one)
        await they_answer(one, people)
        await and_on_the_page(one)
        report = one.here.deaf.sent[-1]
        one.here.deaf.reports(report, "failed", "delivered")
        await one.here.deaf.settled()
        await one.here.at.rests()
        one.assert_kept()
    one.assert_kept()
