"""`chibot zalo` and what `doctor` says of Zalo, against the fake over real HTTP."""

import asyncio
import io
import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Chibot
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oauth import FakeOAuth


@contextmanager
def beside(opened: Callable[[], Any]) -> Iterator[Any]:
    """A fake in a thread of its own: a command has the loop of this one."""
    ready, ends, found = threading.Event(), asyncio.Event(), []
    loop = asyncio.new_event_loop()

    async def run() -> None:
        async with opened() as fake:
            found.append(fake)
            ready.set()
            await ends.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    ready.wait(20)
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(ends.set)
        thread.join()
        loop.close()


@pytest.fixture
def zalo(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOAuth]:
    with beside(FakeOAuth) as fake:
        about = {"APP_ID": fake.app_id, "APP_SECRET": fake.secret, "OA_ID": fake.oa_id, "API_BASE": fake.base_url}
        for name, value in about.items():
            monkeypatch.setenv(f"CHIBOT_ZALO_OA__{name}", value)
        monkeypatch.setenv("CHIBOT_PUBLIC_URL", "https://chibot.example.vn")
        yield fake


def row(folder: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(folder / ".chibot" / "chibot.db")) as file:
        found: tuple[str, str] = file.execute("SELECT access_token, refresh_token FROM passes").fetchone()
        return found


def three_days_ago(folder: Path) -> None:
    with closing(sqlite3.connect(folder / ".chibot" / "chibot.db")) as file:
        file.execute("UPDATE passes SET authorised_at = datetime(authorised_at, '-3 days')")
        file.commit()


def checks(result: Any) -> dict[str, tuple[bool, str]]:
    return {one["name"]: (one["ok"], one["text"]) for one in result.json["checks"]}


def authorised(chibot: Chibot, zalo: FakeOAuth) -> None:
    assert chibot("zalo", "authorise", "--code", zalo.permits(chibot("zalo", "authorise").json["permission_url"])).json


def test_without_an_account_it_says_what_to_set(chibot: Chibot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHIBOT_ZALO_OA__APP_ID", raising=False)
    result = chibot("zalo", "authorise")
    assert (result.code, "CHIBOT_ZALO_OA__APP_ID" in result.err) == (1, True)
    assert chibot("zalo", "status").json == {"zalo_oa": None, "zalo_bot": None, "alarms": []}


def test_it_shows_what_to_open_and_what_to_write_down(chibot: Chibot, zalo: FakeOAuth) -> None:
    way = chibot("zalo", "authorise").json
    assert set(way) == {"permission_url", "callback", "code_challenge"}
    assert way["callback"] == "https://chibot.example.vn/hooks/zalo-oa/authorised"
    assert chibot("zalo", "authorise").json["code_challenge"] == way["code_challenge"], "it is written down once"
    shown = chibot("zalo", "authorise", as_json=False).out
    assert all(
        part in shown.replace("\n", "") for part in (way["callback"], way["code_challenge"], "/v4/oa/permission?")
    )


def test_the_address_that_the_browser_shows_is_taken_or_the_code_alone(
    chibot: Chibot, zalo: FakeOAuth, tmp_path: Path
) -> None:
    authorised(chibot, zalo)
    assert zalo.is_current(row(tmp_path)[0])
    came_back = zalo.permits(chibot("zalo", "authorise").json["permission_url"])
    code = came_back.partition("code=")[2].partition("&")[0]
    assert chibot("zalo", "authorise", "--code", code).json == {"authorised": True}
    assert zalo.is_current(row(tmp_path)[0])
    spent = chibot("zalo", "authorise", "--code", code)
    assert (spent.code, "một lần" in spent.err) == (1, True)
    assert zalo.is_current(row(tmp_path)[0])


def test_a_refresh_token_is_read_unseen_and_spent_at_once(
    chibot: Chibot, zalo: FakeOAuth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = zalo.gives()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{given.refresh}\n"))
    assert chibot("zalo", "authorise", "--refresh-token").json == {"authorised": True}
    assert row(tmp_path) == (zalo.given[-1].access, zalo.given[-1].refresh)
    assert row(tmp_path)[1] != given.refresh
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    assert chibot("zalo", "authorise", "--refresh-token").code == 1


def test_another_account_is_not_taken(chibot: Chibot, zalo: FakeOAuth, monkeypatch: pytest.MonkeyPatch) -> None:
    zalo.account["oa_id"] = "999"
    result = chibot("zalo", "authorise", "--code", zalo.permits(chibot("zalo", "authorise").json["permission_url"]))
    assert (result.code, "OA khác" in result.err) == (1, True)
    assert not chibot("zalo", "status").json["zalo_oa"]["authorised"]


def test_the_status_tells_ages_and_no_tokens(chibot: Chibot, zalo: FakeOAuth, tmp_path: Path) -> None:
    assert chibot("zalo", "status").json["zalo_oa"]["authorised"] is False
    authorised(chibot, zalo)
    three_days_ago(tmp_path)
    result = chibot("zalo", "status")
    assert set(result.json["zalo_oa"]) == {
        "account", "authorised", "heard_at", "authorised_at", "authorised_days", "got_at", "due_at", "access_until",
        "asked_at",
    }  # fmt: skip
    assert result.json["zalo_oa"]["authorised_days"] == 3
    assert "3 ngày trước" in chibot("zalo", "status", as_json=False).out
    assert not any(token in result.out for token in row(tmp_path))


def test_doctor_asks_the_account_and_says_what_to_do(chibot: Chibot, zalo: FakeOAuth, tmp_path: Path) -> None:
    assert "chibot zalo authorise" in checks(chibot("doctor"))["zalo_oa"][1]
    authorised(chibot, zalo)
    found = checks(chibot("doctor"))
    assert found["zalo_oa"] == (True, "hoạt động, tên Chi bộ mẫu, gói Gói Nâng cao")
    assert "channels" not in found
    zalo.gives()  # a pair of somebody else's: ours is dead
    ok, text = checks(chibot("doctor"))["zalo_oa"]
    assert (ok, "cấp quyền lại" in text) == (False, True)


def test_doctor_says_that_without_the_hooks_secret_nobody_is_heard(
    chibot: Chibot, zalo: FakeOAuth, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorised(chibot, zalo)
    ok, text = checks(chibot("doctor"))["zalo_oa_hook"]
    assert (ok, "CHIBOT_ZALO_OA__WEBHOOK_SECRET" in text) == (False, True)
    monkeypatch.setenv("CHIBOT_ZALO_OA__WEBHOOK_SECRET", "of-the-page")
    assert "zalo_oa_hook" not in checks(chibot("doctor"))


def test_doctor_says_what_templates_want(
    chibot: Chibot, zalo: FakeOAuth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorised(chibot, zalo)
    zalo.account |= {"is_verified": False, "linked_ZCA": ""}
    assert checks(chibot("doctor"))["zalo_oa_verified"][0], "words go without"
    monkeypatch.setenv("CHIBOT_ZALO_OA__PHONE_FORMS", json.dumps({"call": {"id": "1"}}))
    found = checks(chibot("doctor"))
    assert (found["zalo_oa_verified"][0], found["zalo_oa_zca"][0]) == (False, False)
    assert "499 tin mẫu" in found["zalo_oa"][1]


WAITS = (
    "INSERT INTO notices (about, step, round, revision, state, urgency, attempts, channel, account, not_before) "
    "VALUES ('x', 'notice', 0, 1, 'waiting', 30, 0, 'zalo_zns', ?, ?)"
)


def test_doctor_says_where_more_templates_wait_than_may_leave_today(
    chibot: Chibot, zalo: FakeOAuth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorised(chibot, zalo)
    monkeypatch.setenv("CHIBOT_ZALO_OA__PHONE_FORMS", json.dumps({"call": {"id": "1"}}))
    with closing(sqlite3.connect(tmp_path / ".chibot" / "chibot.db")) as file:
        file.execute(WAITS, (zalo.oa_id, "2026-11-21 02:00:00.000000"))
        file.commit()
    assert "zalo_zns" not in checks(chibot("doctor"))
    zalo.templates_left = 0
    assert checks(chibot("doctor"))["zalo_zns"] == (False, "Zalo (mẫu tin) hôm nay chỉ còn 0 tin, cần 1.")


def test_doctor_asks_the_zalo_bot(chibot: Chibot, monkeypatch: pytest.MonkeyPatch) -> None:
    with beside(FakeZaloBot) as bot:
        monkeypatch.setenv("CHIBOT_ZALO_BOT__TOKEN", bot.token)
        monkeypatch.setenv("CHIBOT_ZALO_BOT__API_BASE", bot.base_url)
        assert checks(chibot("doctor"))["zalo_bot"] == (True, "Zalo Bot: 0/50 người đã nhắn, 0/3000 tin trong tháng.")
        assert chibot("zalo", "status").json["zalo_bot"]["most_messages"] == 3000
    ok, text = checks(chibot("doctor"))["zalo_bot"]
    assert (ok, "CHIBOT_ZALO_BOT__TOKEN" in text) == (False, True)


def test_doctor_loads_no_library_of_telegram(chibot: Chibot, zalo: FakeOAuth, tmp_path: Path) -> None:
    authorised(chibot, zalo)
    program = "import sys; from bot.__main__ import main\ntry: main(['doctor'])\nexcept SystemExit: pass\n"
    program += "assert not {'aiogram', 'fastapi'} & set(sys.modules)"
    here = str(Path(__file__).parents[2])
    ended = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": here}, check=False
    )
    assert ended.returncode == 0


def test_doctor_and_status_show_alarms(chibot: Chibot, zalo: FakeOAuth, tmp_path: Path) -> None:
    authorised(chibot, zalo)
    with closing(sqlite3.connect(tmp_path / ".chibot" / "chibot.db")) as file:
        about = ("zalo_oa:webhook", "Zalo OA im lặng", "2026-11-21 02:00:00")
        file.execute("INSERT INTO alarms (name, text, since_at) VALUES (?, ?, ?)", about)
        file.commit()
    result = chibot("doctor")
    assert result.code == 1
    assert checks(result)["alarm zalo_oa:webhook"] == (False, "Zalo OA im lặng (từ 09h00 ngày 21/11)")
    assert [one["name"] for one in chibot("zalo", "status").json["alarms"]] == ["zalo_oa:webhook"]
    assert "im lặng" in chibot("zalo", "status", as_json=False).out
