"""Whatever happens in whatever order: every sum is the sum of what stands below, and the rolls bear it out."""

import asyncio
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingKind
from bot.model.participations import Participation
from bot.model.units import Unit, UnitKind
from bot.refusals import BelowItself
from bot.reports.participation import participation
from bot.services.moving import move_with_counts
from bot.services.participation import roll_up, roll_up_all, write_due_months
from bot.services.rate import Counts
from bot.services.recount import recount
from bot.services.roll import Marks, take_roll
from bot.services.tree import add_unit
from bot.words.times import month_of
from tests import village
from tests.conftest import rolled_back_at

BEGIN = date(2026, 1, 1)
KINDS = (MeetingKind.REGULAR, MeetingKind.REGULAR_THEMATIC, MeetingKind.THEMATIC)


@dataclass(frozen=True)
class Deed:
    """Something that happens after so many days; the numbers pick among what there is."""

    what: str
    days: int
    first: int
    second: int


@dataclass
class Country:
    """A tree whose units are made at the beginning, and the meetings that they held."""

    root: Unit
    committees: list[Unit] = field(default_factory=list)
    cells: list[Unit] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)

    @property
    def units(self) -> list[Unit]:
        return [self.root, *self.committees, *self.cells]


DEEDS = st.lists(
    st.builds(
        Deed,
        st.sampled_from(["meet", "meet", "correct", "move", "move_back_in_time", "add_up", "tick"]),
        st.integers(0, 12),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=4,
    max_size=14,
)
TREES = st.lists(st.integers(0, 9), min_size=1, max_size=3)
"""For each committee, which of those before it stands above."""


async def settle_country(db: AsyncSession, tree: Sequence[int]) -> Country:
    country = Country(await add_unit(db, "tinh", "Tỉnh ủy", UnitKind.PROVINCE, None, BEGIN))
    for number, above in enumerate(tree):
        known = [country.root, *country.committees]
        under = known[above % len(known)]
        made = await add_unit(db, f"u{number}", f"Đảng ủy {number}", UnitKind.COMMUNE, under, BEGIN)
        country.committees.append(made)
    for number in range(3):
        under = country.committees[number % len(country.committees)]
        cell = await village.cell(db, under, f"c{number}", BEGIN + timedelta(days=20 * number))
        await village.members(db, cell, number + 1)
        country.cells.append(cell)
    return country


async def happen(db: AsyncSession, country: Country, deed: Deed, today: date, minute: int) -> None:
    now = village.at(today.year, today.month, today.day, 12, minute)
    cell = country.cells[deed.first % 3]
    match deed.what:
        case "meet":
            kind = KINDS[deed.second % 3]
            country.meetings.append(await village.held(db, cell, now, kind, unexcused=deed.second % 2))
        case "correct" if country.meetings:
            meeting = country.meetings[deed.first % len(country.meetings)]
            listed = (await db.scalars(select(Attendance.member_id).filter_by(meeting_id=meeting.id))).all()
            said = (Marks(present=listed[:1]), Marks(excused=listed[:1]), Marks(unexcused=listed[:1]))
            await take_roll(db, meeting.id, said[deed.second % 3], "test", now)
        case "move" | "move_back_in_time":
            unit = [*country.cells, *country.committees][deed.first % (3 + len(country.committees))]
            under = [country.root, *country.committees][deed.second % (1 + len(country.committees))]
            on = today - timedelta(days=8 if deed.what == "move_back_in_time" else 0)
            with suppress(BelowItself):
                await move_with_counts(db, unit, under, on, now)
        case "add_up":
            await roll_up(db, now, limit=1 + deed.first)
        case _:
            await write_due_months(db, now)


async def all_sums_agree(db: AsyncSession, country: Country) -> None:
    """Each row of a committee is the sum of the rows right below it, for every month and kind."""
    rows = (await db.scalars(select(Participation).execution_options(populate_existing=True))).all()
    names = ("due", "met", "expected", "present", "excused", "unexcused")
    committees = {unit.id for unit in (country.root, *country.committees)}
    own: dict[tuple[int, str, str], list[int]] = {}
    below: dict[tuple[int, str, str], list[int]] = {}
    for row in rows:
        counts = [getattr(row, name) for name in names]
        for sums, unit in ((own, row.unit_id), (below, row.under_id)):
            key = (unit, row.month, row.kind.value)
            sums[key] = [one + more for one, more in zip(sums.get(key, [0] * 6), counts, strict=True)]
    of_committees = {key: sums for key, sums in own.items() if key[0] in committees and any(sums)}
    assert of_committees == {key: sums for key, sums in below.items() if key[0] in committees and any(sums)}


async def reports_agree(db: AsyncSession, unit: Unit, today: date) -> None:
    months = ("2026-01", month_of(today))
    for month in (months, (months[1], months[1])):
        own, *children = await participation(db, unit, *month)
        assert own.counts == sum((child.counts for child in children), Counts())
        assert (own.met, own.due) == (sum(one.met for one in children), sum(one.due for one in children))


async def live(db: AsyncSession, tree: Sequence[int], deeds: Sequence[Deed]) -> None:
    country, today = await settle_country(db, tree), BEGIN + timedelta(days=60)
    for minute, deed in enumerate(deeds):
        today += timedelta(days=deed.days)
        await happen(db, country, deed, today, minute)
    await roll_up_all(db, village.at(2027, 1, 1))
    assert await recount(db, "2020-01") == []
    await all_sums_agree(db, country)
    for unit in (country.root, *country.committees):
        await reports_agree(db, unit, today)


async def live_and_forget(url: str, tree: Sequence[int], deeds: Sequence[Deed]) -> None:
    async with rolled_back_at(url) as db:
        await live(db, tree, deeds)


@pytest.fixture(scope="module")
def own_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("sums") / "sums.db")
    return f"sqlite+aiosqlite:///{file}"


@settings(max_examples=6, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.too_slow])
@given(tree=TREES, deeds=DEEDS)
def test_every_sum_holds_whatever_happens(own_sqlite: str, tree: list[int], deeds: list[Deed]) -> None:
    asyncio.run(live_and_forget(own_sqlite, tree, deeds))


@settings(max_examples=2, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.too_slow])
@given(tree=TREES, deeds=DEEDS)
def test_every_sum_holds_on_postgres_too(shared_postgres: str, tree: list[int], deeds: list[Deed]) -> None:
    asyncio.run(live_and_forget(shared_postgres, tree, deeds))
