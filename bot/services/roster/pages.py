"""One sheet, line by line: repeated headings, cells named between the people, totals, signatures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from bot.services.roster.doubts import Crowd
from bot.services.roster.encodings import with_capitals
from bot.services.roster.layout import Layout, find_header, header_at
from bot.services.roster.people import Reader
from bot.services.roster.records import Sheet
from bot.services.roster.rejects import bad_row
from bot.services.roster.rows import Kind, Line, cell_name, heading_name, kind_of, one_line, shown
from bot.services.roster.titles import cell_of, cell_of_sheet, lines_of
from bot.services.roster.workbook import RawSheet, Value
from bot.words import roster_words as words
from bot.words.roster_headers import CROSSES, DITTO, EMPTY, OFFICIAL_GROUPS, Field

HEADER_WITHIN = 60
"""Rows with something in them, from the top of a sheet."""


@dataclass(slots=True)
class Page:
    """Goes down one sheet and adds what it finds to the roster."""

    sheet: RawSheet
    roster: Sheet
    crowd: Crowd
    today: date
    is_converted: bool
    layout: Layout = field(init=False)
    fills: dict[int, Value] = field(init=False)
    titles: list[str] = field(init=False)
    cell: str = ""
    """Named by the last heading; before any, by the title or the sheet."""
    written: str = ""
    """What the column of cells last said, for the ditto marks below it."""
    is_over: bool = False
    is_named_between: bool = False

    def read(self, tick: Callable[[], None]) -> bool:
        """False where the sheet has no headings and is no roster."""
        found = find_header(self.sheet, 0, HEADER_WITHIN)
        if not found:
            return False
        self.titles = lines_of(self.sheet.rows[: found[1]])
        self.cell = cell_of(self.titles) or cell_of_sheet(self.sheet.title)
        before = len(self.roster.people) + len(self.roster.bad)
        self._lines(found[1], tick)
        if len(self.roster.people) + len(self.roster.bad) == before:
            self.roster.warnings.append(words.nobody(self.sheet.title))
        return True

    def _lines(self, start: int, tick: Callable[[], None]) -> None:
        index = start
        while index < len(self.sheet.rows):
            if header := header_at(self.sheet, index):
                self._use(header[0])
                index = header[1]
                continue
            self._line(Line(self.sheet, self.sheet.rows[index], self.layout))
            tick()
            index += 1

    def _use(self, layout: Layout) -> None:
        """Headings come again on every printed page; a second table may have its columns elsewhere."""
        self.layout = layout
        self.is_over = False
        self.fills = self.sheet.filled_down(layout.first(Field.CELL)) if layout.has(Field.CELL) else {}
        missing = words.no_official_column(self.sheet.title)
        if not layout.has(Field.OFFICIAL) and missing not in self.roster.warnings:
            self.roster.warnings.append(missing)

    def _line(self, line: Line) -> None:
        kind = kind_of(line, self.is_over)
        if kind is Kind.PERSON:
            self._person(line)
        elif kind in {Kind.CELL, Kind.PERHAPS_CELL}:
            self._heading(line, is_sure=kind is Kind.CELL)
        elif kind in {Kind.TOTAL, Kind.FOOT}:
            self._end()
        elif kind is Kind.GROUP and heading_name(line.heading[1]).lower() not in OFFICIAL_GROUPS:
            self.roster.warnings.append(words.group_line(line.where))

    def _heading(self, line: Line, is_sure: bool) -> None:
        self.cell = heading_name(line.heading[1])
        self.is_over, self.is_named_between = False, True
        if not is_sure:
            self.roster.warnings.append(words.taken_for_cell(line.where))

    def _end(self) -> None:
        """A total ends its cell: people below it need a heading of their own."""
        self.is_over = True
        if self.is_named_between:
            self.cell = ""

    def _person(self, line: Line) -> None:
        cell = self._cell_of(line)
        reader = Reader(line, cell, self.today, self.is_converted)
        person = reader.read()
        repeated = person and self.crowd.repeats(person)
        if person and not repeated:
            self.roster.people.append(person)
            self.crowd.take(person)
            self.roster.warnings.extend(reader.warnings)
        else:
            self.roster.bad.extend([repeated] if repeated else reader.bad)
            self.roster.bad_rows.append(bad_row(line, cell, self.today))

    def _cell_of(self, line: Line) -> str:
        """Out of its column, where there is one and something in it; else as it was named above."""
        if not line.layout.has(Field.CELL):
            return self._spelt(self.cell)
        value = line.row.at(line.layout.first(Field.CELL))
        text = one_line(shown(self.fills.get(line.row.number) if value is None else value))
        if text.lower() in DITTO:
            text = self.written
        if text.lower() in EMPTY - CROSSES:
            text = ""
        self.written = text or self.written
        return self._spelt(text or self.cell)

    def _spelt(self, text: str) -> str:
        name = cell_name(text)
        return self.crowd.spelling(with_capitals(name[:1].upper() + name[1:]) if self.is_converted else name)
