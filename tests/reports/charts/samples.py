"""Charts to be looked at: invented units over invented months."""

import json
from collections.abc import Mapping
from typing import Any

from bot.reports.months import Month, UnitMonths, months_to
from bot.services.rate import Counts, Line

USUAL = Line(">=", 95)
MONTHS = months_to("2026-11")
Spec = Mapping[str, Any]


def month(number: int, present: int | None, expected: int = 20) -> Month:
    """One of the twelve; None: it owed a meeting and held none."""
    if present is None:
        return Month(MONTHS[number], due=1)
    return Month(MONTHS[number], 1, 1, Counts(expected, present, 0, expected - present))


def unit(*present: int | None, name: str = "Thôn Hồng Sen", number: int = 1) -> UnitMonths:
    """Its last months; in those before nothing was due."""
    first = len(MONTHS) - len(present)
    earlier = [Month(one) for one in MONTHS[:first]]
    shown = [month(first + place, one) for place, one in enumerate(present)]
    return UnitMonths(number, f"c{number}", name, True, (*earlier, *shown))


def texts(spec: Spec) -> list[str]:
    layers = [layer for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    return [one["text"] for layer in layers for one in layer["data"]["values"]]


def found(spec: Spec, mark: str, color: str | None = None) -> list[dict[str, Any]]:
    """Everything drawn as this mark, of one shade."""
    return [
        one
        for layer in spec["layer"]
        if layer["mark"]["type"] == mark and color in {None, layer["mark"]["color"]}
        for one in layer["data"]["values"]
    ]


def fetches_nothing(spec: Spec) -> bool:
    return "url" not in json.dumps({key: value for key, value in spec.items() if key != "$schema"})
