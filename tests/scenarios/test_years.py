"""Some weeks of a small cell, played through the chats and counted once more; whole years are in tests/scale."""

import sqlite3
from datetime import timedelta

from tests.scenarios import plays
from tests.scenarios.script import BEGINS
from tests.scenarios.truth import Truth

FORGERIES = (
    "UPDATE participations SET present = present + 1, expected = expected + 1 WHERE kind = 'regular' AND under_id > 0",
    "UPDATE roll_log SET became = 'unexcused' WHERE id = (SELECT max(id) FROM roll_log WHERE became = 'present')",
    "DELETE FROM roll_log WHERE member_id = (SELECT max(member_id) FROM roll_log)",
    "INSERT INTO member_statuses (member_id, kind, from_roster) SELECT member_id, 'exempt', 0 FROM roll_log LIMIT 1",
)


async def test_some_weeks_of_a_cell_of_five_are_counted_right_and_a_forgery_is_seen(sqlite_url: str) -> None:
    until = BEGINS + timedelta(days=14)
    assert await plays.cell_of_five(sqlite_url, seed=1, until=until) == []
    file = sqlite3.connect(sqlite_url.partition(":///")[2])
    assert Truth(file).unlike(until) == []
    for forgery in FORGERIES:
        assert file.execute(forgery).rowcount > 0
        assert Truth(file).unlike(until) != [], forgery
        file.rollback()
    file.close()
