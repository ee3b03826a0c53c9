"""Programs that ask about the province of the committee's pages, in which a document goes down."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import aiohttp
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.sessions import open_engine, reading_engine, sessions_of
from bot.model.directives import Directive, DocumentKind
from bot.services.acknowledging import acknowledge
from bot.services.addressees import Addressees
from bot.services.api_tokens import Scope, issue
from bot.services.directive_checks import Content
from bot.services.directive_telling import Rounds
from bot.services.directives import Sending, make_directive
from bot.web.api.site import PATH, make_api
from bot.web.server import open_door
from tests.sites import address_of, served
from tests.web.committee.office import Pages

CONTENT = Content(
    DocumentKind.QD, "27-QĐ/TU", "Tỉnh ủy", date(2026, 11, 5), "Quy định về sinh hoạt chi bộ", due_on=date(2026, 11, 30)
)
EVERY = tuple(Scope)


@dataclass
class Programs(Pages):
    """Programs with tokens; the answer to the last question is in `found`."""

    found: Any = None
    directive: int = 0

    async def set_up(self) -> None:
        await super().set_up()
        async with self.sessions.begin() as db:
            sending = Sending(Addressees((self.units["xa-dong"].id,)))
            directive: Directive = await make_directive(db, self.units["tinh"], CONTENT, sending, "test", self.hour)
            self.directive = directive.id
            rounds = Rounds(20)
            while await rounds.tell_some(db, self.hour):
                pass
            await acknowledge(db, directive.id, self.viewers["secretary"].id, self.hour)

    async def token(self, viewer: str, *scopes: Scope, name: str = "Máy tính", days: int = 30) -> str:
        """A new one, for everything unless scopes are named; in the place of any other."""
        async with self.sessions.begin() as db:
            _, secret = await issue(db, self.viewers[viewer], name, scopes or EVERY, days, "test", self.hour)
        return secret

    async def asks(self, path: str, token: str | None, method: str = "GET", **more: Any) -> int:
        """The status."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            aiohttp.ClientSession() as http,
            http.request(method, f"{self.base}/api/v1{path}", headers=headers | more.pop("headers", {})) as answer,
        ):
            self.text, self.headers = await answer.text(), dict(answer.headers)
            self.status, self.found = answer.status, json.loads(self.text)
            return answer.status

    async def gets_all(self, path: str, token: str, limit: int = 1) -> list[Any]:
        """What all parts of a long answer list together."""
        items, cursor, sign = [], None, "&" if "?" in path else "?"
        while True:
            behind = f"&cursor={cursor}" if cursor else ""
            assert await self.asks(f"{path}{sign}limit={limit}{behind}", token) == 200, self.text
            items += self.found["items"]
            cursor = self.found["next"]
            if cursor is None:
                return items


@asynccontextmanager
async def open_api(url: str) -> AsyncIterator[tuple[Programs, AsyncEngine]]:
    """The API alone over a database of whatever kind, and the engine by which it reads."""
    engine = open_engine(url)
    readers = reading_engine(engine)
    door = open_door("127.0.0.1", 0)
    programs = Programs(address_of(door), sessions_of(engine))
    site = FastAPI()
    site.mount(PATH, make_api(programs.sessions, sessions_of(readers), programs.now, 6000))
    async with served(site, door):
        await programs.set_up()
        yield programs, readers
    for one in (readers, engine):
        await one.dispose()
