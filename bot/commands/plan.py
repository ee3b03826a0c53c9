"""`chibot plan`: who of a unit would be reached how just now, and what telling them all would cost."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import in_transaction, say, show, table_of
from bot.services import outlays, tree
from bot.services.reach import Plan, Share, running_short, unpaid
from bot.words import costs
from bot.words.amounts import amount
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.vi import channel_name

app = typer.Typer()


@app.command("plan", help=COMMANDS["plan"])
def plan(unit: Annotated[str, typer.Argument(help=OPTIONS["unit"])]) -> None:
    """Counts only: nobody is named, and nothing is written."""

    async def work(db: AsyncSession, now: datetime) -> tuple[Plan, dict[str, costs.Short]]:
        found = await outlays.of_calling_all(db, await tree.unit_of(db, unit), now)
        return found, await running_short(db, found)

    found, short = in_transaction(work)
    for said in filter(None, (costs.short(short), unpaid(found))):
        say(said)
    rest = {channel: {"left": one.left, "needed": one.needed} for channel, one in short.items()}
    show(document_of(found) | {"short": rest}, lambda: table_of(*TABLES["plan"], rows_of(found)))


def rows_of(found: Plan) -> list[list[object]]:
    channels = [[channel_name(channel), *_row(share)] for channel, share in found.shares.items()]
    return [
        *channels,
        [costs.UNREACHED, len(found.unreached), None, None, None, None, None],
        [costs.ALL, found.people, *_row(found.total)[1:]],
    ]


def _row(share: Share) -> list[object]:
    return [share.people, share.free, share.paid, share.templates, share.messages, amount(share.cost)]


def document_of(found: Plan) -> dict[str, Any]:
    by_channel = {channel: _counts(share) for channel, share in found.shares.items()}
    counted = {"people": found.people, "unreached": len(found.unreached), "unpaid": len(found.unpaid)}
    return _counts(found.total) | counted | {"by_channel": by_channel}


def _counts(share: Share) -> dict[str, int]:
    return {
        "people": share.people,
        "free": share.free,
        "paid": share.paid,
        "templates": share.templates,
        "sms": share.messages,
        "cost": share.cost,
    }


def priced(plan: Plan) -> str:
    """What it takes, as the end of a text; nothing where it takes nothing."""
    said = " ".join(filter(None, (costs.outlay(plan.total.outlay), unpaid(plan))))
    return f"\n{said}" if said else ""
