"""All tables as they are at one moment, read while others go on writing."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.backups.values import Kind, kind_of, written
from bot.db.backups.writing import BackupWriter, Header, Paper, TableHead
from bot.db.sessions import open_engine, reading_engine
from bot.db.version import TABLE as VERSION_TABLE
from bot.db.version import version_in

Sink = Callable[[bytes], None]
Told = Callable[[int], None]
"""Is told how many rows have been dealt with since it was last told."""
ROWS_AT_ONCE, FILES_AT_ONCE = 2_000, 10
"""Of SQLite; a row with a file in it may be as large as many thousand others."""
PLAIN = ("TimeZone = 'UTC'", "DateStyle = 'ISO'", "IntervalStyle = 'postgres'", "bytea_output = 'hex'")
UNHURRIED = ("statement_timeout = 0", "idle_in_transaction_session_timeout = 0")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tables at one moment."""

    connection: AsyncConnection
    version: str | None
    """The migration that they are at; None where there are none of ours."""
    tables: Sequence[TableHead]

    @property
    def database(self) -> str:
        return self.connection.dialect.name

    async def expected(self) -> int:
        """About how many rows there are in all of them."""
        if self.database == "postgresql":
            return int(await self.connection.scalar(text(ROWS_GUESSED)) or 0)
        counts = [await self.connection.scalar(text(f"SELECT count(*) FROM {quoted(one.name)}")) for one in self.tables]  # noqa: S608 - names of our own tables
        return sum(count or 0 for count in counts)

    async def copy(self, table: TableHead, sink: Sink) -> None:
        """Give all its rows to a sink, in the form of a backup."""
        if self.database == "postgresql":
            await _copied_by_postgres(self.connection, table, sink)
        else:
            await _copied_from_sqlite(self.connection, table, sink)


async def save(tables: Snapshot, header: Header, out: Paper, told: Told) -> BackupWriter:
    """Write all of it as a backup; returns what has counted it."""
    writer = BackupWriter(out, header)

    def sink(rows: bytes) -> None:
        writer.add(rows)
        told(rows.count(b"\n"))

    for table in tables.tables:
        writer.begin(table)
        await tables.copy(table, sink)
        writer.end()
    writer.finish()
    return writer


ROWS_GUESSED = """SELECT sum(greatest(reltuples, 0)) FROM pg_class
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"""


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[Snapshot]:
    """Open one; whoever writes meanwhile is not held up, and nothing of it is seen."""
    engine = open_engine(url)
    readers = reading_engine(engine)
    try:
        async with readers.connect() as connection:
            if connection.dialect.name == "postgresql":
                for setting in (*PLAIN, *UNHURRIED):
                    await connection.execute(text(f"SET LOCAL {setting}"))
            yield Snapshot(connection, await version_in(connection), await connection.run_sync(tables_of))
    finally:
        for one in (readers, engine):
            await one.dispose()


def tables_of(connection: Connection) -> list[TableHead]:
    """Every table that is there, but for the one that says which migration they are at."""
    found = inspect(connection).get_multi_columns()
    return [
        TableHead(name, [(column["name"], kind_of(column["type"])) for column in columns])
        for (_, name), columns in sorted(found.items(), key=lambda one: one[0][1])
        if name != VERSION_TABLE
    ]


def quoted(name: str) -> str:
    """A name as it stands in a statement, on both kinds of databases."""
    return '"' + name.replace('"', '""') + '"'


async def _copied_from_sqlite(connection: AsyncConnection, table: TableHead, sink: Sink) -> None:
    columns = ", ".join(quoted(name) for name, _ in table.columns)
    kinds = [kind for _, kind in table.columns]
    write = written(kinds)
    found = await connection.stream(text(f"SELECT {columns} FROM {quoted(table.name)}"))  # noqa: S608 - as above
    async for rows in found.partitions(FILES_AT_ONCE if Kind.BYTES in kinds else ROWS_AT_ONCE):
        sink("".join(f"{write(row)}\n" for row in rows).encode())


async def _copied_by_postgres(connection: AsyncConnection, table: TableHead, sink: Sink) -> None:
    async def take(piece: bytes) -> None:
        sink(piece)

    await (await driver_of(connection)).copy_from_table(
        table.name, columns=[name for name, _ in table.columns], output=take, format="text"
    )


async def driver_of(connection: AsyncConnection) -> Any:
    """PostgreSQL's own driver, within the transaction that is open."""
    return (await connection.get_raw_connection()).driver_connection
