"""One site with its province for a file of tests; each test has the usual hour and no tokens."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.model.audit import AuditRow
from bot.model.logins import ApiToken
from tests.conftest import NOW
from tests.sites import open_pages
from tests.web.api.programs import Programs


@pytest.fixture(scope="module")
async def open_programs(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Programs]:
    async with open_pages(sqlite_template, tmp_path_factory, Programs, per_minute=6000) as programs:
        await programs.set_up()
        yield programs


@pytest.fixture
async def programs(open_programs: Programs) -> Programs:
    """At the usual hour, without tokens."""
    open_programs.hour = NOW
    open_programs.cookies.clear()
    async with open_programs.sessions.begin() as db:
        await db.execute(delete(ApiToken))
        await db.execute(delete(AuditRow).where(AuditRow.about.startswith("api_token:")))
    return open_programs


@pytest.fixture
async def apart(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Programs]:
    """A site of the test's own, which answers three questions of a token a minute."""
    async with open_pages(sqlite_template, tmp_path_factory, Programs, per_minute=3) as found:
        await found.set_up()
        yield found
