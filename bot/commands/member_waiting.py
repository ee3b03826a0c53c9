"""`chibot member waiting`, `agree`, `refuse` and `undo`: what waits about members, and what is taken back."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, owing, show, table_of
from bot.commands.members import Received
from bot.model.member_changes import WAITING, ChangeState
from bot.model.units import Unit
from bot.services import member_changes as changes
from bot.services.audit import note
from bot.services.change_words import sentence
from bot.words import member_changes as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES

app = typer.Typer()
ChangeId = Annotated[int, typer.Argument(help=OPTIONS["change_id"], min=1, max=LARGEST_ID)]


@app.command("waiting", help=COMMANDS["member_waiting"])
def list_waiting() -> None:
    """Everything that waits for somebody."""
    rows = in_transaction(_waiting)
    lines = [[row["id"], row["said"], words.STATES[row["state"]]] for row in rows]
    show(rows, lambda: table_of(*TABLES["changes"], lines))


async def _waiting(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
    roots = (await db.scalars(select(Unit).where(Unit.parent_id.is_(None)))).all()
    rows = await changes.waiting_below(db, roots, *WAITING)
    note(db, actor(), "names_seen", None, now, count=len(rows))
    return [{"id": row.id, "state": row.state, "said": await sentence(db, row)} for row in rows]


@app.command("agree", help=COMMANDS["member_agree"])
def agree(change: ChangeId, received: Received = False) -> None:
    """The office agrees, or says for the other cell that they have come."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        row = await changes.open_change(db, change, *WAITING)
        if row.state is ChangeState.AT_RECEIVER:
            row = await changes.receive(db, change, actor(), now)
        else:
            row = await changes.approve(db, change, actor(), now, received=received)
        return {"change": row.id, "state": row.state, "said": await sentence(db, row)}

    done = owing(work)
    show(done, lambda: words.entered(done["state"], done["said"]))


@app.command("refuse", help=COMMANDS["member_refuse"])
def drop(change: ChangeId) -> None:
    """It is not done."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        row = await changes.refuse(db, change, actor(), now)
        return {"change": row.id, "state": row.state}

    show(owing(work), lambda: words.REFUSED)


@app.command("undo", help=COMMANDS["member_undo"])
def undo(change: ChangeId) -> None:
    """As if it had not been."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        row = await changes.undo(db, change, actor(), now)
        return {"change": row.id, "state": row.state}

    show(owing(work), lambda: words.UNDONE)
