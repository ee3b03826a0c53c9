"""Databases of PostgreSQL that tests have left, empty again: that costs a fraction of making and deleting one.

Only what is as it was made is handed on: where a test has changed a table or left a lock, its database is not.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg

NEWEST_CHANGE = """
SELECT max(changed) FROM (
    SELECT max(xmin::text::bigint) AS changed FROM pg_class UNION ALL
    SELECT max(xmin::text::bigint) FROM pg_attribute UNION ALL
    SELECT max(xmin::text::bigint) FROM pg_constraint UNION ALL
    SELECT max(xmin::text::bigint) FROM pg_trigger
) AS changes
"""
"""The transaction that last changed a table, an index or a rule."""
ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTIED = """
DO $$
DECLARE one record;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true), set_config('lock_timeout', '5s', true);
    FOR one IN SELECT oid::regclass AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
    LOOP
        EXECUTE format('DELETE FROM %s', one.name);
    END LOOP;
    PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
END $$
"""


def plain(server: str, name: str) -> str:
    """The address of one database as the driver itself takes it."""
    return server.format(name=name).replace("+asyncpg", "")


@dataclass
class Spare:
    """What one process has to hand on; `server` is an address without the name."""

    server: str
    _names: list[str] = field(default_factory=list)
    _made_by: int | None = None

    def take(self) -> str | None:
        """The name of an empty database, if there is one."""
        return self._names.pop() if self._names else None

    def made(self, name: str) -> None:
        """This one has just been made: as its tables are now they have to be found again."""
        if self._made_by is None:
            self._made_by = asyncio.run(self._newest_change(name))

    def give_back(self, name: str) -> None:
        if asyncio.run(self._is_empty_again(name)):
            self._names.append(name)

    async def _newest_change(self, name: str) -> int:
        async with _connected(plain(self.server, name)) as connection:
            newest: int = await connection.fetchval(NEWEST_CHANGE)
            return newest

    async def _is_empty_again(self, name: str) -> bool:
        try:
            async with _connected(plain(self.server, name)) as connection:
                if await connection.fetchval(NEWEST_CHANGE) != self._made_by:
                    return False
                await connection.execute(ALONE)
                await connection.execute(EMPTIED)
        except asyncpg.PostgresError:
            return False
        return True


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()
