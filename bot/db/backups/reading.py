"""Reading the file of a backup: nothing of it is believed before its checksum."""

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any, BinaryIO

from bot.db.backups.values import Kind
from bot.db.backups.writing import END, FORMAT, Header, TableHead

AT_ONCE = 1 << 18
"""Bytes of rows that are handed on together."""
LONGEST_LINE = 1 << 20
"""Bytes: no line of ours that is not a row comes near it, and a foreign file may be one line."""


class Flaw(StrEnum):
    """Why a file is not taken."""

    FOREIGN = "foreign"
    """It is something else."""
    TORN = "torn"
    """It ends too early."""
    DAMAGED = "damaged"
    NEWER = "newer"
    """A later release of the program has written it."""


class BadBackup(Exception):
    """A file that nothing can be restored from; its flaw says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


class BackupReader:
    """Reads one backup from its beginning to its end; raises BadBackup as soon as something is wrong with it."""

    def __init__(self, file: BinaryIO) -> None:
        self._lines = Lines(file)
        self.rows = self.tables = 0
        """How many have been read."""
        with flaws_named(Flaw.FOREIGN):
            self.header = _header(self._lines.document())

    def each(self) -> "Iterator[TableReader]":
        """One table after the other; all rows of each have to be read before the next."""
        while (found := self._next()) is not None:
            table = TableReader(self._lines, found)
            yield table
            self.rows += table.rows
            self.tables += 1

    def _next(self) -> TableHead | None:
        """The head of the next table; None at the end, which has to be the end."""
        with flaws_named(Flaw.DAMAGED):
            so_far, line = self._lines.digest.hexdigest(), self._lines.document()
            if "table" in line:
                return TableHead(line["table"], [(name, Kind(kind)) for name, kind in line["columns"]])
            if line != {"tables": self.tables, "rows": self.rows, "sha256": so_far} or not self._lines.are_over():
                raise ValueError
        return None


class TableReader:
    """The rows of one table, and whether all of them are there."""

    def __init__(self, lines: "Lines", head: TableHead) -> None:
        self._lines, self.head = lines, head
        self.rows = 0

    def blocks(self) -> Iterator[list[bytes]]:
        """Some rows at a time, each with the end of its line."""
        digest, ended = hashlib.sha256(), False
        while not ended:
            with flaws_named(Flaw.DAMAGED):
                rows, ended = self._lines.rows()
            self.rows += len(rows)
            digest.update(b"".join(rows))
            if rows:
                yield rows
        with flaws_named(Flaw.DAMAGED):
            if self._lines.document() != {"rows": self.rows, "sha256": digest.hexdigest()}:
                raise ValueError


class Lines:
    """The file line by line; those that are no rows are added up to a checksum."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = io.BufferedReader(gzip.GzipFile(fileobj=file, mode="rb"), AT_ONCE)
        self.digest = hashlib.sha256()

    def document(self) -> dict[str, Any]:
        line = self._file.readline(LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise ValueError if len(line) == LONGEST_LINE else EOFError
        self.digest.update(line)
        document = json.loads(line)
        if not isinstance(document, dict):
            raise TypeError
        return document

    def rows(self) -> tuple[list[bytes], bool]:
        """The next rows, and whether they are the last ones of their table."""
        rows: list[bytes] = []
        size = 0
        while size < AT_ONCE:
            line = self._file.readline()
            if line == END:
                return rows, True
            if not line.endswith(b"\n"):
                raise EOFError
            rows.append(line)
            size += len(line)
        return rows, False

    def are_over(self) -> bool:
        return not self._file.read(1)


@contextmanager
def flaws_named(otherwise: Flaw) -> Iterator[None]:
    """Whatever the libraries say of such a file is said in one word."""
    try:
        yield
    except EOFError:
        raise BadBackup(Flaw.TORN) from None
    except (gzip.BadGzipFile, zlib.error, ValueError, KeyError, TypeError):
        raise BadBackup(otherwise) from None


def _header(line: dict[str, Any]) -> Header:
    if line["chibot"] != "backup":
        raise ValueError
    if line["format"] != FORMAT:
        raise BadBackup(Flaw.NEWER)
    moment = datetime.fromisoformat(line["made_at"])
    return Header(str(line["version"]), moment, str(line["database"]), str(line["place"]))
