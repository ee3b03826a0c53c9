"""The migration that this code needs; kept here so that a command need not load alembic to compare."""

from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

NEWEST = "0029"
TABLE = "alembic_version"


async def version_in(connection: AsyncConnection) -> str | None:
    """The migration that the database is at; None for a new one."""
    if not await connection.run_sync(lambda sync: inspect(sync).has_table(TABLE)):
        return None
    version: str | None = await connection.scalar(text(f"SELECT version_num FROM {TABLE}"))  # noqa: S608 - a fixed word
    return version
