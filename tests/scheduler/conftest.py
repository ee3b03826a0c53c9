"""Use cases are tested on SQLite; those that lean on what the databases do differently ask for `each_db`."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession


@pytest.fixture
def db(sqlite_db: AsyncSession) -> AsyncSession:
    return sqlite_db
