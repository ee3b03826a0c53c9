"""Replies written by one person and labelled by another who had not read the rules; one half is kept apart.

A line of `labelled/*.tsv`: number, label, reason or `-`, whether the labeller was sure (`y` or `n`), text.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from bot.messages import Meaning
from bot.words.understand import understand

FOLDER: Final = Path(__file__).parent / "labelled"
HALVES: Final = ("open", "held")
IN_PART: Final = (Meaning.LATE, Meaning.EARLY_LEAVE)
SIDES: Final = {Meaning.PRESENT: "in", Meaning.LATE: "in", Meaning.EARLY_LEAVE: "in", Meaning.ABSENT: "out"}
"""What is stored: who comes late comes."""

understood = cache(understand)
"""The same text is asked about in test after test."""


@dataclass(frozen=True, slots=True)
class Labelled:
    number: int
    label: Meaning
    is_sure: bool
    text: str

    @property
    def made(self) -> Meaning:
        return understood(self.text).meaning

    @property
    def is_wrong(self) -> bool:
        """A status would be stored that is not what was meant."""
        stored = SIDES.get(self.made)
        is_stopped = self.made is Meaning.OPT_OUT and self.label is not Meaning.OPT_OUT
        return is_stopped or (stored is not None and stored != SIDES.get(self.label))


def file_of(half: str) -> Path:
    return FOLDER / f"{half}.tsv"


def present_halves() -> list[str]:
    return [half for half in HALVES if file_of(half).exists()]


@cache
def labelled(half: str) -> list[Labelled]:
    rows = (line.split("\t") for line in file_of(half).read_text(encoding="utf-8").splitlines() if line)
    return [Labelled(int(number), Meaning(label), sure == "y", text) for number, label, _, sure, text in rows]


def clear(rows: Iterable[Labelled]) -> list[Labelled]:
    """Those whose label is a status, and whose labeller was sure."""
    return [row for row in rows if row.is_sure and row.label in SIDES]


def decided(rows: Iterable[Labelled]) -> float:
    """The share of the clear ones that are understood as they were labelled."""
    asked = clear(rows)
    return sum(row.made is row.label for row in asked) / len(asked)


def table(half: str) -> str:
    """What was meant, downwards; what was understood, to the right."""
    rows = labelled(half)
    counted = Counter((row.label, row.made) for row in rows)
    head = " ".join(f"{meaning[:8]:>8}" for meaning in Meaning)
    lines = [f"{label:<12}" + " ".join(f"{counted[label, made]:>8}" for made in Meaning) for label in Meaning]
    wrong = sum(row.is_wrong for row in rows)
    figures = f"{len(rows)} replies, wrong status {wrong}, decided {decided(rows):.1%} of {len(clear(rows))} clear ones"
    return "\n".join([f"{half}: {figures}", f"{'meant':<12}{head}", *lines])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The confusion tables, whenever the labelled replies were tested."""
    reports = (report for reports in terminalreporter.stats.values() for report in reports)
    if any("test_labelled.py" in getattr(report, "nodeid", "") for report in reports):
        terminalreporter.section("replies understood")
        for half in present_halves():
            terminalreporter.write_line(table(half) + "\n")
