"""By which network the people of each unit are reached; whoever is not reached stands there too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.reports.charts.bars import Bar, stacked
from bot.reports.charts.look import MOST_ROWS, page_count, page_of
from bot.words import charts as words


@dataclass(frozen=True, slots=True)
class Reach:
    """One unit: how many people by channel, and how many by none. Together everybody it has."""

    name: str
    by_channel: Mapping[str, int]
    unreached: int

    @property
    def people(self) -> int:
        return sum(self.by_channel.values()) + self.unreached


def spec(name: str, rows: Sequence[Reach], page: int = 1) -> dict[str, Any]:
    """A page of 40 of the units; `name`: whose they are. IndexError for a page that is none."""
    channels = sorted({channel for row in rows for channel in row.by_channel})
    shown = page_of(rows, page)
    title = words.reach_title(name, page, page_count(len(rows)))
    bars = [_bar(place, row, channels) for place, row in enumerate(shown, start=1 + MOST_ROWS * (page - 1))]
    said = words.reach_said(title, [(row.name, row.by_channel, row.unreached) for row in shown])
    return stacked(title, (words.REACH_NOTE,), words.networks(channels), bars, said, last_is_empty=True)


def _bar(place: int, row: Reach, channels: Sequence[str]) -> Bar:
    counts = (*(row.by_channel.get(one, 0) for one in channels), row.unreached)
    shares = tuple(count / row.people for count in counts) if row.people else ()
    label = words.reach_label(row.people, row.unreached)
    return Bar(words.numbered(place, row.name), shares, label, row.unreached > 0)
