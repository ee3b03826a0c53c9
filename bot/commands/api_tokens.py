"""`chibot token`: tokens for an office's machine, which asks for counts in the name of an official."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, show, table_of
from bot.model.logins import ApiToken
from bot.services import api_tokens, people
from bot.words import api_tokens as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import clock_and_day, day, local

app = typer.Typer(no_args_is_help=True)
USUAL_DAYS = 90


@app.command("issue", help=COMMANDS["token_issue"])
def issue_one(
    member: Annotated[int, typer.Option(help=OPTIONS["member"], min=1, max=LARGEST_ID)],
    name: Annotated[str, typer.Option(help=OPTIONS["token_name"])],
    scope: Annotated[list[str], typer.Option("--scope", help=OPTIONS["token_scope"])],
    days: Annotated[int, typer.Option(help=OPTIONS["token_days"])] = USUAL_DAYS,
) -> None:
    """A new token, shown here and never again."""

    async def work(db: AsyncSession, now: datetime) -> tuple[ApiToken, str]:
        owner = await people.member_by_id(db, member)
        return await api_tokens.issue(db, owner, name, api_tokens.scopes_named(scope), days, actor(), now)

    token, secret = in_transaction(work)
    show(_document(token) | {"token": secret}, lambda: words.issued(secret, token.expires_at))


@app.command("list", help=COMMANDS["token_list"])
def list_all(
    member: Annotated[int | None, typer.Option(help=OPTIONS["member"], min=1, max=LARGEST_ID)] = None,
) -> None:
    """What can be used now."""

    async def work(db: AsyncSession, now: datetime) -> list[ApiToken]:
        return list(await api_tokens.tokens_of(db, now, member))

    found = in_transaction(work)
    show([_document(one) for one in found], lambda: table_of(*TABLES["tokens"], [_line(one) for one in found]))


@app.command("revoke", help=COMMANDS["token_revoke"])
def revoke_one(
    number: Annotated[int, typer.Argument(help=OPTIONS["token_number"], min=1, max=LARGEST_ID, metavar="ID")],
) -> None:
    """From the next question on it is worth nothing."""

    async def work(db: AsyncSession, now: datetime) -> None:
        await api_tokens.revoke(db, number, actor(), now)

    in_transaction(work)
    show({"id": number, "revoked": True}, lambda: words.revoked(number))


def _document(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "member": token.member_id,
        "name": token.name,
        "scopes": [str(scope) for scope in api_tokens.scopes_in(token)],
        "expires_at": local(token.expires_at).isoformat(),
        "used_at": local(token.used_at).isoformat() if token.used_at else None,
    }


def _line(token: ApiToken) -> list[object]:
    used = clock_and_day(token.used_at) if token.used_at else ""
    until = day(local(token.expires_at).date())
    return [token.id, token.member_id, token.name, token.scopes, until, used]
