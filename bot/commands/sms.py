"""`chibot sms`: the gateways, the addresses that their vendors are given, what is left, and one message to try it."""

import time
from typing import Annotated, Any

import typer

from bot.commands.console import in_house, refuse, show, table_of
from bot.house import House
from bot.sms_settings import sms_channel
from bot.words import sms as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.phones import national, phone
from bot.words.segments import segments, sms_text

app = typer.Typer()


@app.command("sms", help=COMMANDS["sms"])
def sms(
    name: Annotated[str | None, typer.Argument(help=OPTIONS["sms_name"])] = None,
    to: Annotated[str | None, typer.Option("--try", help=OPTIONS["sms_try"])] = None,
    send: Annotated[bool, typer.Option("--send", help=OPTIONS["send"])] = False,
) -> None:
    """Without a name all of them, with one its hook too; `--try` shows a message and its price, `--send` sends it."""
    if to is not None:
        _try(name, to, send=send)
        return

    async def ask(house: House) -> list[dict[str, Any]]:
        wanted = [_demanded(house, name)] if name else list(house.settings.sms)
        return [await _gateway(house, one) for one in wanted]

    found = in_house(ask)
    rows = [
        [one["name"], one["kind"], one["sender"], words.way(one["two_way"]), one["price"], _left(one)] for one in found
    ]
    if name is None or not found:
        show(found, lambda: table_of(*TABLES["sms"], rows) if rows else words.NONE_SET)
        return
    show(found[0], lambda: "\n".join([*_lines(found[0]), words.hook(name, found[0]["hook"])]))


def _row(one: dict[str, Any]) -> list[object]:
    return [one["name"], one["kind"], one["sender"], words.way(one["two_way"]), one["price"], _left(one)]


def _lines(one: dict[str, Any]) -> list[str]:
    if one["trouble"]:
        return [words.silent(one["name"], one["trouble"])]
    return [words.stands(one["name"], one["two_way"], one["balance"], one["unit"])]


def _left(one: dict[str, Any]) -> str:
    return one["trouble"] or words.left(one["balance"], one["unit"])


def _demanded(house: House, name: str) -> str:
    if name not in house.settings.sms:
        raise refuse(words.no_such(name, sorted(house.settings.sms)) if house.settings.sms else words.NONE_SET)
    return name


async def _gateway(house: House, name: str) -> dict[str, Any]:
    """As it is set, and what it says just now."""
    from bot.gateways import ask_gateway, sms_hook

    terms = house.settings.sms[name]
    stands = await ask_gateway(house.settings, name)
    return {
        "name": name,
        "kind": getattr(terms, "preset", None) or getattr(terms, "kind", ""),
        "channel": sms_channel(name),
        "sender": terms.sender,
        "two_way": terms.two_way,
        "price": terms.price,
        "max_parts": terms.max_parts,
        "hook": sms_hook(house.settings, name),
        "balance": stands.amount,
        "unit": stands.unit,
        "trouble": stands.trouble,
    }


# One message


def _try(name: str | None, to: str, *, send: bool) -> None:
    try:
        number = phone(to)
    except ValueError:
        raise refuse(words.NO_PHONE) from None

    async def work(house: House) -> dict[str, Any]:
        return await _message(house, _the_one(house, name), number, send=send)

    done = in_house(work)
    lines = [words.preview(national(number), done["text"], done["parts"], done["cost"])]
    lines.append(words.tried(done["outcome"], done["reason"]) if done["outcome"] else words.SEND_IT)
    show(done, lambda: "\n".join(lines))


def _the_one(house: House, name: str | None) -> str:
    if name is not None or not house.settings.sms:
        return _demanded(house, name or "")
    if len(house.settings.sms) > 1:
        raise refuse(words.WHICH)
    return next(iter(house.settings.sms))


async def _message(house: House, name: str, number: str, *, send: bool) -> dict[str, Any]:
    from bot.gateways import try_gateway

    terms = house.settings.sms[name]
    text = sms_text(words.TEST_TEXT, marks=terms.marks)
    parts = segments(text).count
    done: dict[str, Any] = {"name": name, "text": text, "parts": parts, "cost": parts * terms.price}
    if not send:
        return done | {"outcome": None, "reason": None}
    key = f"t{int(time.time()):x}"
    outcome, reason = await try_gateway(house.settings, name, number.removeprefix("+"), words.TEST_TEXT, key)
    return done | {"outcome": outcome, "reason": reason}
