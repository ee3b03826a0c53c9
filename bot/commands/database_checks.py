"""What `chibot doctor` asks the database: whether it is whole, and whether somebody keeps it from its work."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.check import Check
from bot.house import House
from bot.services import backups
from bot.words import backups as backup_words
from bot.words import checks as words

LARGEST_JOURNAL = 256 * 10**6
"""Bytes; it is written into the file at 4 MB, unless somebody reads on and on."""
LONGEST = timedelta(minutes=30)
"""Of a transaction: the tables cannot be tidied meanwhile."""
BACKED_UP = timedelta(hours=48)
"""One night may fail."""
PAGES = """SELECT current_setting('data_checksums'), checksum_failures FROM pg_stat_database
WHERE datname = current_database()"""
HELD = """SELECT count(*), max(now() - xact_start) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND xact_start < now() - make_interval(secs => :longest)"""


async def database_checks(house: House) -> list[Check]:
    async with house.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            return [await _pages(connection), await _transactions(connection), await _backup(house)]
        checks = [await _whole(connection), await _journal(connection, file_of(house))]
    return [*checks, await _backup(house)]  # the only connection is free again


def file_of(house: House) -> Path | None:
    """Of SQLite; None where the data are elsewhere."""
    address = make_url(house.settings.sqlalchemy_url)
    return Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None


async def _whole(connection: AsyncConnection) -> Check:
    said = (await connection.exec_driver_sql("PRAGMA quick_check(1)")).scalar()
    return Check("integrity", said == "ok", words.WHOLE if said == "ok" else words.BROKEN_FILE)


async def _journal(connection: AsyncConnection, file: Path | None) -> Check:
    mode = (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar()
    journal = Path(f"{file}-wal")
    long = journal.stat().st_size if file and journal.exists() else 0  # noqa: ASYNC240 - one look
    if mode != "wal":
        return Check("journal", False, words.NO_WAL)
    return Check(
        "journal", long < LARGEST_JOURNAL, (words.journal if long < LARGEST_JOURNAL else words.journal_grows)(long)
    )


async def _pages(connection: AsyncConnection) -> Check:
    are_checked, broken = (await connection.execute(text(PAGES))).one()
    if broken:
        return Check("integrity", False, words.pages_broken(broken))
    return Check("integrity", True, words.CHECKED if are_checked == "on" else words.NOT_CHECKED)


async def _transactions(connection: AsyncConnection) -> Check:
    count, longest = (await connection.execute(text(HELD), {"longest": LONGEST.total_seconds()})).one()
    return Check("transactions", not count, words.held_open(count, longest) if count else words.NOBODY_HOLDS)


async def _backup(house: House) -> Check:
    """How old the last one is, by what it wrote down itself."""
    async with house.sessions() as db:
        last, holds_anything = await backups.last_backup(db), await backups.holds_anything(db)
    if last is None:
        return Check("backup", not holds_anything, backup_words.NEVER if holds_anything else backup_words.NOTHING_YET)
    is_fresh = house.now() - last < BACKED_UP
    return Check("backup", is_fresh, (backup_words.fresh if is_fresh else backup_words.stale)(last))
