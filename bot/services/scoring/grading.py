"""The sum of a score sheet: whole numbers, each part with what it was made of; needs no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.scores import Grade
from bot.services.rate import Line
from bot.services.scoring.criteria import CUT, Criterion, Denominator, Fact, Otherwise, Profile, Rule

GRADES = tuple(Grade)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the roll, the history and the hours of one meeting say."""

    expected: int
    present: int
    excused: int
    unexcused: int
    excused_running: int
    personal: int
    minutes: int | None
    """None: nobody has said when it ended."""
    least_minutes: int

    def divided(self, denominator: Denominator) -> tuple[int, int]:
        """What is divided by what."""
        less = self.excused if denominator is Denominator.ADJUSTED else 0
        return self.present, self.expected - less


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found."""

    fact: Fact
    operator: str
    wanted: int
    found: int
    whole: int | None
    is_adjusted: bool
    is_met: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion and what it got."""

    key: str
    title: str
    got: int
    points: int | None
    findings: tuple[Finding, ...]
    """Empty: people said so."""

    @property
    def is_full(self) -> bool:
        return self.got == (1 if self.points is None else self.points)


@dataclass(frozen=True, slots=True)
class Result:
    """The whole sum."""

    parts: tuple[Part, ...]
    points: int | None
    most: int | None
    grade: Grade

    @property
    def failed(self) -> int:
        return sum(not one.is_full for one in self.parts)


def graded(profile: Profile, facts: Facts, said: Mapping[str, int]) -> Result:
    """The sum; everything that is asked must have been said, and the hours be known where they count."""
    parts = tuple(_part(one, facts, said) for one in profile.criteria)
    points = sum(one.got for one in parts) if profile.has_points else None
    return Result(parts, points, profile.most, _grade(profile, parts, points))


def _part(criterion: Criterion, facts: Facts, said: Mapping[str, int]) -> Part:
    if criterion.is_asked:
        return Part(criterion.key, criterion.title, said[criterion.key], criterion.points, ())
    findings = tuple(found(rule, facts) for rule in criterion.rules)
    is_met = all(one.is_met for one in findings)
    got = criterion.most if is_met else _otherwise(criterion, facts)
    return Part(criterion.key, criterion.title, got, criterion.points, findings)


def _otherwise(criterion: Criterion, facts: Facts) -> int:
    """A share of the points is cut, not rounded, and never all of them."""
    if criterion.otherwise is Otherwise.NOTHING:
        return 0
    rule = next(one for one in criterion.rules if one.fact is Fact.RATE)
    part, whole = facts.divided(rule.denominator)
    return min(criterion.most * part // whole if whole else 0, criterion.most - 1)


def found(rule: Rule, facts: Facts) -> Finding:
    """17/20 is exactly 85 % and not above it (rule 8)."""
    is_adjusted = rule.denominator is Denominator.ADJUSTED
    wanted = facts.least_minutes if rule.value is None else rule.value
    if rule.fact is Fact.RATE:
        part, whole = facts.divided(rule.denominator)
        is_met = Line(rule.operator, wanted).is_met(part, whole)
        return Finding(rule.fact, rule.operator, wanted, part, whole, is_adjusted, is_met)
    count = {
        Fact.UNEXCUSED: facts.unexcused,
        Fact.EXCUSED_RUNNING: facts.excused_running,
        Fact.PERSONAL: facts.personal,
        Fact.MINUTES: facts.minutes or 0,
    }[rule.fact]
    return Finding(rule.fact, rule.operator, wanted, count, None, is_adjusted, _compared(count, rule.operator, wanted))


def _compared(count: int, operator: str, wanted: int) -> bool:
    return {"<": count < wanted, "<=": count <= wanted, ">": count > wanted, ">=": count >= wanted}[operator]


def _grade(profile: Profile, parts: Sequence[Part], points: int | None) -> Grade:
    failed = sum(not one.is_full for one in parts)
    reached = (
        (points >= profile.cutoffs[grade] if points is not None else failed <= profile.cutoffs[grade], grade)
        for grade in CUT
    )
    grade = next((grade for is_reached, grade in reached if is_reached), Grade.POOR)
    caps = [gate.at_most for gate in profile.gates if short_of(gate.needs, parts)]
    return max([grade, *caps], key=GRADES.index)


def short_of(needs: Sequence[str], parts: Sequence[Part]) -> list[Part]:
    """Those that a gate needs and that are not met in full."""
    return [one for one in parts if one.key in needs and not one.is_full]


def as_json(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The parts as they are kept."""
    return [
        {
            "key": one.key,
            "title": one.title,
            "got": one.got,
            "points": one.points,
            "findings": [
                {
                    "fact": each.fact.value,
                    "operator": each.operator,
                    "wanted": each.wanted,
                    "found": each.found,
                    "whole": each.whole,
                    "is_adjusted": each.is_adjusted,
                    "is_met": each.is_met,
                }
                for each in one.findings
            ],
        }
        for one in parts
    ]


def from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            one["key"],
            one["title"],
            one["got"],
            one["points"],
            tuple(Finding(**{**each, "fact": Fact(each["fact"])}) for each in one["findings"]),
        )
        for one in kept
    )
