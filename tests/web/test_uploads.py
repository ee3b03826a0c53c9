"""A file is brought to our own page: looked through first, kept once; and what a personal link leads to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO
from itertools import count
from pathlib import Path

import aiohttp
import pytest
from icalendar import Calendar
from sqlalchemy import delete, select

from bot.db.sessions import Sessions
from bot.model.meetings import Meeting
from bot.model.papers import Paper
from bot.model.roles import Role
from bot.refusals import PaperWrong, SecrecyMarked
from bot.services.meeting_papers import add_file, add_link
from bot.services.meetings import cancel_meeting, meeting_of
from bot.services.paper_uploads import upload_link
from bot.services.personal_links import link_for
from bot.web.uploads import AT_ONCE, Doorway
from bot.words import calendar
from bot.words import meeting_papers as words
from bot.words.refused import refused
from tests import village
from tests.conftest import NOW
from tests.services.papers import PNG, docx
from tests.sites import open_pages

NUMBERS = count()
HARMLESS = docx("Bàn việc làm đường vào nhà văn hóa thôn")


@dataclass
class Page:
    """One cell with a meeting tomorrow, its secretary and Lan; and a browser."""

    base: str
    sessions: Sessions
    hour: datetime = NOW
    meeting: Meeting = field(default_factory=Meeting)
    secretary: int = 0
    lan: int = 0
    status: int = 0
    text: str = ""
    raw: bytes = b""

    def now(self) -> datetime:
        return self.hour

    async def set_up(self) -> None:
        async with self.sessions.begin() as db:
            cell = await village.cell(db, code=f"thon-{next(NUMBERS)}")
            secretary = await village.member(db, cell, "Trần Thị Bình")
            await village.office(db, secretary, cell)
            lan = await village.member(db, cell, "Nguyễn Thị Lan")
            self.meeting = await village.meeting(db, cell, self.hour)
            self.secretary, self.lan = secretary.id, lan.id

    async def upload(self) -> str:
        async with self.sessions.begin() as db:
            meeting = await meeting_of(db, self.meeting.id)
            return (await upload_link(db, meeting, self.secretary, self.hour)).removeprefix(self.base)

    async def personal(self) -> str:
        async with self.sessions.begin() as db:
            meeting = await meeting_of(db, self.meeting.id)
            link = await link_for(db, meeting, self.lan, "test", self.hour)
            assert link is not None
            return link.removeprefix(self.base)

    async def gets(self, path: str) -> int:
        return await self._asks("GET", path)

    async def brings(
        self,
        path: str,
        content: bytes,
        name: str = "du thao.docx",
        title: str = "",
        sure: bool = False,
        come_from: str = "same-origin",
    ) -> int:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("file", BytesIO(content), filename=name)
        form.add_field("title", title)
        if sure:
            form.add_field("sure", "yes")
        return await self._asks("POST", path, form, {"Sec-Fetch-Site": come_from})

    async def _asks(
        self, method: str, path: str, form: aiohttp.FormData | None = None, headers: dict[str, str] | None = None
    ) -> int:
        url = self.base + path
        async with (
            aiohttp.ClientSession() as http,
            http.request(method, url, data=form, headers=headers) as answer,
        ):
            self.raw = await answer.read()
            self.status, self.text = answer.status, unescape(self.raw.decode(errors="replace"))
            return answer.status

    async def kept(self) -> list[Paper]:
        async with self.sessions() as db:
            found = await db.scalars(select(Paper).where(Paper.meeting_id == self.meeting.id).order_by(Paper.id))
            return list(found)


@pytest.fixture(scope="module")
async def open_page(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    async with open_pages(sqlite_template, tmp_path_factory, Page) as at:
        yield at


@pytest.fixture
async def page(open_page: Page) -> Page:
    open_page.hour = NOW
    await open_page.set_up()
    return open_page


async def test_a_file_is_kept_once_and_the_link_is_used_up(page: Page) -> None:
    path = await page.upload()
    assert await page.gets(path) == 200
    assert 'enctype="multipart/form-data"' in page.text
    assert await page.brings(path, HARMLESS, title="Dự thảo “nghị quyết”") == 200
    assert words.stored("Dự thảo “nghị quyết”", page.meeting.starts_at) in page.text
    (paper,) = await page.kept()
    assert (paper.title, paper.size, paper.is_confirmed) == ("Dự thảo “nghị quyết”", len(HARMLESS), False)
    assert await page.gets(path) == await page.brings(path, HARMLESS) == 404
    assert len(await page.kept()) == 1


async def test_without_a_title_a_file_is_called_as_it_is(page: Page) -> None:
    await page.brings(await page.upload(), HARMLESS, name="C:\\Giấy tờ\\Dự thảo.tháng 12.docx")
    assert [one.title for one in await page.kept()] == ["Dự thảo.tháng 12"]


async def test_two_at_once_on_one_link_keep_one(page: Page) -> None:
    path = await page.upload()
    await asyncio.gather(page.brings(path, HARMLESS), page.brings(path, HARMLESS))
    assert len(await page.kept()) == 1


@pytest.mark.parametrize(
    ("content", "name", "title"),
    [
        (docx("Tài liệu m", "ật số 3"), "a.docx", ""),
        (HARMLESS, "TỐI MẬT.docx", ""),
        (HARMLESS, "a.docx", "Lưu hành nội bộ"),
    ],
)
async def test_a_mark_is_refused_whatever_is_ticked_and_the_link_stays_good(
    page: Page, content: bytes, name: str, title: str
) -> None:
    path = await page.upload()
    assert await page.brings(path, content, name, title, sure=True) == 422
    assert refused(SecrecyMarked(), spoken=True) in page.text
    assert await page.kept() == []
    assert await page.brings(path, HARMLESS) == 200


def test_whoever_is_one_too_many_is_asked_to_come_again() -> None:
    doorway = Doorway()
    with ExitStack() as inside:
        for _ in range(AT_ONCE):
            inside.enter_context(doorway)
        with pytest.raises(PaperWrong), doorway:
            pass
    with doorway:
        assert doorway.inside == 1


async def test_a_picture_is_taken_once_somebody_has_looked(page: Page) -> None:
    path = await page.upload()
    assert await page.brings(path, PNG, "anh.png") == 422
    assert words.CONFIRM_UNREAD in page.text
    assert await page.brings(path, PNG, "anh.png", sure=True) == 200
    assert [one.is_confirmed for one in await page.kept()] == [True]


async def test_what_is_too_large_empty_or_of_another_type_is_refused(page: Page) -> None:
    path = await page.upload()
    for content, name, why in (
        (b"%PDF-" + b"0" * 10_000_000, "a.pdf", words.TOO_LARGE),
        (b"%PDF-" + b"0" * 11_000_000, "a.pdf", words.TOO_LARGE),
        (b"", "a.pdf", words.NO_FILE),
        (b"MZ", "a.exe", words.WRONG_TYPE),
    ):
        assert await page.brings(path, content, name) == 422
        assert why in page.text
    assert await page.kept() == []


async def test_a_wrong_old_or_foreign_form_brings_nothing(page: Page) -> None:
    path = await page.upload()
    assert await page.brings(f"{path}x", HARMLESS) == 404
    assert await page.brings(path, HARMLESS, come_from="cross-site") == 404
    async with aiohttp.ClientSession() as http, http.post(page.base + path, data={"title": "x"}) as answer:
        assert answer.status == 422
    page.hour = NOW + timedelta(hours=25)
    assert await page.brings(path, HARMLESS) == 404
    assert await page.kept() == []


async def test_whoever_has_left_the_office_brings_nothing(page: Page) -> None:
    path = await page.upload()
    async with page.sessions.begin() as db:
        await db.execute(delete(Role).where(Role.member_id == page.secretary))
    assert await page.brings(path, HARMLESS) == 404
    assert await page.kept() == []


# The page of a personal link


async def with_papers(page: Page) -> tuple[int, int]:
    """The ids of a file and a link."""
    async with page.sessions.begin() as db:
        meeting = await meeting_of(db, page.meeting.id)
        meeting.agenda = ["Khai mạc", "Bàn <việc> làm đường"]
        await add_file(db, meeting, "Dự thảo", "docx", HARMLESS, "test", page.hour, is_confirmed=True)
        await add_link(db, meeting, "https://xa.example.vn/a?b=1&c=2", "Báo cáo", "test", page.hour)
    one, other = await page.kept()
    return one.id, other.id


async def test_the_page_shows_agenda_papers_and_the_calendar(page: Page) -> None:
    file_id, _ = await with_papers(page)
    path = await page.personal()
    assert await page.gets(path) == 200
    token = path.rpartition("/")[2]
    for said in (
        "<li>Khai mạc</li>",
        "Bàn <việc> làm đường",
        f'href="{token}/tai-lieu/{file_id}"',
        "Dự thảo",
        "Báo cáo",
    ):
        assert said in page.text
    assert b"<vi" not in page.raw
    assert 'href="https://xa.example.vn/a?b=1&c=2"' in page.text
    assert calendar.ADD in page.text


async def test_its_file_and_its_calendar_open(page: Page) -> None:
    file_id, link_id = await with_papers(page)
    path = await page.personal()
    assert await page.gets(f"{path}/tai-lieu/{file_id}") == 200
    assert page.raw == HARMLESS
    assert await page.gets(f"{path}/lich.ics") == 200
    assert [event["SEQUENCE"] for event in Calendar.from_ical(page.raw).walk("VEVENT")] == [1]
    for wrong in (f"{path}/tai-lieu/{link_id}", f"{path}/tai-lieu/999999"):
        assert await page.gets(wrong) == 404
    for wrong in (f"{path[:-1]}/tai-lieu/{file_id}", f"{path[:-1]}/lich.ics"):
        assert await page.gets(wrong) == 404


async def test_a_link_to_another_meeting_opens_no_file_of_this(page: Page) -> None:
    file_id, _ = await with_papers(page)
    await page.set_up()
    assert await page.gets(f"{await page.personal()}/tai-lieu/{file_id}") == 404


async def test_a_meeting_that_is_off_leaves_the_calendar_by_its_page(page: Page) -> None:
    path = await page.personal()
    async with page.sessions.begin() as db:
        await cancel_meeting(db, page.meeting.id, "test", page.hour)
    await page.gets(path)
    assert calendar.TO_REMOVE in page.text
    await page.gets(f"{path}/lich.ics")
    assert b"STATUS:CANCELLED" in page.raw
