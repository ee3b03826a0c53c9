"""Use cases are tested on SQLite; those that lean on what the databases do differently ask for `each_db`."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import DATABASES, rolled_back


@pytest.fixture
def db(sqlite_db: AsyncSession) -> AsyncSession:
    return sqlite_db


@pytest.fixture(params=DATABASES)
async def each_db(request: pytest.FixtureRequest, shared_urls: dict[str, str]) -> AsyncIterator[AsyncSession]:
    async with rolled_back(shared_urls[request.param]) as session:
        yield session
