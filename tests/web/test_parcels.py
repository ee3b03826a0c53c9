"""A link in a browser: looking changes nothing, the button opens it once, and nobody else learns of it."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from bot.__main__ import keep_log
from bot.model.audit import AuditRow
from bot.model.roles import Office
from bot.reports import recipes
from bot.services.parcels import LASTS, PATH, link_to
from bot.words import parcels as words
from tests import village
from tests.conftest import NOW, own_log
from tests.sites import open_pages
from tests.web.browsing import BOUGHT, LETTER, Site, letter, not_for_you, sheet


@pytest.fixture(scope="module")
async def open_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """One for all tests here: what each of them looks at is its own."""
    async with open_pages(sqlite_template, tmp_path_factory, lambda base, db: Site(base, db, NOW)) as at:
        makers = {"letter": letter, "sheet": sheet, "not_for_you": not_for_you, "fragile": at.fragile}
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(recipes, "MAKERS", {**recipes.MAKERS, **makers})
            yield at


@pytest.fixture
def site(open_site: Site, now: datetime) -> Site:
    open_site.hour, open_site.breaks = now, False
    return open_site


async def test_a_preview_that_fetches_the_link_does_not_spend_it(site: Site) -> None:
    path = await site.link()
    assert [(await site.gets(path))[0] for _ in range(3)] == [200, 200, 200]
    assert (await site.posts(path))[0] == 200


async def test_the_first_page_says_what_will_happen_and_shows_nothing_yet(site: Site) -> None:
    _, text = await site.gets(await site.link())
    assert words.BEFORE in text
    assert f">{words.OPEN}</button>" in text
    assert "Nguyễn Văn An" not in text


async def test_a_text_is_shown_once_as_it_is(site: Site) -> None:
    path = await site.link()
    status, text = await site.posts(path)
    assert status == 200
    assert LETTER in text
    assert b"<b>" not in site.content
    status, text = await site.posts(path)
    assert (status, "Nguyễn Văn An" in text, words.GONE in text) == (404, False, True)


async def test_a_file_comes_with_its_vietnamese_name(site: Site) -> None:
    status, _ = await site.posts(await site.link("sheet:1"))
    assert (status, site.content) == (200, BOUGHT)
    assert site.headers["Content-Type"] == "application/vnd.ms-excel"
    assert site.headers["Content-Disposition"] == (
        'attachment; filename="bao cao -dang uy--thang 12.xlsx"; '
        "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20%22%C4%90%E1%BA%A3ng%20%E1%BB%A7y%22-th%C3%A1ng%2012.xlsx"
    )


async def test_a_real_report_is_made_when_it_is_fetched_and_written_down(site: Site) -> None:
    async with site.sessions.begin() as db:
        top = await village.commune(db)
        official = await village.member(db, await village.cell(db, top), "Lò Thị Xuân")
        await village.office(db, official, top, Office.COMMUNE_COMMITTEE)
        made_of = recipes.recipe("workbook", official.id, top.id, "m2026-11")
        path = (await link_to(db, made_of, official.id, site.hour)).removeprefix(site.base)
    assert (await site.posts(path))[0] == 200
    assert load_workbook(BytesIO(site.content)).worksheets
    async with site.sessions() as db:
        deeds = await db.scalars(select(AuditRow.deed).where(AuditRow.by == f"member:{official.id}"))
        assert set(deeds) == {"parcel_fetched", "exported"}


async def test_wrong_used_and_old_links_look_the_same(site: Site) -> None:
    used, old = await site.link(), await site.link()
    await site.posts(used)
    site.hour += LASTS
    seen = {await site.gets(path) for path in (used, old, PATH + "x", PATH + "%E1%BB%9D", PATH + "%00")}
    seen |= {await site.posts(path) for path in (used, old, PATH + "x", PATH + "%E1%BB%9D", PATH + "%00")}
    assert [(status, words.GONE in text) for status, text in seen] == [(404, True)]


async def test_the_hour_is_that_of_the_people(site: Site) -> None:
    path = await site.link()
    site.hour += LASTS - timedelta(minutes=1)
    assert (await site.gets(path))[0] == 200


async def test_of_two_taps_one_opens(site: Site) -> None:
    path = await site.link()
    both = await asyncio.gather(site.posts(path), site.posts(path))
    assert sorted(status for status, _ in both) == [200, 404]


async def test_whoever_lost_the_right_meanwhile_gets_a_sentence(site: Site) -> None:
    status, text = await site.posts(await site.link("not_for_you:1"))
    assert status == 403
    assert "không được phân công" in text


@pytest.mark.parametrize("recipe", ["unheard_of:1", "workbook:x", "letter"])
async def test_a_recipe_that_nobody_knows_gives_nothing(site: Site, recipe: str) -> None:
    status, text = await site.posts(await site.link(recipe))
    assert status in {403, 500}
    assert words.GONE_TITLE in text


@pytest.mark.parametrize("when", ["reading", "drawing"])
async def test_what_breaks_while_it_is_made_leaves_the_link_good(site: Site, when: str) -> None:
    path = await site.link(f"fragile:1:{when}")
    site.breaks = True
    status, text = await site.posts(path)
    assert (status, words.TROUBLE in text) == (500, True)
    site.breaks = False
    status, text = await site.posts(path)
    assert (status, "unbroken" in text) == (200, True)


async def test_no_page_may_be_kept_framed_indexed_or_passed_on(site: Site) -> None:
    path = await site.link("sheet:1")
    for ask in (site.gets(path), site.posts(path), site.posts(path)):
        await ask
        assert site.headers["Cache-Control"] == "no-store"
        assert site.headers["Referrer-Policy"] == "no-referrer"
        assert site.headers["X-Robots-Tag"] == "noindex"
        assert site.headers["X-Content-Type-Options"] == "nosniff"
        assert site.headers["X-Frame-Options"] == "DENY"
        allowed = site.headers["Content-Security-Policy"]
        assert allowed.startswith("default-src 'none'; style-src 'sha256-")
        assert "script" not in allowed
        assert "unsafe" not in allowed


async def test_the_page_is_read_on_a_small_phone_without_scripts(site: Site) -> None:
    _, text = await site.gets(await site.link())
    assert len(site.content) <= 30_000
    assert '<html lang="vi">' in text
    assert f"<title>{words.TITLE}</title>" in text
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert "<script" not in text
    assert "http" not in text


@pytest.fixture
def read_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """The log as `chibot serve` keeps it, with all that any library has to say, down to the least.

    It is written to a stream that stays open: a thread of the database may have a last line to say.
    """
    stream = StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with own_log():
        keep_log(["serve"])
        logging.getLogger().setLevel(logging.DEBUG)
        yield stream.getvalue


async def test_opening_is_written_down_and_the_token_is_in_no_log(site: Site, read_log: Callable[[], str]) -> None:
    good, broken = await site.link(), await site.link("fragile:1:drawing")
    async with site.sessions() as db:
        before = await db.scalar(select(func.max(AuditRow.id))) or 0
    site.breaks = True
    for path in (good, broken):
        await site.gets(path)
        await site.posts(path)
        await site.posts(path)
    logged = read_log()
    assert "parcel_not_made" in logged
    assert "INSERT INTO" not in logged  # a row of the table would hold it
    assert not [path for path in (good, broken) if path.removeprefix(PATH) in logged]
    async with site.sessions() as db:
        opened = select(AuditRow.deed).where(AuditRow.id > before, AuditRow.about.like("parcel:%"))
        deeds = (await db.scalars(opened)).all()
    assert deeds == ["parcel_fetched", *["parcel_fetched", "parcel_given_back"] * 2]
