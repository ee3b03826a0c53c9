"""How cells of a workbook look; every text is marked as text, so that not even an edit makes a formula of it."""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any, NamedTuple

from xlsxwriter import Workbook

A4 = 9
LINE = 15
"""Points that a line of text is high."""
BOLD = 0.85
"""So much of a column bold letters fill."""
EDGE = 0.4
"""Inches left free at the sides of the paper."""


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
    inside = {"text_wrap": True, "align": "left", "indent": 1}  # or words stick to the number in the column before
    grid, bold = {"border": 1, "valign": "top"}, {"bold": True}
    whole, rate = {"num_format": "#,##0"}, {"num_format": "0.00", "align": "right"}
    trend = {"num_format": '+0.00;-0.00;"="', "align": "right"}
    return Formats(
        title=book.add_format(text | bold | {"font_size": 14}),
        head=book.add_format(text | grid | bold | {"text_wrap": True, "align": "center", "bg_color": "#E0E0E0"}),
        text=book.add_format(text | grid | inside),
        count=book.add_format(grid | whole),
        rate=book.add_format(grid | rate),
        trend=book.add_format(grid | trend),
        total=book.add_format(grid | bold | whole),
        total_rate=book.add_format(grid | bold | rate),
        total_trend=book.add_format(grid | bold | trend),
        total_text=book.add_format(text | grid | bold | inside),
        plain=book.add_format(text),
    )


def fit(page: Any, row: int, values: Iterable[object], widths: Iterable[float], *, is_bold: bool = False) -> None:
    """Make a row as high as the texts among its values need: not every program does so by itself."""
    lines = [_lines(one, width, is_bold=is_bold) for one, width in zip(values, widths, strict=False)]
    if max(lines, default=1) > 1:
        page.set_row(row, max(lines) * LINE)


def _lines(value: object, width: float, *, is_bold: bool) -> int:
    letters = int(width * BOLD) if is_bold else int(width) - 1
    return len(wrap(value, max(1, letters))) if isinstance(value, str) else 1


def set_paper(page: Any, head: int, *, is_wide: bool = True) -> None:
    """A4, all columns side by side; the heads, down to the row `head`, come again on each sheet, and its number."""
    if is_wide:
        page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=EDGE, right=EDGE)
    page.repeat_rows(head)
    page.set_footer("&R&P/&N")
