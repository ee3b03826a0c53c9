"""What became of the people: admitted, exempt, gone for a time, moved from one cell to another."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.model.members import StatusKind
from bot.rehearsal.cells import Cell, Life
from bot.rehearsal.months import Calendar
from bot.rehearsal.people import Person, State, Stay
from bot.words import rehearsal_district as words

ADMITTED, PROBATION, TRANSFERRED = 40, 44, 25
EXEMPT, ILL, GONE, ON_DUTY = 96, 8, 24, 6
OLD = 75
YEAR = timedelta(days=365)
PRACTICE_NEW, PRACTICE_GONE, PRACTICE_EXEMPT = (12,), (18,), (19, 20)
"""Seats in the cell to practise with."""
SOON_OFFICIAL = timedelta(days=345)


class Pool:
    """The people to whom nothing has happened yet."""

    def __init__(self, people: Sequence[Person], luck: random.Random) -> None:
        self.people = list(people)
        luck.shuffle(self.people)

    def take(self, count: int, fits: Callable[[Person], bool]) -> list[Person]:
        """So many of those who fit; they are gone from here."""
        taken = [one for one in self.people if fits(one)][:count]
        self.people = [one for one in self.people if one not in taken]
        return taken


def settle_lives(people: Sequence[Person], cells: Sequence[Cell], calendar: Calendar, luck: random.Random) -> None:
    """Everybody's stays and states. At most one thing happens to a person, and none to who has an office."""
    for person in people:
        person.stays = [Stay(person.cell, person.joined_on)]
        person.states = [State(StatusKind.OFFICIAL, person.joined_on + YEAR)]
    _practice([one for one in people if cells[one.cell].is_practice], calendar)
    pool = Pool([one for one in people if not one.has_office and not cells[one.cell].is_practice], luck)
    _some_exempt(pool, calendar, luck)
    _some_away(pool, cells, calendar, luck)
    _some_admitted(pool, calendar, luck)
    _some_transferred(pool, cells, calendar, luck)


def _some_exempt(pool: Pool, calendar: Calendar, luck: random.Random) -> None:
    """Old people, and a few who are ill."""
    today = calendar.today
    last = today - timedelta(days=20)
    old = pool.take(EXEMPT, lambda one: today.year - one.born >= OLD)
    ill = pool.take(ILL, lambda one: 60 <= today.year - one.born < OLD)
    for number, one in enumerate([*old, *ill], 1):
        _exempt(one, _some_day(luck, calendar.first - (3 * YEAR if one in old else YEAR / 4), last), number)


def _some_away(pool: Pool, cells: Sequence[Cell], calendar: Calendar, luck: random.Random) -> None:
    for one in pool.take(ON_DUTY, lambda one: cells[one.cell].life is Life.ARMED):
        one.states.append(State(StatusKind.SPECIAL_DUTY, _some_day(luck, calendar.first, calendar.today)))
    for number, one in enumerate(pool.take(GONE, lambda one: one.born >= 1985), 1):
        on = _some_day(luck, calendar.first - YEAR / 2, calendar.today)
        _goes_for_a_time(one, on, on + timedelta(days=luck.choice((100, 180, 300))), number)


def _some_admitted(pool: Pool, calendar: Calendar, luck: random.Random) -> None:
    """This year, and in the year before, so that they became official in this one."""
    today, first = calendar.today, calendar.first
    for one in pool.take(ADMITTED, lambda one: one.born >= 1988):
        on = _some_day(luck, first + timedelta(days=5), today - timedelta(days=3))
        one.born = on.year - luck.randint(19, 36)
        _admitted(one, on, today)
    for one in pool.take(PROBATION, lambda one: one.born >= 1988):
        _admitted(one, _some_day(luck, first - YEAR + timedelta(days=5), first), today)


def _some_transferred(pool: Pool, cells: Sequence[Cell], calendar: Calendar, luck: random.Random) -> None:
    for number, one in enumerate(pool.take(TRANSFERRED, lambda one: one.joined_on.year < 2020), 1):
        before = luck.choice([at for at, cell in enumerate(cells) if at != one.cell and not cell.is_practice])
        on = _some_day(luck, calendar.first + timedelta(days=40), calendar.today)
        _moved(one, before, on, number)


def _some_day(luck: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=luck.randint(0, (last - first).days))


def _exempt(person: Person, on: date, number: int) -> None:
    person.states.append(State(StatusKind.EXEMPT, on, None, words.EXEMPTION.format(number=number)))


def _goes_for_a_time(person: Person, on: date, until: date, number: int) -> None:
    person.states.append(State(StatusKind.TEMPORARY_OUT, on, until, words.DEPARTURE.format(number=number)))


def _admitted(person: Person, on: date, today: date) -> None:
    """On probation for a year; then official."""
    official = on + YEAR
    person.joined_on = on
    person.stays = [Stay(person.cell, on)]
    if official > today:
        person.states = [State(StatusKind.PROBATIONARY, on)]
    else:
        last = official - timedelta(days=1)
        person.states = [State(StatusKind.PROBATIONARY, on, last), State(StatusKind.OFFICIAL, official)]


def _moved(person: Person, before: int, on: date, number: int) -> None:
    person.stays = [
        Stay(before, person.joined_on, on),
        Stay(person.cell, on, None, words.TRANSFER.format(number=number)),
    ]


def _practice(people: Sequence[Person], calendar: Calendar) -> None:
    """Two exempt, one away, one whose probation ends in three weeks: always the same."""
    for person in people:
        if person.seat in PRACTICE_EXEMPT:
            person.born = calendar.today.year - OLD - 3 - person.seat % 2
            person.joined_on = date(person.born + 30, 2, 3)
            person.stays = [Stay(person.cell, person.joined_on)]
            person.states = [State(StatusKind.OFFICIAL, person.joined_on + YEAR)]
            _exempt(person, calendar.first - YEAR, person.seat)
        elif person.seat in PRACTICE_NEW:
            person.born = calendar.today.year - 24
            _admitted(person, calendar.today - SOON_OFFICIAL, calendar.today)
        elif person.seat in PRACTICE_GONE:
            on, until = calendar.today - timedelta(days=120), calendar.today + timedelta(days=200)
            _goes_for_a_time(person, on, until, person.seat)
