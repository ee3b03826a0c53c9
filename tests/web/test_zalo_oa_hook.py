"""An Official Account at work: events come to our site, signed; what is said there is answered, each on its channel."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.channels.zalo_oa_seals import Seal
from bot.model.accounts import Account, Pass
from bot.model.attendances import Answer, Attendance
from bot.model.inbox import InboxRow
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.network_settings import ZaloForm
from bot.networks import open_passes
from bot.passes import Pair
from tests import village
from tests.channels.zalo_oa_account import FORMS
from tests.fakes.zalo_oa import FakeZaloOA, Person
from tests.sites import free_port, open_site
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
PHONE, USER = "84912345678", "2468458"


@dataclass
class Site:
    """Our site, and the account on the other side."""

    at: Stage
    zalo: FakeZaloOA
    url: str

    async def rows(self) -> list[InboxRow]:
        async with self.at.house.sessions() as db:
            return list(await db.scalars(select(InboxRow).order_by(InboxRow.id)))

    def tracking(self, answers: str | None) -> str | None:
        """As a template sent to the phone has it."""
        return Seal.of(self.at.house.settings.zalo_oa).tracking(PHONE, answers)

    async def answer(self) -> Answer | None:
        async with self.at.house.sessions() as db:
            return await db.scalar(select(Attendance.answer))


@asynccontextmanager
async def site(url: str, **forms: dict[str, ZaloForm]) -> AsyncIterator[Site]:
    port = free_port()
    async with FakeZaloOA() as zalo:
        zalo.register("7895417", "ten", "gio", "noi", labels=("Có mặt", "Xin vắng"))
        settings = zalo.settings(**({"forms": FORMS, "phone_forms": FORMS} | forms))
        async with stage(url, NINE, port=port, public_url=f"http://127.0.0.1:{port}", zalo_oa=settings) as at:
            assert zalo.oauth.current
            pair = Pair(zalo.oauth.current.access, zalo.oauth.current.refresh, timedelta(hours=25))
            await open_passes(at.house).authorised(pair)
            zalo.hook.url = f"http://127.0.0.1:{port}/hooks/zalo-oa"
            async with at.working() as running, open_site(at.house, running, port) as base:
                yield Site(at, zalo, base)
                await zalo.hook.settled()


async def asked(here: Site, channel: str, address: str) -> tuple[Member, Meeting]:
    """Somebody who is asked to a meeting, and reachable there."""
    async with here.at.house.sessions.begin() as db:
        cell = await village.cell(db)
        lan = await village.member(db, cell, "Nguyễn Thị Lan")
        endpoint = await village.reachable_at(db, lan, here.at.now(), chat=address, channel=channel)
        endpoint.account, endpoint.heard_at = here.zalo.oa_id, here.at.now()
        return lan, await village.meeting(db, cell, here.at.now(), timedelta(hours=30))


async def test_a_question_is_answered_by_a_press(database_url: str) -> None:
    async with site(database_url) as here:
        person = here.zalo.person(USER)
        await asked(here, "zalo_oa", USER)
        await here.zalo.wait_for(lambda: any(sent.buttons for sent in person.received))
        brought = person.presses("Xin vắng")
        here.zalo.hook.bring(brought)  # it comes twice
        await here.at.until(here.answer)
        assert await here.answer() is Answer.AWAY
        assert brought.status == 200


async def test_the_label_of_a_template_is_an_answer_on_its_own_channel(sqlite_url: str) -> None:
    async with site(sqlite_url) as here:
        lan, meeting = await asked(here, "zalo_zns", PHONE)
        here.zalo.phone(PHONE)
        tracking = here.tracking(f"answer:{meeting.id}:{meeting.revision}:{lan.id}")
        about = {"submit_time": "1", "button_type": "response", "data": "Có mặt", "tracking_id": tracking}
        here.zalo.tell("user_click_response_button", msg_id="a1", message=about)
        await here.at.until(here.answer)
        assert await here.answer() is Answer.COMING
        (row,) = [row for row in await here.rows() if row.channel == "zalo_zns"]
        assert (row.account, row.address, row.error) == (here.zalo.oa_id, PHONE, None)


async def test_events_are_kept_for_the_channel_they_are_of(sqlite_url: str) -> None:
    async with site(sqlite_url) as here:
        tracking = here.tracking(None)
        about = {"delivery_time": "1", "msg_id": "a1", "tracking_id": tracking}
        here.zalo.tell("user_received_message", message=about)
        here.zalo.person(USER).says("chào")
        here.zalo.tell("oa_send_text", sender={"id": here.zalo.oa_id}, message={"msg_id": "b", "text": "Mời họp"})
        await here.zalo.hook.settled()
        assert [one.status for one in here.zalo.hook.events] == [200, 200, 200]
        assert sorted((row.channel, row.address) for row in await here.rows()) == [
            ("zalo_oa", USER),
            ("zalo_zns", "report:a1"),
        ]


async def heard_at(here: Site) -> datetime | None:
    async with here.at.house.sessions() as db:
        found: datetime | None = await db.scalar(select(Account.heard_at).filter_by(channel="zalo_oa"))
        return found


async def test_a_hook_that_brings_only_our_own_words_back_is_not_silent(sqlite_url: str) -> None:
    async with site(sqlite_url) as here:
        here.zalo.tell("oa_send_text", sender={"id": here.zalo.oa_id}, message={"msg_id": "b", "text": "Mời họp"})
        await here.zalo.hook.settled()
        await here.at.until(lambda: heard_at(here))  # written after the hook has its answer
        assert await here.rows() == []


async def test_what_is_not_signed_is_refused_and_not_kept(sqlite_url: str) -> None:
    async with site(sqlite_url) as here:
        here.zalo.hook.secret, here.zalo.hook.second = "wrong", 0.0001
        one = here.zalo.person(USER).says("chào")
        await here.zalo.hook.settled()
        assert (one.status, one.tries, here.zalo.hook.is_on) == (403, 6, False)
        assert await here.rows() == []


async def test_words_with_a_secrecy_mark_are_not_kept(sqlite_url: str) -> None:
    async with site(sqlite_url) as here:
        person = here.zalo.person(USER)
        person.says("Gửi đồng chí văn bản TUYỆT MẬT số 12")
        await here.zalo.wait_for(lambda: person.received)
        (row,) = await here.rows()
        assert (row.body, row.address) == (None, USER)


async def test_a_token_that_has_died_is_renewed_and_written_down(sqlite_url: str) -> None:
    async with site(sqlite_url) as here:
        assert here.zalo.oauth.current
        here.zalo.oauth.current.access = "another-process-has-it"
        person: Person = here.zalo.person(USER)
        person.says("chào")
        await here.zalo.wait_for(lambda: person.received)
        async with here.at.house.sessions() as db:
            (kept,) = await db.scalars(select(Pass))
        assert kept.access_token == here.zalo.access_token
        assert here.zalo.oauth.refreshes == 1


async def test_a_group_that_cannot_be_read_gets_no_apology(sqlite_url: str) -> None:
    async with site(sqlite_url) as here:
        group = here.zalo.group("4a9b")
        people = {"sender": {"id": "1"}, "recipient": {"id": group.id}}
        here.zalo.tell("user_send_group_text", **people, message={"msg_id": "a"})
        await here.zalo.hook.settled()

        async def is_marked() -> bool:
            return any(row.handled_at for row in await here.rows())

        await here.at.until(is_marked)
        await here.at.rests()
        assert group.received == []
