"""The district of the rehearsal, for all who look at it, and what takes longest before all else."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.rehearsal.building import build, is_built
from tests.conftest import NOW

Told = list[tuple[str, int, int]]
LONGEST = (
    "test_year_of_five",
    "test_year_of_22",
    "test_year_of_114",
    "test_ordeal",
    "test_processes",
    "test_bench",
    "test_roster_size",
    "test_serve",
)
"""They begin first: whoever began with one of these last would be waited for by all the others."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The other files stay in their order behind them."""
    places = {f"{name}.py": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONGEST)))


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
