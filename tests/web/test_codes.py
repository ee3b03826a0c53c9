"""The page of a code: shown to whoever has the link, used by nobody who only looks, and telling no name."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.db.sessions import open_engine, sessions_of
from bot.listening import Listener
from bot.model.accounts import Account
from bot.model.endpoints import LinkCode
from bot.services.codes import new_token
from bot.services.joining import Invitation, invite
from bot.web.server import make_server, open_door
from bot.web.site import make_site
from bot.words import code_page as words
from bot.words.links import typed
from handlers import all_routers
from tests import village
from tests.conftest import NOW
from tests.web.browsing import NUMBERS, Site

NAMES = {"telegram": ("123456", "xa_bot"), "zalo_oa": ("388613280", "Chi bộ số"), "zalo_bot": ("77", "Bot Suối Trong")}


@pytest.fixture(scope="module")
async def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("codes") / "site.db")
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    door = open_door("127.0.0.1", 0)
    base = f"http://127.0.0.1:{door.getsockname()[1]}"
    at = Site(base, sessions_of(engine, public_url=base), NOW)
    async with at.sessions.begin() as db:
        db.add_all(Account(channel=one, account=account, name=name) for one, (account, name) in NAMES.items())
    server = make_server(make_site(at.sessions, Listener(at.sessions, {}, all_routers(), at.now, lambda: None), {}))
    task = asyncio.create_task(server.serve(sockets=[door]))
    while not server.started:  # noqa: ASYNC110 - uvicorn rings no bell
        await asyncio.sleep(0.01)
    yield at
    server.stop()
    await task
    await engine.dispose()


@pytest.fixture
async def made(site: Site) -> Invitation:
    site.hour = NOW
    async with site.sessions.begin() as db:
        person = await village.member(db, await village.cell(db, code=f"thon-{next(NUMBERS)}"), "Lê Văn Sơn")
        return (await invite(db, [person], "test", NOW))[0]


async def test_the_code_stands_there_with_every_way_to_us(site: Site, made: Invitation) -> None:
    status, text = await site.gets(f"/k/{made.token}")
    assert status == 200
    for wanted in (
        typed(made.code),
        'href="https://zalo.me/388613280"',
        f'href="https://t.me/xa_bot?start={made.token}"',
        "Mở Zalo: Chi bộ số",
        "Zalo Bot: tìm “Bot Suối Trong”.",
    ):
        assert wanted in text


async def test_nobody_is_named_and_nobody_else_keeps_it(site: Site, made: Invitation) -> None:
    _, text = await site.gets(f"/k/{made.token}")
    assert "Sơn" not in text
    assert "thon-" not in text
    assert "<script" not in text
    assert site.headers["Cache-Control"] == "no-store"
    assert site.headers["X-Robots-Tag"] == "noindex"
    assert site.headers["Referrer-Policy"] == "no-referrer"
    assert len(site.content) < 30_000


async def test_looking_changes_nothing(site: Site, made: Invitation) -> None:
    for _ in range(3):
        await site.gets(f"/k/{made.token}")
    assert (await site.asks("HEAD", f"/k/{made.token}"))[0] == 200
    assert (await site.posts(f"/k/{made.token}"))[0] == 405
    async with site.sessions() as db:
        used = await db.scalars(select(LinkCode.used_at).where(LinkCode.member_id == made.member.id))
        assert used.all() == [None]


async def test_wrong_old_and_odd_links_look_the_same(site: Site, made: Invitation) -> None:
    site.hour = NOW + timedelta(days=15)
    paths = [made.token, new_token(), "x", made.token + "A", "%00" * 22, "ạ" * 22, "." * 22]
    pages = [await site.gets(f"/k/{path}") for path in paths]
    assert {status for status, _ in pages} == {404}
    assert {re.sub(r"\s+", " ", text) for _, text in pages} == {re.sub(r"\s+", " ", pages[0][1])}
    assert words.GONE in pages[0][1]
