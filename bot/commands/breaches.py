"""`chibot breach`: what happened to personal data, and the 72 hours within which the authority is told."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, owing, show, table_of
from bot.model.breaches import Breach
from bot.services import breaches
from bot.words import breaches as words
from bot.words import office
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import clock_and_day, read_moment

app = typer.Typer(no_args_is_help=True)
BreachId = Annotated[int, typer.Argument(help=OPTIONS["breach_id"], min=1, max=LARGEST_ID)]


def moment_said(text: str, option: str) -> datetime:
    try:
        return read_moment(text)
    except ValueError:
        raise typer.BadParameter(office.moment_unreadable(option)) from None


@app.command("add", help=COMMANDS["breach_add"])
def add(
    found: Annotated[str, typer.Option(help=OPTIONS["found_at"])],
    scope: Annotated[str, typer.Option(help=OPTIONS["scope"])],
    sensitive: Annotated[bool, typer.Option("--sensitive/--basic", help=OPTIONS["sensitive"])],
    people: Annotated[int | None, typer.Option(help=OPTIONS["breach_people"], min=0, max=10**8)] = None,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
) -> None:
    """Write a breach down; the clock runs from when it was found."""
    found_at = moment_said(found, "--found")

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        made = await breaches.enter_breach(
            db, found_at, scope, people, actor(), now, is_sensitive=sensitive, harmless=harmless
        )
        return _document(made)

    done = owing(work)
    show(done, lambda: words.entered(done["id"], datetime.fromisoformat(done["until"])))


def _document(one: Breach) -> dict[str, Any]:
    return {
        "id": one.id,
        "found_at": one.found_at.isoformat(),
        "until": breaches.deadline(one).isoformat(),
        "sensitive": one.is_sensitive,
        "people": one.people,
        "reported_at": one.reported_at.isoformat() if one.reported_at else None,
    }


@app.command("list", help=COMMANDS["breach_list"])
def list_breaches() -> None:
    """With what is left of the time."""

    async def work(db: AsyncSession, now: datetime) -> list[tuple[dict[str, Any], list[object]]]:
        return [(_document(one), _line(one, now)) for one in await breaches.all_breaches(db)]

    rows = in_transaction(work)
    show([one for one, _ in rows], lambda: table_of(*TABLES["breaches"], [line for _, line in rows]))


def _line(one: Breach, now: datetime) -> list[object]:
    until = breaches.deadline(one)
    return [
        one.id,
        clock_and_day(one.found_at),
        words.SENSITIVE[one.is_sensitive],
        one.people,
        clock_and_day(until),
        words.left(until, now, one.reported_at),
    ]


@app.command("notice", help=COMMANDS["breach_notice"])
def notice(breach: BreachId) -> None:
    """A draft for a person to complete and sign; nothing is sent."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        one = await breaches.breach_of(db, breach)
        until = breaches.deadline(one)
        text = words.draft(one.found_at, until, one.scope, one.people, now, is_sensitive=one.is_sensitive)
        return _document(one) | {"text": text}

    done = in_transaction(work)
    show(done, lambda: str(done["text"]))


@app.command("reported", help=COMMANDS["breach_reported"])
def reported(breach: BreachId, at: Annotated[str | None, typer.Option(help=OPTIONS["reported_at"])] = None) -> None:
    """The authority was told."""
    told_at = moment_said(at, "--at") if at else None

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        return _document(await breaches.that_it_was_reported(db, breach, told_at or now, actor(), now))

    show(in_transaction(work), lambda: words.reported(breach))
