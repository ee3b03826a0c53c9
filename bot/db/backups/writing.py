"""The file of a backup: lines, compressed by gzip.

The first line says what it is. Each table is a line with its columns, its rows as COPY writes them, a line `\\.`, and a
line with their number and checksum. The last line is the checksum of all those lines: without it the file is torn.
"""

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from bot.db.backups.values import Kind

FORMAT: Final = 1
END: Final = b"\\.\n"
LEVEL: Final = 3
"""Of compression: half as much again as the smallest, in a fifth of the time."""


class Paper(Protocol):
    """What a backup is written to: a file or a pipe."""

    def write(self, data: bytes, /) -> object: ...

    def flush(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself."""

    version: str
    """The migration that its tables are at."""
    made_at: datetime
    database: str
    """`sqlite` or `postgresql`; it can be restored into either."""
    place: str
    """A digest of where the data were: the same for all backups of one installation."""


@dataclass(frozen=True, slots=True)
class TableHead:
    """One table, with its columns in the order in which they stand in its rows."""

    name: str
    columns: Sequence[tuple[str, Kind]]


class BackupWriter:
    """Writes one backup; whatever it is given leaves at once, so that no table has to fit into memory."""

    def __init__(self, out: Paper, header: Header) -> None:
        self.rows = self.tables = 0
        self._zipped = gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=LEVEL, mtime=0)
        self._lines = hashlib.sha256()
        self._line(
            {
                "chibot": "backup",
                "format": FORMAT,
                "version": header.version,
                "made_at": header.made_at.isoformat(timespec="seconds"),
                "database": header.database,
                "place": header.place,
            }
        )

    def begin(self, table: TableHead) -> None:
        self._line({"table": table.name, "columns": list(table.columns)})
        self._count, self._digest = 0, hashlib.sha256()

    def add(self, rows: bytes) -> None:
        """Some of its rows; a piece may end in the middle of one."""
        self._count += rows.count(b"\n")
        self._digest.update(rows)
        self._zipped.write(rows)

    def end(self) -> None:
        self._zipped.write(END)
        self._line({"rows": self._count, "sha256": self._digest.hexdigest()})
        self.rows += self._count
        self.tables += 1

    def finish(self) -> None:
        """Without this the file is no backup."""
        self._line({"tables": self.tables, "rows": self.rows, "sha256": self._lines.hexdigest()})
        self._zipped.close()

    def _line(self, document: dict[str, Any]) -> None:
        line = json.dumps(document, ensure_ascii=False).encode() + b"\n"
        self._lines.update(line)
        self._zipped.write(line)
