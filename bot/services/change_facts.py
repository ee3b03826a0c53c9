"""What a change says, as it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is not known yet."""

    name: str
    birth_year: int | None = None
    phone: str | None = None
    """`+84…`."""
    official_on: date | None = None
    """None: on probation."""
    probationary_on: date | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """From which day, through which day, by which decision; of a newcomer who it is."""

    from_on: date
    until_on: date | None = None
    decision: str | None = None
    newcomer: Newcomer | None = None

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"from_on": self.from_on.isoformat(), "decision": self.decision}
        said["until_on"] = self.until_on.isoformat() if self.until_on else None
        if self.newcomer is not None:
            one = self.newcomer
            said["newcomer"] = {
                "name": one.name,
                "birth_year": one.birth_year,
                "phone": one.phone,
                "official_on": one.official_on.isoformat() if one.official_on else None,
                "probationary_on": one.probationary_on.isoformat() if one.probationary_on else None,
                "group": one.group,
            }
        return said

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Facts":
        who = said.get("newcomer")
        newcomer = (
            None
            if who is None
            else Newcomer(
                who["name"],
                who["birth_year"],
                who["phone"],
                _day(who["official_on"]),
                _day(who["probationary_on"]),
                who["group"],
            )
        )
        return cls(date.fromisoformat(said["from_on"]), _day(said["until_on"]), said["decision"], newcomer)

    def without_person(self) -> dict[str, Any]:
        """As it is kept once the newcomer is a member: their name and phone stand there."""
        return Facts(self.from_on, self.until_on, self.decision).as_json()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
