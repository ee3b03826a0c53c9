"""In by a link that opens once, out when one likes; and nobody without."""

import asyncio
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.db.sessions import open_engine, sessions_of
from bot.model.audit import AuditRow
from bot.model.logins import Login, LoginLink
from bot.services.logins import end_logins
from bot.web.committee import routes
from bot.web.committee.visitor import COOKIE, SAFE_COOKIE, visitor_of
from bot.web.server import open_door
from bot.words import committee_pages as words
from tests.conftest import NOW
from tests.sites import address_of, served
from tests.web.committee.office import Pages


async def test_a_link_is_looked_at_by_anybody_and_opened_once(pages: Pages) -> None:
    link = await pages.link("commune")
    for _ in range(2):  # a preview, then the person
        assert await pages.gets(link) == 200
        assert words.BEFORE in pages.text
    assert await pages.posts(link, {}) == 303
    assert pages.headers["Location"] == "/tong-hop"
    assert await pages.posts(link, {}) == await pages.gets(link) == 404


async def test_of_two_who_open_at_once_one_gets_in(pages: Pages) -> None:
    link = await pages.link("commune")
    assert sorted(await asyncio.gather(pages.posts(link, {}), pages.posts(link, {}))) == [303, 404]


async def test_a_link_is_good_for_five_minutes(pages: Pages) -> None:
    link = await pages.link("commune")
    pages.hour += timedelta(minutes=5)
    assert await pages.posts(link, {}) == 404


async def test_another_site_cannot_open_it(pages: Pages) -> None:
    link = await pages.link("commune")
    assert await pages.posts(link, {}, come_from="cross-site") == 403
    assert await pages.posts(link, {}) == 303


async def test_the_cookie_is_for_this_browser_alone_and_lasts_twelve_hours(pages: Pages) -> None:
    await pages.posts(await pages.link("commune"), {})
    cookie = pages.headers["Set-Cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/", "max-age=43200"))
    assert await pages.gets("/tong-hop/xa-dong", "commune") == 200
    pages.hour += timedelta(hours=11, minutes=59)
    assert await pages.gets("/tong-hop/xa-dong", "commune") == 200
    pages.hour += timedelta(minutes=1)
    assert await pages.gets("/tong-hop/xa-dong", "commune") == 401


async def test_only_hashes_of_links_and_cookies_are_kept(pages: Pages) -> None:
    link = await pages.link("province")
    assert await pages.gets("/tong-hop/tinh", "province") == 200
    async with pages.sessions() as db:
        kept = [*await db.scalars(select(LoginLink.token_hash)), *await db.scalars(select(Login.cookie_hash))]
    assert not {link.removeprefix("/vao/"), *pages.cookies.values()} & set(kept)


async def test_who_has_one_unit_comes_to_it_and_who_has_none_is_told(pages: Pages) -> None:
    assert await pages.gets("/tong-hop", "commune") == 303
    assert pages.headers["Location"] == "/tong-hop/xa-dong"
    assert await pages.gets("/tong-hop", "member") == 403
    assert words.NO_OFFICE in pages.text


async def test_without_a_cookie_or_with_a_wrong_one_nobody_is_known(pages: Pages) -> None:
    pages.cookies["commune"] = "wrong"
    for path in ("/tong-hop", "/tong-hop/xa-dong", "/tai-khoan"):
        assert await pages.gets(path) == await pages.gets(path, "commune") == 401
        assert words.NOT_IN in pages.text


async def test_a_person_sees_and_ends_the_own_logins_and_nobody_elses(pages: Pages) -> None:
    other = await pages.log_in("commune")
    assert await pages.gets("/tai-khoan", "commune") == 200
    async with pages.sessions() as db:
        ids = (await db.scalars(select(Login.id).filter_by(member_id=pages.viewers["commune"].id))).all()
        strange = (await db.scalars(select(Login.id).filter_by(member_id=pages.viewers["province"].id))).first()
    assert all(f'value="{one}"' in pages.text for one in ids[-2:])
    assert await pages.sends("/tai-khoan", {"ket-thuc": str(strange)}, "commune") == 303
    assert await pages.sends("/tai-khoan", {"ket-thuc": str(ids[-2])}, "commune") == 303
    mine, pages.cookies["commune"] = pages.cookies["commune"], other
    assert await pages.gets("/tong-hop/xa-dong", "commune") == 401
    pages.cookies["commune"] = mine
    assert await pages.gets("/tong-hop/xa-dong", "commune") == 200
    async with pages.sessions() as db:
        found = await db.get(Login, strange or 0)
    assert found is None or found.ended_at is None


async def test_leaving_ends_the_login_itself(pages: Pages) -> None:
    assert await pages.sends("/dang-xuat", {}, "commune") == 200
    assert words.OUT in pages.text
    assert await pages.gets("/tong-hop/xa-dong", "commune") == 401


async def test_a_form_without_its_key_or_from_elsewhere_does_nothing(pages: Pages) -> None:
    assert await pages.posts("/dang-xuat", {"khoa": "0" * 32}, "commune") == 403
    assert await pages.posts("/dang-xuat", {}, "commune", come_from="cross-site") == 403
    assert await pages.gets("/tong-hop/xa-dong", "commune") == 200


async def test_a_lost_phone_ends_every_login(pages: Pages) -> None:
    assert await pages.gets("/tong-hop/xa-dong", "commune") == 200
    link = await pages.link("commune")
    async with pages.sessions.begin() as db:
        assert await end_logins(db, pages.viewers["commune"].id, pages.hour) > 0
    assert await pages.gets("/tong-hop/xa-dong", "commune") == 401
    assert await pages.posts(link, {}) == 404


async def test_coming_and_going_is_written_down(pages: Pages) -> None:
    await pages.gets("/tong-hop/xa-dong", "office")
    await pages.sends("/dang-xuat", {}, "office")
    async with pages.sessions() as db:
        deeds = await db.scalars(select(AuditRow.deed).filter_by(by=f"member:{pages.viewers['office'].id}"))
        assert [deed for deed in deeds if deed.startswith("log")] == ["logged_in", "logged_out"]


async def test_over_https_the_cookie_of_a_neighbouring_host_is_not_believed(pages: Pages) -> None:
    """Any host beside ours may set the plain name; `__Host-` only we."""
    cookie = await pages.log_in("commune")
    about = {"public_url": "https://chibot.test"}
    async with async_sessionmaker(pages.sessions.kw["bind"], info=about)() as db:
        for name, is_known in ((COOKIE, False), (SAFE_COOKIE, True)):
            request = Request({"type": "http", "headers": [(b"cookie", f"{name}={cookie}".encode())]})
            assert (await visitor_of(db, request, pages.hour) is not None) is is_known


async def test_where_the_database_is_out_the_person_gets_a_sentence(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'without-tables.db'}")
    site, door, sessions = FastAPI(), open_door("127.0.0.1", 0), sessions_of(engine)
    site.include_router(routes.pages(sessions, lambda: NOW))
    browser = Pages(address_of(door), sessions, cookies={"anybody": "cookie"})
    async with served(site, door):
        for path in ("/vao/token", "/tong-hop", "/tong-hop/xa", "/tai-khoan"):
            assert await browser.gets(path, "anybody") == 500
            assert words.TROUBLE in browser.text, path
    await engine.dispose()
