"""`chibot backup`: all tables into one file, while everything goes on."""

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import EDQUOT, EFBIG, EIO, ENOSPC
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.engine import make_url

from bot.commands.bars import bar
from bot.commands.console import OUTPUT, actor, refuse, say, show
from bot.config import Settings, read_settings
from bot.db.backups import shelf
from bot.db.backups.snapshot import save, snapshot
from bot.db.backups.writing import Header, Paper
from bot.house import DatabaseAhead, DatabaseBehind, open_house
from bot.services.backups import note_backup
from bot.words import backups as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.times import local

app = typer.Typer()
PIPE = "-"
FULL = {EDQUOT, EFBIG, EIO, ENOSPC}
"""What a disk says that takes no more."""


@dataclass
class Made:
    """A backup that is finished."""

    where: str
    made_at: datetime
    version: str
    seconds: float
    rows: int
    tables: int
    size: int = 0
    removed: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        return {
            "file": self.where,
            "made_at": local(self.made_at).isoformat(timespec="seconds"),
            "version": self.version,
            "rows": self.rows,
            "tables": self.tables,
            "bytes": self.size,
            "seconds": round(self.seconds, 1),
            "removed": list(self.removed),
        }


@app.command("backup", help=COMMANDS["backup"])
def backup(
    where: Annotated[str, typer.Argument(help=OPTIONS["backup_where"])],
    keep: Annotated[int | None, typer.Option("--keep", help=OPTIONS["backup_keep"], min=1)] = None,
) -> None:
    """Into a folder under a name of ours, into a file, or into a pipe."""
    if keep is not None and not (where != PIPE and Path(where).is_dir()):
        raise typer.BadParameter(words.KEEP_WANTS_A_FOLDER)
    if where.endswith(os.sep) and not Path(where).is_dir():
        raise refuse(words.no_folder(where))  # a file of this name would be in the way of the folder
    made = asyncio.run(_to_pipe() if where == PIPE else _to_disk(_named(Path(where)), keep))
    said = words.made(made.where, made.rows, made.tables, made.size, made.seconds)
    say(words.SENSITIVE)
    if where == PIPE:
        say(said)
        return
    show(made.as_document(), lambda: "\n".join([said, *([words.removed(made.removed)] if made.removed else [])]))


def _named(where: Path) -> Path:
    return where / shelf.name_at(local(datetime.now(UTC))) if where.is_dir() else where


async def _to_disk(path: Path, keep: int | None) -> Made:
    settings, now = read_settings(), datetime.now(UTC)
    with _complaints(path), shelf.new_file(path) as file:
        made = await _written(settings, now, file)
        made.where, made.size = str(path), file.tell()
    if keep is not None:
        made.removed = tuple(_tidied(path.parent, settings, keep))
    await _noted(settings, made)
    return made


async def _to_pipe() -> Made:
    if OUTPUT.as_json:
        raise refuse(words.ONE_DOCUMENT)
    if sys.stdout.isatty():
        raise refuse(words.NOT_ONTO_A_SCREEN)
    settings, pipe = read_settings(), Pipe(sys.stdout.buffer)
    try:
        made = await _written(settings, datetime.now(UTC), pipe)
        pipe.flush()
    except BrokenPipeError:
        raise refuse(words.PIPE_CLOSED) from None
    made.where, made.size = PIPE, pipe.size
    await _noted(settings, made)
    return made


@dataclass
class Pipe:
    """Where it is counted what has gone through."""

    out: Paper
    size: int = 0

    def write(self, data: bytes, /) -> None:
        self.out.write(data)
        self.size += len(data)

    def flush(self) -> None:
        self.out.flush()


async def _written(settings: Settings, now: datetime, out: Paper) -> Made:
    """All tables; raises Stopped where there is no database."""
    url, begun = settings.sqlalchemy_url, time.monotonic()
    if not _is_there(url):
        raise refuse(words.NOTHING_THERE)
    async with snapshot(url) as tables:
        if tables.version is None:
            raise refuse(words.NOTHING_THERE)
        with bar(words.BACKING_UP, await tables.expected()) as told:
            done = await save(tables, Header(tables.version, now, tables.database, shelf.place_of(url)), out, told)
    return Made("", now, tables.version, time.monotonic() - begun, done.rows, done.tables)


def _is_there(url: str) -> bool:
    """A SQLite file that is missing would be made by looking."""
    address = make_url(url)
    return address.get_backend_name() != "sqlite" or (bool(address.database) and Path(str(address.database)).is_file())


@contextmanager
def _complaints(path: Path) -> Iterator[None]:
    """What is wrong with the file, in a sentence; what is wrong with the database is said elsewhere."""
    try:
        yield
    except FileExistsError as error:
        raise refuse(words.is_there(str(error.filename or path))) from None
    except FileNotFoundError:
        raise refuse(words.no_folder(str(path.parent))) from None
    except OSError as error:
        if error.filename is None and error.errno not in FULL:
            raise
        raise refuse(words.cannot_write(str(path), error.strerror or str(error))) from None


def _tidied(folder: Path, settings: Settings, keep: int) -> Iterator[str]:
    """Take older ones away, and what was left behind; names those that were backups."""
    for path in shelf.left_behind(folder):
        path.unlink(missing_ok=True)
    for path in shelf.older(folder, shelf.place_of(settings.sqlalchemy_url), keep):
        path.unlink(missing_ok=True)
        yield path.name


async def _noted(settings: Settings, made: Made) -> None:
    """For `doctor`, which asks how old the last one is; a database of another version is not written into."""
    try:
        async with open_house(settings) as house, house.sessions.begin() as db:
            note_backup(db, actor(), house.now(), made.rows, made.size)
    except (DatabaseBehind, DatabaseAhead):
        say(words.NOT_NOTED)
