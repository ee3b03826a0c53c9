"""The days of a month, quarter or year that a report is about."""

from datetime import date, timedelta

from bot.reports.period import Period
from bot.words.times import month_after


def span_of(period: Period) -> tuple[date, date]:
    """Its first and its last day."""
    after = date.fromisoformat(f"{month_after(period.last)}-01")
    return date.fromisoformat(f"{period.first}-01"), after - timedelta(days=1)
