"""The screen of a check-in, and what somebody sees who has scanned it: nothing personal, and nothing for strangers."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from itertools import count
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from bot.db.sessions import Sessions
from bot.model.accounts import Account
from bot.model.attendances import Attendance, Mark, Noticed
from bot.model.check_ins import CheckInMode
from bot.model.guests import Guest, GuestKind
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.roles import Role
from bot.services.check_in_codes import shown
from bot.services.check_in_screens import OPENS_WITHIN, screen_link
from bot.services.check_ins import check_in_of, close_check_in, open_check_in
from bot.services.guests import add_guests, note_came
from bot.services.personal_links import link_for
from bot.services.roll import Marks, take_roll
from bot.words import check_in_pages as words
from tests import village
from tests.conftest import NOW
from tests.sites import open_pages

NUMBERS = count()


@dataclass
class Hall:
    """A meeting whose check-in is open, and browsers."""

    base: str
    sessions: Sessions
    hour: datetime
    meeting: Meeting = field(default_factory=Meeting)
    clerk: Member = field(default_factory=Member)
    lan: Member = field(default_factory=Member)
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.hour

    async def opens(self, mode: CheckInMode = CheckInMode.BOTH) -> None:
        async with self.sessions.begin() as db:
            cell = await village.cell(db, code=f"thon-{next(NUMBERS)}")
            self.lan = await village.member(db, cell, "Nguyễn Thị Lan")
            self.clerk = await village.member(db, cell, "Trần Văn Bình")
            await village.office(db, self.clerk, cell)
            self.meeting = await village.meeting(db, cell, self.hour - timedelta(hours=1), after=timedelta(hours=2))
            await open_check_in(db, self.meeting.id, mode, "clerk", self.hour)

    async def link(self) -> str:
        async with self.sessions.begin() as db:
            link = await screen_link(db, self.meeting, self.clerk.id, self.hour)
        assert link is not None
        return link.removeprefix(self.base)

    async def code(self) -> str:
        async with self.sessions() as db:
            found = await check_in_of(db, self.meeting.id)
            assert found is not None
            return shown(found, self.hour).code

    async def picture(self) -> str:
        """Where the picture leads just now."""
        async with self.sessions() as db:
            found = await check_in_of(db, self.meeting.id)
            assert found is not None
            return f"/d/{shown(found, self.hour).token}"

    async def row(self) -> Attendance:
        async with self.sessions() as db:
            return await village.row_of(db, self.meeting, self.lan)

    async def asks(self, http: aiohttp.ClientSession, path: str, fields: Mapping[str, str] | None = None) -> int:
        method = "GET" if fields is None else "POST"
        async with http.request(method, self.base + path, data=fields) as answer:
            self.headers, self.text = answer.headers, unescape((await answer.read()).decode())
            return answer.status

    @property
    def screen(self) -> str:
        return f"/man-hinh/buoi/{self.meeting.id}"


@pytest.fixture(scope="module")
async def open_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    """One for all tests here: each has a cell of its own."""
    async with open_pages(sqlite_template, tmp_path_factory, lambda base, db: Hall(base, db, NOW)) as hall:
        async with hall.sessions.begin() as db:
            db.add_all(
                Account(channel=channel, account=account, name=name)
                for channel, account, name in (
                    ("telegram", "1", "chibo_bot"),
                    ("zalo_oa", "4321", "Chi bộ"),
                    ("sms_gate", "gate", "0912345678"),
                )
            )
        yield hall


@pytest.fixture
async def hall(open_site: Hall, now: datetime) -> Hall:
    open_site.hour = now
    await open_site.opens()
    return open_site


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        yield http


@pytest.fixture
async def other() -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody else's browser."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        yield http


# The screen


async def test_a_link_opens_the_screen_once_and_looking_spends_nothing(
    hall: Hall, browser: aiohttp.ClientSession, other: aiohttp.ClientSession
) -> None:
    link = await hall.link()
    assert [await hall.asks(other, link) for _ in range(2)] == [200, 200]
    assert words.OPEN in hall.text
    assert await hall.asks(browser, link, {}) == 200
    assert f">{await hall.code()}</p>" in hall.text
    assert "<svg" in hall.text
    assert await hall.asks(other, link, {}) == 404
    assert await hall.asks(other, hall.screen) == 404
    assert await hall.asks(browser, hall.screen) == 200


async def test_the_cookie_is_for_that_meeting_alone(hall: Hall, browser: aiohttp.ClientSession) -> None:
    async with browser.post(hall.base + await hall.link(), allow_redirects=False) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert f"Path={hall.screen}" in cookie
    assert "HttpOnly" in cookie
    first = hall.screen
    await hall.opens()
    assert await hall.asks(browser, hall.screen) == 404
    assert await hall.asks(browser, first) == 200


async def test_a_link_that_lay_about_opens_nothing(hall: Hall, browser: aiohttp.ClientSession) -> None:
    link = await hall.link()
    hall.hour += OPENS_WITHIN
    assert await hall.asks(browser, link, {}) == 404


async def test_the_screen_names_nobody_and_counts(hall: Hall, browser: aiohttp.ClientSession) -> None:
    async with hall.sessions.begin() as db:
        meeting = await db.get_one(Meeting, hall.meeting.id)
        await take_roll(db, meeting.id, Marks(present=[hall.lan.id]), "clerk", hall.hour)
        await add_guests(db, meeting, "Lê Văn Khách, phó chủ tịch", GuestKind.GUEST, "clerk", hall.hour)
        guest_id = (await db.scalars(select(Guest.id).filter_by(meeting_id=meeting.id))).one()
        await note_came(db, meeting, guest_id, True, "clerk", hall.hour)
    await hall.asks(browser, await hall.link(), {})
    assert "<strong>1</strong>/2 có mặt" in hall.text
    assert words.guests(1) in hall.text
    assert [name for name in ("Lan", "Bình", "Lê Văn", "Trần") if name in hall.text] == []


async def test_it_renews_itself_with_scripts_and_without(hall: Hall, browser: aiohttp.ClientSession) -> None:
    await hall.asks(browser, await hall.link(), {})
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in hall.text
    assert "script-src 'sha256-" in hall.headers["Content-Security-Policy"]
    before = re.findall(r'd="[^"]+"', hall.text)
    hall.hour += timedelta(seconds=30)
    assert await hall.asks(browser, f"{hall.screen}?moi") == 200
    assert "<html" not in hall.text
    assert re.findall(r'd="[^"]+"', hall.text) != before


async def test_once_it_is_over_the_screen_says_so(hall: Hall, browser: aiohttp.ClientSession) -> None:
    await hall.asks(browser, await hall.link(), {})
    async with hall.sessions.begin() as db:
        await close_check_in(db, hall.meeting.id, "clerk", hall.hour)
    assert await hall.asks(browser, hall.screen) == 200
    assert words.OVER in hall.text
    assert "<svg" not in hall.text


async def test_who_may_not_call_the_roll_any_more_sees_no_screen(hall: Hall, browser: aiohttp.ClientSession) -> None:
    await hall.asks(browser, await hall.link(), {})
    async with hall.sessions.begin() as db:
        role = (await db.scalars(select(Role).filter_by(member_id=hall.clerk.id))).one()
        await db.delete(role)
    assert await hall.asks(browser, hall.screen) == 404


@pytest.mark.parametrize(("mode", "picture", "code"), [("qr", True, False), ("code", False, True)])
async def test_it_shows_what_the_cell_wants(
    hall: Hall, browser: aiohttp.ClientSession, mode: str, picture: bool, code: bool
) -> None:
    await hall.opens(CheckInMode(mode))
    await hall.asks(browser, await hall.link(), {})
    assert ("<svg" in hall.text, await hall.code() in hall.text) == (picture, code)


# Who has scanned


async def test_the_picture_leads_to_the_ways_to_say_who_one_is(hall: Hall, browser: aiohttp.ClientSession) -> None:
    assert await hall.asks(browser, await hall.picture()) == 200
    code = await hall.code()
    assert f"https://t.me/chibo_bot?start=DD{code}" in hall.text
    assert "https://zalo.me/4321" in hall.text
    assert f"sms:0912345678?body=DD%20{code}" in hall.text
    assert "<form" not in hall.text
    assert [name for name in ("Lan", "Bình", "Nguyễn") if name in hall.text] == []


async def test_a_picture_is_good_for_a_minute_at_most(hall: Hall, browser: aiohttp.ClientSession) -> None:
    path = await hall.picture()
    hall.hour += timedelta(seconds=60)
    assert await hall.asks(browser, path) == 404
    assert words.OLD_PICTURE in hall.text


@pytest.mark.parametrize("path", ["/d/1", "/d/1-aaaaaaaaaaaaaaaa", "/d/999999999999999-aaaaaaaaaaaaaaaa", "/d/x-y"])
async def test_a_made_up_picture_is_none(hall: Hall, browser: aiohttp.ClientSession, path: str) -> None:
    assert await hall.asks(browser, path) == 404
    assert await hall.asks(browser, path, {"ticket": "1-a", "member": "1"}) == 404


async def opens_her_link(hall: Hall, http: aiohttp.ClientSession) -> None:
    async with hall.sessions.begin() as db:
        link = await link_for(db, hall.meeting, hall.lan.id, "test", hall.hour)
    assert link is not None
    await hall.asks(http, link.removeprefix(hall.base))


def form_of(text: str) -> dict[str, str]:
    ticket, member = re.search('name="ticket" value="([^"]+)"', text), re.search('name="member" value="([^"]+)"', text)
    assert ticket
    assert member
    return {"ticket": ticket[1], "member": member[1]}


async def test_whoever_has_opened_their_own_link_needs_one_tap(hall: Hall, browser: aiohttp.ClientSession) -> None:
    await opens_her_link(hall, browser)
    path = await hall.picture()
    await hall.asks(browser, path)
    assert "Tôi là Lan, tôi có mặt" in hall.text
    hall.hour += timedelta(minutes=3)
    assert await hall.asks(browser, path, form_of(hall.text)) == 200
    assert "Đã ghi đồng chí Lan có mặt" in hall.text
    assert ((await hall.row()).mark, (await hall.row()).noticed) == (Mark.PRESENT, Noticed.QR)


async def test_the_tap_needs_the_own_link_and_a_fresh_proof(
    hall: Hall, browser: aiohttp.ClientSession, other: aiohttp.ClientSession
) -> None:
    await opens_her_link(hall, browser)
    path = await hall.picture()
    await hall.asks(browser, path)
    form = form_of(hall.text)
    assert await hall.asks(other, path, form) == 404
    assert await hall.asks(browser, path, {**form, "member": str(hall.clerk.id)}) == 404
    assert await hall.asks(browser, path, {"member": form["member"]}) == 404
    hall.hour += timedelta(minutes=6)
    assert await hall.asks(browser, path, form) == 404
    assert (await hall.row()).mark is None


async def test_a_link_to_another_meeting_is_nobodys_here(hall: Hall, browser: aiohttp.ClientSession) -> None:
    await opens_her_link(hall, browser)
    await hall.opens()
    await hall.asks(browser, await hall.picture())
    assert "<form" not in hall.text


async def test_once_closed_a_tap_says_so(hall: Hall, browser: aiohttp.ClientSession) -> None:
    await opens_her_link(hall, browser)
    path = await hall.picture()
    await hall.asks(browser, path)
    form = form_of(hall.text)
    async with hall.sessions.begin() as db:
        await close_check_in(db, hall.meeting.id, "clerk", hall.hour)
    assert await hall.asks(browser, path, form) == 404
    assert (await hall.row()).mark is None
