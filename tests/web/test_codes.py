"""The page of a code: shown to whoever has the link, used by nobody who only looks, and telling no name."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.model.accounts import Account
from bot.model.endpoints import LinkCode
from bot.services.codes import new_token
from bot.services.joining import Invitation, invite
from bot.words import code_page as words
from bot.words.links import typed
from tests import village
from tests.conftest import NOW
from tests.sites import open_pages
from tests.web.browsing import NUMBERS, Site

NAMES = {"telegram": ("123456", "xa_bot"), "zalo_oa": ("388613280", "Chi bộ số"), "zalo_bot": ("77", "Bot Suối Trong")}


@pytest.fixture(scope="module")
async def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with open_pages(sqlite_template, tmp_path_factory, lambda base, db: Site(base, db, NOW)) as at:
        async with at.sessions.begin() as db:
            db.add_all(Account(channel=one, account=account, name=name) for one, (account, name) in NAMES.items())
        yield at


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
