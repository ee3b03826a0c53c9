"""What is read out of a roster, and nothing more than may be kept."""

from dataclasses import dataclass, field
from datetime import date


class UnreadableWorkbook(ValueError):
    """The whole file is refused; its text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class StatusNote:
    """What a note says of a member's standing, and for how long."""

    kind: str
    """exempt, temporary_out, temporary_in or special_duty"""
    from_on: date | None
    until_on: date | None
    decision: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """One member, with the least that has to be known."""

    where: str
    name: str
    cell: str
    duty: str | None
    """secretary, deputy_secretary, cell_committee or None"""
    birth_year: int | None
    phone: str | None
    joined_on: date | None
    official_on: date | None
    """None or in the future: probationary"""
    notes: tuple[StatusNote, ...]
    group: str | None = None
    """The group of the cell, as it is written: `1`, `Tổ 1`."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """Why a row was left out; the reason never repeats what the cell holds."""

    cell: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read out of a workbook."""

    title: str | None
    people: list[Person] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    bad_rows: list[list[str]] = field(default_factory=list)
    """The headings first; none but the columns that are read."""
