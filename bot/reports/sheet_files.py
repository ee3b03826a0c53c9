"""Tables as files that are handed over: which forms there are, and what each is made of."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages import Document
from bot.reports.sheet_csv import csv_of
from bot.reports.sheet_shape import Table
from bot.reports.sheet_xlsx import xlsx_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMS = {"xlsx": XLSX, "csv": CSV}


def written(tables: Sequence[Table], name: str, title: str, form: str, at: datetime) -> Document:
    """`xlsx` or `csv`; slow, from a thread where others wait."""
    content = csv_of(tables) if form == "csv" else xlsx_of(tables, title=title, at=at)
    return Document(f"{name}.{form}", content, FORMS[form])
