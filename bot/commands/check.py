"""One thing that `chibot doctor` has looked at."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, and what to do about it."""

    name: str
    ok: bool
    text: str

    def as_document(self) -> dict[str, Any]:
        return asdict(self)
