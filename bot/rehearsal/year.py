"""The meetings of the year: which cell met when, and which did not meet."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.model.meetings import MeetingKind
from bot.rehearsal.cells import Cell
from bot.rehearsal.months import Calendar
from bot.services.series import Monthly
from bot.words import rehearsal_district as words
from bot.words.times import at_local, local, month_after, month_of

NOT_MET = 0.02
TWICE_RUNNING = 3
"""So many cells have not met in two months running."""
NOT_MET_YET = 0.03
QUARTERLY = (3, 6, 9, 12)
LASTS, CLOSED_AFTER = timedelta(minutes=90), timedelta(minutes=60)
"""How long a meeting takes, and how much later at most its roll is closed."""


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place; `cell` by its place in the list."""

    cell: int
    kind: MeetingKind
    starts_at: datetime
    called_at: datetime
    closed_at: datetime
    topic: str

    @property
    def month(self) -> str:
        return month_of(local(self.starts_at).date())


def usual_time(cell: Cell, month: str) -> datetime:
    return Monthly(f"day:{cell.day}", cell.hour, cell.room).in_month(month)


def held_meetings(cells: Sequence[Cell], calendar: Calendar, luck: random.Random) -> list[list[Held]]:
    """For each month, the meetings that were closed by now."""
    gaps = _gaps(cells, calendar, luck)
    return [list(_of_month(cells, month, gaps, calendar, luck)) for month in calendar.months]


def _gaps(cells: Sequence[Cell], calendar: Calendar, luck: random.Random) -> set[tuple[int, str]]:
    """The cell-months without a meeting; never of the cell to practise with, but for the present month."""
    past = calendar.months[:-1]
    others = [at for at, cell in enumerate(cells) if not cell.is_practice]
    gaps: set[tuple[int, str]] = set()
    for at in luck.sample(others, TWICE_RUNNING):
        first = luck.choice(past[:-1])
        gaps |= {(at, first), (at, month_after(first))}
    while len(gaps) < NOT_MET * len(cells) * len(past):
        at, month = luck.choice(others), luck.choice(past)
        if not any(gap == at for gap, _ in gaps):
            gaps.add((at, month))
    gaps |= {(at, calendar.present) for at in others if luck.random() < NOT_MET_YET}
    return gaps | {(at, calendar.present) for at, cell in enumerate(cells) if cell.is_practice}


def _of_month(
    cells: Sequence[Cell], month: str, gaps: set[tuple[int, str]], calendar: Calendar, luck: random.Random
) -> Iterator[Held]:
    for at, cell in enumerate(cells):
        regular = _some_time_near(usual_time(cell, month), luck)
        theme = luck.choice(words.THEMES)
        if (at, month) not in gaps and _is_over(regular, calendar):
            yield _held(at, MeetingKind.REGULAR, regular, words.TOPIC, luck)
        thematic = at_local(_day_of_theme(cell, month), cell.hour)
        if int(month[5:]) in QUARTERLY and not cell.life.is_rural and _is_over(thematic, calendar):
            yield _held(at, MeetingKind.THEMATIC, thematic, theme, luck)


def _some_time_near(usual: datetime, luck: random.Random) -> datetime:
    """One meeting in ten is a day or two late, within the month."""
    late = usual + timedelta(days=luck.randint(1, 2) if luck.random() < 0.1 else 0)
    return late if local(late).month == local(usual).month else usual


def _day_of_theme(cell: Cell, month: str) -> date:
    """Ten days from the usual one, to either side."""
    return date.fromisoformat(f"{month}-{cell.day + 10 if cell.day < 15 else cell.day - 10:02}")


def _is_over(starts_at: datetime, calendar: Calendar) -> bool:
    return starts_at + LASTS + CLOSED_AFTER <= calendar.now


def _held(at: int, kind: MeetingKind, starts_at: datetime, topic: str, luck: random.Random) -> Held:
    called = local(starts_at - timedelta(days=luck.randint(4, 7))).replace(hour=luck.randint(8, 17))
    closed = starts_at + LASTS + CLOSED_AFTER * luck.random()
    return Held(at, kind, starts_at, called, closed.replace(microsecond=0), topic)
