"""How values stand in a backup: as PostgreSQL's COPY writes them as text, whichever database they come from.

Times are UTC. So PostgreSQL reads and writes whole tables by itself, and SQLite's rows are put into the same form here.
"""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import types
from sqlalchemy.types import TypeEngine

NOTHING = "\\N"
"""Stands for NULL."""
ESCAPED = {"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}
MEANT = {written: meant for meant, written in ESCAPED.items()}
NUL = "\0"
"""SQLite keeps it in a text and PostgreSQL does not: nobody typed it on purpose, and it is left out."""
TO_ESCAPE, ESCAPE = re.compile(r"[\\\x08\f\n\r\t\v]"), re.compile(r"\\.")
ENDLESS = {"0001-01-01": "-infinity", "9999-12-31": "infinity"}
"""The first and the last day that there is are written so by PostgreSQL's driver: from ever, for ever."""
DAYS = {written: day for day, written in ENDLESS.items()}
WHOLE_SECOND = 8
"""Characters of an hour to the second, 19:30:00."""


class Kind(StrEnum):
    """What a column holds, by a name that is the same on every database."""

    NUMBER = "number"
    TRUTH = "truth"
    MOMENT = "moment"
    DAY = "day"
    HOUR = "hour"
    TEXT = "text"
    JSON = "json"
    BYTES = "bytes"


KINDS: Sequence[tuple[type[TypeEngine[Any]], Kind]] = (
    (types.Boolean, Kind.TRUTH),
    (types.Integer, Kind.NUMBER),
    (types.DateTime, Kind.MOMENT),
    (types.Date, Kind.DAY),
    (types.Time, Kind.HOUR),
    (types.JSON, Kind.JSON),
    (types.LargeBinary, Kind.BYTES),
    (types.String, Kind.TEXT),
)


def kind_of(column: TypeEngine[Any]) -> Kind:
    """Raises TypeError for a type that no table of ours has, so that nothing is saved which could not be read back."""
    for kind, name in KINDS:
        if isinstance(column, kind):
            return name
    raise TypeError(f"no form in a backup for {column!r}")


# From SQLite


def written(kinds: Sequence[Kind]) -> Callable[[Sequence[Any]], str]:
    """What writes a row as SQLite has it, without the end of the line."""
    writers = [WRITERS[kind] for kind in kinds]

    def write(row: Sequence[Any]) -> str:
        return "\t".join(NOTHING if value is None else one(value) for one, value in zip(writers, row, strict=True))

    return write


def _text(value: str) -> str:
    return TO_ESCAPE.sub(lambda found: ESCAPED[found[0]], value.replace(NUL, ""))


WRITERS: dict[Kind, Callable[[Any], str]] = {
    Kind.NUMBER: str,
    Kind.TRUTH: lambda value: "t" if value else "f",
    Kind.MOMENT: lambda value: f"{value}+00",
    Kind.DAY: lambda value: ENDLESS.get(value, value),
    Kind.HOUR: str,
    Kind.TEXT: _text,
    Kind.JSON: _text,
    Kind.BYTES: lambda value: f"\\\\x{value.hex()}",
}


# Into SQLite


def read(kinds: Sequence[Kind]) -> Callable[[bytes], list[Any]]:
    """What makes of a line the row as SQLite is to have it; raises ValueError where it is no such row."""
    readers = [READERS[kind] for kind in kinds]

    def take(line: bytes) -> list[Any]:
        parts = line.decode().removesuffix("\n").split("\t")
        return [None if part == NOTHING else one(part) for one, part in zip(readers, parts, strict=True)]

    return take


def _meant(part: str) -> str:
    part = part.replace(NUL, "")
    return ESCAPE.sub(lambda found: MEANT[found[0]], part) if "\\" in part else part


def _moment(part: str) -> str:
    """As SQLAlchemy writes them there: always to the microsecond, for they are compared as texts."""
    if not part.endswith("+00"):
        raise ValueError("a time that is not in UTC")
    day, hour = part.removesuffix("+00").split(" ")
    return f"{day} {_hour(hour)}"


def _hour(part: str) -> str:
    return f"{part}.000000" if len(part) == WHOLE_SECOND else part.ljust(15, "0")


READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: int,
    Kind.TRUTH: lambda part: {"t": 1, "f": 0}[part],
    Kind.MOMENT: _moment,
    Kind.DAY: lambda part: DAYS.get(part, part),
    Kind.HOUR: _hour,
    Kind.TEXT: _meant,
    Kind.JSON: _meant,
    Kind.BYTES: lambda part: bytes.fromhex(_meant(part).removeprefix("\\x")),
}
