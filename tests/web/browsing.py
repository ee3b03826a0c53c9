"""A site that gives things out by link, and a browser without a memory."""

from dataclasses import dataclass
from datetime import datetime
from html import unescape
from itertools import count

import aiohttp
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.messages import Document
from bot.refusals import NotAllowed
from bot.reports.recipes import Rendering
from bot.services.parcels import link_to
from tests import village

LETTER = "Danh sách <b>thôn</b> & xóm\nNguyễn Văn An: 2"
BOUGHT = b"PK\x03\x04 a workbook"
FILE_NAME = 'Báo cáo "Đảng ủy"/tháng 12.xlsx'


async def letter(_db: AsyncSession, _member: int, _args: tuple[str, ...], _now: datetime) -> Rendering:
    return lambda: Document("Danh sách.txt", LETTER.encode(), "text/plain")


async def sheet(_db: AsyncSession, _member: int, _args: tuple[str, ...], _now: datetime) -> Rendering:
    return lambda: Document(FILE_NAME, BOUGHT, "application/vnd.ms-excel")


async def not_for_you(_db: AsyncSession, _member: int, _args: tuple[str, ...], _now: datetime) -> Rendering:
    raise NotAllowed


NUMBERS = count()


@dataclass
class Site:
    """A site in this process, and a browser without a memory."""

    base: str
    sessions: Sessions
    hour: datetime
    breaks: bool = False
    """What is made breaks while it is made."""

    def now(self) -> datetime:
        return self.hour

    async def link(self, recipe: str = "letter:1") -> str:
        """The path of a new link."""
        async with self.sessions.begin() as db:
            person = await village.member(db, await village.cell(db, code=f"thon-{next(NUMBERS)}"))
            return (await link_to(db, recipe, person.id, self.hour)).removeprefix(self.base)

    async def gets(self, path: str) -> tuple[int, str]:
        return await self.asks("GET", path)

    async def posts(self, path: str) -> tuple[int, str]:
        return await self.asks("POST", path)

    async def asks(self, method: str, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as http, http.request(method, self.base + path) as answer:
            self.headers, self.content = answer.headers, await answer.read()
            return answer.status, unescape(self.content.decode(errors="replace"))

    async def fragile(self, _db: AsyncSession, _member: int, args: tuple[str, ...], _now: datetime) -> Rendering:
        """Breaks while it reads, or while it is drawn."""
        if self.breaks and args == ("reading",):
            raise RuntimeError
        return self.drawn

    def drawn(self) -> Document:
        if self.breaks:
            raise RuntimeError
        return Document("Thư.txt", b"unbroken", "text/plain")
