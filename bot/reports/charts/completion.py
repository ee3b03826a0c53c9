"""How far a document has come at each unit."""

from collections.abc import Collection, Sequence
from typing import Any

from bot.reports.charts.bars import Bar, chart
from bot.reports.charts.look import MOST_ROWS, page_count, page_of
from bot.services.directive_completion import Row
from bot.words import charts as words


def spec(number: str, unit: str, rows: Sequence[Row], late: Collection[int] = (), page: int = 1) -> dict[str, Any]:
    """`number`: of the document; `late`: the ids of the units past their day. IndexError for a page that is none."""
    shown = page_of(rows, page)
    bars = [_bar(place, row, late) for place, row in enumerate(shown, start=1 + MOST_ROWS * (page - 1))]
    title = words.completion_title(number, unit, page, page_count(len(rows)))
    note = words.completion_note(must_study=any(row.must_study for row in rows))
    return chart(title, (note,), bars, words.said(title, [(one.name, one.label) for one in bars]))


def _bar(place: int, row: Row, late: Collection[int]) -> Bar:
    is_late = row.unit_id in late and not row.is_whole
    shares = (row.done / row.expected,) if row.expected else ()
    label = words.of(row.done, row.expected, row.rate) + words.LATE * is_late
    return Bar(words.numbered(place, row.name), shares, label, is_late)
