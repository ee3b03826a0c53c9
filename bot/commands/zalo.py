"""`chibot zalo`: giving us the Official Account, and how the Zalo accounts stand."""

import getpass
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from bot.commands.console import in_house, refuse, show
from bot.house import House
from bot.passes import Kept
from bot.services.alarms import open_alarms
from bot.words import alarms, office
from bot.words import zalo_account as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.times import local

app = typer.Typer(no_args_is_help=True)


@app.command("authorise", help=COMMANDS["zalo_authorise"])
def authorise(
    code: Annotated[str | None, typer.Option(help=OPTIONS["zalo_code"])] = None,
    refresh_token: Annotated[bool, typer.Option("--refresh-token", help=OPTIONS["zalo_refresh_token"])] = False,
) -> None:
    """Show the permission page's address, or take what came of it."""
    if code is not None and refresh_token:
        raise refuse(words.ONE_OF_TWO)
    if code is None and not refresh_token:
        _show_the_way()
        return
    secret = _asked_for_token() if code is None else code

    async def take(house: House) -> str:
        from bot.authorising import by_code, by_refresh_token

        _demand_account(house)
        return await (by_refresh_token if refresh_token else by_code)(house, secret)

    given = in_house(take)
    if given != "given":
        raise refuse(words.GIVEN[given])
    show({"authorised": True}, lambda: words.TITLES[True] + ".")


def _show_the_way() -> None:
    async def ask(house: House) -> dict[str, str]:
        from bot.authorising import callback
        from bot.networks import open_passes

        _demand_account(house)
        oauth, back = open_passes(house).oauth, callback(house)
        address = oauth.permission_url(back, oauth.new_state(datetime.now(UTC)))
        return {"permission_url": address, "callback": back, "code_challenge": oauth.challenge}

    way = in_house(ask)
    show(way, lambda: words.guide(way["permission_url"], way["callback"], way["code_challenge"]))


def _demand_account(house: House) -> None:
    if not house.settings.zalo_oa.is_on:
        raise refuse(words.OA_IS_OFF)


def _asked_for_token() -> str:
    """Typed unseen, or the first line of what is piped in: never an argument, which others on the machine can read."""
    token = getpass.getpass(f"{words.ASK_TOKEN}: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not token.strip():
        raise refuse(words.NO_TOKEN)
    return token


@app.command("status", help=COMMANDS["zalo_status"])
def status() -> None:
    """Ages and counts, no tokens; nothing is asked of Zalo."""
    document = in_house(standing_of)
    show(document, lambda: "\n".join(_lines(document)))


async def standing_of(house: House) -> dict[str, Any]:
    async with house.sessions() as db:
        raised = [one for one in await open_alarms(db) if one.name.startswith("zalo")]
    found = [{"name": one.name, "text": one.text, "since": _at(one.since_at)} for one in raised]
    return {"zalo_oa": await _oa(house), "zalo_bot": await _bot(house), "alarms": found}


async def _oa(house: House) -> dict[str, Any] | None:
    account = house.settings.zalo_oa
    if not account.is_on:
        return None
    from bot.model.accounts import Account
    from bot.networks import open_passes

    kept = await open_passes(house).store.kept()
    async with house.sessions() as db:
        row = await db.get(Account, ("zalo_oa", account.oa_id))
    heard_at = _at(row.heard_at) if row and row.heard_at else None
    return {"account": account.oa_id, "authorised": kept is not None, "heard_at": heard_at} | _ages(kept)


def _ages(kept: Kept | None) -> dict[str, Any]:
    if kept is None:
        return {}
    return {
        "authorised_at": _at(kept.authorised_at),
        "authorised_days": (datetime.now(UTC) - kept.authorised_at).days,
        "got_at": _at(kept.got_at),
        "due_at": _at(kept.due_at),
        "access_until": _at(kept.access_until),
        "asked_at": _at(kept.asked_at) if kept.asked_at else None,
    }


async def _bot(house: House) -> dict[str, Any] | None:
    account = house.settings.accounts.get("zalo_bot")
    if account is None:
        return None
    from bot.services.quotas import standing

    async with house.sessions() as db:
        return {"account": account} | (await standing(db, account, datetime.now(UTC))).as_document()


def _at(moment: datetime) -> str:
    return local(moment).isoformat(timespec="seconds")


def _lines(document: Mapping[str, Any]) -> list[str]:
    lines = []
    if oa := document["zalo_oa"]:
        lines.append(_oa_line(oa))
    if bot := document["zalo_bot"]:
        counts = (bot[name] for name in ("users", "most_users", "messages", "most_messages"))
        lines.append(words.bot_standing(*counts))
    lines += [
        office.check_line(one["name"], False, alarms.shown(one["text"], datetime.fromisoformat(one["since"])))
        for one in document["alarms"]
    ]
    return lines or [words.NOTHING_ON]


def _oa_line(oa: Mapping[str, Any]) -> str:
    if not oa["authorised"]:
        return words.never(oa["account"])
    authorised_at, until = (datetime.fromisoformat(oa[name]) for name in ("authorised_at", "access_until"))
    asked_at = datetime.fromisoformat(oa["asked_at"]) if oa["asked_at"] else None
    return words.standing(oa["account"], authorised_at, oa["authorised_days"], until, asked_at)
