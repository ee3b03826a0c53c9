"""Telegram brings its updates itself: believed by the secret, kept, answered 200."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
from sqlalchemy import func, select, update

from bot.app import at_work
from bot.model.accounts import Account
from bot.model.attendances import Answer, Attendance
from bot.model.inbox import InboxRow
from bot.networks import real_channels, webhook_secret
from tests import village
from tests.sites import free_port, open_site
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@asynccontextmanager
async def served(url: str) -> AsyncIterator[tuple[Stage, str]]:
    """A stage whose Telegram comes by webhook, and the address of our site."""
    port = free_port()
    async with stage(url, NINE, port=port, public_url=f"http://127.0.0.1:{port}", mode="webhook") as at:
        channels = real_channels(at.house)
        async with at_work(at.house, channels, at.now) as running, open_site(at.house, running, port) as base:
            yield at, base


async def kept(at: Stage) -> int:
    async with at.house.sessions() as db:
        return await db.scalar(select(func.count(InboxRow.id))) or 0


async def test_an_answer_comes_by_webhook_and_is_counted_once_however_often_it_comes(database_url: str) -> None:
    async with served(database_url) as (at, _):
        async with at.house.sessions.begin() as db:
            cell = await village.cell(db)
            lan = await village.member(db, cell, "Nguyễn Thị Lan")
            (await village.reachable_at(db, lan, at.now(), chat="42", channel="telegram")).account = "123456"
            await village.meeting(db, cell, at.now(), timedelta(hours=30))
        person = at.telegram.person(42)
        await at.telegram.wait_for(lambda: person.received)
        await person.presses("Có mặt")
        await at.telegram.wait_for(lambda: any("CÓ MẶT" in sent.text for sent in person.received))
        async with at.house.sessions() as db:
            assert (await db.scalars(select(Attendance.answer))).one() is Answer.COMING


async def post(base: str, body: bytes, secret: str | None) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    async with (
        aiohttp.ClientSession() as http,
        http.post(base + "/hooks/telegram", data=io.BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


SECRETS = (None, "", "wrong", "ờ")
NO_UPDATES = (b"", b"{", b"[]", b'"x"', b"[" * 50_000, b"\xff\xfe", b'{"update_id": "x"}', b" " * 2_000_000)


async def test_without_the_secret_nothing_is_believed(sqlite_url: str) -> None:
    async with served(sqlite_url) as (at, base):
        update = json.dumps({"update_id": 5, "message": {}}).encode()
        answers = {secret: await post(base, update, secret) for secret in SECRETS}
        assert answers == dict.fromkeys(SECRETS, 403)
        assert await kept(at) == 0


async def test_what_is_no_update_is_answered_and_not_kept(sqlite_url: str) -> None:
    async with served(sqlite_url) as (at, base):
        secret = webhook_secret(at.house.settings)
        answers = {body[:20]: await post(base, body, secret) for body in NO_UPDATES}
        assert answers == dict.fromkeys([body[:20] for body in NO_UPDATES], 200)
        assert await kept(at) == 0


async def test_no_answer_waits_for_the_sign_of_life(sqlite_url: str) -> None:
    """Whoever writes a long import holds the database; a network waits two seconds at most."""

    async def heard() -> datetime | None:
        async with at.house.sessions() as db:
            return await db.scalar(select(Account.heard_at).filter_by(channel="telegram"))

    async with served(sqlite_url) as (at, base):
        secret = webhook_secret(at.house.settings)
        async with at.house.sessions.begin() as db:
            await db.execute(update(Account).values(name="writes"))
            async with asyncio.timeout(2):
                assert await post(base, b'{"update_id": "x"}', secret) == 200
        await at.until(heard)


async def test_the_same_update_twice_is_one_row(sqlite_url: str) -> None:
    async with served(sqlite_url) as (at, base):
        secret = webhook_secret(at.house.settings)
        update = json.dumps({"update_id": 5, "message": {"chat": {"id": 1}}}).encode()
        assert [await post(base, update, secret) for _ in range(3)] == [200, 200, 200]
        assert await kept(at) == 1


async def test_health_is_told_without_secrets(sqlite_url: str) -> None:
    async with served(sqlite_url) as (at, base):
        async with aiohttp.ClientSession() as http, http.get(base + "/healthz") as answer:
            text = await answer.text()
            assert answer.status == 200
        assert json.loads(text)["database"] == "ok"
        assert at.telegram.token not in text


REHEARSAL = ("/tap-duot", "/tap-duot/tin-moi", "/tap-duot/may.js", "/tap-duot/tep/1")


async def test_serve_has_no_other_pages(sqlite_url: str) -> None:
    async with served(sqlite_url) as (_, base), aiohttp.ClientSession() as http:
        for path in ("/", "/docs", "/openapi.json", "/redoc", *REHEARSAL):
            async with http.get(base + path) as answer:
                assert answer.status == 404
