"""The same as in the fast tests, many more times and never twice alike."""

import pytest

from tests.scheduler.test_ordeal import go_through_ordeals


@pytest.mark.timeout(300)
@pytest.mark.parametrize("ordeals", [60, pytest.param(200, marks=pytest.mark.long)])
def test_the_ledger_is_true_through_many_ordeals(sqlite_url: str, ordeals: int) -> None:
    go_through_ordeals(sqlite_url, ordeals, is_random=True)
