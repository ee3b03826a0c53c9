"""Where backups lie: written under another name first, for their owner alone, and never over anything."""

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.engine import make_url

from bot.db.backups.reading import BackupReader, BadBackup
from bot.db.backups.writing import Header

NAME = re.compile(r"chibot-\d{4}-\d\d-\d\d-\d{6}\.backup")
UNFINISHED = ".part"
LEFT_BEHIND = 86_400
"""Seconds after which an unfinished file of ours is one that was left behind."""


def name_at(moment: datetime) -> str:
    """By the hour that people there know."""
    return f"chibot-{moment:%Y-%m-%d-%H%M%S}.backup"


def place_of(url: str) -> str:
    """A digest of where a database is; it says nothing of it to others."""
    address = make_url(url)
    where = f"{address.get_backend_name()} {address.host} {address.port} {address.database} {dict(address.query)}"
    return hashlib.sha256(where.encode()).hexdigest()[:16]


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that gets its name when all of it is on the disk; FileExistsError where something has that name."""
    if path.exists():
        raise FileExistsError(path)
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _named(unfinished, path)
    except BaseException as error:
        if not (isinstance(error, FileExistsError) and error.filename == str(unfinished)):
            unfinished.unlink(missing_ok=True)
        raise


def _named(unfinished: Path, path: Path) -> None:
    """By a second name: a plain renaming would replace a file that has come meanwhile."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:  # this file system knows no second names
        if path.exists():
            raise FileExistsError(path) from None
        unfinished.rename(path)
    unfinished.unlink(missing_ok=True)
    with suppress(OSError):  # that the name is on the disk as well
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def older(folder: Path, place: str, keep: int) -> list[Path]:
    """Backups of this installation beyond the newest so many, the oldest first; at least one is kept, whatever is said.

    A file is one of them if it has such a name and says itself that it is.
    """
    ours = [
        (header.made_at, path) for path in _named_so(folder) if (header := header_of(path)) and header.place == place
    ]
    return [path for _, path in sorted(ours)[: -max(keep, 1)]]


def left_behind(folder: Path) -> list[Path]:
    """What backups that were killed have left."""
    found = (path for path in folder.iterdir() if path.name.endswith(UNFINISHED))
    ours = [path for path in found if NAME.fullmatch(path.name.removesuffix(UNFINISHED)) and path.is_file()]
    return [path for path in ours if time.time() - path.stat().st_mtime > LEFT_BEHIND]


def _named_so(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink()]


def header_of(path: Path) -> Header | None:
    """What a file says of itself; None where it is no backup that can be read."""
    with suppress(OSError, BadBackup), path.open("rb") as file:
        return BackupReader(file).header
    return None
