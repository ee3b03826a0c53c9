"""How SQLite would find what a statement asks for: which index it takes, and whether it sorts."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session


async def plan_of(db: AsyncSession, statement: Select[Any]) -> str:
    said = statement.compile(db.get_bind(), compile_kwargs={"literal_binds": True})

    def explain(sync: Session) -> str:
        return "\n".join(row[-1] for row in sync.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {said}"))

    return await db.run_sync(explain)
