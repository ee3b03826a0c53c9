"""`chibot group`: the group chats of units, and those that a network knows."""

from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, in_house, owing, refuse, say, show, table_of
from bot.db.bell import ring_at_commit
from bot.house import House
from bot.messages import GROUP
from bot.model.endpoints import Endpoint
from bot.model.groups import UnitGroup
from bot.model.units import Unit
from bot.networks import groups_on
from bot.refusals import NoSuchGroup
from bot.services import groups, tree
from bot.services.addresses import endpoint_at
from bot.words import groups as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import local
from bot.words.vi import channel_name

app = typer.Typer()
LONGEST_ID = 58


@app.command("group", help=COMMANDS["group"])
def group(
    cell: Annotated[str | None, typer.Argument(help=OPTIONS["cell"])] = None,
    channel: Annotated[str | None, typer.Option(help=OPTIONS["channel"])] = None,
    group_id: Annotated[str | None, typer.Option("--id", help=OPTIONS["group_id"])] = None,
    end: Annotated[bool, typer.Option("--end", help=OPTIONS["group_end"])] = False,
    listed: Annotated[bool, typer.Option("--list", help=OPTIONS["group_list"])] = False,
) -> None:
    """Name the group of a unit, end it, or list what there is."""
    if listed or cell is None:
        listing(cell, channel)
    elif channel is None or (group_id is None) != end:
        raise typer.BadParameter(words.ID_OR_END)
    elif end:
        _end(cell, channel)
    else:
        _name(cell, channel, group_id or "")


# Naming and ending


def _name(cell: str, channel: str, group_id: str) -> None:
    async def work(house: House) -> dict[str, Any]:
        account = house.settings.accounts.get(channel)
        if account is None:
            raise refuse(words.channel_is_off(channel, house.settings.accounts))
        async with house.sessions.begin() as db:
            unit = await tree.unit_of(db, cell)
            place = await endpoint_at(db, channel, account, address_of(channel, group_id))
            named = await groups.name_group(db, unit, place, actor(), house.now())
            await ring_at_commit(db)
            return document_of(named, place, unit)

    done = in_house(work)
    show(done, lambda: words.is_named(done["name"], channel))


def address_of(channel: str, group_id: str) -> str:
    """As groups stand in our tables: a negative number on Telegram, `group:` and the id elsewhere."""
    bare = group_id.strip().removeprefix(GROUP)
    if not 0 < len(bare) <= LONGEST_ID or not bare.isascii() or any(sign.isspace() for sign in bare):
        raise typer.BadParameter(words.WRONG_ID)
    if channel == "telegram":
        if not (bare.startswith("-") and bare[1:].isdecimal()):
            raise typer.BadParameter(words.WRONG_TELEGRAM_ID)
        return bare
    return f"{GROUP}{bare}"


def _end(cell: str, channel: str) -> None:
    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        unit = await tree.unit_of(db, cell)
        found = [pair for pair in await groups.groups_of(db, unit.id) if pair[1].channel == channel]
        if not found:
            raise NoSuchGroup
        for one, _ in found:
            groups.end_group(db, one, actor(), now)
        return document_of(*found[-1], unit) | {"ended": True}

    done = owing(work)
    show(done, lambda: words.IS_ENDED)


# Listing


def listing(cell: str | None, channel: str | None) -> None:
    """Those that are named and, of a network that tells, the others too."""

    async def work(house: House) -> list[dict[str, Any]]:
        async with house.sessions() as db:
            unit = await tree.unit_of(db, cell) if cell is not None else None
            found = await groups.groups_of(db, unit.id if unit else None)
            rows = [document_of(one, place, await db.get_one(Unit, one.unit_id)) for one, place in found]
        rows = [row for row in rows if channel in {None, row["channel"]}]
        return rows if unit else rows + await _unnamed(house, channel, {(row["channel"], row["id"]) for row in rows})

    rows = in_house(work)
    show(rows, lambda: table(rows))


async def _unnamed(house: House, channel: str | None, named: set[tuple[str, str]]) -> list[dict[str, Any]]:
    try:
        known = await groups_on(house, channel)
    except OSError as error:
        say(words.not_listed(str(error)))
        return []
    return [
        {"unit": None, "name": title, "channel": where, "id": group_id, "since": None, "reached": None}
        for where, group_id, title in known
        if (where, group_id) not in named
    ]


def document_of(one: UnitGroup, place: Endpoint, unit: Unit) -> dict[str, Any]:
    return {
        "unit": unit.code,
        "name": unit.name,
        "channel": place.channel,
        "id": place.external_id.removeprefix(GROUP),
        "since": local(one.since_at).isoformat(timespec="seconds"),
        "reached": place.dead_at is None,
    }


def table(rows: list[dict[str, Any]]) -> Table:
    lines = [[row["unit"], row["name"], channel_name(row["channel"]), row["id"], row["since"]] for row in rows]
    return table_of(*TABLES["groups"], lines)
