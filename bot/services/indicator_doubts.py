"""What does not fit in an answer: it is shown once more before it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.model.indicators import FigureKind, Indicator, IndicatorRound

MUCH = 3
"""So many times the last number is looked at once more."""


class Doubt(StrEnum):
    """Why a number is shown once more before it is taken."""

    FELL = "fell"
    """Less than last time, where it is counted on."""
    MUCH_MORE = "much_more"
    OVER_PLAN = "over_plan"
    OVER_WHOLE = "over_whole"
    """More than there are."""
    OFF_PLAN = "off_plan"
    """The classes do not come to as many as are to be classed."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A doubt, and the number that the answer is held against."""

    why: Doubt
    said: int
    against: int


class Beside(Protocol):
    """What an answer is held against."""

    @property
    def indicator(self) -> Indicator: ...
    @property
    def round(self) -> IndicatorRound: ...
    @property
    def planned(self) -> int | None: ...
    @property
    def last(self) -> tuple[int, ...] | None:
        """What the unit answered last, in an earlier round."""

    @property
    def last_on(self) -> date | None:
        """When that round began."""


def doubts(report: Beside, parts: Sequence[int]) -> list[Doubtful]:
    """What does not fit; empty where nothing is strange. A correction is not held against what it corrects."""
    return [*_against_last(report, parts), *_against_plan(report, parts)]


def _against_last(report: Beside, parts: Sequence[int]) -> list[Doubtful]:
    last = report.last
    if not last or report.last_on is None:
        return []
    counts_on = report.indicator.is_running and report.last_on.year == report.round.starts_on.year
    pairs = list(zip(parts, last, strict=True))
    fell = [Doubtful(Doubt.FELL, new, old) for new, old in pairs if counts_on and new < old]
    much = [Doubtful(Doubt.MUCH_MORE, new, old) for new, old in pairs if old and new > MUCH * old]
    return [*fell[:1], *much[:1]]


def _against_plan(report: Beside, parts: Sequence[int]) -> list[Doubtful]:
    planned, kind = report.planned, report.indicator.kind
    found = []
    if kind is FigureKind.OF and parts[0] > parts[1]:
        found.append(Doubtful(Doubt.OVER_WHOLE, parts[0], parts[1]))
    if planned is None:
        return found
    if kind is FigureKind.CLASSES:
        return [Doubtful(Doubt.OFF_PLAN, sum(parts), planned)] if sum(parts) != planned else []
    return [*found, *([Doubtful(Doubt.OVER_PLAN, parts[0], planned)] if parts[0] > planned else [])]
