"""The page of the rehearsal, over HTTP: what is on the phones, and what can be done there."""

import asyncio
import random
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.app import at_work
from bot.channels.rehearsal_phones import Phones
from bot.config import Settings
from bot.house import House, open_house
from bot.messages import Document, Reply
from bot.model.attendances import Answer, Attendance
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.roles import Office
from bot.networks import rehearsal_network
from bot.rehearsal.clock import Clock
from bot.rehearsal.stage import Stage
from bot.serving import door_of, make_rehearsal_site
from bot.words import rehearsal_page as words
from tests import village
from tests.conftest import NOW
from tests.sites import served
from tests.stage import quicken


@dataclass
class Desk:
    """A browser at the page."""

    base: str
    stage: Stage
    http: aiohttp.ClientSession
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def opens(self, path: str = "/tap-duot", method: str = "GET", **more: object) -> int:
        async with self.http.request(method, self.base + path, **more) as answer:  # type: ignore[arg-type] # as given
            raw = await answer.read()
            self.text, self.headers = unescape(raw.decode(errors="replace")), dict(answer.headers)
            self.url = str(answer.url)
            return answer.status

    async def does(self, deed: str, **fields: str) -> int:
        """As the forms on the page do it."""
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        return await self.opens(f"/tap-duot/lam/{deed}", "POST", data=named)

    async def sees(self, *parts: str) -> None:
        """Sooner or later."""
        for _ in range(100):
            await self.opens()
            if all(part in self.text for part in parts):
                return
            await asyncio.sleep(0.05)
        raise AssertionError((parts, re.sub("<[^>]*>|\n+", " ", self.text)))


@pytest.fixture
async def desk(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    quicken()
    shutil.copy(sqlite_template, tmp_path / "huyen.db")
    url = f"sqlite:///{tmp_path / 'huyen.db'}"
    rate = {"rehearsal": 900.0, "rehearsal_plain": 900.0}
    settings = Settings(database_url=SecretStr(url), port=0, rate=rate, public_url="http://127.0.0.1:1", _env_file=None)
    clock = Clock.kept_in(tmp_path / "clock", lambda: NOW)
    phones = Phones(tmp_path / "phones.db", clock.now)
    async with open_house(settings) as house:
        await settle(house, clock)
        networks = rehearsal_network(phones)
        async with at_work(house, networks, clock.now) as running:
            luck = random.Random(1)  # noqa: S311 - the same each time
            stage = Stage(house.sessions, networks, phones, clock, "suoi", running.ring, running.all_due, luck)
            door = door_of(settings)
            site = make_rehearsal_site(house, running, stage)
            async with served(site, door) as address, aiohttp.ClientSession() as http:
                yield Desk(address, stage, http)
                stage.close()
    phones.close()


async def settle(house: House, clock: Clock) -> None:
    """A commune with one cell of four, all with a phone; the secretary's is the first."""
    async with house.sessions.begin() as db:
        commune = await village.commune(db)
        cell = await village.cell(db, commune, "suoi")
        for number, name in enumerate(("Lý Văn Bình", "Hà Thị Lan", "Vi Văn Sơn", "La Thị Mai")):
            person = await village.member(db, cell, name, phone=f"+8490000000{number}")
            await village.reachable_at(db, person, clock.now(), person.phone)
            if number == 0:
                await village.office(db, person, cell)
        await village.office(db, person, commune, Office.OFFICE)


async def test_three_phones_are_shown_with_their_owners(desk: Desk) -> None:
    assert await desk.opens("/") == 200
    for part in (*words.SEATS.values(), "Lý Văn Bình", "Hà Thị Lan", "La Thị Mai", "0900 000 001"):
        assert part in desk.text


async def test_what_is_typed_is_answered_on_the_same_phone(desk: Desk) -> None:
    assert await desk.does("noi", ghe="bt", noi_dung="gọi họp mai 19h30 Nhà văn hóa") == 200
    await desk.sees("gọi họp mai 19h30", "Mời 4 đồng chí")


async def test_a_button_is_pressed_and_the_answer_is_stored(desk: Desk) -> None:
    await called(desk)
    await desk.sees("Kính mời đồng chí Hà Thị Lan")
    value, ref = await button(desk, "dv", "coming")
    await desk.does("bam", ghe="dv", nut=value, tin_nhan=ref)
    await desk.sees("Đã bấm:", "Đã ghi: đồng chí CÓ MẶT")
    assert await answers(desk) == {"Hà Thị Lan": Answer.COMING}


async def test_a_button_of_somebody_elses_phone_does_nothing(desk: Desk) -> None:
    await called(desk)
    await desk.sees("Kính mời đồng chí Hà Thị Lan")
    value, ref = await button(desk, "dv", "coming")
    for forged in ({"ghe": "bt", "nut": value, "tin_nhan": ref}, {"ghe": "dv", "nut": value + "1", "tin_nhan": ref}):
        await desk.does("bam", **forged)
        assert words.NOT_UNDERSTOOD in desk.text
    assert await answers(desk) == {}


async def test_the_others_answer_and_whoever_plays_does_not(desk: Desk) -> None:
    await called(desk)
    await desk.sees("Kính mời đồng chí Hà Thị Lan")
    await desk.does("nguoi-khac")
    assert words.answered(1) in desk.text or words.NOBODY_ANSWERS in desk.text
    await asyncio.sleep(0.5)
    assert set(await answers(desk)) <= {"Vi Văn Sơn"}


async def test_without_a_meeting_the_clock_says_what_to_do(desk: Desk) -> None:
    for jump in ("nhac", "hop"):
        await desk.does("dong-ho", toi=jump)
        assert words.NO_MEETING in desk.text
    await desk.does("nguoi-khac")
    assert words.NO_MEETING in desk.text


async def test_the_clock_is_moved_to_the_meeting_and_to_the_next_day(desk: Desk) -> None:
    await called(desk)
    before = desk.stage.now()
    await desk.does("dong-ho", toi="hop")
    assert words.MOVED_ON in desk.text
    assert desk.stage.now() > before
    assert "19 giờ 30" in desk.text
    await desk.does("dong-ho", toi="mai")
    assert "8 giờ 00" in desk.text
    assert desk.stage.now() - before >= timedelta(days=2)


async def test_at_the_hour_of_the_meeting_the_page_says_what_comes_next(desk: Desk) -> None:
    await called(desk)
    await desk.does("dong-ho", toi="hop")
    for deed, fields in (("dong-ho", {"toi": "hop"}), ("dong-ho", {"toi": "nhac"}), ("nguoi-khac", {})):
        await desk.does(deed, **fields)
        assert words.BEGUN in desk.text


async def test_who_changes_the_phone_is_told_where_the_old_messages_are(desk: Desk) -> None:
    await desk.does("doi-may", ghe="dv", loai="rehearsal_plain")
    assert words.CHANGED_PHONE in desk.text


async def test_news_come_while_the_page_is_open(desk: Desk) -> None:
    async with desk.http.get(desk.base + "/tap-duot/tin-moi") as watching:
        assert watching.content_type == "text/event-stream"
        assert await watching.content.readline() == b"retry: 1000\n"
        await desk.does("noi", ghe="dv", noi_dung="?")
        async with asyncio.timeout(5):
            while not (await watching.content.readline()).startswith(b"data: "):
                pass


async def test_pictures_are_shown_and_other_files_kept(desk: Desk) -> None:
    network = desk.stage.networks["rehearsal"]
    await network.send("+84900000001", Reply("Bảng", document=Document("bảng.png", b"\x89PNG", "image/png")))
    await network.send("+84900000001", Reply("Tệp", document=Document('a"/b.xlsx', b"PK", "application/zip")))
    await desk.opens()
    first, second = sorted({int(one) for one in re.findall(r"/tap-duot/tep/(\d+)", desk.text)})
    assert f'<img src="/tap-duot/tep/{first}"' in desk.text
    assert await desk.opens(f"/tap-duot/tep/{first}") == 200
    assert desk.headers["Content-Disposition"].startswith("inline; ")
    assert await desk.opens(f"/tap-duot/tep/{second}") == 200
    assert desk.headers["Content-Disposition"].startswith("attachment; ")
    assert await desk.opens("/tap-duot/tep/99999") == 404
    assert [await desk.opens(f"/tap-duot/tep/{ref}") for ref in (2**70, -(2**70))] == [404, 404]


async def test_whatever_else_is_in_an_address_or_a_form_breaks_nothing(desk: Desk) -> None:
    for query in ("dv=999999", "dv=x", "dv=" + "9" * 40, "ai=xx&tim=a", "ai=dv&tim=%25", "tin=zz&so=-1", "tin=tra-loi"):
        assert await desk.opens(f"/tap-duot?{query}") == 200
    for deed, fields in (
        ("noi", {"ghe": "bt", "noi_dung": "   "}),
        ("noi", {"ghe": "xx", "noi_dung": "a"}),
        ("noi", {"ghe": "bt", "noi_dung": "a" * 3000}),
        ("noi", {"ghe": "bt", "noi_dung": "a" * 30_000}),
        ("bam", {}),
        ("doi-may", {"ghe": "dv", "loai": "telegram"}),
        ("dong-ho", {"toi": "hom-qua"}),
        ("gi-do", {}),
        ("chia-se", {"ghe": "xx"}),
    ):
        assert await desk.does(deed, **fields) == 200
        assert words.NOT_UNDERSTOOD in desk.text


async def test_markup_that_somebody_types_is_shown_as_typed(desk: Desk) -> None:
    await desk.does("noi", ghe="dv", noi_dung="<script>alert(1)</script> https://a.vn/x?y=1&z=2. xong")
    async with desk.http.get(desk.base + "/tap-duot") as answer:
        raw = await answer.text()
    assert "&lt;script&gt;alert(1)" in raw
    assert 'href="https://a.vn/x?y=1&amp;z=2"' in raw


async def test_a_form_of_another_site_is_not_taken(desk: Desk) -> None:
    fields = {"ghe": "dv", "noi-dung": "có"}
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert await desk.opens("/tap-duot/lam/noi", "POST", data=fields, headers=elsewhere) == 403
    await desk.opens()
    assert words.EMPTY in desk.text


async def test_the_page_runs_its_own_script_only(desk: Desk) -> None:
    await desk.opens()
    policy = desk.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert await desk.opens("/tap-duot/may.js") == 200


# What leads up to it


async def called(desk: Desk) -> None:
    await desk.does("noi", ghe="bt", noi_dung="gọi họp mai 19h30 Nhà văn hóa")
    await desk.sees("Mời 4 đồng chí")
    value, ref = await button(desk, "bt", "")
    await desk.does("bam", ghe="bt", nut=value, tin_nhan=ref)
    await desk.sees("Đã gọi họp")


async def button(desk: Desk, seat: str, ends: str) -> tuple[str, str]:
    """The value of the newest button of a phone that ends so, and its message."""
    await desk.opens()
    phone = desk.text.split(f'<section id="{seat}"')[1].split("</section>")[0]
    refs = re.findall(r'name="tin-nhan" value="(\d+)"', phone)
    values = re.findall(rf'name="nut" value="([^"]*{ends})"', phone.split(f'name="tin-nhan" value="{refs[-1]}"')[1])
    return values[0], refs[-1]


async def answers(desk: Desk) -> dict[str, Answer]:
    async with desk.stage.sessions() as db:
        rows = await db.execute(
            select(Member.name, Attendance.answer)
            .join(Attendance, Attendance.member_id == Member.id)
            .join(Meeting, Meeting.id == Attendance.meeting_id)
            .where(Attendance.answer.is_not(None))
        )
        return {name: answer for name, answer in rows if answer is not None}
