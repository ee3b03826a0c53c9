"""An empty place, filled from a backup in one transaction: all of it is there afterwards, or nothing."""

from collections.abc import AsyncIterator, Sequence

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.backups.reading import BackupReader, BadBackup, Flaw, TableReader, flaws_named
from bot.db.backups.snapshot import Told, driver_of, quoted, tables_of
from bot.db.backups.values import NUL, read
from bot.db.backups.writing import TableHead
from bot.db.version import NEWEST, TABLE, version_in

SKIPPED = 1_000
"""Numbers that are not given out again: what was made after the backup had some, and buttons on phones and papers
still name them."""
LONGEST_WAIT = "30s"


class NotEmpty(Exception):
    """There is something in this database already; `table` says where."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


async def fill(connection: AsyncConnection, backup: BackupReader, told: Told) -> None:
    """Bring an empty database to the version of the backup, put all its rows there, and bring it to today's.

    Raises NotEmpty or BadBackup; the caller's transaction is to be given up then.
    """
    from bot.db.migrating import migrate_within  # noqa: PLC0415 - alembic is loaded by whoever needs it

    if not _is_known(backup.header.version):
        raise BadBackup(Flaw.NEWER)
    if await _cleared(connection, backup.header.version):
        await migrate_within(connection, backup.header.version)
    await (_into_postgres if _is_postgres(connection) else _into_sqlite)(connection, backup, told)
    if backup.header.version != NEWEST:
        await migrate_within(connection)
    await (_postgres_goes_on if _is_postgres(connection) else _sqlite_goes_on)(connection)


def _is_known(version: str) -> bool:
    return version.isascii() and version.isdecimal() and len(version) == len(NEWEST) and version <= NEWEST


def _is_postgres(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "postgresql"


async def _cleared(connection: AsyncConnection, version: str) -> bool:
    """Whether tables have to be made: none are there, or they were empty ones of another version and are gone."""
    if _is_postgres(connection):
        await connection.execute(text(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'"))
    there, names = await version_in(connection), await connection.run_sync(_names)
    for name in names:
        if there is None or await connection.scalar(text(f"SELECT 1 FROM {quoted(name)} LIMIT 1")):  # noqa: S608 - names of tables
            raise NotEmpty(name)
    if there == version:
        return False
    for name in [*names, *([TABLE] if there else [])]:
        cascade = "CASCADE" if _is_postgres(connection) else ""
        await connection.execute(text(f"DROP TABLE {quoted(name)} {cascade}"))
    return True


def _names(connection: Connection) -> list[str]:
    return [name for name in inspect(connection).get_table_names() if name != TABLE]


async def _columns(connection: AsyncConnection) -> dict[str, dict[str, str]]:
    return {table.name: dict(table.columns) for table in await connection.run_sync(tables_of)}


async def _matching(connection: AsyncConnection, backup: BackupReader) -> AsyncIterator[TableReader]:
    """Its tables one by one; raises BadBackup unless they are those of its version, each once, with their columns."""
    wanted = await _columns(connection)
    for table in backup.each():
        if wanted.pop(table.head.name, None) != dict(table.head.columns):
            raise BadBackup(Flaw.DAMAGED)
        yield table
    if wanted:
        raise BadBackup(Flaw.DAMAGED)


# SQLite


async def _into_sqlite(connection: AsyncConnection, backup: BackupReader, told: Told) -> None:
    """Rows may name others that come later, so it is looked at the end whether all are there."""
    await connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    async for table in _matching(connection, backup):
        statement, take = _insert(table.head), read([kind for _, kind in table.head.columns])
        for lines in table.blocks():
            with flaws_named(Flaw.DAMAGED):
                rows = [tuple(take(line)) for line in lines]
            await connection.exec_driver_sql(statement, rows)
            told(len(rows))
    if (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first() is not None:
        raise BadBackup(Flaw.DAMAGED)
    await connection.exec_driver_sql("PRAGMA defer_foreign_keys=OFF")


def _insert(table: TableHead) -> str:
    columns = ", ".join(quoted(name) for name, _ in table.columns)
    return f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({', '.join('?' for _ in table.columns)})"  # noqa: S608 - as above


# PostgreSQL


async def _into_postgres(connection: AsyncConnection, backup: BackupReader, told: Told) -> None:
    """Indexes and foreign keys are made after the rows: several times faster, and in any order of the tables."""
    for setting in ("statement_timeout = 0", "TimeZone = 'UTC'", "DateStyle = 'ISO'"):
        await connection.execute(text(f"SET LOCAL {setting}"))
    put_aside, to_make = await _put_aside(connection)
    for statement in put_aside:
        await connection.exec_driver_sql(statement)
    driver = await driver_of(connection)
    async for table in _matching(connection, backup):
        columns = [name for name, _ in table.head.columns]
        await driver.copy_to_table(table.head.name, source=_blocks(table, told), columns=columns, format="text")
    for statement in to_make:
        await connection.exec_driver_sql(statement)
    await connection.exec_driver_sql("ANALYZE")


async def _blocks(table: TableReader, told: Told) -> AsyncIterator[bytes]:
    for lines in table.blocks():
        yield b"".join(lines).replace(NUL.encode(), b"")
        told(len(lines))


FOREIGN_KEYS = """SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY oid"""
INDEXES = """SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
ORDER BY indexrelid"""


async def _put_aside(connection: AsyncConnection) -> tuple[Sequence[str], Sequence[str]]:
    """Statements that take foreign keys and indexes away, and those that make them again, indexes first."""
    keys = (await connection.execute(text(FOREIGN_KEYS))).all()
    indexes = (await connection.execute(text(INDEXES))).all()
    return [one[0] for one in (*keys, *indexes)], [one[1] for one in (*indexes, *keys)]


# Numbers


async def _sqlite_goes_on(connection: AsyncConnection) -> None:
    """New rows get numbers that no row of the backup has, nor any that was made soon after it."""
    counted = await connection.scalars(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
    for table in counted.all():
        last = f"SELECT coalesce(max(id), 0) FROM {quoted(table)}"  # noqa: S608 - as above
        await connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table})
        after = text(f"INSERT INTO sqlite_sequence (name, seq) VALUES (:table, ({last}) + {SKIPPED})")  # noqa: S608
        await connection.execute(after, {"table": table})


COUNTED = """SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)
FROM information_schema.columns WHERE table_schema = current_schema()
AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"""


async def _postgres_goes_on(connection: AsyncConnection) -> None:
    """The same."""
    for table, column, sequence in (await connection.execute(text(COUNTED))).all():
        last = f"SELECT coalesce(max({quoted(column)}), 0) FROM {quoted(table)}"  # noqa: S608 - as above
        after = text(f"SELECT setval(:sequence, ({last}) + {SKIPPED})")
        await connection.execute(after, {"sequence": sequence})
