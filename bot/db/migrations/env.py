"""What alembic runs: always on a connection that `bot.db.migrating` hands over, inside its transaction."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Enum, text

from bot.db import UtcDateTime

MIGRATION_LOCK = 715_044_001
"""Any number, the same in all processes."""


def wait_for_others(connection: Connection) -> None:
    """One migration at a time, and none that hangs on a lock; SQLite's transaction does it by itself."""
    if connection.dialect.name != "postgresql":
        return
    connection.execute(text("SET LOCAL lock_timeout = '30s'"))
    connection.execute(text("SET LOCAL statement_timeout = '30min'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})


def plainly(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Own types are written as what they are in the database, so that a migration never needs today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


connection: Connection = context.config.attributes["connection"]
wait_for_others(connection)
context.configure(
    connection=connection,
    target_metadata=context.config.attributes["tables"],
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=plainly,
    transaction_per_migration=False,
)
context.run_migrations()
