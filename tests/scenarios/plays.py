"""The plays: whose year it is, and what befalls them; each returns all that turned out to be wrong."""

import random
from collections.abc import Sequence
from datetime import date, datetime

from tests.scenarios import checks
from tests.scenarios.cast import Cell, Commune, cell, commune
from tests.scenarios.leader import every_morning
from tests.scenarios.script import BEGINS, ENDS, YEAR, Script
from tests.scenarios.world import OFTEN, World, world

SINCE = date(YEAR - 1, 12, 1)


async def cell_of_five(url: str, seed: int, until: datetime = ENDS) -> list[str]:
    """A village of five, led from a phone without buttons; somebody joins, somebody goes."""
    luck = random.Random(seed)  # noqa: S311 - to repeat it
    async with world(url, BEGINS) as here:
        above = await commune(here, luck, SINCE)
        small = await cell(here, luck, above, code="a", count=5, since=SINCE, of_secretary="rehearsal_plain")
        script = Script(here, small, luck, until)
        await script.sets_series("mùng 5 19h30")
        script.thematic_each_quarter()
        script.extraordinary(5)
        script.moves_one(4)
        script.cancels_one(8)
        last, fourth = small.people[-1], small.people[3]
        script.changes_member(10, 20, f"công nhận chính thức {last.name}, số 03-QĐ/ĐU")
        script.changes_member(7, 20, f"miễn sinh hoạt {fourth.name}, số 05-NQ/CB")
        return await _played(here, above, [small], until)


async def _played(here: World, above: Commune, cells: Sequence[Cell], until: datetime) -> list[str]:
    """The year goes by; then everything is looked at."""
    every_morning(here, [one.leader for one in cells], BEGINS, until)
    await here.live(until)
    await here.tick(OFTEN)
    people = [person for one in cells for person in one.people]
    wrong = await checks.counts(here)
    wrong += checks.rolls(here, cells) + checks.answers(here, people) + checks.telling(here)
    wrong += checks.reading(cells, above)
    wrong += await checks.reports(here, above, cells, YEAR)
    for one in cells:
        wrong += await checks.warnings(here, one, YEAR) if until == ENDS else []
        wrong += await checks.minutes(here, one)
    return wrong


async def cell_of_22(url: str, seed: int, until: datetime = ENDS) -> list[str]:
    """Led from a phone on a network abroad; people come from and go to the cell beside it, or away for a time."""
    luck = random.Random(seed)  # noqa: S311 - to repeat it
    async with world(url, BEGINS) as here:
        above = await commune(here, luck, SINCE)
        large = await cell(
            here, luck, above, code="b", count=22, since=SINCE, exempt=3, of_secretary="telegram", without_phone=2
        )
        beside = await cell(here, luck, above, code="c", count=4, since=SINCE)
        script = Script(here, large, luck, until)
        await script.sets_series("thứ Năm đầu tiên 19h30")
        await Script(here, beside, luck, until).sets_series("ngày làm việc cuối tháng 14h")
        script.thematic_each_quarter(combined=True)
        script.committees(range(2, 12, 3))
        script.extraordinary(4)
        script.moves_one(9)
        script.cancels_one(11)
        goes, rests, serves, last = (large.people[place] for place in (10, 11, 12, -1))
        script.changes_member(2, 25, f"chuyển sinh hoạt đảng {goes.name} đến Thôn C từ ngày 01/03/2027, số 12-QĐ/ĐU")
        script.changes_member(5, 20, f"đi sinh hoạt tạm thời {rests.name} đến Nơi khác từ ngày 01/06/2027, số 9-QĐ/ĐU")
        script.changes_member(8, 20, f"nhiệm vụ đặc biệt {serves.name} từ ngày 01/09/2027, số 2-QĐ/ĐU")
        script.changes_member(10, 20, f"công nhận chính thức {last.name}, số 03-QĐ/ĐU")
        script.changes_member(9, 25, f"trở lại sinh hoạt {rests.name} từ ngày 01/10/2027")
        script.joins(4, 22, "Đỗ Thị Mới", "1999, dự bị từ 20/04/2027")
        return await _played(here, above, [large, beside], until)


async def cell_of_114(url: str, seed: int, until: datetime = ENDS) -> list[str]:
    """A street cell with 35 exempt members, parted into groups, that holds its congress in June."""
    luck = random.Random(seed)  # noqa: S311 - to repeat it
    async with world(url, BEGINS) as here:
        above = await commune(here, luck, SINCE)
        great = await cell(here, luck, above, code="d", count=114, since=SINCE, exempt=35, without_phone=10)
        script = Script(here, great, luck, until)
        await script.sets_series("mùng 3 19h30")
        script.thematic_each_quarter()
        script.committees(range(3, 12, 4))
        script.groups(2, 3)
        script.congress(6)
        script.moves_one(7)
        return await _played(here, above, [great], until)
