"""How cells of a workbook look; every text is marked as text, so that not even an edit makes a formula of it."""

from typing import Any, NamedTuple

from xlsxwriter import Workbook

A4 = 9


class Formats(NamedTuple):
    """One for each sort of cell."""

    title: Any
    head: Any
    text: Any
    count: Any
    rate: Any
    trend: Any
    total: Any
    total_rate: Any
    total_trend: Any
    total_text: Any
    plain: Any


def formats_of(book: Workbook) -> Formats:
    text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
    grid, bold = {"border": 1, "valign": "top"}, {"bold": True}
    whole, rate = {"num_format": "#,##0"}, {"num_format": "0.00", "align": "right"}
    trend = {"num_format": '+0.00;-0.00;"="', "align": "right"}
    return Formats(
        title=book.add_format(text | bold | {"font_size": 14}),
        head=book.add_format(text | grid | bold | {"text_wrap": True, "align": "center", "bg_color": "#E0E0E0"}),
        text=book.add_format(text | grid | {"text_wrap": True}),
        count=book.add_format(grid | whole),
        rate=book.add_format(grid | rate),
        trend=book.add_format(grid | trend),
        total=book.add_format(grid | bold | whole),
        total_rate=book.add_format(grid | bold | rate),
        total_trend=book.add_format(grid | bold | trend),
        total_text=book.add_format(text | grid | bold | {"text_wrap": True}),
        plain=book.add_format(text),
    )
