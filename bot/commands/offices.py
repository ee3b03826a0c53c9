"""Commands that give and end offices, and set what holds for a unit."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, iso_day, show
from bot.services import people, roles, tree, unit_settings
from bot.services.audit import note
from bot.words import office
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS

app = typer.Typer()


@app.command("role", help=COMMANDS["role"])
def change_role(
    member: Annotated[int, typer.Option(help=OPTIONS["member"], min=1, max=LARGEST_ID)],
    unit: Annotated[str, typer.Option(help=OPTIONS["unit"])],
    role: Annotated[str, typer.Option(help=OPTIONS["role"])],
    until: Annotated[str | None, typer.Option(help=OPTIONS["until"])] = None,
    end: Annotated[bool, typer.Option("--end", help=OPTIONS["end"])] = False,
) -> None:
    """Give or end an office."""
    last_day = iso_day(until, "--until") if until else None

    async def change(db: AsyncSession, now: datetime) -> dict[str, Any]:
        person, at, named = (
            await people.member_by_id(db, member),
            await tree.unit_of(db, unit),
            roles.office_named(role),
        )
        if end:
            await roles.end_role(db, person, at, named, actor(), now)
        else:
            await roles.give_role(db, person, at, named, actor(), now, last_day)
        return {"member": person.id, "name": person.name, "unit": at.code, "role": named, "until": until, "ended": end}

    done = in_transaction(change)
    said = office.role_ended if end else office.role_given
    show(done, lambda: said(done["name"], done["role"], done["unit"]))


@app.command("set", help=COMMANDS["set"])
def change_setting(
    unit: Annotated[str, typer.Option(help=OPTIONS["unit"])],
    name: Annotated[str, typer.Argument(help=OPTIONS["setting"])],
    value: Annotated[str, typer.Argument(help=OPTIONS["value"])],
) -> None:
    """Set one setting of a unit."""

    async def change(db: AsyncSession, now: datetime) -> dict[str, Any]:
        at = await tree.unit_of(db, unit)
        unit_settings.change(at, name, value)
        note(db, actor(), "setting_changed", f"unit:{at.code}", now, name=name, value=value)
        return {"unit": at.code, "name": name, "value": value}

    done = in_transaction(change)
    show(done, lambda: office.setting_changed(name, value, done["unit"]))
