"""A link in a browser: looking changes nothing, the button opens it once, and nobody else learns of it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO
from itertools import count

import aiohttp
import pytest
import structlog
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.__main__ import keep_log
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.listening import Listener
from bot.messages import Document
from bot.model.audit import AuditRow
from bot.model.roles import Office
from bot.refusals import NotAllowed
from bot.reports import recipes
from bot.reports.recipes import Rendering
from bot.services.parcels import LASTS, PATH, link_to
from bot.web.server import make_server, open_door
from bot.web.site import make_site
from bot.words import parcels as words
from handlers import all_routers
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
        return await self._asks("GET", path)

    async def posts(self, path: str) -> tuple[int, str]:
        return await self._asks("POST", path)

    async def _asks(self, method: str, path: str) -> tuple[int, str]:
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


@pytest.fixture
async def site(sqlite_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    engine = open_engine(sqlite_url)
    door = open_door("127.0.0.1", 0)
    base = f"http://127.0.0.1:{door.getsockname()[1]}"
    at = Site(base, sessions_of(engine, public_url=base), now)
    makers = {"letter": letter, "sheet": sheet, "not_for_you": not_for_you, "fragile": at.fragile}
    monkeypatch.setattr(recipes, "MAKERS", {**recipes.MAKERS, **makers})
    listener = Listener(at.sessions, {}, all_routers(), at.now, lambda: None)
    server = make_server(make_site(at.sessions, listener, {}, {}))
    task = asyncio.create_task(server.serve(sockets=[door]))
    while not server.started:  # noqa: ASYNC110 - uvicorn rings no bell
        await asyncio.sleep(0.01)
    yield at
    server.stop()
    await task
    await engine.dispose()


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
        wanted = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"
        assert site.headers["Content-Security-Policy"] == wanted


async def test_the_page_is_read_on_a_small_phone_without_scripts(site: Site) -> None:
    _, text = await site.gets(await site.link())
    assert len(site.content) <= 30_000
    assert '<html lang="vi">' in text
    assert f"<title>{words.TITLE}</title>" in text
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert "font: 18px" in text
    assert "<script" not in text
    assert "http" not in text


@pytest.fixture
def read_log(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """The log as `chibot serve` keeps it, with all that any library has to say, down to the least."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    keep_log(["serve"])
    root.setLevel(logging.DEBUG)
    yield lambda: capsys.readouterr().err
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


async def test_opening_is_written_down_and_the_token_is_in_no_log(site: Site, read_log: Callable[[], str]) -> None:
    good, broken = await site.link(), await site.link("fragile:1:drawing")
    site.breaks = True
    for path in (good, broken):
        await site.gets(path)
        await site.posts(path)
        await site.posts(path)
    logged = read_log()
    assert "parcel_not_made" in logged
    assert "INSERT INTO parcels" in logged
    assert not [path for path in (good, broken) if path.removeprefix(PATH) in logged]
    async with site.sessions() as db:
        deeds = (await db.scalars(select(AuditRow.deed).where(AuditRow.about.like("parcel:%")))).all()
    assert deeds == ["parcel_fetched", *["parcel_fetched", "parcel_given_back"] * 2]
