"""The empty file in which an office writes how the tree changes, with its words to choose from."""

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.words import reorganising_sheet as words

WIDTHS = (14, 14, 22, 22, 36, 22, 22)
LAST_ROW = 1000


def reorganising_template() -> bytes:
    """An .xlsx with three sheets: the changes, the members of splits, and how both are written."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        bold, text = book.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1}), book.add_format()
        text.set_num_format("@")  # a code of digits stays a code, a day stays as it is written
        changes, people, how = (
            book.add_worksheet(name) for name in (words.SHEET, words.PEOPLE_SHEET, words.HELP_SHEET)
        )
        _head(changes, list(words.NAMES.values()), bold, text)
        _head(people, list(words.PEOPLE_NAMES.values()), bold, text)
        _choices(changes, 1, words.KIND_NAMES)
        _choices(changes, 6, words.UNIT_KIND_NAMES)
        how.set_column(0, 0, 110)
        for row, sentence in enumerate(words.HELP):
            how.write_string(row, 0, sentence)
        first = len(words.HELP) + 1
        for row, example in enumerate(words.EXAMPLES, first):
            how.write_string(row, 0, " | ".join(example))
    return content.getvalue()


def _head(sheet: Worksheet, names: Sequence[str], bold: Format, text: Format) -> None:
    for column, (name, width) in enumerate(zip(names, WIDTHS, strict=False)):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)


def _choices(sheet: Worksheet, column: int, some: Sequence[str]) -> None:
    sheet.data_validation(1, column, LAST_ROW, column, {"validate": "list", "source": list(some), "ignore_blank": True})
