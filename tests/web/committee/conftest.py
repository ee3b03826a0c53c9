"""One site with its province for a file of tests; each test has new browsers and the usual hour."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.sites import open_pages
from tests.web.committee.office import Pages


@pytest.fixture(scope="module")
async def open_office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pages]:
    async with open_pages(sqlite_template, tmp_path_factory, Pages) as pages:
        await pages.set_up()
        yield pages


@pytest.fixture
async def pages(open_office: Pages) -> Pages:
    open_office.hour = NOW
    open_office.cookies.clear()
    return open_office
