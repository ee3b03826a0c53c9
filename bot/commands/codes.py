"""Commands by which people come in: codes, and consents on paper."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, ids, in_house, iso_day, owing, say, show, table_of
from bot.house import House
from bot.model.members import Member
from bot.networks import name_on_telegram
from bot.services import consents, joining, people, tree
from bot.services.ways_in import WayIn, link_for, ways_in
from bot.words import office, vi
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.links import place
from bot.words.times import day_of

app = typer.Typer()


@app.command("code", help=COMMANDS["code"])
def make_codes(
    member: Annotated[int | None, typer.Option(help=OPTIONS["member"], min=1, max=LARGEST_ID)] = None,
    phone: Annotated[str | None, typer.Option(help=OPTIONS["phone"])] = None,
    cell: Annotated[str | None, typer.Option(help=OPTIONS["cell"])] = None,
) -> None:
    """A code and a link for one member or each of a cell."""
    if sum(one is not None for one in (member, phone, cell)) != 1:
        raise typer.BadParameter(office.ONE_OF_THREE)
    rows = in_house(lambda house: _codes(house, member, phone, cell))
    if rows and rows[0]["link"] is None:
        say(office.NO_LINK)
    if cell is None:
        only = {name: rows[0][name] for name in ("code", "link", "ways")}
        show(only, lambda: "\n".join([only["code"], *([only["link"]] if only["link"] else []), *rows[0]["places"]]))
        return
    document = [{name: r[name] for name in ("member_id", "code", "link", "ways")} for r in rows]
    lines = [[r["member_id"], r["name"], r["code"], r["link"]] for r in rows]
    show(document, lambda: table_of(*TABLES["codes"], lines))


async def _codes(house: House, member: int | None, phone: str | None, cell: str | None) -> list[dict[str, Any]]:
    telegram = await name_on_telegram(house)
    async with house.sessions.begin() as db:
        now = house.now()
        ways = with_telegram(await ways_in(db), telegram)
        chosen = await _chosen(db, now, member, phone, cell)
        invitations = await joining.invite(db, chosen, actor(), now)
    return [
        {
            "member_id": one.member.id,
            "name": one.member.name,
            "code": one.code,
            "link": link_for(db, ways, one.token),
            "ways": {way.channel: {"name": way.name, "link": way.link(one.token)} for way in ways},
            "places": [place(way.channel, way.name, way.link()) for way in ways],
        }
        for one in invitations
    ]


def with_telegram(ways: list[WayIn], name: str | None) -> list[WayIn]:
    """Before the first start Telegram has been asked for our name just now."""
    if name is None or any(way.channel == "telegram" for way in ways):
        return ways
    return [*ways, WayIn("telegram", "", name)]


async def _chosen(
    db: AsyncSession, now: datetime, member: int | None, phone: str | None, cell: str | None
) -> list[Member]:
    if member is not None:
        return [await people.member_by_id(db, member)]
    if phone is not None:
        return [await people.member_by_phone(db, phone)]
    unit = await tree.cell_of(db, cell or "")
    return [one.member for one in await people.people_of_cell(db, unit.id, day_of(now))]


@app.command("consent", help=COMMANDS["consent"])
def enter_paper_consents(
    on: Annotated[str, typer.Option(help=OPTIONS["on"])],
    member: Annotated[str | None, typer.Option(help=OPTIONS["members"])] = None,
    cell: Annotated[str | None, typer.Option(help=OPTIONS["cell"])] = None,
) -> None:
    """Enter consents signed on paper."""
    if (member is None) == (cell is None):
        raise typer.BadParameter(office.MEMBER_OR_CELL)
    signed_on = iso_day(on, "--on")
    member_ids = ids(member, "--member") if member is not None else None

    async def enter(db: AsyncSession, now: datetime) -> int:
        if member_ids is not None:
            chosen = [await people.member_by_id(db, one) for one in member_ids]
        else:
            chosen = await _chosen(db, now, None, None, cell)
        return await consents.enter_paper(db, chosen, signed_on, actor(), vi.CONSENT_VERSION, now)

    count = owing(enter)
    show({"entered": count}, lambda: office.consents_entered(count))
