"""The database, opened and looked at: what every command needs, without anything that is slow to load."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.config import Settings, quiet_hours
from bot.db.sessions import Sessions, open_engine, reading_engine, sessions_of
from bot.db.version import NEWEST, version_in
from bot.tariffs import tariffs_of


class DatabaseBehind(Exception):
    """The database is of an earlier version than this code; `chibot migrate` brings it up."""


class DatabaseAhead(Exception):
    """The database is of a later version than this code, which may not know what it would write into."""


@dataclass(frozen=True, slots=True)
class House:
    """What every command needs: the settings and the database."""

    settings: Settings
    engine: AsyncEngine
    sessions: Sessions
    reading: Sessions
    """For pages: they wait for no writer, and can change nothing."""

    def now(self) -> datetime:
        return self.settings.now()


@asynccontextmanager
async def open_house(settings: Settings, *, migrate_first: bool = False) -> AsyncIterator[House]:
    """The database, ready to use: a new one is set up, an older one is refused with DatabaseBehind."""
    engine = open_engine(settings.sqlalchemy_url)
    readers = reading_engine(engine)
    try:
        await ready(engine, migrate_first=migrate_first)
        told = (quiet_hours(settings.quiet_hours), settings.public_url, tariffs_of(settings), settings.accounts)
        yield House(settings, engine, sessions_of(engine, *told), sessions_of(readers, *told))
    finally:
        for one in (readers, engine):
            await one.dispose()


async def ready(engine: AsyncEngine, *, migrate_first: bool) -> None:
    version = await version_of(engine)
    if version == NEWEST:
        return
    if version is not None and version > NEWEST:
        raise DatabaseAhead
    if version is not None and not migrate_first:
        raise DatabaseBehind
    from bot.db.migrating import migrate  # alembic takes half a second to load, and is rarely needed

    await migrate(engine)


async def version_of(engine: AsyncEngine) -> str | None:
    """The migration that the database is at; None for a new one."""
    async with engine.connect() as connection:
        return await version_in(connection)
