"""What `chibot doctor` finds, and that each thing that is not well comes with what to do."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import text

from bot.commands import database_checks, machine_checks, work_checks
from bot.commands.check import Check
from bot.commands.machine_checks import between
from bot.config import Settings
from bot.house import House, open_house
from bot.model.accounts import Lease
from bot.model.inbox import InboxRow
from bot.model.tree_changes import TreeChange, TreeChangeKind, TreeChangeState
from bot.network_settings import Telegram
from bot.services.halts import halt
from tests import village
from tests.commands.conftest import Chibot
from tests.conftest import NOW

SECOND = timedelta(seconds=1)


@asynccontextmanager
async def house_at(url: str, **more: Any) -> AsyncIterator[House]:
    async with open_house(Settings(database_url=SecretStr(url), _env_file=None, **more)) as house:
        yield house


def named(checks: list[Check], name: str) -> Check:
    return next(one for one in checks if one.name == name)


async def test_the_database_is_asked_whether_it_is_whole(database_url: str) -> None:
    async with house_at(database_url) as house:
        assert [one for one in await database_checks.database_checks(house) if not one.ok] == []


async def test_a_spoilt_file_is_noticed(tmp_path: Path, sqlite_template: Path) -> None:
    file = tmp_path / "chibot.db"
    shutil.copy(sqlite_template, file)
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA writable_schema=ON")
        db.execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'ix_audit_at'")
    db.close()
    async with house_at(f"sqlite:///{file}") as house:
        found = named(await database_checks.database_checks(house), "integrity")
    assert not found.ok
    assert "chibot restore" in found.text


async def test_a_journal_that_is_not_written_into_the_file_is_noticed(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_checks, "LARGEST_JOURNAL", 1)
    async with house_at(sqlite_url) as house:
        async with house.sessions.begin() as db:
            await village.cell(db)
        assert not named(await database_checks.database_checks(house), "journal").ok


async def test_a_transaction_that_is_held_open_is_noticed(
    postgres_server: str, shared_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_checks, "LONGEST", timedelta())
    async with house_at(shared_postgres) as house, house.engine.connect() as another:
        await another.execute(text("SELECT 1"))
        found = named(await database_checks.database_checks(house), "transactions")
    assert not found.ok
    assert "pg_stat_activity" in found.text


async def test_who_sends_is_known_by_the_lease(sqlite_url: str) -> None:
    on = {"telegram": Telegram(token=SecretStr("123456:TEST"))}
    async with house_at(sqlite_url, **on) as house:
        nobody = named(await work_checks.work_checks(house), "senders")
        assert (nobody.ok, "telegram" in nobody.text, "chibot serve" in nobody.text) == (False, True, True)
        async with house.sessions.begin() as db:
            db.add(Lease(name="send:telegram:123456", holder="x", until_at=datetime.now(UTC) + 8 * SECOND))
        assert named(await work_checks.work_checks(house), "senders").ok


async def test_what_lies_too_long_is_noticed_unless_it_is_stopped(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "now", lambda _: NOW)
    long_ago = NOW - timedelta(hours=1)
    async with house_at(sqlite_url) as house:
        async with house.sessions.begin() as db:
            cell = await village.cell(db)
            await village.reachable_at(db, await village.member(db, cell), long_ago)
            await village.meeting(db, cell, long_ago, timedelta(hours=9))
            row = {"channel": "telegram", "account": "1", "event_id": "1", "address": "42"}
            db.add(InboxRow(received_at=long_ago, **row))
        found = await work_checks.work_checks(house)
        assert {one.name: one.ok for one in found} == {"inbox": False, "outbox": False, "tree": True}
        assert all("60 phút" in one.text for one in found if not one.ok)
        async with house.sessions.begin() as db:
            await halt(db, await village.cell(db, code="another"), "test", NOW)
        assert not named(await work_checks.work_checks(house), "outbox").ok, "the stop is elsewhere"
        async with house.sessions.begin() as db:
            await halt(db, None, "test", NOW)
        assert named(await work_checks.work_checks(house), "outbox").ok


async def test_a_change_of_the_tree_that_could_not_be_done_is_named(sqlite_url: str) -> None:
    async with house_at(sqlite_url) as house:
        async with house.sessions.begin() as db:
            waits = TreeChange(
                batch="1", digest="1", on=NOW.date(), kind=TreeChangeKind.MOVE, facts={}, made_at=NOW, by="test",
                state=TreeChangeState.PLANNED, trouble="Còn buổi họp chưa chốt.",
            )  # fmt: skip
            db.add(waits)
        found = named(await work_checks.work_checks(house), "tree")
    assert not found.ok
    assert f"số {waits.id})" in found.text


def test_how_far_a_clock_is_off_is_the_least_that_it_can_be() -> None:
    asked, heard = NOW, NOW + SECOND
    assert between(asked, NOW + SECOND / 2, heard) == timedelta()
    assert between(asked, NOW - 10 * SECOND, heard) == 10 * SECOND
    assert between(asked, NOW + 11 * SECOND, heard) == -10 * SECOND


async def test_the_clock_is_compared_with_a_networks(sqlite_url: str) -> None:
    async def head(_: web.Request) -> web.Response:
        return web.Response(headers={"Date": "Sat, 21 Nov 2020 02:00:00 GMT"})

    app = web.Application()
    app.router.add_route("HEAD", "/", head)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    on = {"telegram": Telegram(token=SecretStr("1:TEST"), api_base=f"http://127.0.0.1:{port}")}
    async with house_at(sqlite_url, **on) as house:
        found = named(await machine_checks.machine_checks(house), "clock")
    await runner.cleanup()
    assert not found.ok
    assert "127.0.0.1" in found.text
    assert "timedatectl" in found.text


def test_a_full_disk_and_an_address_that_is_none_are_noticed(chibot: Chibot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**6))
    monkeypatch.setenv("CHIBOT_PUBLIC_URL", "http://127.0.0.1:8080")
    found = {one["name"]: one for one in chibot("doctor").json["checks"]}
    assert not found["disk"]["ok"]
    assert "1,0\u00a0MB" in found["disk"]["text"]
    assert not found["public_address"]["ok"]
    monkeypatch.setenv("CHIBOT_PUBLIC_URL", "https://chibot.example.vn")
    assert next(one for one in chibot("doctor").json["checks"] if one["name"] == "public_address")["ok"]
