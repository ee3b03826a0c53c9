"""The file of a document is brought to our own page: looked through first, kept once, by one person."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import delete, select

from bot.db.sessions import Sessions
from bot.model.directives import DirectiveUpload
from bot.model.roles import Role
from bot.services.directive_uploads import upload_link
from bot.services.unit_settings import change
from tests import village
from tests.conftest import NOW
from tests.services.papers import docx
from tests.sites import open_pages


@dataclass
class Page:
    base: str
    sessions: Sessions
    hour: datetime = NOW
    text: str = ""
    secretary: int = 0

    def now(self) -> datetime:
        return self.hour

    async def link(self, code: str) -> str:
        async with self.sessions.begin() as db:
            cell = await village.cell(db, code=code)
            change(cell, "directive_body", "file")
            secretary = await village.member(db, cell, "Trần Thị Bình")
            await village.office(db, secretary, cell)
            self.secretary = secretary.id
            link, _ = await upload_link(db, cell, secretary.id, self.hour)
            return link.removeprefix(self.base)

    async def asks(self, method: str, path: str, content: bytes | None = None, come_from: str = "same-origin") -> int:
        form = None
        if content is not None:
            form = aiohttp.FormData(quote_fields=False)
            form.add_field("file", BytesIO(content), filename="quyet dinh.docx")
        headers = {"Sec-Fetch-Site": come_from}
        async with (
            aiohttp.ClientSession() as http,
            http.request(method, self.base + path, data=form, headers=headers) as answer,
        ):
            self.text = unescape(await answer.text())
            return answer.status

    async def kept(self) -> list[str | None]:
        async with self.sessions() as db:
            found = await db.scalars(select(DirectiveUpload.name).filter_by(member_id=self.secretary))
            return list(found)


@pytest.fixture(scope="module")
async def page(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    async with open_pages(sqlite_template, tmp_path_factory, Page) as at:
        yield at


async def test_a_file_is_looked_through_and_kept_once(page: Page) -> None:
    path = await page.link("thon-1")
    assert await page.asks("GET", path) == 200
    assert "Văn bản đang soạn của Thôn thon-1." in page.text
    assert await page.asks("POST", path, docx("TỐI MẬT")) == 422
    assert await page.asks("POST", path, docx("Điều 1"), come_from="cross-site") == 404
    assert await page.kept() == [None]
    assert await page.asks("POST", path, docx("Điều 1")) == 200
    assert await page.asks("POST", path, docx("Điều 2")) == 404
    assert await page.kept() == ["quyet-dinh.docx"]


async def test_whoever_loses_the_office_brings_nothing(page: Page) -> None:
    path = await page.link("thon-2")
    async with page.sessions.begin() as db:
        await db.execute(delete(Role).where(Role.member_id == page.secretary))
    assert await page.asks("GET", path) == await page.asks("GET", "/gui-van-ban/sai") == 404
