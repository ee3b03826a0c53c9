"""Where the columns are: one or two rows of headings, cells made one, many names for one thing."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from bot.services.roster.workbook import RawSheet, Row, Value
from bot.words.roster_headers import FIELDS, LIKELY_FIRST, Field, label

LONGEST_HEADING = 60
Labels = dict[int, str]
Columns = dict[Field, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of each field, from 0; several for a name in two columns and for notes."""

    columns: Columns

    def has(self, field: Field) -> bool:
        return field in self.columns

    def first(self, field: Field) -> int:
        return self.columns[field][0]

    @property
    def name_columns(self) -> tuple[int, ...]:
        """In the order in which a name is spoken."""
        if self.has(Field.NAME):
            return self.columns[Field.NAME]
        return (*self.columns[Field.FAMILY], *self.columns[Field.GIVEN])


def find_header(sheet: RawSheet, start: int, stop: int) -> tuple[Layout, int, int] | None:
    """The first header between two indexes of the rows: its layout, its index, and the index after it."""
    for index in range(start, min(stop, len(sheet.rows))):
        if found := header_at(sheet, index):
            return found[0], index, found[1]
    return None


def header_at(sheet: RawSheet, index: int) -> tuple[Layout, int] | None:
    """The layout, and the index of the row behind the header, if a header starts here."""
    if not _could_be_header(sheet.rows[index]):
        return None
    layout, after = _two_rows(sheet, index) or _one_row(sheet, index)
    if not _is_whole(layout):
        return None
    if after < len(sheet.rows) and _only_explains(sheet.rows[after]):
        after += 1
    return layout, after


def _could_be_header(row: Row) -> bool:
    """Cheap, since it is asked of every row."""
    texts = [value for value in row.values if isinstance(value, str) and len(value) <= LONGEST_HEADING]
    likely = [text for text in texts if text.lstrip()[:1].lower() in LIKELY_FIRST]
    return any(_field(label(text)) in {Field.NAME, Field.FAMILY} for text in likely)


def _is_whole(layout: Layout) -> bool:
    named = layout.has(Field.NAME) or (layout.has(Field.FAMILY) and layout.has(Field.GIVEN))
    return named and len(layout.columns) > 1


def _one_row(sheet: RawSheet, index: int) -> tuple[Layout, int]:
    return _layout(_labels(sheet.rows[index]), sheet, index), index + 1


def _two_rows(sheet: RawSheet, index: int) -> tuple[Layout, int] | None:
    """Headings with sub-headings below; None where the next row is a person or nothing of the kind."""
    if index + 1 >= len(sheet.rows) or sheet.rows[index + 1].number != sheet.rows[index].number + 1:
        return None
    if not all(isinstance(value, str) for _, value in sheet.rows[index + 1].filled()):
        return None
    upper, lower = _labels(sheet.rows[index]), _labels(sheet.rows[index + 1])
    above = _spread(upper, lower, sheet, index)
    known = [column for column, sub in lower.items() if _known_below(above.get(column, ""), sub)]
    if not known or 2 * len(known) < len(lower):
        return None
    both, upper_alone = _layout(_joined(above, upper, lower), sheet, index), _layout(upper, sheet, index)
    # A line such as "full members" below the headings takes the place of one instead of adding to it.
    loses = len(both.columns) < len(upper_alone.columns) or not _is_whole(both)
    return None if loses else (both, index + 2)


def _spread(upper: Labels, lower: Labels, sheet: RawSheet, index: int) -> Labels:
    """The heading over each sub-heading: its own, or the one that spans or is centred over it."""
    above: Labels = {}
    for column in lower:
        heads = [c for c in upper if c <= column and (c in lower or c + _width(sheet, index, c) > column)]
        if heads:
            above[column] = upper[max(heads)]
    return above


def _joined(above: Labels, upper: Labels, lower: Labels) -> Labels:
    shares = Counter(above.values())
    return upper | {
        column: _best(above.get(column, ""), sub, alone=shares[above.get(column, "")] == 1 and column in upper)
        for column, sub in lower.items()
    }


def _best(head: str, sub: str, alone: bool) -> str:
    """Both together if that is known, else the lower; the upper only where it heads nothing else."""
    both = f"{head} {sub}".strip()
    return _known_below(head, sub) or (head if alone else both)


def _known_below(head: str, sub: str) -> str:
    """The label a sub-heading gives; men and women are told apart by many columns besides the year of birth."""
    both = f"{head} {sub}".strip()
    if _field(both):
        return both
    of_birth = _field(sub) in {Field.BORN_MALE, Field.BORN_FEMALE}
    return sub if _field(sub) and not (of_birth and head and _field(head) is not Field.BORN) else ""


def _labels(row: Row) -> Labels:
    texts = {column: label(value) for column, value in row.filled() if isinstance(value, str)}
    return {column: text for column, text in texts.items() if text}


def _field(text: str) -> Field | None:
    return FIELDS[text][0] if text in FIELDS else None


def _layout(labels: Labels, sheet: RawSheet, index: int) -> Layout:
    """For each field the column with the best name for it; all columns of notes."""
    found: dict[Field, list[tuple[int, int]]] = {}
    for column, text in labels.items():
        if text in FIELDS:
            field, rank = FIELDS[text]
            found.setdefault(field, []).append((rank, column))
    columns: Columns = {field: (min(places)[1],) for field, places in found.items()}
    if Field.NOTE in found:
        columns[Field.NOTE] = tuple(sorted(column for _, column in found[Field.NOTE]))
    if Field.GIVEN in columns and Field.NAME not in columns and Field.FAMILY not in columns:
        columns[Field.NAME] = columns.pop(Field.GIVEN)
    if Field.NAME in columns:
        first = columns[Field.NAME][0]
        width = _width(sheet, index, first)
        columns[Field.NAME] = tuple(c for c in range(first, first + width) if c == first or c not in labels)
    return Layout(columns)


def _width(sheet: RawSheet, index: int, column: int) -> int:
    return sheet.width_at(sheet.rows[index].number, column)


def _only_explains(row: Row) -> bool:
    """(1) (2) (3) or A 1 2 3 under the headings, as printed forms have it, or nothing but words in brackets."""
    if not any(label(str(value)) for _, value in row.filled()):
        return True
    marks = [_mark(value) for _, value in row.filled()]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    consecutive = all(b - a == 1 for a, b in pairwise(numbers))
    return len(numbers) >= 3 and consecutive and all(len(mark) <= 2 for mark in marks)


def _mark(value: Value) -> str:
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip("()[] ")
