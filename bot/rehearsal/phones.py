"""Who has which phone: most a smart one, the older a plain one, some none; some couples share one."""

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.model.endpoints import ConsentKind
from bot.rehearsal.cells import Cell, Life
from bot.rehearsal.months import Calendar
from bot.rehearsal.people import Person, Way
from bot.rehearsal.writing import BY, Row
from bot.services.addresses import ALL_CHANNELS
from bot.services.audit import as_member
from bot.words.phones import phone
from bot.words.times import at_local, day_of
from bot.words.vi import CONSENT_VERSION

SMART, PLAIN, ONE_WAY, KNOWN = 0.60, 0.85, 0.88, 0.96
"""Up to which share of people; those up to the last have a number on the roster and are not linked."""
COUPLES, STOPPED = 10, 0.01
PRACTICE_PLAIN, PRACTICE_NONE = (13, 14, 15), (16, 17)
"""Seats in the cell to practise with; the others have smart phones."""


def give_phones(people: Sequence[Person], cells: Sequence[Cell], calendar: Calendar, luck: random.Random) -> None:
    """Ways, numbers in the order of the people, and when they were linked."""
    by_habit = sorted(people, key=lambda one: -(one.born + luck.gauss(0, 20) + 40 * one.has_office))
    numberless = set(by_habit[int(KNOWN * len(people)) :])
    for rank, person in enumerate(by_habit):
        person.way = _way(rank / len(people))
    for person in people:
        if cells[person.cell].is_practice:
            person.way = _practice_way(person.seat)
            (numberless.add if person.way is Way.NONE else numberless.discard)(person)
    _couple(people, cells)
    number = 0
    for person in people:
        if person.partner is None and person not in numberless:
            number += 1
            person.phone = phone(f"09{number:08}")
    for person in people:
        person.phone = person.partner.phone if person.partner else person.phone
        _link(person, cells[person.cell], calendar, luck)


def _way(share: float) -> Way:
    for limit, way in ((SMART, Way.SMART), (PLAIN, Way.PLAIN), (ONE_WAY, Way.ONE_WAY)):
        if share < limit:
            return way
    return Way.NONE


def _practice_way(seat: int) -> Way:
    if seat in PRACTICE_NONE:
        return Way.NONE
    return Way.PLAIN if seat in PRACTICE_PLAIN else Way.SMART


def _couple(people: Sequence[Person], cells: Sequence[Cell]) -> None:
    """In ten hamlets, a wife reads on her husband's phone."""
    found: set[int] = set()
    for wife in people:
        cell = cells[wife.cell]
        if cell.life is not Life.HAMLET or cell.is_practice or wife.cell in found or len(found) == COUPLES:
            continue
        husband = _husband(wife, people)
        if husband is not None and wife.is_woman and not wife.has_office:
            wife.partner, wife.way = husband, husband.way
            found.add(wife.cell)


def _husband(wife: Person, people: Sequence[Person]) -> Person | None:
    return next(
        (
            one
            for one in people
            if one.cell == wife.cell and not one.is_woman and not one.has_office and 0 <= wife.born - one.born <= 6
            if one.way in {Way.SMART, Way.PLAIN}
        ),
        None,
    )


def _link(person: Person, cell: Cell, calendar: Calendar, luck: random.Random) -> None:
    """Before the year began, or some days after they were admitted; some have stopped it since."""
    if person.way is Way.NONE:
        return
    begun = max(calendar.first - timedelta(days=luck.randint(5, 40)), person.joined_on + timedelta(days=1))
    person.linked_at = min(at_local(begun, time(luck.randint(8, 19), luck.randint(0, 59))), calendar.now)
    is_free = not person.has_office and not cell.is_practice and person.partner is None
    if luck.random() < STOPPED and is_free:
        whole = (calendar.now - person.linked_at).total_seconds()
        person.stopped_at = person.linked_at + timedelta(seconds=int(whole * luck.uniform(0.3, 0.95)))


def endpoint_rows(people: Sequence[Person]) -> list[Row]:
    """One for each phone."""
    return [
        {
            "channel": one.way.value,
            "account": BY,
            "external_id": one.phone,
            "offered": [],
            "wrong_codes": 0,
        }
        for one in owners(people)
    ]


def owners(people: Sequence[Person]) -> list[Person]:
    """Who has a phone of their own that is linked."""
    return [one for one in people if one.way is not Way.NONE and one.partner is None]


def address_rows(people: Sequence[Person]) -> list[Row]:
    return [
        {
            "member_id": one.id,
            "endpoint_id": one.endpoint_id,
            "position": 1,
            "linked_at": one.linked_at,
            "stopped_at": one.stopped_at,
        }
        for one in people
        if one.way is not Way.NONE
    ]


def consent_rows(people: Sequence[Person], secretaries: Sequence[Person]) -> list[Row]:
    """As they were given: tapped, typed, or on the paper that the secretary entered."""
    return [_consent(one, secretaries[one.cell], one.linked_at) for one in people if one.linked_at is not None]


def _consent(person: Person, secretary: Person, at: datetime) -> Row:
    row: Row = {
        "member_id": person.id,
        "channel": person.way.value,
        "kind": ConsentKind.TAPPED if person.way is Way.SMART else ConsentKind.TYPED,
        "text_version": CONSENT_VERSION,
        "given_at": at,
        "signed_on": None,
        "entered_by": None,
        "withdrawn_at": person.stopped_at,
    }
    if person.way is Way.ONE_WAY:
        paper = {"channel": ALL_CHANNELS, "kind": ConsentKind.PAPER, "signed_on": day_of(at)}
        return row | paper | {"entered_by": as_member(secretary.id)}
    return row
