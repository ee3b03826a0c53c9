"""The same of a cell of 22: in a file of its own, so that another process can play it meanwhile."""

import pytest

from tests.scenarios import plays


@pytest.mark.long
@pytest.mark.timeout(600)  # two minutes of the processor, which it may have to share
async def test_the_year_of_a_cell_of_22_is_counted_right(sqlite_url: str) -> None:
    assert await plays.cell_of_22(sqlite_url, seed=1) == []
