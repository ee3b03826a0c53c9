"""What whoever watches the machine sees: numbers that are true, for nobody without the secret, and nobody's name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy import select

from bot.app import at_work
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.networks import real_channels
from bot.services.alarms import raise_alarm
from bot.services.backups import note_backup
from bot.services.halts import halt
from bot.services.health import note_delivery
from bot.services.notices import OPEN
from bot.serving import make_served_site, make_watched_site
from bot.web import metrics
from bot.web.server import open_door
from tests import village
from tests.fakes.telegram import forbidden
from tests.sites import free_port, served
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SECRET = "a-secret-of-16-letters"
Labels = frozenset[tuple[str, str]]


@asynccontextmanager
async def watched(url: str, *, serves: bool = True, secret: str | None = SECRET) -> AsyncIterator[tuple[Stage, str]]:
    """A cell of three at work, whose first has blocked us; and the address of the site."""
    port = free_port()
    async with stage(url, NINE, port=port, metrics_secret=SecretStr(secret) if secret else None) as at:
        at.telegram.faults.next(forbidden(), method="sendMessage", chat=1)
        await called(at)
        async with at_work(at.house, real_channels(at.house), at.now) as running:
            site = (make_served_site if serves else make_watched_site)(at.house, running)
            async with served(site, open_door("127.0.0.1", port)) as address:
                await at.telegram.wait_for(lambda: len(at.telegram.sent) == 2)
                yield at, address


async def called(at: Stage) -> None:
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db)
        for number, member in enumerate(await village.members(db, cell, 3), 1):
            at.telegram.person(number)
            (await village.reachable_at(db, member, at.now(), str(number), "telegram")).account = "123456"
        await village.meeting(db, cell, at.now(), timedelta(hours=30))


async def page(base: str, path: str = "/metrics", secret: str | None = SECRET) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    async with aiohttp.ClientSession() as http, http.get(base + path, headers=headers) as answer:
        return answer.status, await answer.text()


def numbers(text: str) -> dict[tuple[str, Labels], float]:
    samples = [one for family in text_string_to_metric_families(text) for one in family.samples]
    return {(one.name, frozenset(one.labels.items())): one.value for one in samples}


def labels(**given: str) -> Labels:
    return frozenset(given.items())


async def test_the_numbers_are_those_of_the_ledger(sqlite_url: str) -> None:
    async with watched(sqlite_url) as (at, base):

        async def all_are_settled() -> bool:
            async with at.house.sessions() as db:
                return not await db.scalar(select(Notice.id).where(Notice.state.in_(OPEN)).limit(1))

        await at.until(all_are_settled)
        found = numbers((await page(base))[1])
    assert found["chibot_notices", labels(channel="telegram", state="sent")] == 2
    assert found["chibot_sends_total", labels(channel="telegram", outcome="accepted")] == 2
    assert found["chibot_sends_total", labels(channel="telegram", outcome="address_dead")] == 1
    assert found["chibot_send_seconds_count", labels(channel="telegram")] == 3
    assert found["chibot_lease_held", labels(channel="telegram", duty="send")] == 1
    assert found["chibot_rate", labels(channel="telegram")] > 0
    assert found["chibot_database_up", labels()] == 1


async def test_without_the_secret_there_are_no_numbers(sqlite_url: str) -> None:
    async with watched(sqlite_url) as (_, base):
        assert [(await page(base, secret=one))[0] for one in (None, "wrong", SECRET)] == [401, 401, 200]


async def test_serve_without_a_secret_of_its_own_has_no_such_page(sqlite_url: str) -> None:
    async with watched(sqlite_url, secret=None) as (_, base):
        assert (await page(base))[0] == 404


async def test_a_worker_shows_health_and_numbers_and_nothing_else(sqlite_url: str) -> None:
    async with watched(sqlite_url, serves=False, secret=None) as (_, base):
        assert [(await page(base, path))[0] for path in ("/metrics", "/healthz", "/hooks/telegram")] == [200, 200, 404]


async def test_what_sending_meets_is_seen_although_polling_works(sqlite_url: str) -> None:
    async with watched(sqlite_url) as (at, base):
        await note_delivery(at.house.sessions, "telegram", "123456", "token_refused")
        assert '"sending":{"telegram":"token_refused"}' in (await page(base, "/healthz"))[1]
        found = numbers((await page(base))[1])
        assert found["chibot_trouble", labels(channel="telegram", side="sending")] == 1
        assert found["chibot_trouble", labels(channel="telegram", side="hearing")] == 0
        await note_delivery(at.house.sessions, "telegram", "123456", None)
        assert '"sending":{"telegram":"ok"}' in (await page(base, "/healthz"))[1]


async def test_a_stop_is_seen_by_whoever_watches_but_not_where_and_by_whom(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "KEPT", 0.0)
    async with watched(sqlite_url) as (at, base):
        assert "stops" not in (await page(base, "/healthz"))[1]
        assert numbers((await page(base))[1])["chibot_stops", labels()] == 0
        async with at.house.sessions.begin() as db:
            await halt(db, (await db.scalars(select(Unit))).one(), "member:7", at.now())
        health = (await page(base, "/healthz"))[1]
        found = numbers((await page(base))[1])
    assert '"stops":{"open":1,"since":"2026-11-21T02:00:' in health
    assert "thon" not in health
    assert "member" not in health
    assert found["chibot_stops", labels()] == 1


async def test_what_a_person_has_to_see_to_is_a_number_too(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "KEPT", 0.0)
    async with watched(sqlite_url) as (at, base):
        assert not [one for one in numbers((await page(base))[1]) if one[0] == "chibot_alarm"]
        async with at.house.sessions.begin() as db:
            await raise_alarm(db, "zalo_oa:tokens", "Mời cấp quyền lại.", at.now())
        text = (await page(base))[1]
    assert numbers(text)["chibot_alarm", labels(alarm="zalo_oa:tokens")] == 1
    assert "quyền" not in text


async def test_how_old_the_last_backup_is_can_be_watched(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "KEPT", 0.0)
    async with watched(sqlite_url) as (at, base):
        assert "chibot_backup_age_seconds" not in (await page(base))[1], "absent() is an alarm too"
        async with at.house.sessions.begin() as db:
            note_backup(db, "test", at.now() - timedelta(hours=3), 1, 1)
        assert numbers((await page(base))[1])["chibot_backup_age_seconds", labels()] == pytest.approx(3 * 3600, abs=60)


async def test_nobody_is_named_in_the_numbers(sqlite_url: str) -> None:
    async with watched(sqlite_url) as (at, base):
        text = (await page(base))[1]
    assert all(secret not in text for secret in ("123456", at.telegram.token, "Trần", SECRET, "meeting:"))
