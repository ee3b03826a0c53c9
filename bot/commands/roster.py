"""Commands that show units and people."""

from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, in_transaction, show, table_of
from bot.model.members import Membership, StatusKind
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.services import people, tree
from bot.services.addresses import reachable
from bot.services.audit import note
from bot.services.permissions import role_holds
from bot.words import office
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import STANDINGS, TABLES
from bot.words.names import fold
from bot.words.times import day_of

app = typer.Typer()


@app.command("units", help=COMMANDS["units"])
def list_units() -> None:
    """All units, as a tree."""
    rows = in_transaction(_units)
    show(rows, lambda: _units_table(rows))


async def _units(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
    units = (await db.scalars(select(Unit).order_by(Unit.path))).all()
    codes = {unit.id: unit.code for unit in units}
    counted = await db.execute(
        select(Membership.unit_id, func.count()).where(people.holds(day_of(now))).group_by(Membership.unit_id)
    )
    own = dict(counted.all())
    totals = dict.fromkeys(codes, 0)
    for unit in units:
        for above in unit.path.strip("/").split("/"):
            totals[int(above)] += own.get(unit.id, 0)
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "parent": codes.get(unit.parent_id or 0),
            "members": totals[unit.id],
        }
        for unit in units
    ]


def _units_table(rows: list[dict[str, Any]]) -> Table:
    lines = [[r["code"], r["name"], office.UNIT_KINDS[r["kind"]], r["parent"], r["members"]] for r in rows]
    return table_of(*TABLES["units"], lines, codes=(0, 3))


@app.command("members", help=COMMANDS["members"])
def list_members(
    cell: Annotated[str | None, typer.Option(help=OPTIONS["cell"])] = None,
    name: Annotated[str | None, typer.Option(help=OPTIONS["part_of_name"])] = None,
) -> None:
    """The people of a cell, or whoever has this in their name; looking is written down."""
    if (cell is None) == (name is None):
        raise typer.BadParameter(office.CELL_OR_NAME)

    async def work(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
        if cell is not None:
            return await _members(db, now, await tree.cell_of(db, cell))
        found = await people.cells_with(db, name or "", day_of(now))
        return [row for one in found for row in await _members(db, now, one, fold(name or ""))]

    rows = in_transaction(work)
    show(rows, lambda: _members_table(rows))


async def _members(db: AsyncSession, now: datetime, cell: Unit, part: str = "") -> list[dict[str, Any]]:
    on = day_of(now)
    belongings = [one for one in await people.people_of_cell(db, cell.id, on) if part in one.member.search_key]
    duties = await _duties(db, cell, on)
    ways = await reachable(db, [one.member.id for one in belongings])
    note(db, actor(), "names_seen", f"unit:{cell.code}", now, count=len(belongings))
    return [
        {
            "id": one.member.id,
            "name": one.member.name,
            "cell": cell.code,
            "duty": duties.get(one.member.id),
            "phone": one.member.phone,
            "status": one.standing,
            "exempt": StatusKind.EXEMPT in one.statuses,
            "temporary_out": StatusKind.TEMPORARY_OUT in one.statuses,
            "linked": bool(ways[one.member.id]),
        }
        for one in belongings
    ]


async def _duties(db: AsyncSession, cell: Unit, on: date) -> dict[int, str]:
    ranks = list(Office)
    held = await db.scalars(select(Role).where(Role.unit_id == cell.id, role_holds(on)))
    return {r.member_id: r.office for r in sorted(held, key=lambda r: ranks.index(r.office), reverse=True)}


def _members_table(rows: list[dict[str, Any]]) -> Table:
    def tick(yes: bool) -> str:
        return office.YES if yes else office.NO

    lines = [
        [
            r["id"], r["name"], office.DUTIES.get(r["duty"] or "", r["duty"]), r["phone"], STANDINGS[r["status"]],
            tick(r["exempt"]), tick(r["temporary_out"]), tick(r["linked"]),
        ]
        for r in rows
    ]  # fmt: skip
    return table_of(*TABLES["members"], lines)
