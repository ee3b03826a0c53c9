"""The cells of the district, sketched: where they stand, how large they are, when they meet and how well they come."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from bot.words import rehearsal_district as words

PEOPLE, PRACTICE_SIZE = 2_105, 22
FEWEST, MOST = 4, 30
WEAK = 22
"""So many cells stay below the line over the year."""


class Life(StrEnum):
    """What a cell's people do: it says when they meet, and what keeps them away."""

    HAMLET = "hamlet"
    QUARTER = "quarter"
    SCHOOL = "school"
    OFFICE = "office"
    CLINIC = "clinic"
    ARMED = "armed"

    @property
    def is_rural(self) -> bool:
        return self in {Life.HAMLET, Life.QUARTER}


SIZES = {
    Life.HAMLET: (8, 18), Life.QUARTER: (10, 22), Life.SCHOOL: (6, 12), Life.OFFICE: (6, 14), Life.CLINIC: (4, 8),
    Life.ARMED: (6, 13),
}  # fmt: skip
LEADING = (11, 17)
HOURS = {
    Life.HAMLET: (time(19, 30), time(19, 0), time(20, 0), time(8, 0)),
    Life.QUARTER: (time(19, 30), time(20, 0)),
    Life.SCHOOL: (time(16, 0), time(14, 0)),
    Life.OFFICE: (time(7, 30), time(14, 0), time(16, 0)),
    Life.CLINIC: (time(14, 0), time(16, 30)),
    Life.ARMED: (time(8, 0), time(14, 0)),
}
ROOMS = {
    Life.HAMLET: words.HALL, Life.QUARTER: words.QUARTER_HALL, Life.SCHOOL: words.SCHOOL_ROOM,
    Life.OFFICE: words.OFFICE_ROOM, Life.CLINIC: words.CLINIC_ROOM, Life.ARMED: words.BARRACKS_ROOM,
}  # fmt: skip


@dataclass
class Cell:
    """A cell as the year knows it."""

    under: str
    """The code of the committee above it."""
    name: str
    life: Life
    leads: bool = False
    """The leaders of the committee above it are its people."""
    size: int = 0
    day: int = 3
    hour: time = time(19, 30)
    absence: float = 0.015
    """What share of its people an ordinary meeting lacks."""
    id: int = 0
    under_id: int = 0

    @property
    def room(self) -> str:
        return ROOMS[self.life]

    @property
    def is_practice(self) -> bool:
        return self.name == words.PRACTICE


def sketched_cells(luck: random.Random) -> list[Cell]:
    """All 185, those of the communes first; the first of all is the one to practise with."""
    cells = [*_of_communes(luck), *_of_agencies(), *_grassroots()]
    for cell in cells:
        cell.size = PRACTICE_SIZE if cell.is_practice else luck.randint(*(LEADING if cell.leads else SIZES[cell.life]))
        cell.day = _day(luck)
        cell.hour = luck.choice(HOURS[cell.life])
        cell.absence = luck.uniform(0.004, 0.02)
    _fit(cells, luck)
    _weaken(cells, luck)
    return cells


def _day(luck: random.Random) -> int:
    """Day 3 most of all; some late in the month."""
    return luck.choice((3, 3, 3, luck.randint(1, 6), luck.randint(4, 12), luck.randint(20, 28)))


def _of_communes(luck: random.Random) -> Iterator[Cell]:
    names = [f"{begin} {end}" for begin in words.HAMLET_BEGINS for end in words.HAMLET_ENDS]
    luck.shuffle(names)
    free = iter(names[:70] + names[:20])  # some names are there twice, each time in another commune
    for code, name, count in words.COMMUNES:
        commune = name.split(maxsplit=3 if code != words.TOWN else 4)[-1]
        schools = words.REMOTE_SCHOOLS if code in words.REMOTE else words.SCHOOLS
        for number in range(1, count - len(schools) - 1):
            if code == words.TOWN:
                yield Cell(code, words.QUARTER.format(name=number), Life.QUARTER)
            elif code == words.COMMUNES[0][0] and number == 1:
                yield Cell(code, words.PRACTICE, Life.HAMLET)
            else:
                yield Cell(code, words.HAMLET.format(name=next(free)), Life.HAMLET)
        for school in schools:
            yield Cell(code, school.format(commune=commune), Life.SCHOOL)
        yield Cell(code, words.TOWN_OFFICE if code == words.TOWN else words.COMMUNE_OFFICE, Life.OFFICE, leads=True)
        yield Cell(code, words.CLINIC, Life.CLINIC)


def _of_agencies() -> Iterator[Cell]:
    lives = (Life.ARMED, Life.ARMED, Life.CLINIC, Life.OFFICE)
    agencies = (words.ARMY, words.POLICE, words.HEALTH, words.GOVERNMENT)
    for (code, _, names), life in zip(agencies, lives, strict=True):
        for name in names:
            yield Cell(code, name, life, leads=name == names[0])


def _grassroots() -> Iterator[Cell]:
    """Right below the district."""
    for name in words.GRASSROOTS_OFFICES:
        yield Cell(words.DISTRICT[0], name, Life.OFFICE, leads=name == words.HEAD_CELL)
    for name in words.GRASSROOTS_SCHOOLS:
        yield Cell(words.DISTRICT[0], name, Life.SCHOOL)


def _fit(cells: list[Cell], luck: random.Random) -> None:
    """One more here or one less there, until the district has exactly its number."""
    while missing := PEOPLE - sum(cell.size for cell in cells):
        cell = luck.choice(cells)
        changed = cell.size + (1 if missing > 0 else -1)
        if not cell.is_practice and not cell.leads and FEWEST <= changed <= MOST:
            cell.size = changed


def _weaken(cells: list[Cell], luck: random.Random) -> None:
    """Hamlets more often than others."""
    rural = [cell for cell in cells if cell.life.is_rural and not cell.is_practice]
    others = [cell for cell in cells if not cell.life.is_rural]
    for cell in luck.sample(rural, WEAK - 4) + luck.sample(others, 4):
        cell.absence = luck.uniform(0.07, 0.13)
