"""The people of the district: invented, and the same each time."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.model.members import AWAY, StatusKind
from bot.rehearsal.cells import Cell, Life
from bot.words import rehearsal_district as words

SECRETARY, DEPUTY, CLERK = 0, 1, 2
"""The seats of a cell that have an office."""
OFFICERS, LEADERS = 3, 9
"""How many seats have one; and in a cell whose people lead the committee above it too."""
ELDEST, YOUNGEST = 1938, 2003
AGES = {
    Life.HAMLET: (ELDEST, 2003), Life.QUARTER: (ELDEST, 2002), Life.SCHOOL: (1967, 2002), Life.OFFICE: (1966, 2002),
    Life.CLINIC: (1967, 2003), Life.ARMED: (1972, YOUNGEST),
}  # fmt: skip
OFFICERS_AGES = (1964, 1992)
MIDDLES: Mapping[tuple[bool, bool], tuple[str, ...]] = {
    (True, True): words.MIDDLE_WOMEN_HERE,
    (True, False): words.MIDDLE_WOMEN,
    (False, True): words.MIDDLE_MEN_HERE,
    (False, False): words.MIDDLE_MEN,
}
"""By whether it is a woman, and whether the family is of this region."""


class Way(StrEnum):
    """By what a person is reached: the name of the network."""

    SMART = "rehearsal"
    PLAIN = "rehearsal_plain"
    ONE_WAY = "rehearsal_oneway"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Stay:
    """In a cell from a day until a day, that day not included."""

    cell: int
    from_on: date
    until_on: date | None = None
    decision: str | None = None

    def holds(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True, slots=True)
class State:
    """A status from a day through a day."""

    kind: StatusKind
    from_on: date
    until_on: date | None = None
    decision: str | None = None

    def holds(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(eq=False)
class Person:
    """Somebody of the district; `cell` is where they are today, by its place in the list."""

    name: str
    is_woman: bool
    born: int
    cell: int
    seat: int
    has_office: bool
    joined_on: date
    stays: list[Stay] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    phone: str | None = None
    way: Way = Way.NONE
    partner: "Person | None" = None
    """Whose phone they share."""
    linked_at: datetime | None = None
    stopped_at: datetime | None = None
    endpoint_id: int | None = None
    id: int = 0

    def is_expected(self, cell: int, on: date) -> bool:
        """Whether a meeting of this cell on this day counts them."""
        away = any(state.kind in AWAY and state.holds(on) for state in self.states)
        return not away and any(stay.cell == cell and stay.holds(on) for stay in self.stays)

    def is_official(self, on: date) -> bool:
        return any(state.kind is StatusKind.OFFICIAL and state.holds(on) for state in self.states)

    def is_linked(self, at: datetime) -> bool:
        """Whether a message reached them then."""
        return self.linked_at is not None and self.linked_at <= at and (self.stopped_at is None or at < self.stopped_at)


def invented_people(cells: Sequence[Cell], luck: random.Random) -> list[Person]:
    """So many for each cell as it has, with nothing yet but who they are."""
    return [person for number, cell in enumerate(cells) for person in _of_cell(number, cell, luck)]


def _of_cell(number: int, cell: Cell, luck: random.Random) -> Iterator[Person]:
    taken: set[str] = set()
    for seat in range(cell.size):
        is_woman = luck.random() < (0.75 if cell.life is Life.SCHOOL else 0.1 if cell.life is Life.ARMED else 0.42)
        name = _name(cell, luck, is_woman=is_woman)
        while name in taken:
            name = _name(cell, luck, is_woman=is_woman)
        taken.add(name)
        has_office = seat < (LEADERS if cell.leads else OFFICERS)
        born = luck.randint(*(OFFICERS_AGES if has_office else AGES[cell.life]))
        joined = date(min(born + luck.randint(20, 38), 2023), luck.randint(1, 12), luck.randint(1, 28))
        yield Person(name, is_woman, born, number, seat, has_office, joined)


def _name(cell: Cell, luck: random.Random, *, is_woman: bool) -> str:
    is_of_here = luck.random() < (0.8 if cell.life is Life.HAMLET else 0.45)
    family = luck.choice(words.FAMILY_HERE if is_of_here else words.FAMILY)
    middles = MIDDLES[is_woman, is_of_here]
    given = words.GIVEN_WOMEN if is_woman else words.GIVEN_MEN
    return f"{family} {luck.choice(middles)} {luck.choice(given)}"
