"""What is known of the district while it is being built."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.rehearsal import phones
from bot.rehearsal.cells import Cell, sketched_cells
from bot.rehearsal.lives import settle_lives
from bot.rehearsal.months import Calendar
from bot.rehearsal.people import SECRETARY, Person, invented_people
from bot.rehearsal.writing import Row

SEED = "binh-lieu"


def luck_of(what: str) -> random.Random:
    """The same each time, and for each thing its own: more people change no meeting."""
    return random.Random(f"{SEED}:{what}")  # noqa: S311 - always the same district, no secret


@dataclass
class District:
    """Its cells and people; ids are there once they are written."""

    calendar: Calendar
    cells: list[Cell]
    people: list[Person]
    units: dict[str, int] = field(default_factory=dict)
    """The district and its committees, by code."""
    deltas: list[Row] = field(default_factory=list)
    committees: list[Cell] = field(default_factory=list)
    """Those that hold meetings of their own, as if they were cells."""
    resolutions: Counter[tuple[int, int]] = field(default_factory=Counter)
    """How many each cell has passed in each year."""
    graded: list[int] = field(default_factory=list)
    """The meetings whose quality is graded, by number."""

    @property
    def ever_in(self) -> dict[int, list[Person]]:
        """Everybody who has ever been in each cell."""
        ever: dict[int, list[Person]] = {at: [] for at in range(len(self.cells))}
        for person in self.people:
            for stay in person.stays:
                ever[stay.cell].append(person)
        return ever

    @property
    def secretaries(self) -> list[Person]:
        """By cell."""
        return [person for person in self.people if person.seat == SECRETARY]


def sketched(now: datetime) -> District:
    """The whole district in memory, with no ids yet."""
    calendar = Calendar(now)
    cells = sketched_cells(luck_of("cells"))
    people = invented_people(cells, luck_of("people"))
    settle_lives(people, cells, calendar, luck_of("lives"))
    phones.give_phones(people, cells, calendar, luck_of("phones"))
    return District(calendar, cells, people)
