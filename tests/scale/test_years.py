"""Years of cells of 5, 22 and 114, played only through what people say, and counted once more from the rolls."""

from datetime import timedelta

import pytest

from tests.scenarios import plays
from tests.scenarios.script import BEGINS

pytestmark = pytest.mark.timeout(600)  # two minutes of the processor each, which it may have to share


async def test_the_year_of_a_village_of_five_is_counted_right(sqlite_url: str) -> None:
    assert await plays.cell_of_five(sqlite_url, seed=2) == []


async def test_the_year_of_a_cell_of_22_is_counted_right(sqlite_url: str) -> None:
    assert await plays.cell_of_22(sqlite_url, seed=1) == []


async def test_the_first_months_of_a_street_of_114_with_35_exempt_are_counted_right(sqlite_url: str) -> None:
    assert await plays.cell_of_114(sqlite_url, seed=2, until=BEGINS + timedelta(days=80)) == []


@pytest.mark.long
async def test_the_year_of_a_street_of_114_with_35_exempt_is_counted_right(sqlite_url: str) -> None:
    assert await plays.cell_of_114(sqlite_url, seed=1) == []
