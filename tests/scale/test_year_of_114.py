"""The same of a street of 114, 35 of them exempt: its first months, and all of it where there is time."""

from datetime import timedelta

import pytest

from tests.scenarios import plays
from tests.scenarios.script import BEGINS

pytestmark = pytest.mark.timeout(600)  # two minutes of the processor each, which they may have to share


async def test_the_first_months_of_a_street_of_114_with_35_exempt_are_counted_right(sqlite_url: str) -> None:
    assert await plays.cell_of_114(sqlite_url, seed=2, until=BEGINS + timedelta(days=80)) == []


@pytest.mark.long
async def test_the_year_of_a_street_of_114_with_35_exempt_is_counted_right(sqlite_url: str) -> None:
    assert await plays.cell_of_114(sqlite_url, seed=1) == []
