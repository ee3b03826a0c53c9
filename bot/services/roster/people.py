"""One line of a roster made a person, or the cells that keep it from being one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bot.services.roster.dates import read_date, read_year
from bot.services.roster.doubts import odd
from bot.services.roster.duties import read_duty
from bot.services.roster.notes import Remarks, read_notes
from bot.services.roster.records import BadCell, Person
from bot.services.roster.rows import Line
from bot.services.roster.workbook import Spoilt, Value
from bot.words import roster_words as words
from bot.words.phones import phone
from bot.words.roster_headers import CELL_NAME, NAME, NEVER_IN_NAMES, TITLE_BEFORE_NAME, Field

LONGEST, LONGEST_GROUP = 100, 40
FIRST_YEAR = 1900
FIRST_PARTY_YEAR = 1930
YOUNGEST = 18
T = TypeVar("T")
USED = (
    Field.BORN,
    Field.BORN_MALE,
    Field.BORN_FEMALE,
    Field.GROUP,
    Field.DUTY,
    Field.JOINED,
    Field.OFFICIAL,
    Field.PHONE,
    Field.NOTE,
    Field.EXEMPT,
)


@dataclass(slots=True)
class Reader:
    """Reads one line, and gathers what is wrong with it and what is odd."""

    line: Line
    cell: str
    """The name of the cell as far as it is known: from its column, a heading, the title or the sheet."""
    today: date
    is_converted: bool = False
    bad: list[BadCell] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def read(self) -> Person | None:
        """None where a cell is bad: `bad` says which and why."""
        self._refuse_spoilt()
        remarks = self._remarks()
        person = Person(
            where=self.line.where,
            name=self._name(),
            cell=self._cell(),
            duty=self._duty() or remarks.duty,
            birth_year=self._birth_year(),
            phone=self._phone(),
            joined_on=self._date(Field.JOINED, self.today.year),
            official_on=self._date(Field.OFFICIAL, self.today.year + 2),
            notes=remarks.statuses,
            group=self._group(),
        )
        if self.bad:
            return None
        self.warnings += odd(person, self.line, self.today)
        return person

    def _spoil(self, field: Field, reason: str) -> None:
        place = self.line.place(field)
        if all(bad.cell != place for bad in self.bad):
            self.bad.append(BadCell(place, reason))

    def _refuse_spoilt(self) -> None:
        for one in USED:
            columns = self.line.layout.columns.get(one, ())
            if any(isinstance(value, Spoilt) for value in self.line.values(columns)):
                self._spoil(one, words.SPOILT)
        if any(isinstance(value, Spoilt) for value in self.line.values(self.line.layout.name_columns)):
            self._spoil(Field.NAME, words.SPOILT)

    def _name(self) -> str:
        name = TITLE_BEFORE_NAME.sub("", self.line.name, count=1) if self.line.name else ""
        if not name:
            self._spoil(Field.NAME, words.NO_NAME)
        elif len(name) > LONGEST:
            self._spoil(Field.NAME, words.NAME_LONG)
        elif not NAME.fullmatch(name) or NEVER_IN_NAMES.search(name):
            self._spoil(Field.NAME, words.NAME_ODD)
        # TCVN3 has no capitals with a tone, and a font of capitals has none at all.
        return " ".join(word[:1].upper() + word[1:] for word in name.split()) if self.is_converted else name

    def _cell(self) -> str:
        name = self.cell
        if not name:
            self._spoil(Field.CELL, words.NO_CELL)
        elif len(name) > LONGEST or not CELL_NAME.fullmatch(name):
            self._spoil(Field.CELL, words.CELL_ODD)
        return name

    def _group(self) -> str | None:
        name = self.line.text(Field.GROUP)
        if len(name) > LONGEST_GROUP or (name and not CELL_NAME.fullmatch(name)):
            self._spoil(Field.GROUP, words.GROUP_ODD)
        return name or None

    def _duty(self) -> str | None:
        duty = read_duty(self.line.text(Field.DUTY))
        if not duty.is_clear:
            self.warnings.append(words.duty_unclear(self.line.place(Field.DUTY)))
        return duty.duty

    def _remarks(self) -> Remarks:
        note = self.line.note
        remarks = read_notes(note, self.today) if note else Remarks()
        if not remarks.is_clear:
            self.warnings.append(words.note_unclear(self.line.place(Field.NOTE)))
        return remarks

    def _birth_year(self) -> int | None:
        columns = [one for one in (Field.BORN, Field.BORN_MALE, Field.BORN_FEMALE) if self.line.value(one) is not None]
        if len(columns) > 1:
            self._spoil(columns[1], words.BIRTH_TWICE)
        return self._readable(columns[0], words.BIRTH_ODD, self._year) if columns else None

    def _year(self, value: Value) -> int:
        year = read_year(value, self.today.year - YOUNGEST)
        if not FIRST_YEAR <= year <= self.today.year:
            raise ValueError("not a year anybody here was born in")
        return year

    def _phone(self) -> str | None:
        return self._readable(Field.PHONE, words.PHONE_ODD, _phone)

    def _date(self, column: Field, latest: int) -> date | None:
        on = self._readable(column, words.DATE_ODD, lambda value: read_date(value, latest))
        if on and not FIRST_PARTY_YEAR <= on.year <= self.today.year + 2:
            self._spoil(column, words.DATE_FAR)
        return on

    def _readable(self, column: Field, reason: str, read: Callable[[Value], T]) -> T | None:
        """What is read out of the value; a bad cell where it cannot be."""
        value = self.line.value(column)
        if value is None or isinstance(value, Spoilt):
            return None
        try:
            return read(value)
        except ValueError:
            self._spoil(column, reason)
            return None


def _phone(value: Value) -> str:
    if isinstance(value, str | int | float):
        return phone(value)
    raise ValueError("not a phone number: a date")
