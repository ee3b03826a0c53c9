"""The same as in the fast tests, many more times and never twice alike."""

import pytest

from tests.scheduler.test_ordeal import go_through_ordeals

ORDEALS = 200


@pytest.mark.timeout(300)
def test_the_ledger_is_true_through_many_ordeals(sqlite_url: str) -> None:
    go_through_ordeals(sqlite_url, ORDEALS, is_random=True)
