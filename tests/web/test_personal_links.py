"""The page of a personal link in a browser without scripts or memory: it is read, answered, and tells nothing else."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import update

from bot.__main__ import keep_log
from bot.messages import Reason
from bot.model.attendances import Attendance, Leave
from bot.services import personal_links
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.personal_links import LENGTH, PATH
from bot.words import personal_link as words
from bot.words import vi
from tests.conftest import NOW, own_log
from tests.sites import open_pages
from tests.web.answering import Browser

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
async def open_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """One for all tests here: each has a cell of its own."""
    async with open_pages(sqlite_template, tmp_path_factory, lambda base, db: Browser(base, db, NOW)) as browser:
        yield browser


@pytest.fixture
async def lan(open_site: Browser, now: datetime) -> Browser:
    open_site.hour = now
    await open_site.is_sent_a_link()
    return open_site


# Reading


async def test_the_page_is_the_call_for_one_person(lan: Browser) -> None:
    assert await lan.gets() == 200
    wanted = (
        "Kính gửi đồng chí Lan",
        "Sinh hoạt thường kỳ",
        "Thôn thon-",
        "Chủ nhật, 22/11/2026, 9 giờ",
        "Nhà văn hóa",
    )
    assert [part for part in wanted if part not in lan.text] == []
    assert lan.buttons == [vi.COMING, vi.AWAY]


async def test_it_tells_nobody_more_than_the_given_name(lan: Browser) -> None:
    await lan.gets()
    assert [part for part in ("Nguyễn", "Thị", "Trần", "Bình", "0900") if part in lan.text] == []


async def test_previews_may_look_as_often_as_they_like(lan: Browser) -> None:
    assert [await lan.gets() for _ in range(3)] == [200] * 3
    assert await lan.asks("HEAD") == 200
    assert lan.raw == b""
    assert await lan.logged() == []


async def test_it_is_read_on_a_small_phone_without_scripts(lan: Browser) -> None:
    await lan.gets()
    await lan.answers("away")
    assert len(lan.raw) <= 30_000
    assert '<html lang="vi">' in lan.text
    assert 'name="viewport" content="width=device-width' in lan.text
    assert "<script" not in lan.text
    assert "http" not in lan.text.replace("http-equiv", "")


async def test_no_page_may_be_kept_framed_indexed_or_passed_on(lan: Browser) -> None:
    wanted = {
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    for ask in (lan.gets(), lan.posts(answer="coming"), lan.gets(PATH + "x"), lan.is_redirected()):
        await ask
        assert {name: lan.headers.get(name) for name in wanted} == wanted
        assert lan.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_what_came_along_when_the_link_was_copied_does_no_harm(lan: Browser) -> None:
    assert [await lan.gets(lan.path + more) for more in (".", ")", "/", "%20", "?zarsrc=1")] == [200] * 5


# Answering


async def test_one_tap_answers_and_the_page_says_so(lan: Browser) -> None:
    await lan.gets()
    assert await lan.answers("coming") == 200
    assert words.ANSWERS["coming"] in lan.text
    assert lan.buttons == [vi.AWAY]
    assert await lan.logged() == [("coming", None)]


async def test_reloading_repeats_nothing(lan: Browser) -> None:
    await lan.gets()
    await lan.is_redirected()
    assert (lan.status, lan.headers["Location"]) == (303, lan.path.removeprefix(PATH))
    assert await lan.gets() == 200
    assert len(await lan.logged()) == 1


async def test_who_stays_away_may_say_why_and_may_come_after_all(lan: Browser) -> None:
    await lan.gets()
    await lan.answers("away")
    assert lan.buttons == [*vi.REASONS.values(), vi.COMING]
    await lan.gives("illness")
    assert words.REASON_NOTED in lan.text
    await lan.answers("coming")
    assert await lan.logged() == [("away", None), ("away", Reason.ILLNESS), ("coming", None)]


async def test_the_page_does_not_say_which_reason_is_noted(lan: Browser) -> None:
    await lan.gets()
    await lan.answers("away")
    await lan.gives("illness")
    noted = lan.text
    await lan.gives("family")
    assert lan.text == noted


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"about": "{}"},
        {"answer": "coming"},
        {"about": "{}", "answer": "perhaps"},
        {"about": "{}", "answer": "undecided"},
        {"about": "{}", "reason": "ốm"},
        {"about": "{}", "answer": "away", "reason": "illness"},
        {"about": "1", "answer": "coming"},
        {"about": "999999.1", "answer": "coming"},
        {"about": f"{10**30}.1", "answer": "coming"},
        {"about": "{}", "text": "x" * 20_000, "answer": "coming"},
    ],
)
async def test_a_form_that_is_none_of_this_page_stores_nothing_and_says_so(
    lan: Browser, fields: dict[str, str]
) -> None:
    await lan.gets()
    assert await lan.posts(**{name: said.replace("{}", lan.about) for name, said in fields.items()}) == 400
    assert words.NOT_STORED["unreadable"] in lan.text
    assert lan.buttons == [vi.COMING, vi.AWAY]
    assert await lan.logged() == []


async def test_what_is_no_form_at_all_stores_nothing(lan: Browser) -> None:
    async with aiohttp.ClientSession() as http:
        for raw in (b"\xff\xfe=\x00", b"&" * 200, b"{}", "ờ=".encode()):
            async with http.post(lan.base + lan.path, data=raw, headers=FORM) as answer:
                assert answer.status == 400
    assert await lan.logged() == []


async def test_a_reason_without_an_absence_is_not_stored(lan: Browser) -> None:
    await lan.gets()
    await lan.answers("coming")
    assert await lan.gives("illness") == 409
    assert words.NOT_STORED["not_away"] in lan.text


async def test_two_taps_at_once_are_one_answer_each(lan: Browser) -> None:
    await lan.gets()
    both = await asyncio.gather(lan.answers("coming"), lan.answers("away"))
    assert set(both) == {200}
    assert sorted(await lan.logged()) == [("away", None), ("coming", None)]


async def test_what_the_secretary_decided_is_said_to_whom_it_concerns(lan: Browser) -> None:
    await lan.gets()
    await lan.answers("away")
    assert f"{words.ANSWERS['away']} {words.LEAVES['pending']}" in lan.text
    async with lan.sessions.begin() as db:
        await db.execute(update(Attendance).filter_by(meeting_id=lan.meeting.id).values(leave=Leave.EXCUSED))
    await lan.gets()
    assert f"{words.ANSWERS['away']} {words.LEAVES['excused']}" in lan.text


# When the meeting is another one, or over


async def test_a_page_from_before_a_move_stores_nothing_and_shows_the_new_hour(lan: Browser) -> None:
    await lan.gets()
    async with lan.sessions.begin() as db:
        await move_meeting(db, lan.meeting.id, lan.hour + timedelta(days=3), None, "test", lan.hour)
    assert await lan.answers("coming") == 409
    assert words.NOT_STORED["moved"] in lan.text
    assert words.MOVED in lan.text
    assert "Thứ Ba, 24/11/2026" in lan.text
    assert await lan.answers("coming") == 200
    assert words.MOVED not in lan.text
    assert await lan.logged() == [("coming", None)]


async def test_a_cancelled_meeting_says_so_and_asks_nothing(lan: Browser) -> None:
    async with lan.sessions.begin() as db:
        await cancel_meeting(db, lan.meeting.id, "test", lan.hour)
    assert await lan.gets() == 200
    assert words.CANCELLED in lan.text
    assert lan.buttons == []


async def test_once_begun_the_page_shows_the_call_and_takes_no_answer(lan: Browser) -> None:
    await lan.gets()
    lan.hour = lan.meeting.starts_at
    assert await lan.answers("coming") == 409
    assert words.NOT_STORED["too_late"] in lan.text
    assert words.BEGUN in lan.text
    assert lan.buttons == []


async def test_wrong_and_old_links_look_the_same(lan: Browser) -> None:
    about = f"{lan.meeting.id}.1"
    lan.hour += timedelta(days=2)
    seen = set()
    for path in (lan.path, PATH, PATH + "x", PATH + "a" * LENGTH, PATH + "%E1%BB%9D", PATH + "%00", PATH + "a/b"):
        for ask in (lan.gets(path), lan.posts(path, about=about, answer="coming")):
            seen.add((await ask, lan.text))
    assert [(status, words.GONE in text) for status, text in seen] == [(404, True)]


# The log


@pytest.fixture
def read_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """The log as `chibot serve` keeps it, with all that any library has to say, down to the least."""
    stream = StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with own_log():
        keep_log(["serve"])
        logging.getLogger().setLevel(logging.DEBUG)
        yield stream.getvalue


async def test_the_token_is_in_no_log(
    lan: Browser, read_log: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = await lan.is_sent_a_link()
    wrong = PATH + "b" * LENGTH
    await lan.gets()
    await lan.answers("coming")
    await lan.gets(wrong)

    async def away(*_: object, **__: object) -> None:
        raise OSError("the database is away")

    monkeypatch.setattr(personal_links, "meeting_of", away)
    assert await lan.posts(right, about=f"{lan.meeting.id}.1", answer="away") == 500
    assert words.NOT_STORED_AT_ALL in lan.text
    logged = read_log()
    assert "personal_link_failed" in logged
    assert "the database is away" in logged
    assert "INSERT INTO" not in logged  # a row of the table would hold it
    assert [path for path in (right, wrong) if path.removeprefix(PATH) in logged] == []
