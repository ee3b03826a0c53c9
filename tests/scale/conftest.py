"""The district of the rehearsal, for all who look at it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.rehearsal.building import build, is_built
from tests.conftest import NOW

Told = list[tuple[str, int, int]]


@pytest.fixture(scope="session")
async def built(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Sessions, Told]]:
    """The district of the rehearsal, built once, and what was told meanwhile."""
    file = tmp_path_factory.mktemp("district") / "district.db"
    shutil.copy(sqlite_template, file)
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    told: Told = []
    sessions = sessions_of(engine)
    async with sessions() as db:
        assert not await is_built(db)
    await build(sessions, NOW, lambda what, done, total: told.append((what, done, total)))
    yield sessions, told
    await engine.dispose()
