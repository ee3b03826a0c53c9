"""`chibot restore`: an empty place is filled from a backup, all of it or nothing."""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.commands.backups import PIPE
from bot.commands.bars import bar
from bot.commands.console import actor, refuse, show
from bot.config import Settings, read_settings
from bot.db.backups.place import NotEmpty, fill
from bot.db.backups.reading import BackupReader, BadBackup
from bot.db.backups.snapshot import Told
from bot.db.backups.writing import Header
from bot.db.sessions import open_engine
from bot.services.backups import Restored, after_restoring
from bot.words import backups as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.times import local

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Done:
    """A place that is filled."""

    header: Header
    rows: int
    tables: int
    seconds: float
    held: bool
    found: Restored

    @property
    def to_do(self) -> list[str]:
        made_at, found = self.header.made_at, self.found
        return words.to_do(made_at, found.waiting, found.own, found.codes, held=self.held, has_passes=found.has_passes)

    def as_document(self) -> dict[str, Any]:
        return {
            "made_at": local(self.header.made_at).isoformat(timespec="seconds"),
            "version": self.header.version,
            "rows": self.rows,
            "tables": self.tables,
            "seconds": round(self.seconds, 1),
            "held": self.held,
            "waiting": self.found.waiting,
            "own": self.found.own,
            "codes_ended": self.found.codes,
            "to_do": self.to_do,
        }


@app.command("restore", help=COMMANDS["restore"])
def restore(
    file: Annotated[str, typer.Argument(help=OPTIONS["restore_file"])],
    hold: Annotated[bool, typer.Option("--hold/--no-hold", help=OPTIONS["restore_hold"])] = True,
) -> None:
    """Refuses whatever is no whole backup, and every place that holds something."""
    with _complaints(file), _opened(file) as opened:
        expected = None if file == PIPE else _looked_through(opened)
        done = asyncio.run(_restored(read_settings(), opened, expected, hold=hold))
    said = words.restored(done.rows, done.tables, done.header.made_at, done.seconds)
    lines = [said, *(f"{number}. {one}" for number, one in enumerate(done.to_do, 1))]
    show(done.as_document(), lambda: "\n".join(lines))


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == PIPE:
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as opened:
        yield opened


@contextmanager
def _complaints(file: str) -> Iterator[None]:
    try:
        yield
    except BadBackup as error:
        raise refuse(words.FLAWS[error.flaw]) from None
    except NotEmpty as error:
        raise refuse(words.not_empty(error.table)) from None
    except OSError as error:
        if error.filename != file:
            raise
        raise refuse(words.cannot_read(file, error.strerror or str(error))) from None


def _looked_through(file: BinaryIO) -> int:
    """The whole of it, before anything is touched: how many rows there are."""
    backup = BackupReader(file)
    with bar(words.CHECKING, None) as told:
        for table in backup.each():
            for rows in table.blocks():
                told(len(rows))
    file.seek(0)
    return backup.rows


async def _restored(settings: Settings, file: BinaryIO, expected: int | None, *, hold: bool) -> Done:
    from bot.serving import alone

    begun = time.monotonic()
    with _nothing_left(settings):
        engine = open_engine(settings.sqlalchemy_url)
        try:
            with alone(settings), bar(words.RESTORING, expected) as told:
                async with engine.begin() as connection:
                    backup, found = await _filled(connection, file, settings, told, hold=hold)
        finally:
            await engine.dispose()
    return Done(backup.header, backup.rows, backup.tables, time.monotonic() - begun, hold, found)


async def _filled(
    connection: AsyncConnection, file: BinaryIO, settings: Settings, told: Told, *, hold: bool
) -> tuple[BackupReader, Restored]:
    backup = BackupReader(file)
    await fill(connection, backup, told)
    async with AsyncSession(connection) as db:
        found = await after_restoring(db, actor(), backup.header.made_at, settings.now(), hold=hold)
        await db.flush()
    return backup, found


@contextmanager
def _nothing_left(settings: Settings) -> Iterator[None]:
    """A SQLite file that was made here goes again where it stays empty."""
    address = make_url(settings.sqlalchemy_url)
    made_here = None
    if address.get_backend_name() == "sqlite" and address.database and not Path(address.database).exists():
        made_here = Path(address.database)
    try:
        yield
    except BaseException:
        for end in ("", "-wal", "-shm", ".lock") if made_here else ():
            with suppress(OSError):
                Path(f"{made_here}{end}").unlink()
        raise
