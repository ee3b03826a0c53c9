"""One row seen through the layout: its fields as text, their places, and what kind of line it is."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from openpyxl.utils import get_column_letter

from bot.services.roster.layout import Layout
from bot.services.roster.workbook import RawSheet, Row, Spoilt, Value
from bot.words.roster_headers import (
    CELL_WORD,
    COUNT,
    CROSSES,
    EMPTY,
    FOOT,
    GROUP,
    NAME,
    NUMBERING,
    PLACE,
    PLACE_AND_DAY,
    ROMAN,
    TOTAL,
    Field,
    exempt_note,
)

ABOUT_PEOPLE = (
    Field.BORN, Field.BORN_MALE, Field.BORN_FEMALE, Field.DUTY, Field.JOINED, Field.OFFICIAL, Field.PHONE,
)  # fmt: skip


class Kind(Enum):
    """What a line below the headings is."""

    NOTHING = auto()
    PERSON = auto()
    CELL = auto()
    PERHAPS_CELL = auto()
    GROUP = auto()
    TOTAL = auto()
    FOOT = auto()


def shown(value: Value) -> str:
    """The value as people would write it."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Spoilt):
        return value.text
    return "" if value is None else str(value)


def place_of(sheet: RawSheet, row: int, column: int) -> str:
    return f"{sheet.title}!{get_column_letter(column + 1)}{row}"


def one_line(text: str) -> str:
    """Texts were tidied when the sheet was opened; only their lines are still apart."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Line:
    """A row and the layout it stands under."""

    sheet: RawSheet
    row: Row
    layout: Layout

    @property
    def where(self) -> str:
        return f"{self.sheet.title}!A{self.row.number}"

    def place(self, field: Field) -> str:
        """Where the field is, or where it would be."""
        columns = self.layout.columns.get(field) or self.layout.name_columns
        return place_of(self.sheet, self.row.number, columns[0])

    def value(self, field: Field) -> Value:
        """The value, or None where people wrote that there is nothing."""
        if not self.layout.has(field):
            return None
        value = self.row.at(self.layout.first(field))
        return None if isinstance(value, str) and one_line(value).lower() in EMPTY else value

    def text(self, field: Field) -> str:
        return one_line(shown(self.value(field)))

    def values(self, columns: tuple[int, ...]) -> list[Value]:
        return [value for column in columns if (value := self.row.at(column)) is not None]

    @property
    def name(self) -> str:
        return one_line(" ".join(shown(value) for value in self.values(self.layout.name_columns)))

    @property
    def note(self) -> str:
        """Not tidied: a new line may part two remarks."""
        notes = map(shown, self.values(self.layout.columns.get(Field.NOTE, ())))
        said = [text for text in notes if one_line(text).lower() not in EMPTY]
        return "\n".join([*self._exempt(), *said])

    def _exempt(self) -> list[str]:
        """A column that says by a cross, or by a day, what others say in a note."""
        if not self.layout.has(Field.EXEMPT):
            return []
        text = one_line(shown(self.row.at(self.layout.first(Field.EXEMPT))))
        return [exempt_note(text)] if text.lower() in CROSSES or text.lower() not in EMPTY else []

    @property
    def is_numbered(self) -> bool:
        order = self.value(Field.ORDER)
        is_text = isinstance(order, str) and order.strip(" .)").isdecimal()
        return is_text or isinstance(order, int | float | Spoilt)

    @property
    def facts(self) -> int:
        """How many fields that only a person has are filled."""
        return sum(self.value(field) is not None for field in ABOUT_PEOPLE)

    @property
    def heading(self) -> tuple[int, str]:
        """Where a text stands that may be no person's, and the text: by the name, before it, or all alone."""
        texts = [(column, one_line(value)) for column, value in self.row.filled() if isinstance(value, str)]
        texts = [(column, text) for column, text in texts if not ROMAN.fullmatch(text)]
        last = max(self.layout.name_columns)
        return next(((column, text) for column, text in texts if column <= last or len(texts) == 1), (-1, ""))


def kind_of(line: Line, is_over: bool) -> Kind:
    """What the line is; after a total or a signature a line must say more to be a person's."""
    if TOTAL.match(line.heading[1].lower()) and not (_is_cell_column(line) and NAME.match(line.name)):
        return Kind.TOTAL
    if _names_a_cell(line):
        return Kind.CELL
    if not line.is_numbered and _is_foot(line):
        return Kind.FOOT
    if line.is_numbered and line.name and not _is_place(line):
        return Kind.PERSON
    if line.facts > (1 if is_over else 0):
        return Kind.PERSON
    kind = _without_facts(line)
    return kind if kind in {Kind.CELL, Kind.NOTHING} or not is_over else Kind.FOOT


def _is_cell_column(line: Line) -> bool:
    return line.layout.has(Field.CELL) and line.heading[0] == line.layout.first(Field.CELL)


def _names_a_cell(line: Line) -> bool:
    """It says so itself, and not in the column where every person's cell stands."""
    return bool(CELL_WORD.match(NUMBERING.sub("", line.heading[1], count=1))) and not _is_cell_column(line)


def _is_foot(line: Line) -> bool:
    duty = line.layout.columns.get(Field.DUTY, ())
    filled = [(column, value) for column, value in line.row.filled() if column not in duty]
    texts = [one_line(value).lower() for _, value in filled if isinstance(value, str)]
    if any(FOOT.match(text) for text in texts) and not (line.name and line.note and line.facts):
        return True
    return len(texts) <= 2 and not line.name and any(PLACE_AND_DAY.match(text) for text in texts)


def _is_place(line: Line) -> bool:
    """A place where a person should be: a heading, unless the cells have a column of their own."""
    name = NUMBERING.sub("", line.name, count=1).lower()
    return bool(PLACE.match(name)) and not line.facts and not line.layout.has(Field.CELL)


def _without_facts(line: Line) -> Kind:
    """A line with nothing that only a person has."""
    column, heading = line.heading
    if GROUP.match(NUMBERING.sub("", heading, count=1).lower()):
        return Kind.GROUP
    if line.name and line.text(Field.CELL):
        return Kind.PERSON
    if heading and line.sheet.width_at(line.row.number, column) > 1:
        return Kind.CELL
    if line.name:
        return _bare_name(line)
    if line.note:
        return Kind.PERSON
    is_before = heading and column < min(line.layout.name_columns)
    return Kind.PERHAPS_CELL if is_before and not line.layout.has(Field.CELL) else Kind.NOTHING


def _bare_name(line: Line) -> Kind:
    if line.layout.has(Field.CELL):
        return Kind.PERSON
    if _is_place(line):
        return Kind.CELL
    return Kind.PERHAPS_CELL if line.layout.has(Field.ORDER) else Kind.PERSON


def cell_name(text: str) -> str:
    """The name of a cell without its number, the word before it and the count of members behind it."""
    bare = COUNT.sub("", one_line(text))
    return CELL_WORD.sub("", bare, count=1) if CELL_WORD.match(bare) else bare


def heading_name(text: str) -> str:
    return cell_name(NUMBERING.sub("", one_line(text), count=1))
