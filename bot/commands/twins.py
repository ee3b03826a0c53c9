"""`chibot member twins` and `merge`: two entries for one person."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, owing, show, table_of
from bot.model.members import Member
from bot.model.units import Unit
from bot.services import duplicates, people, tree
from bot.services.audit import note
from bot.services.merged_rolls import shared_lists
from bot.services.merging import merge as merge_entries
from bot.words import twins
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES

app = typer.Typer()


@app.command("twins", help=COMMANDS["member_twins"])
def list_twins(under: Annotated[str | None, typer.Option(help=OPTIONS["unit"])] = None) -> None:
    """Pairs that may be one person."""

    async def work(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
        units = [await tree.unit_of(db, under)] if under else (await db.scalars(_roots())).all()
        pairs = await duplicates.pairs_below(db, units, now)
        note(db, actor(), "names_seen", None, now, count=2 * len(pairs))
        return [{"members": [_entry(one.first, one.cells[0]), _entry(one.second, one.cells[1])]} for one in pairs]

    rows = in_transaction(work)
    lines = [[entry[key] for entry in row["members"] for key in ("id", "name", "birth_year", "cell")] for row in rows]
    show(rows, lambda: table_of(*TABLES["twins"], lines))


def _roots() -> Any:
    return select(Unit).where(Unit.parent_id.is_(None))


def _entry(member: Member, cell: Unit) -> dict[str, Any]:
    return {"id": member.id, "name": member.name, "birth_year": member.birth_year, "cell": cell.code}


@app.command("merge", help=COMMANDS["member_merge"])
def merge(
    keep: Annotated[int, typer.Argument(help=OPTIONS["keep_member"], min=1, max=LARGEST_ID)],
    gone: Annotated[int, typer.Argument(help=OPTIONS["gone_member"], min=1, max=LARGEST_ID)],
    write: Annotated[bool, typer.Option("--write", help=OPTIONS["merge_write"])] = False,
) -> None:
    """A dry run says on how many lists both stand."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        if not write:
            both = [await people.member_by_id(db, one) for one in (keep, gone)]
            shared = await shared_lists(db, keep, gone)
            return {"name": both[0].name, "other": both[1].name, "meetings": len(shared), "written": False}
        done = await merge_entries(db, keep, gone, actor(), now)
        return {"name": done.member.name, "meetings": done.meetings, "corrected": done.corrected, "written": True}

    done = owing(work)
    if write:
        show(done, lambda: twins.merged(done["name"], done["meetings"]))
    else:
        show(done, lambda: twins.would_merge(done["name"], done["other"], done["meetings"]))
