"""`chibot data-request`: what members asked for about their own data, answered by the office."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, owing, show, table_of
from bot.model.data_requests import Outcome, RequestKind
from bot.services import data_answers
from bot.services import data_requests as requests
from bot.services.people import member_by_id
from bot.words import data_requests as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import day, day_of

app = typer.Typer(no_args_is_help=True)


@app.command("list", help=COMMANDS["data_request_list"])
def list_open() -> None:
    """By number: names are seen with `chibot member show`."""
    rows = in_transaction(_open)
    show(rows, lambda: table_of(*TABLES["data_requests"], [_line(row) for row in rows]))


async def _open(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "member": row.member_id,
            "kind": row.kind,
            "asked_on": day_of(row.asked_at).isoformat(),
            "due_on": row.due_on.isoformat(),
            "late": row.due_on < day_of(now),
        }
        for row in await requests.open_below(db, None, now)
    ]


def _line(row: dict[str, Any]) -> list[object]:
    days = [day(datetime.fromisoformat(row[name]).date()) for name in ("asked_on", "due_on")]
    return [row["id"], row["member"], words.KINDS[row["kind"]], *days, words.LATE if row["late"] else ""]


class Asked(StrEnum):
    """What the office enters for somebody; all else is asked for in the chat."""

    RESTRICTION = RequestKind.RESTRICTION.value
    DELETION = RequestKind.DELETION.value


@app.command("add", help=COMMANDS["data_request_add"])
def add(
    member: Annotated[int, typer.Argument(help=OPTIONS["member"], min=1, max=LARGEST_ID)],
    kind: Annotated[Asked, typer.Argument(help=OPTIONS["request_kind"])],
    met: Annotated[bool, typer.Option("--met", help=OPTIONS["request_met"])] = False,
) -> None:
    """One that came on paper, or that has to be met again after a restore."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        row = await requests.enter(db, await member_by_id(db, member), RequestKind(kind), actor(), now)
        if met:
            await data_answers.answer(db, row.id, Outcome.MET, actor(), now)
        return {"id": row.id, "kind": row.kind, "due_on": row.due_on.isoformat(), "outcome": row.outcome}

    entered = owing(work)
    show(
        entered, lambda: words.ANSWERED if met else words.entered(entered["id"], date.fromisoformat(entered["due_on"]))
    )


@app.command("answer", help=COMMANDS["data_request_answer"])
def answer(
    request: Annotated[int, typer.Argument(help=OPTIONS["request_id"], min=1, max=LARGEST_ID)],
    met: Annotated[bool, typer.Option("--met", help=OPTIONS["request_met"])] = False,
    refused: Annotated[bool, typer.Option("--refused", help=OPTIONS["request_refused"])] = False,
) -> None:
    """Do what is asked for, or say that it is not done."""
    if met == refused:
        raise typer.BadParameter(words.ONE_OF_TWO)

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        row = await data_answers.answer(db, request, Outcome.MET if met else Outcome.REFUSED, actor(), now)
        return {"id": row.id, "kind": row.kind, "outcome": row.outcome}

    show(owing(work), lambda: words.ANSWERED)
