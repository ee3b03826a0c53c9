"""What a score sheet is made of: criteria, the rules that compute some of them, cut-offs, gates."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model.scores import Grade

CUT = (Grade.GOOD, Grade.FAIR, Grade.AVERAGE)


class Fact(StrEnum):
    """What the roll and the hours say by themselves."""

    RATE = "rate"
    UNEXCUSED = "unexcused"
    EXCUSED_RUNNING = "excused_running"
    """The most meetings running in the year that one of the excused was excused from."""
    PERSONAL = "personal"
    """The most meetings of the year from which one of the excused was excused on own business."""
    MINUTES = "minutes"


class Denominator(StrEnum):
    """`domain` 2.2."""

    STRICT = "strict"
    ADJUSTED = "adjusted"


class Otherwise(StrEnum):
    """What a criterion gives that is not met."""

    NOTHING = "nothing"
    SHARE = "share"
    """Points by the rate, and less than all."""


OPERATORS = {Fact.RATE: (">", ">="), Fact.MINUTES: (">", ">=")}
AT_MOST = ("<=", "<")


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that a computed criterion demands."""

    fact: Fact
    operator: str
    value: int | None
    """None: of the minutes, as many as the unit's setting says."""
    denominator: Denominator


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the sheet; without rules people are asked."""

    key: str
    title: str
    points: int | None
    """None: it is met or it is not."""
    rules: tuple[Rule, ...]
    otherwise: Otherwise

    @property
    def is_asked(self) -> bool:
        return not self.rules

    @property
    def most(self) -> int:
        return 1 if self.points is None else self.points


@dataclass(frozen=True, slots=True)
class Gate:
    """Unless all of these are met in full, no grade is better than this."""

    needs: tuple[str, ...]
    at_most: Grade


@dataclass(frozen=True, slots=True)
class Profile:
    """A score sheet."""

    name: str
    title: str
    source: str
    note: str
    cutoffs: Mapping[Grade, int]
    """With points: at least so many; without: so many criteria may fail."""
    criteria: tuple[Criterion, ...]
    gates: tuple[Gate, ...]

    @property
    def has_points(self) -> bool:
        return self.criteria[0].points is not None

    @property
    def most(self) -> int | None:
        return sum(one.most for one in self.criteria) if self.has_points else None

    @property
    def asked(self) -> tuple[Criterion, ...]:
        return tuple(one for one in self.criteria if one.is_asked)

    @property
    def needs_hours(self) -> bool:
        """Whether it has to be known when the meeting ended."""
        return any(rule.fact is Fact.MINUTES for one in self.criteria for rule in one.rules)

    def criterion(self, key: str) -> Criterion | None:
        return next((one for one in self.criteria if one.key == key), None)
