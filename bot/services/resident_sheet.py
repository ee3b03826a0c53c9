"""A file of residents as rows, under the headings that offices give them."""

from collections.abc import Sequence
from pathlib import Path

from bot.services import sheets
from bot.services.roster.workbook import Row
from bot.words import resident_import as words
from bot.words.resident_import import Field

Columns = dict[Field, int]


def table_in(path: Path) -> tuple[Sequence[Row], Columns]:
    """The rows behind the headings; raises UnreadableWorkbook."""
    return sheets.table_in(path, words.heading, words.WANTED, words.columns_missing, words.NO_FILE)
