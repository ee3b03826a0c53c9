"""What a command leaves to be sent is heard of at once by who sends, in whatever process."""

import asyncio
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.config import Settings
from bot.db.sessions import sessions_of
from tests import village
from tests.conftest import NOW, own_log
from tests.db.test_bell import ON_POSTGRES, Room, opened

CALL = ("call", "--cell", "thon", "--kind", "regular", "--at", "2026-12-03T19:30", "--place", "Nhà văn hóa")
OWING = (CALL, ("move", "--meeting", "1", "--at", "2026-12-04T19:30"), ("resend", "1"), ("stop",), ("go",))


def say(line: tuple[str, ...]) -> None:
    with own_log(), pytest.raises(SystemExit, match="0"):
        main([*line, "--json"])


@ON_POSTGRES
async def test_what_a_command_owes_is_heard_by_who_sends(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It left a second later, when the sender looked by itself."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHIBOT_DATABASE_URL", database_url)
    monkeypatch.setattr(Settings, "now", lambda _settings: NOW)
    async with opened(database_url) as engine, sessions_of(engine).begin() as db:
        await village.members(db, await village.cell(db), 2)
    room = Room(database_url)
    async with room.listening():
        for line in OWING:
            await asyncio.to_thread(say, line)
            await asyncio.wait_for(room.heard.wait(), 5)
            room.heard.clear()
        await asyncio.to_thread(say, ("units",))
        await asyncio.sleep(0.2)
        assert not room.heard.is_set()
