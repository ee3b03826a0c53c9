"""Who follows a cell for the committee above it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.services.permissions import role_holds


async def supervisors_of(db: AsyncSession, cells: Iterable[Unit], on: date) -> dict[int, list[int]]:
    """By cell, those assigned to it, or else to the nearest unit above it; two queries however many cells."""
    lines = {cell.id: [int(part) for part in reversed(cell.path.strip("/").split("/"))] for cell in cells}
    found = await db.execute(
        select(Role.unit_id, Role.member_id)
        .where(Role.office == Office.ASSIGNED_SUPERVISOR, role_holds(on))
        .order_by(Role.id)
    )
    assigned: dict[int, list[int]] = {}
    for unit_id, member_id in found:
        assigned.setdefault(unit_id, []).append(member_id)
    return {
        cell_id: next((assigned[unit_id] for unit_id in upward if unit_id in assigned), [])
        for cell_id, upward in lines.items()
    }
