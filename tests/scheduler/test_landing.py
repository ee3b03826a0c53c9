"""What is known of a message is written down, however long the database is away."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from scheduler import landing
from scheduler.arrivals import arrive
from scheduler.landing import is_away
from tests.by_hand import stage_by_hand
from tests.scheduler.test_delivery import called

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock on a Saturday in Viet Nam."""


async def test_a_database_that_is_away_for_long_makes_nothing_leave_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After half a minute it was given up, and what had surely arrived was sent once more."""
    left = iter(range(landing.LANDINGS + 10))

    async def failing(*args: object) -> None:
        if next(left, None) is not None:
            raise OperationalError("UPDATE", {}, Exception("connection refused"))
        await arrive(*args)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr(landing, "arrive", failing)
    monkeypatch.setattr(landing, "AGAIN", 0.001)
    async with stage_by_hand(sqlite_url, NINE) as at:
        await called(at, 4)
        async with at.working():
            await at.rests()
        assert len(at.telegram.sent) == 4


class Said(Exception):
    """What a driver raises."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("x")
        self.sqlstate = sqlstate


def test_a_database_that_answers_and_refuses_is_not_away() -> None:
    for code, wanted in (("57P03", True), ("08006", True), ("53300", True), ("23505", False), ("40P01", False)):
        assert is_away(DBAPIError("UPDATE", {}, Said(code))) is wanted
    assert is_away(ConnectionRefusedError())
    assert not is_away(IntegrityError("UPDATE", {}, Said("23505")))
