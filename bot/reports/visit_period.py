"""The days that a report of visits is about: a month, a quarter, a year, or any others."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.refusals import TimeUnreadable
from bot.reports.period import Period, is_reckoned, quarter_period, read_period
from bot.words.visit_days import REPORT_EXAMPLE, Span, months, span_label, whole_months


@dataclass(frozen=True, slots=True)
class Days:
    """From the first through the last day."""

    first: date
    last: date

    @property
    def as_value(self) -> str:
        """What a button carries: `20261201-20261215`."""
        return f"{self.first:%Y%m%d}-{self.last:%Y%m%d}"

    @property
    def both(self) -> tuple[date, date]:
        return self.first, self.last

    @property
    def label(self) -> str:
        return span_label(self.first, self.last)

    @property
    def before(self) -> "Days":
        """As many whole months, or as many days, that end where these begin."""
        length = whole_months(Span(self.first, self.last))
        if length is not None:
            span = months(self.first.year * 12 + self.first.month - 1 - length, length)
            return Days(span.first, span.last)
        last = self.first - timedelta(days=1)
        return Days(last - (self.last - self.first), last)


def days_of(period: Period) -> Days:
    first, last = date.fromisoformat(f"{period.first}-01"), date.fromisoformat(f"{period.last}-01")
    return Days(first, last.replace(day=monthrange(last.year, last.month)[1]))


def this_quarter(today: date) -> Days:
    return days_of(quarter_period(today))


def read_days(text: str) -> Days:
    """What `as_value` wrote, and the months, quarters and years on older buttons; raises TimeUnreadable."""
    found = re.fullmatch(r"(\d{8})-(\d{8})", text, re.ASCII)
    if found is None:
        return days_of(read_period(text))
    try:
        first, last = (date.fromisoformat(one) for one in found.groups())
    except ValueError:
        raise TimeUnreadable(text=text[:20], example=REPORT_EXAMPLE) from None
    if first > last or not is_reckoned(first.year) or not is_reckoned(last.year):
        raise TimeUnreadable(text=text[:20], example=REPORT_EXAMPLE)
    return Days(first, last)
