"""A member with a browser, and a link to a meeting."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from itertools import count

import aiohttp
from sqlalchemy import select

from bot.db.sessions import Sessions
from bot.model.attendances import AnswerLog
from bot.model.meetings import Meeting
from bot.services.personal_links import link_for
from tests import village

NUMBERS = count()


@dataclass
class Browser:
    """What one member sees of the site."""

    base: str
    sessions: Sessions
    hour: datetime
    path: str = ""
    meeting: Meeting = field(default_factory=Meeting)
    status: int = 0
    text: str = ""
    raw: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.hour

    async def is_sent_a_link(self) -> str:
        """To a meeting tomorrow, told to Nguyễn Thị Lan; the cell has a secretary."""
        async with self.sessions.begin() as db:
            cell = await village.cell(db, code=f"thon-{next(NUMBERS)}")
            lan = await village.member(db, cell, "Nguyễn Thị Lan")
            await village.office(db, await village.member(db, cell, "Trần Văn Bình"), cell)
            self.meeting = await village.meeting(db, cell, self.hour)
            link = await link_for(db, self.meeting, lan.id, "test", self.hour)
            assert link is not None
            self.path = link.removeprefix(self.base)
        return self.path

    async def gets(self, path: str | None = None) -> int:
        return await self.asks("GET", path)

    async def posts(self, path: str | None = None, **fields: str) -> int:
        """The status after the redirect, where there is one."""
        return await self.asks("POST", path, fields)

    async def answers(self, answer: str) -> int:
        return await self.posts(about=self.about, answer=answer)

    async def gives(self, reason: str) -> int:
        return await self.posts(about=self.about, reason=reason)

    @property
    def about(self) -> str:
        """What the form of the page shown last brings along."""
        found = re.search('name="about" value="([^"]*)"', self.text)
        assert found
        return found[1]

    @property
    def buttons(self) -> list[str]:
        return re.findall("<button[^>]*>([^<]*)</button>", self.text)

    async def is_redirected(self) -> None:
        """Answers, and stays where the answer says to go on."""
        data = {"about": f"{self.meeting.id}.1", "answer": "coming"}
        async with (
            aiohttp.ClientSession() as http,
            http.post(self.base + self.path, data=data, allow_redirects=False) as answer,
        ):
            self.status, self.headers = answer.status, answer.headers

    async def asks(self, method: str, path: str | None = None, fields: dict[str, str] | None = None) -> int:
        url = self.base + (self.path if path is None else path)
        async with aiohttp.ClientSession() as http, http.request(method, url, data=fields) as answer:
            self.headers, self.raw, self.status = answer.headers, await answer.read(), answer.status
            self.text = unescape(self.raw.decode())
            return answer.status

    async def logged(self) -> list[tuple[str, str | None]]:
        async with self.sessions() as db:
            found = select(AnswerLog).filter_by(meeting_id=self.meeting.id).order_by(AnswerLog.id)
            return [(one.answer.value, one.reason) for one in await db.scalars(found)]
