"""The account kept ours with everything at work: renewed without traffic, and a person told in time."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, update

from bot import pass_keeper
from bot.app import at_work
from bot.authorising import PATH, callback
from bot.channels import zalo_passes
from bot.house import House
from bot.messages import HookRequest
from bot.model.accounts import Account, Alarm, Pass
from bot.model.notices import Attempt, AttemptOutcome, Notice
from bot.model.roles import Office
from bot.networks import open_passes, real_channels
from bot.passes import Pair
from bot.services.alarms import open_alarms
from bot.services.daily_quotas import left_today
from bot.services.silent_hooks import has_gone_silent
from bot.web.hooks import take_in
from tests import village
from tests.fakes.zalo_oa import FakeZaloOA
from tests.fakes.zalo_oauth import FakeOAuth
from tests.sites import free_port, open_site
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@dataclass
class Town:
    """A stage with the Zalo account beside Telegram, and somebody on Telegram who looks after it."""

    at: Stage
    zalo: FakeOAuth

    @property
    def house(self) -> House:
        return self.at.house

    async def begun(self, **ages: timedelta) -> None:
        """A pair is kept, whose moments lie back by so much."""
        given = self.zalo.gives()
        await open_passes(self.house).authorised(Pair(given.access, given.refresh, timedelta(hours=25)))
        moved = {name: datetime.now(UTC) - age for name, age in ages.items()}
        if "got_at" in ages:
            moved["access_until"] = moved["got_at"] + timedelta(hours=25)
        if moved:
            async with self.house.sessions.begin() as db:
                await db.execute(update(Pass).values(**moved))

    async def alarms(self) -> dict[str, str]:
        async with self.house.sessions() as db:
            return {one.name: one.text for one in await open_alarms(db)}

    async def row(self) -> Pass:
        async with self.house.sessions() as db:
            return (await db.scalars(select(Pass))).one()


@asynccontextmanager
async def office(url: str, **more: Any) -> AsyncIterator[Town]:
    async with FakeOAuth() as zalo, stage(url, NINE, zalo_oa=zalo.settings(), **(public() | more)) as at:
        async with at.house.sessions.begin() as db:
            commune = await village.commune(db)
            person = await village.member(db, await village.cell(db, commune), "Lê Văn Máy")
            await village.office(db, person, commune, Office.TECH_ADMIN)
            (await village.reachable_at(db, person, at.now(), "42", "telegram")).account = "123456"
        at.telegram.person(42)
        yield Town(at, zalo)


def public() -> dict[str, str]:
    return {"public_url": "https://chibot.example.vn"}


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pass_keeper, "EVERY", 0.1)
    monkeypatch.setattr(zalo_passes, "BETWEEN", 0.01)


def only_telegram(at: Town) -> Any:
    return {name: one for name, one in real_channels(at.house).items() if name == "telegram"}


async def test_tokens_are_renewed_though_nobody_writes(database_url: str) -> None:
    async with office(database_url) as at:
        await at.begun(got_at=timedelta(hours=20))
        async with at_work(at.house, only_telegram(at), at.at.now):
            await at.at.until(is_renewed(at))
        assert (await at.row()).access_token == at.zalo.given[-1].access
        assert at.zalo.refreshes == 1
        assert await at.alarms() == {}


async def test_what_may_leave_today_is_asked_and_written_down(sqlite_url: str) -> None:
    """Before a call to many it is said how many of them templates reach today."""
    forms = {"call": {"id": "1", "fields": {"name": "ten"}}}
    async with FakeOAuth() as zalo, stage(sqlite_url, NINE, zalo_oa=zalo.settings(phone_forms=forms), **public()) as at:
        town = Town(at, zalo)
        await town.begun()
        async with at_work(at.house, only_telegram(town), at.now):
            await at.until(is_known(town))


def is_known(at: Town) -> Any:
    async def ask() -> bool:
        async with at.house.sessions() as db:
            account = at.house.settings.zalo_oa.oa_id or ""
            return await left_today(db, "zalo_zns", account, datetime.now(UTC)) == 499

    return ask


def is_renewed(at: Town) -> Any:
    async def ask() -> bool:
        return (await at.row()).access_token == at.zalo.given[-1].access and len(at.zalo.given) == 2

    return ask


async def test_a_lost_pair_is_told_to_a_person_by_telegram_and_ends_once_they_have_helped(database_url: str) -> None:
    async with office(database_url) as at:
        await at.begun(got_at=timedelta(hours=20))
        at.zalo.faults.append("lost_after")
        async with at_work(at.house, only_telegram(at), at.at.now):
            await at.at.sees(lambda: any("bị mất" in sent.text for sent in at.at.telegram.sent_to(42)))
            assert "zalo_oa:tokens" in await at.alarms()
            await at.begun()

            async def has_ended() -> bool:
                return await at.alarms() == {}

            await at.at.until(has_ended)
        assert len(at.at.telegram.sent_to(42)) == 1


async def test_refusals_and_a_network_that_stays_away_and_age_have_words_of_their_own(sqlite_url: str) -> None:
    async with office(sqlite_url) as at:
        assert "chưa được cấp quyền" in (await looked(at))["zalo_oa:tokens"]
        await at.begun(authorised_at=timedelta(days=81))
        assert [*await looked(at)] == ["zalo_oa:authorised"]
        assert "81 ngày" in (await at.alarms())["zalo_oa:authorised"]
        await at.begun(got_at=timedelta(hours=20.5))
        at.zalo.faults.append("rate")
        assert await looked(at) == {}, "a network may be out for a while"
        await at.begun(got_at=timedelta(hours=22.5))
        at.zalo.faults.append("rate")
        assert "Đã 2 giờ" in (await looked(at))["zalo_oa:tokens"]
        at.zalo.is_active = False
        assert "-14002" in (await looked(at))["zalo_oa:tokens"]


async def looked(at: Town) -> dict[str, str]:
    """The alarms once it was looked after anew, as by a process that has just begun."""
    await pass_keeper.look_after(at.house, open_passes(at.house), at.at.now(), lambda: None)
    return await at.alarms()


async def test_a_meeting_is_told_with_a_token_that_was_dead_before(database_url: str) -> None:
    """The channel, its templates and the keeper ask at once; one pair is spent."""
    async with FakeZaloOA() as zalo, stage(database_url, NINE, zalo_oa=zalo.settings(), **public()) as at:
        here = Town(at, zalo.oauth)
        await here.begun()
        zalo.oauth.skew = timedelta(hours=26)
        async with at.house.sessions.begin() as db:
            cell = await village.cell(db)
            place = await village.reachable_at(db, await village.member(db, cell), at.now(), "77", "zalo_oa")
            place.account, place.heard_at = zalo.oa_id, at.now()
            await village.meeting(db, cell, at.now(), timedelta(hours=30))
        person = zalo.person("77")
        async with at.working():
            await zalo.wait_for(lambda: person.received)
        assert zalo.oauth.refreshes == 1
        assert await here.alarms() == {}


# A webhook that is silent


async def sent(at: Town, hours: float, channel: str = "zalo_oa") -> None:
    """A message was taken so long ago."""
    when = datetime.now(UTC) - timedelta(hours=hours)
    async with at.house.sessions.begin() as db:
        member = await village.member(db, await village.cell(db, None, f"thon{int(hours)}"))
        place = await village.reachable_at(db, member, when, channel=channel)
        notice = Notice(about=f"x:{member.id}", step="passed_on", not_before=when, endpoint_id=place.id)
        db.add(notice)
        await db.flush()
        about = {"notice_id": notice.id, "endpoint_id": place.id, "channel": channel, "begun_at": when}
        about["external_id"] = "m1"
        db.add(Attempt(**about, ended_at=when, outcome=AttemptOutcome.ACCEPTED))


async def heard(at: Town, hours: float) -> None:
    async with at.house.sessions.begin() as db:
        await db.merge(Account(channel="zalo_oa", account="x", heard_at=datetime.now(UTC) - timedelta(hours=hours)))


async def is_silent(at: Town) -> bool:
    async with at.house.sessions() as db:
        return await has_gone_silent(db, pass_keeper.CHANNELS, datetime.now(UTC), timedelta(hours=24))


async def test_a_webhook_is_silent_where_messages_left_and_a_day_later_nothing_has_come(database_url: str) -> None:
    async with office(database_url) as at:
        assert not await is_silent(at), "nobody was sent anything"
        await heard(at, 100)
        await sent(at, 2)
        assert not await is_silent(at), "nobody has had a day to answer"
        await sent(at, 26, "telegram")
        assert not await is_silent(at), "that is another network"
        await sent(at, 25, "zalo_zns")
        assert await is_silent(at)
        await heard(at, 24.5)
        assert not await is_silent(at)
        await heard(at, 30)
        await at.begun()
        assert "/hooks/zalo-oa" in (await looked(at))["zalo_oa:webhook"]


async def test_what_comes_by_the_hook_is_a_sign_of_life_and_being_known_is_none(sqlite_url: str) -> None:
    port = free_port()
    async with FakeZaloOA() as zalo:
        more = {"public_url": f"http://127.0.0.1:{port}", "zalo_oa": zalo.settings()}
        async with stage(sqlite_url, NINE, **more) as at:
            given = zalo.oauth.current
            assert given is not None
            await open_passes(at.house).authorised(Pair(given.access, given.refresh, timedelta(hours=25)))
            channels = real_channels(at.house)
            async with at_work(at.house, channels, at.now) as running:

                async def known() -> Account | None:
                    async with at.house.sessions() as db:
                        return await db.scalar(select(Account).filter(Account.channel == "zalo_oa", Account.name != ""))

                row = await at.until(known)
                assert row.heard_at is None
                brought = zalo.tell("follow", follower={"id": "77"}, source="oa_profile")
                headers = {name.lower(): value for name, value in brought.headers.items()}
                request = HookRequest("POST", headers, {}, brought.raw)
                answer = await take_in(running.listener, channels["zalo_oa"], request)
                assert answer.status_code == 200
                assert answer.background is not None  # Zalo has its answer before this is written
                await answer.background()
                assert (await known()).heard_at is not None  # type: ignore[union-attr] # it was there before


# The person comes back from the permission page


@asynccontextmanager
async def served(at: Town, port: int) -> AsyncIterator[None]:
    running = at_work(at.house, only_telegram(at), at.at.now)
    async with running as here, open_site(at.house, here, port):
        yield


async def get(address: str, **more: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(address, **more) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, await answer.text()


async def test_the_page_of_the_way_back_takes_the_account_and_nothing_else(sqlite_url: str) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    async with office(sqlite_url, port=port, public_url=base) as at, served(at, port):
        oauth, at.zalo.callback = open_passes(at.house).oauth, callback(at.house)
        for query in ("", "?code=x&state=y", f"?code=x&state={oauth.new_state(at.zalo.now() - timedelta(hours=2))}"):
            status, page = await get(base + PATH + query)
            assert (status, "không còn hiệu lực" in page) == (400, True)
        assert at.zalo.asked == [], "whoever comes without our state asks Zalo nothing"
        back = at.zalo.permits(oauth.permission_url(at.zalo.callback, oauth.new_state(at.zalo.now())))
        status, page = await get(back.replace(at.zalo.oa_id, "999"))
        assert (status, "OA khác" in page) == (400, True)
        status, page = await get(back)
        assert (status, "đã được cấp quyền" in page) == (200, True)
        assert at.zalo.is_current((await at.row()).access_token)
        status, page = await get(back)
        assert status == 200, "browsers ask twice"
        async with aiohttp.ClientSession() as http, http.head(back) as answer:
            assert answer.status == 405
        async with aiohttp.ClientSession() as http, http.get(f"{base}/healthz") as answer:
            assert "alarms" not in await answer.json()


async def test_health_names_what_a_person_has_to_see_to_and_no_more(sqlite_url: str) -> None:
    port = free_port()
    async with office(sqlite_url, port=port) as at:
        await at.begun()
        async with at.house.sessions.begin() as db:
            db.add(Alarm(name="other:thing", text="câu dài", since_at=at.at.now(), told_at=at.at.now()))
        async with served(at, port):
            status, page = await get(f"http://127.0.0.1:{port}/healthz")
        assert (status, json.loads(page)["alarms"]) == (200, ["other:thing"])
        assert "câu dài" not in page
