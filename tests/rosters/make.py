"""Writes the small workbooks beside it, one for each habit offices have: `python -m tests.rosters.make`."""

from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from tests.rosters import contents, layouts
from tests.rosters.paper import MADE

__all__ = ["contents", "layouts", "make"]

HERE = Path(__file__).parent
CREATED = datetime(2026, 11, 1)  # noqa: DTZ001  # a fixed day, so that the same files come out each time


def make(folder: Path) -> None:
    for name, fill in MADE.items():
        with Workbook(str(folder / f"{name}.xlsx")) as book:
            book.set_properties({"created": CREATED})
            fill(book)


if __name__ == "__main__":
    make(HERE)
