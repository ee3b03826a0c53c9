"""What looks odd in a roster: said as a warning, for it may well be true."""

from datetime import date

from bot.services.roster.records import BadCell, Person
from bot.services.roster.rows import Line
from bot.words import roster_words as words
from bot.words.names import fold
from bot.words.roster_headers import Field

OF_AGE = 18
VERY_OLD = 100
LONG_PROBATION = 2


def odd(person: Person, line: Line, today: date) -> list[str]:
    """Oddities of one person, each with the cell to look at."""
    return _odd_age(person, line, today) + _odd_dates(person, line, today)


def _odd_age(person: Person, line: Line, today: date) -> list[str]:
    born, joined = person.birth_year, person.joined_on
    if born is None:
        return []
    found = []
    # Only the year of birth is kept: whoever turns 18 in the year of admission is given the benefit.
    if joined and joined.year - born < OF_AGE:
        found.append(words.too_young(line.place(Field.JOINED)))
    if today.year - born < OF_AGE:
        found.append(words.not_of_age(line.where))
    if today.year - born > VERY_OLD:
        found.append(words.very_old(line.where))
    return found


def _odd_dates(person: Person, line: Line, today: date) -> list[str]:
    joined, official = person.joined_on, person.official_on
    found = []
    if joined and joined > today:
        found.append(words.joins_later(line.place(Field.JOINED)))
    if joined and official and official < joined:
        found.append(words.official_first(line.place(Field.OFFICIAL)))
    if official is None and line.layout.has(Field.OFFICIAL):
        if joined is None:
            found.append(words.official_unknown(line.place(Field.OFFICIAL)))
        elif (today.year - LONG_PROBATION, today.month, today.day) > (joined.year, joined.month, joined.day):
            found.append(words.never_official(line.place(Field.OFFICIAL)))
    return found


class Crowd:
    """All people so far, to see who comes twice and what only two of them can show."""

    def __init__(self) -> None:
        self.names: dict[tuple[str, str], list[Person]] = {}
        self.phones: dict[str, Person] = {}
        self.secretaries: dict[str, Person] = {}
        self.cells: dict[str, str] = {}
        self.spellings: dict[str, str] = {}
        self.warnings: list[str] = []

    def spelling(self, cell: str) -> str:
        """The cell's name as it was first written, whatever the capitals now."""
        if cell.casefold() not in self.cells:
            alike = self.spellings.setdefault(fold(cell), cell)
            if alike != cell:
                self.warnings.append(words.cells_alike(cell, alike))
        return self.cells.setdefault(cell.casefold(), cell)

    def repeats(self, person: Person) -> BadCell | None:
        """A person who is here already, to the letter."""
        same = (other for other in self._namesakes(person) if _facts(other) == _facts(person))
        other = next(same, None)
        return BadCell(person.where, words.repeated(other.where)) if other else None

    def take(self, person: Person) -> None:
        """Note the person, and what is odd about them among the others."""
        for other in self._namesakes(person):
            if not (person.birth_year and other.birth_year) or person.birth_year == other.birth_year:
                self.warnings.append(words.same_name(person.where, other.where))
                break
        if person.phone and (other := self.phones.setdefault(person.phone, person)) is not person:
            self.warnings.append(words.phone_shared(person.where, other.where))
        if person.duty == "secretary" and (other := self.secretaries.setdefault(person.cell, person)) is not person:
            self.warnings.append(words.second_secretary(person.where, other.where))
        self._namesakes(person).append(person)

    def _namesakes(self, person: Person) -> list[Person]:
        return self.names.setdefault((person.name.casefold(), person.cell), [])


def _facts(person: Person) -> tuple[int | None, str | None]:
    return person.birth_year, person.phone
