"""The units below a committee beside each other, over one period, against the line to reach."""

from typing import Any

from bot.reports.charts.bars import Bar, chart
from bot.reports.charts.look import MOST_ROWS, page_count, page_of
from bot.reports.summary import Row, Summary
from bot.words import charts as words


def spec(report: Summary, page: int = 1) -> dict[str, Any]:
    """A page of 40 rows, numbered through; IndexError for a page that is none."""
    line = report.line
    shown = page_of(report.rows, page)
    bars = [_bar(number, row) for number, row in enumerate(shown, start=1 + MOST_ROWS * (page - 1))]
    title = words.children_title(report.own.name, report.period.label, page, page_count(len(report.rows)))
    notes = words.children_notes(report.kind.value, line.operator, line.percent)
    said = words.said(title, [(one.name, one.label) for one in bars])
    return chart(title, notes, bars, said, line=line.percent / 100)


def _bar(number: int, row: Row) -> Bar:
    counts = row.counts
    shares = (counts.present / counts.expected,) if counts.expected else ()
    label = words.rate_label(counts.present, counts.expected, counts.strict, has_not_met=row.not_met > 0)
    return Bar(words.numbered(number, row.name), shares, label, row.is_below)
