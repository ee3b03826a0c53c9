"""Opens the workbooks of tests/rosters."""

from datetime import date
from pathlib import Path

from bot.services.roster.reading import Sheet, read_roster

FOLDER = Path(__file__).parents[2] / "rosters"
TODAY = date(2026, 11, 22)
THREE = [("Nguyễn Văn An", "Thôn Đoài"), ("Trần Thị Bình", "Thôn Đoài"), ("Lê Kim Cúc", "Thôn Đông")]


def read(name: str) -> Sheet:
    return read_roster(FOLDER / f"{name}.xlsx", TODAY)


def who(sheet: Sheet) -> list[tuple[str, str]]:
    return [(person.name, person.cell) for person in sheet.people]


def bad_cells(sheet: Sheet) -> list[str]:
    return [bad.cell for bad in sheet.bad]


def warned(sheet: Sheet) -> list[str]:
    """The places warned of, without the sentences."""
    return [warning.partition(": ")[0] for warning in sheet.warnings]
