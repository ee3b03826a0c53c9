"""The year of a village of five, played only through what people say, and counted once more from the rolls."""

import pytest

from tests.scenarios import plays


@pytest.mark.timeout(600)  # two minutes of the processor, which it may have to share
async def test_the_year_of_a_village_of_five_is_counted_right(sqlite_url: str) -> None:
    assert await plays.cell_of_five(sqlite_url, seed=2) == []
