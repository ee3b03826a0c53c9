"""One meeting on Telegram, the Official Account, its templates by phone and the Zalo Bot at once, all over real HTTP.

Four people: An has Telegram first and Zalo besides, Bình wrote to the account just now, Chi has paper and a number
alone, Dung has the Zalo Bot. Each is asked once, each answers their own way, and the roll and the rate are right.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.model.attendances import Answer, Attendance
from bot.model.endpoints import Endpoint
from bot.model.inbox import InboxRow
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Attempt, Notice, NoticeState
from bot.model.units import Unit
from bot.network_settings import ZaloBot
from bot.networks import open_passes
from bot.passes import Pair
from bot.reports.participation import document_of, participation
from bot.services import roll
from bot.services.consents import enter_paper
from bot.services.joining import invite
from bot.services.ledger import ledger_of, unbalanced
from bot.services.participation import roll_up_all, write_due_months
from bot.services.progress import Progress, progress_of
from tests import village
from tests.channels.zalo_oa_account import FORMS
from tests.fakes import telegram, zalo_bot, zalo_oa
from tests.sites import free_port, open_site
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock in Viet Nam."""
NUMBER, PRICE = "84900000007", 800
ASKED = "Nhà văn hóa"
PHONE_FORMS = {kind: form.model_copy(update={"price": PRICE}) for kind, form in FORMS.items()}


@dataclass
class Village:
    """A cell of four, and everything that they write and read with."""

    at: Stage
    oa: zalo_oa.FakeZaloOA
    bot: zalo_bot.FakeZaloBot
    cell: Unit
    members: dict[str, Member]

    @property
    def an(self) -> telegram.Person:
        return self.at.telegram.person(101, first_name="An")

    @property
    def an_on_zalo(self) -> zalo_oa.Person:
        return self.oa.person("an-zalo")

    @property
    def binh(self) -> zalo_oa.Person:
        return self.oa.person("binh")

    @property
    def chi(self) -> zalo_oa.Phone:
        return self.oa.phone(NUMBER)

    @property
    def dung(self) -> zalo_bot.Person:
        return self.bot.person("dung")

    async def code(self, name: str) -> str:
        async with self.at.house.sessions.begin() as db:
            return (await invite(db, [self.members[name]], "test", self.at.now()))[0].code

    async def answer(self, name: str, meeting_id: int) -> Answer | None:
        which = {"meeting_id": meeting_id, "member_id": self.members[name].id}
        async with self.at.house.sessions() as db:
            return await db.scalar(select(Attendance.answer).filter_by(**which))

    async def says(self, name: str, meeting_id: int, answer: Answer) -> None:
        """Until it is written down."""

        async def is_so() -> bool:
            return await self.answer(name, meeting_id) is answer

        await self.at.until(is_so)


@pytest.fixture(autouse=True)
def _short_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.zalo_bot.ZaloBot.poll_gap", 0.05)


@asynccontextmanager
async def all_networks(url: str) -> AsyncIterator[tuple[Stage, zalo_oa.FakeZaloOA, zalo_bot.FakeZaloBot]]:
    """Our site, its listeners and senders at work against all the fakes."""
    port = free_port()
    async with zalo_oa.FakeZaloOA(reports=True, echoes=True) as oa, zalo_bot.FakeZaloBot() as bot:
        oa.register("7895417", "ten", "gio", "noi", labels=("Có mặt", "Xin vắng"), price=PRICE)
        settings = {
            "zalo_oa": oa.settings(forms=FORMS, phone_forms=PHONE_FORMS),
            "zalo_bot": ZaloBot(token=SecretStr(bot.token), api_base=bot.base_url),
            "rate": dict.fromkeys(("telegram", "zalo_oa", "zalo_zns", "zalo_bot"), 500.0),
        }
        async with stage(url, NINE, port=port, public_url=f"http://127.0.0.1:{port}", **settings) as at:
            assert oa.oauth.current
            pair = Pair(oa.oauth.current.access, oa.oauth.current.refresh, timedelta(hours=25))
            await open_passes(at.house).authorised(pair)
            oa.hook.url = f"http://127.0.0.1:{port}/hooks/zalo-oa"
            async with served(at, port):
                yield at, oa, bot
                await oa.hook.settled()


@asynccontextmanager
async def served(at: Stage, port: int) -> AsyncIterator[None]:
    async with at.working() as running, open_site(at.house, running, port):
        yield


async def test_one_meeting_is_told_and_answered_on_all_networks_and_counted_once(sqlite_url: str) -> None:
    async with all_networks(sqlite_url) as (at, oa, bot):
        here = await four_people(at, oa, bot)
        await they_join(here)
        meeting_id = await the_meeting_is_called(here)
        await each_is_asked_once(here)
        await each_answers_on_a_network_of_their_own(here, meeting_id)
        await a_mind_is_changed_on_the_other_network(here, meeting_id)
        await what_arrived_and_what_it_cost_is_known(here, meeting_id)
        at.set_clock(NINE + timedelta(hours=32))
        await the_roll_is_closed_and_the_rate_is_right(here, meeting_id)
        await nothing_is_left_over(here, meeting_id)


async def four_people(at: Stage, oa: zalo_oa.FakeZaloOA, bot: zalo_bot.FakeZaloBot) -> Village:
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db)
        names = {"an": "Lê Văn An", "binh": "Trần Thị Bình", "chi": "Nguyễn Thị Chi", "dung": "Phạm Văn Dung"}
        members = {one: await village.member(db, cell, name) for one, name in names.items()}
        members["chi"].phone = f"+{NUMBER}"
        oa.phone(NUMBER)
        await enter_paper(db, [members["chi"]], date(2026, 11, 20), "test", "v1", at.now())
    return Village(at, oa, bot, cell, members)


async def they_join(here: Village) -> None:
    """An on Telegram and then on Zalo as well; Chi needs nothing but the paper."""
    await here.an.says(await here.code("an"))
    await here.at.sees(lambda: "Mục đích" in heard(here.an))
    await here.an.presses("Đồng ý")
    await here.at.sees(lambda: "Đã nối máy" in heard(here.an))
    for name, person in (("an", here.an_on_zalo), ("binh", here.binh)):
        person.says(await here.code(name))
        await here.oa.wait_for(lambda person=person: "Mục đích" in heard(person))  # type: ignore[misc]
        person.presses("Đồng ý")
        await here.oa.wait_for(lambda person=person: "Đã nối máy" in heard(person))  # type: ignore[misc]
    await here.dung.says(await here.code("dung"))
    await here.bot.wait_for(lambda: "Mục đích" in heard(here.dung))
    await here.dung.says("1")
    await here.bot.wait_for(lambda: "Đã nối máy" in heard(here.dung))


def heard(person: telegram.Person | zalo_oa.Person | zalo_oa.Phone | zalo_bot.Person) -> str:
    """The newest words."""
    return person.received[-1].text if person.received else ""


async def the_meeting_is_called(here: Village) -> int:
    async with here.at.house.sessions.begin() as db:
        return (await village.meeting(db, here.cell, here.at.now(), timedelta(hours=30))).id


async def each_is_asked_once(here: Village) -> None:
    """Buttons on Telegram and in the open window, a template to the number, numbers on the bot."""
    await here.at.sees(lambda: ASKED in heard(here.an))
    await here.oa.wait_for(lambda: ASKED in heard(here.binh) and here.chi.received)
    await here.bot.wait_for(lambda: ASKED in heard(here.dung))
    (to_chi,) = here.chi.received
    assert (to_chi.template and to_chi.template.id, to_chi.data["ten"]) == ("7895417", "Nguyễn Thị Chi")
    assert (here.binh.received[-1].template, here.binh.received[-1].price) == (None, 0)
    assert "1. Có mặt" in heard(here.dung)
    await here.at.rests()
    assert not [sent for sent in here.an_on_zalo.received if ASKED in sent.text]


async def each_answers_on_a_network_of_their_own(here: Village, meeting_id: int) -> None:
    """An by words on Zalo though asked on Telegram; Bình by a button, Chi by the template's label, Dung by a number."""
    here.an_on_zalo.says("vắng vì ốm")
    here.oa.hook.bring(here.binh.presses("Có mặt"))  # it comes twice
    here.chi.presses("Xin vắng")
    await here.dung.says("1")
    wanted = {"an": Answer.AWAY, "binh": Answer.COMING, "chi": Answer.AWAY, "dung": Answer.COMING}
    for name, answer in wanted.items():
        await here.says(name, meeting_id, answer)
    await here.bot.wait_for(lambda: "CÓ MẶT" in heard(here.dung))
    await here.oa.wait_for(lambda: "CÓ MẶT" in heard(here.binh) and "XIN VẮNG" in heard(here.an_on_zalo))


async def a_mind_is_changed_on_the_other_network(here: Village, meeting_id: int) -> None:
    """The old button on Telegram is as good as ever; a press that somebody copied is only words."""
    await here.an.presses("Có mặt")
    await here.says("an", meeting_id, Answer.COMING)
    copied = next(sent for sent in reversed(here.binh.received) if ASKED in sent.text).buttons[1].payload
    said = len(here.an_on_zalo.received)
    here.an_on_zalo.says(copied)
    await here.oa.wait_for(lambda: len(here.an_on_zalo.received) > said)
    assert await here.answer("binh", meeting_id) is Answer.COMING
    assert await here.answer("an", meeting_id) is Answer.COMING


async def what_arrived_and_what_it_cost_is_known(here: Village, meeting_id: int) -> None:
    """Zalo reported the template by itself, and that Bình has seen the question."""
    here.binh.sees(next(sent for sent in here.binh.received if ASKED in sent.text))

    async def is_counted() -> Progress | None:
        async with here.at.house.sessions() as db:
            now = await progress_of(db, await db.get_one(Meeting, meeting_id), here.at.now())
        return now if (now.arrivals.delivered, now.arrivals.seen) == (2, 1) else None

    progress: Progress = await here.at.until(is_counted)
    assert progress.cost == sum(sent.price for sent in here.oa.sent) == PRICE


async def the_roll_is_closed_and_the_rate_is_right(here: Village, meeting_id: int) -> None:
    """Three of four came and one was excused: 75 of a hundred, and all of those who could."""
    ids = {name: member.id for name, member in here.members.items()}
    marks = roll.Marks(present=[ids["an"], ids["binh"], ids["dung"]], excused=[ids["chi"]])
    async with here.at.house.sessions.begin() as db:
        await roll.take_roll(db, meeting_id, marks, "test", here.at.now())
        closed = await roll.close_roll(db, meeting_id, "test", here.at.now())
        counts = (await roll.roll_of(db, closed)).counts
    assert (counts.expected, counts.present, counts.excused, counts.unexcused) == (4, 3, 1, 0)
    async with here.at.house.sessions.begin() as db:
        await write_due_months(db, here.at.now())
        await roll_up_all(db, here.at.now())
        (line,) = await participation(db, await db.get_one(Unit, here.cell.id), "2026-11", "2026-11")
    shown = document_of(line)
    assert (shown["rate_strict"], shown["rate_adjusted"], shown["met"]) == ("75.00", "100.00", 1)


async def nothing_is_left_over(here: Village, meeting_id: int) -> None:
    """One notice for each, sent; one try for each; every event kept once and understood."""
    await here.oa.hook.settled()
    async with here.at.house.sessions() as db:
        book = await ledger_of(db, await db.get_one(Meeting, meeting_id))
        assert (len(book.people), book.count(NoticeState.SENT)) == (4, 4)
        assert await unbalanced(db) == []
        tries = await db.execute(
            select(Endpoint.channel)
            .join(Attempt, Attempt.endpoint_id == Endpoint.id)
            .join(Notice, Notice.id == Attempt.notice_id)
            .where(Notice.meeting_id == meeting_id)
            .order_by(Endpoint.channel)
        )
        assert [channel for (channel,) in tries] == ["telegram", "zalo_bot", "zalo_oa", "zalo_zns"]
        rows = (await db.scalars(select(InboxRow))).all()
        assert [row.error for row in rows if row.error] == []
        assert {row.channel for row in rows} == {"telegram", "zalo_bot", "zalo_oa", "zalo_zns"}
