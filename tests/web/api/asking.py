"""Questions made out of the API's own schema, always the same ones, put to a site at work."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemathesis import Config, openapi
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

UNMET = {"positive_data_acceptance": {"enabled": False}}
"""Months that are turned around, and cursors that nobody gave, have the right form and get no answer."""
ALIKE = ("/meetings", "/directives", "/ledger")
"""What they may be asked is read as it is at the other addresses."""


@dataclass
class Asked:
    """What came of it."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    """What was not as the schema says."""


def ask(address: str, token: str | None, examples: int, systematic: bool, without: Sequence[str] = ()) -> Asked:
    """So many questions at random for each address; `systematic`: and every edge of every parameter, but for some."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    edges: Mapping[str, Any] = {"stateful": {"enabled": False}, "coverage": {"enabled": systematic}}
    none = {"phases": {"coverage": {"enabled": False}}}
    config = Config.from_dict(
        {
            "headers": headers,
            "generation": {"max-examples": examples, "deterministic": True, "database": "none"},
            "phases": edges,
            "checks": UNMET,
            "operations": [{"include-path": path, **none} for path in without],
        }
    )
    asked = Asked()
    for event in from_schema(openapi.from_url(f"{address}/api/v1/openapi.json", config=config)).execute():
        if isinstance(event, FatalError | NonFatalError):
            asked.wrong.append(repr(event))
        if isinstance(event, ScenarioFinished):
            _note(asked, event)
    return asked


def _note(asked: Asked, event: ScenarioFinished) -> None:
    seen = event.recorder
    asked.statuses.update(one.response.status_code for one in seen.interactions.values() if one.response)
    failed = (check for checks in seen.checks.values() for check in checks if check.failure_info)
    asked.wrong += [f"{seen.label}: {check.name}: {check.failure_info}" for check in failed]
