"""The participation rate, exactly as `domain` rules 6 to 12: counts are kept, whole numbers compared, text never."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A rate to be reached: `>=` or `>` so many percent; 17/20 is exactly 85 % and fails `> 85`."""

    operator: str
    percent: int

    def is_met(self, part: int, whole: int) -> bool:
        """Whether part/whole reaches the line; nothing expected is no failure."""
        if whole == 0:
            return True
        reached, wanted = 100 * part, self.percent * whole
        return reached > wanted if self.operator == ">" else reached >= wanted


@dataclass(frozen=True, slots=True)
class Counts:
    """What a roll, or the sum of many, comes to. Always expected = present + excused + unexcused at closing."""

    expected: int = 0
    present: int = 0
    excused: int = 0
    unexcused: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.expected + other.expected,
            self.present + other.present,
            self.excused + other.excused,
            self.unexcused + other.unexcused,
        )

    @property
    def strict(self) -> str | None:
        """present / expected (rule 6), `84.00`."""
        return percent(self.present, self.expected)

    @property
    def adjusted(self) -> str | None:
        """present / (expected − excused) (rule 6), `95.45`."""
        return percent(self.present, self.expected - self.excused)


def percent(part: int, whole: int) -> str | None:
    """Two places, half up, with a point; None where there is nothing to divide by (rule 9)."""
    if whole == 0:
        return None
    hundredths = _hundredths(part, whole)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def trend_of(counts: Counts, before: Counts) -> int | None:
    """Hundredths of a percent point by which the strict rate has risen; None where either has none.

    Out of the printed rates, so that whoever subtracts the two on paper comes to the same.
    """
    if not (counts.expected and before.expected):
        return None
    return _hundredths(counts.present, counts.expected) - _hundredths(before.present, before.expected)


def _hundredths(part: int, whole: int) -> int:
    return (part * 20_000 + whole) // (2 * whole)


def quorum_ok(present: int, base: int) -> bool:
    """Two thirds of those who may vote: a warning line, never a block (`domain` 2.3)."""
    return 3 * present >= 2 * base
