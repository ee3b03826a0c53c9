"""Single months of a series, and one series after another."""

import asyncio
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.meetings import MeetingKind
from bot.model.series import Series, SeriesException
from bot.model.units import Unit
from bot.refusals import NoMeetingThatMonth, NotThatMonth, TimeIsPast
from bot.services.series import Monthly, checked_monthly, covers, series_held, set_series
from bot.services.series_months import Occasion, change_month, fix_day, occasions, restore_month, skip_month
from bot.services.series_rules import NTHS, WEEKDAYS
from tests import village
from tests.village import at

EVENING = time(19, 30)
REGULAR = MeetingKind.REGULAR
RULES = [f"day:{day}" for day in (1, 15, 31)] + [f"nth:{nth}:{day}" for nth in NTHS for day in WEEKDAYS[::3]]
MONTHS = [f"2027-{month:02}" for month in range(1, 13)]


def on_day(rule: str | int, hour: time = EVENING, place: str = "Sân đình") -> Monthly:
    return checked_monthly(rule, hour, place)


async def scene(db: AsyncSession, now: datetime, rule: str | int = 3) -> Series:
    return await set_series(db, await village.cell(db), on_day(rule), "test", now)


async def test_a_day_stays_in_its_month_and_is_to_come(db: AsyncSession, now: datetime) -> None:
    series = await scene(db, now)
    with pytest.raises(NotThatMonth):
        await fix_day(db, series, "2027-02", date(2027, 3, 1), "test", now)
    with pytest.raises(TimeIsPast):
        await fix_day(db, series, "2026-12", date(2026, 12, 2), "test", at(2026, 12, 2, 20))
    with pytest.raises(NoMeetingThatMonth):
        await fix_day(db, series, "2026-12", date(2026, 12, 20), "test", at(2026, 12, 3, 20))


async def test_what_is_changed_for_one_month_is_that_alone(db: AsyncSession, now: datetime) -> None:
    """Another place, and the hour of the series as it may be later."""
    series = await scene(db, now)
    change = await change_month(db, series, "2027-02", on_day(5, place="Nhà bí thư"), "test", now)
    assert (change.on, change.hour, change.place) == (date(2027, 2, 5), None, "Nhà bí thư")
    again = await change_month(db, series, "2027-02", on_day(3, time(8)), "test", now)
    assert (again.id, again.on, again.hour, again.place) == (change.id, date(2027, 2, 3), time(8), None)


async def test_with_the_same_rule_a_decided_day_stays_and_with_another_only_what_is_left_out(
    each_db: AsyncSession, now: datetime
) -> None:
    home = await village.cell(each_db)
    series = await set_series(each_db, home, on_day(3), "test", now)
    await fix_day(each_db, series, "2027-02", date(2027, 2, 17), "test", now)
    await skip_month(each_db, series, "2027-03", "test", now)
    await set_series(each_db, home, on_day(3, time(8)), "test", now)
    assert [one.at for one in await held(each_db, home.id, now)][2:4] == [at(2027, 2, 17, 8), at(2027, 4, 3, 8)]
    await set_series(each_db, home, on_day(10), "test", now)
    assert [one.at.month for one in await held(each_db, home.id, now)][2:4] == [2, 4]
    assert (await held(each_db, home.id, now))[2].at == at(2027, 2, 10, 19, 30)


async def held(db: AsyncSession, cell_id: int, now: datetime) -> list[Occasion]:
    return [one for one in await occasions(db, cell_id, REGULAR, now, 14) if not one.is_skipped]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(["all", "following", "one", "skip", "back"]),
            st.sampled_from(MONTHS),
            st.sampled_from(RULES),
        ),
        max_size=8,
    )
)
@example(
    edits=[
        ("skip", "2027-07", "day:1"),
        ("following", "2027-05", "day:15"),
        ("all", "2027-09", "day:31"),
        ("all", "2027-08", "day:1"),
    ]
)
async def test_whatever_is_edited_each_month_goes_as_was_said_last(
    sqlite_db: AsyncSession, now: datetime, edits: list[tuple[str, str, str]]
) -> None:
    """Beside a slow model that keeps for every month its own rule, and what was decided for it."""
    cell = await village.cell(sqlite_db, code=f"c{await sqlite_db.scalar(select(func.count(Series.id)))}")
    await set_series(sqlite_db, cell, on_day(3), "test", now)
    rules = dict.fromkeys(MONTHS, "day:3")
    own: dict[str, str | None] = {}
    for what, month, rule in edits:
        await edited(sqlite_db, cell, (what, month, rule), now)
        said(what, month, rule, rules, own)
    found = {one.month: one for one in await occasions(sqlite_db, cell.id, REGULAR, now, 14)}
    for month in MONTHS:
        rule_now = own.get(month, rules[month])
        assert found[month].is_skipped == (rule_now is None), month
        if rule_now is not None:
            assert found[month].at == on_day(rule_now).in_month(month), month


async def edited(db: AsyncSession, cell: Unit, edit: tuple[str, str, str], now: datetime) -> None:
    """By the service."""
    what, month, rule = edit
    series = next(one for one in await series_held(db, cell.id, REGULAR) if covers(one, month))
    if what in {"all", "following"}:
        await set_series(db, cell, on_day(rule), "test", now, REGULAR, None if what == "all" else month)
    elif what == "one":
        await change_month(db, series, month, on_day(rule), "test", now)
    elif what == "skip":
        await skip_month(db, series, month, "test", now)
    else:
        await restore_month(db, series, month, "test", now)


def said(what: str, month: str, rule: str, rules: dict[str, str], own: dict[str, str | None]) -> None:
    """By the model: the rule of each month, and what was decided for it."""
    if what in {"all", "following"}:
        for one in MONTHS if what == "all" else MONTHS[MONTHS.index(month) :]:
            if own.get(one) is not None and rules[one] != rule:
                del own[one]
            rules[one] = rule
    elif what == "back":
        own.pop(month, None)
    else:
        own[month] = rule if what == "one" else None


async def test_of_two_decisions_at_once_there_is_one_row(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        series = await scene(db, now)
    await asyncio.gather(*(decide(sessions, series.id, day, now) for day in (5, 8, 12)))
    async with sessions() as db:
        found = (await db.scalars(select(SeriesException))).all()
    await engine.dispose()
    assert len(found) == 1
    assert found[0].on in {date(2027, 2, day) for day in (5, 8, 12)}


async def decide(sessions: Sessions, series_id: int, day: int, now: datetime) -> None:
    async with sessions.begin() as db:
        series = await db.get_one(Series, series_id)
        await fix_day(db, series, "2027-02", date(2027, 2, day), f"member:{day}", now + timedelta(seconds=day))
        await asyncio.sleep(0.05)  # the others are waiting by now
