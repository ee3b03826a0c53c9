"""The district of the rehearsal before it is written: who is invented, and what the year does to them."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.model.meetings import MeetingKind
from bot.model.members import StatusKind
from bot.model.units import UnitKind
from bot.rehearsal.cells import Cell, Life
from bot.rehearsal.district import District, luck_of, sketched
from bot.rehearsal.lives import OLD
from bot.rehearsal.months import Calendar
from bot.rehearsal.openings import CALLED, SERIES, next_times
from bot.rehearsal.people import Person, Way
from bot.rehearsal.phones import owners
from bot.rehearsal.year import Held, held_meetings
from bot.services.import_writing import kind_of
from bot.services.meetings import guard
from bot.words import rehearsal_district as words
from bot.words.times import day_of
from tests.conftest import NOW


@pytest.fixture(scope="module")
def district() -> District:
    return sketched(NOW)


@pytest.fixture(scope="module")
def year(district: District) -> list[list[Held]]:
    return held_meetings(district.cells, district.calendar, luck_of("year"))


def test_the_district_has_the_cells_and_people_of_the_report(district: District) -> None:
    under_the_district = sum(cell.under == words.DISTRICT[0] for cell in district.cells)
    assert (under_the_district, len(district.cells) - under_the_district) == (16, 169)
    assert len({cell.under for cell in district.cells}) == 12 + 1
    assert len(district.people) == 2_105


def test_the_same_people_live_there_each_time(district: District) -> None:
    again = sketched(NOW)
    assert [_all_of(one) for one in again.people] == [_all_of(one) for one in district.people]
    assert again.cells == district.cells


def _all_of(person: Person) -> tuple[object, ...]:
    return (person.name, person.born, person.phone, person.way, person.stays, person.states, person.linked_at)


def test_nobody_has_a_namesake_in_the_same_cell(district: District) -> None:
    assert max(Counter((one.cell, one.name) for one in district.people).values()) == 1


def test_only_couples_share_a_phone(district: District) -> None:
    wives = [one for one in district.people if one.partner]
    assert len(wives) == 10
    assert all(wife.partner and wife.phone == wife.partner.phone and wife.cell == wife.partner.cell for wife in wives)
    numbers = [one.phone for one in district.people if one.phone and not one.partner]
    assert numbers[:2] == ["+84900000001", "+84900000002"]
    assert len(set(numbers)) == len(numbers) == int(numbers[-1].removeprefix("+849"))


def test_most_have_a_smart_phone_and_some_have_none(district: District) -> None:
    ways = Counter(one.way for one in district.people)
    shares = {way: round(100 * count / len(district.people)) for way, count in ways.items()}
    assert shares == {Way.SMART: 60, Way.PLAIN: 25, Way.ONE_WAY: 3, Way.NONE: 12}
    assert all(one.phone for one in owners(district.people))
    assert sum(one.phone is None for one in district.people) > 60
    assert 8 <= sum(one.stopped_at is not None for one in district.people) <= 30


def test_whoever_has_an_office_is_reached_and_comes_to_no_change(district: District) -> None:
    for one in district.people:
        if one.has_office:
            assert one.way in {Way.SMART, Way.PLAIN}
            assert [state.kind for state in one.states] == [StatusKind.OFFICIAL]
            assert len(one.stays) == 1


def test_few_are_exempt_and_most_of_them_are_old(district: District) -> None:
    exempt = [one for one in district.people if any(state.kind is StatusKind.EXEMPT for state in one.states)]
    old = [one for one in exempt if NOW.year - one.born >= OLD]
    assert 0.04 < len(exempt) / len(district.people) < 0.06
    assert len(old) > 0.9 * len(exempt)
    assert all(state.decision for one in exempt for state in one.states if state.kind is StatusKind.EXEMPT)


def test_people_were_admitted_in_the_year_and_some_became_official(district: District) -> None:
    first, today = district.calendar.first, district.calendar.today
    admitted = [one for one in district.people if one.stays[0].from_on >= first]
    assert len(admitted) == 40 + 1  # one of them in the cell to practise with
    assert all(one.stays[0].from_on.year - one.born >= 18 for one in admitted)
    confirmed = [one for one in district.people if not one.is_official(first) and one.is_official(today)]
    assert 44 <= len(confirmed) <= 50


def test_a_transfer_leaves_no_day_between_two_cells(district: District) -> None:
    moved = [one.stays for one in district.people if len(one.stays) > 1]
    assert len(moved) == 25
    for before, after in moved:
        assert before.until_on == after.from_on
        assert before.cell != after.cell
        assert after.decision


def test_nothing_that_is_said_looks_like_a_secret(district: District) -> None:
    rooms = {cell.room for cell in district.cells}
    guard([*rooms, words.TOPIC, *words.THEMES, *words.AGENDA, *words.CONCLUSIONS, words.TASK], harmless=False)


def test_names_of_committees_say_what_they_are() -> None:
    assert kind_of(words.DISTRICT[1]) is UnitKind.DISTRICT
    assert {kind_of(name) for _, name, _ in words.COMMUNES} == {UnitKind.COMMUNE}
    agencies = (words.ARMY, words.POLICE, words.HEALTH, words.GOVERNMENT)
    assert {kind_of(name) for _, name, _ in agencies} == {UnitKind.GRASSROOTS_COMMITTEE}


def test_some_cells_have_long_names_and_some_the_same_in_two_communes(district: District) -> None:
    assert sum(len(cell.name) >= 60 for cell in district.cells) >= 3
    hamlets = Counter(cell.name for cell in district.cells if cell.life is Life.HAMLET)
    assert max(hamlets.values()) == 2
    within = Counter((cell.under, cell.name) for cell in district.cells)
    assert max(within.values()) == 1


def test_every_meeting_is_over_and_on_its_own_day(year: list[list[Held]]) -> None:
    held = [one for month in year for one in month]
    assert max(one.closed_at for one in held) <= NOW
    assert all(day_of(one.closed_at) == day_of(one.starts_at) for one in held)
    assert all(one.called_at < one.starts_at for one in held)
    assert max(Counter((one.cell, day_of(one.starts_at)) for one in held).values()) == 1


def test_three_cells_did_not_meet_in_two_months_running(district: District, year: list[list[Held]]) -> None:
    gaps = [_not_met(district.cells, held) for held in year[:-1]]
    assert len(set.union(*(one & two for one, two in pairwise(gaps)))) == 3
    assert 0.015 < sum(map(len, gaps)) / (12 * len(district.cells)) < 0.025


def test_the_cell_to_practise_with_has_met_in_all_months_but_this_one(
    district: District, year: list[list[Held]]
) -> None:
    (at,) = [number for number, cell in enumerate(district.cells) if cell.is_practice]
    assert [at in _not_met(district.cells, held) for held in year] == [False] * 12 + [True]


def _not_met(cells: list[Cell], held: list[Held]) -> set[int]:
    return set(range(len(cells))) - {one.cell for one in held if one.kind is MeetingKind.REGULAR}


def test_enough_meetings_lie_ahead_on_whatever_day_it_begins(district: District) -> None:
    for days in range(59):
        now = datetime(2027, 2, 1, 3, tzinfo=UTC) + timedelta(days=days)
        calendar = Calendar(now)
        assert len(calendar.months) == 13
        times = next_times(district.cells, [], calendar)
        assert len(times) >= CALLED + SERIES
        assert all(starts_at > now for starts_at, _ in times)
