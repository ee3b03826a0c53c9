"""One line of what is decided about the tree, as it is read, stored and told apart from others."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.model.tree_changes import TreeChangeKind
from bot.model.units import UnitKind


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one unit from a day on. Units are named by their codes: one may still have to be founded."""

    on: date
    kind: TreeChangeKind
    unit: str = ""
    """Of a split: the cell that is split. Empty where one is founded."""
    to: str = ""
    """Whom it stands under from then on, or becomes part of."""
    name: str = ""
    """Of the new unit, or the new name."""
    new_code: str = ""
    """Of the new unit; empty: one is made from its name."""
    unit_kind: UnitKind | None = None
    people: tuple[int, ...] = ()
    """Of a split: the numbers of the members who go."""
    row: int = 0
    """Where it stands in the file; 0: in none."""

    @property
    def digest(self) -> str:
        """The same for the same line, in whatever file it stands."""
        said = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "kind": self.kind.value,
            "unit": self.unit,
            "to": self.to,
            "name": self.name,
            "new_code": self.new_code,
            "unit_kind": self.unit_kind.value if self.unit_kind else None,
            "people": sorted(self.people),
        }

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Change":
        return cls(
            date.fromisoformat(said["on"]),
            TreeChangeKind(said["kind"]),
            said["unit"],
            said["to"],
            said["name"],
            said["new_code"],
            UnitKind(said["unit_kind"]) if said["unit_kind"] else None,
            tuple(said["people"]),
        )
