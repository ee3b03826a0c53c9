"""What stands above the headings: whose list it is, and sometimes of which cell."""

from collections.abc import Iterable

from bot.services.roster.rows import heading_name, one_line
from bot.services.roster.workbook import Row
from bot.words.names import fold
from bot.words.roster_headers import COMMITTEE, COMMITTEE_KIND, GENERIC_SHEET, TITLE_CELL


def lines_of(rows: Iterable[Row]) -> list[str]:
    """The texts above the headings; one cell may hold two lines."""
    texts = [value for row in rows for value in row.values if isinstance(value, str)]
    return [line for text in texts for line in text.splitlines()]


def committee_of(lines: list[str]) -> str | None:
    """The lowest party committee named; a party organisation where no committee is."""
    named = [line for line in lines if COMMITTEE.match(line)]
    committees = [line for line in named if not fold(line).startswith("dang bo")]
    found = (committees or named)[-1:]
    return _spoken(found[0]) if found else None


def cell_of(lines: list[str]) -> str:
    """The one cell the whole list is of, or nothing."""
    starts = ((line, found.end()) for line in lines if (found := TITLE_CELL.match(line)))
    return next((heading_name(line[start:]) for line, start in starts), "")


def cell_of_sheet(title: str) -> str:
    """The name of a sheet, where it says anything."""
    return "" if GENERIC_SHEET.fullmatch(fold(title)) else one_line(title)


def _spoken(line: str) -> str:
    """A line in capitals as people write it in a sentence; what has small letters stays as it is."""
    if not line.isupper():
        return line
    kind = COMMITTEE_KIND.match(line)
    end = kind.end() if kind else 0
    return line[:end].capitalize() + " ".join(word.capitalize() for word in line[end:].split(" "))
