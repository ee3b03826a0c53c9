"""Commands about units and people: import, units, members, codes, consents on paper, roles, settings."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, ids, in_house, in_transaction, owing, refuse, say, show, table_of
from bot.house import House
from bot.model.members import Member, Membership, StatusKind
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.networks import name_on_telegram
from bot.services import consents, joining, people, roles, tree, unit_settings
from bot.services.addresses import reachable
from bot.services.audit import note
from bot.services.permissions import role_holds
from bot.services.ways_in import WayIn, link_for, ways_in
from bot.words import office, vi
from bot.words.command_help import COMMANDS, OPTIONS, STANDINGS, TABLES
from bot.words.links import place
from bot.words.names import fold
from bot.words.times import day_of

app = typer.Typer()


@app.command("units", help=COMMANDS["units"])
def list_units() -> None:
    """All units, as a tree."""
    rows = in_transaction(_units)
    show(rows, lambda: _units_table(rows))


async def _units(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
    units = (await db.scalars(select(Unit).order_by(Unit.path))).all()
    codes = {unit.id: unit.code for unit in units}
    counted = await db.execute(
        select(Membership.unit_id, func.count()).where(people.holds(day_of(now))).group_by(Membership.unit_id)
    )
    own = dict(counted.all())
    totals = dict.fromkeys(codes, 0)
    for unit in units:
        for above in unit.path.strip("/").split("/"):
            totals[int(above)] += own.get(unit.id, 0)
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "parent": codes.get(unit.parent_id or 0),
            "members": totals[unit.id],
        }
        for unit in units
    ]


def _units_table(rows: list[dict[str, Any]]) -> Table:
    lines = [[r["code"], r["name"], office.UNIT_KINDS[r["kind"]], r["parent"], r["members"]] for r in rows]
    return table_of(*TABLES["units"], lines)


@app.command("members", help=COMMANDS["members"])
def list_members(
    cell: Annotated[str | None, typer.Option(help=OPTIONS["cell"])] = None,
    name: Annotated[str | None, typer.Option(help=OPTIONS["part_of_name"])] = None,
) -> None:
    """The people of a cell, or whoever has this in their name; looking is written down."""
    if (cell is None) == (name is None):
        raise typer.BadParameter(office.CELL_OR_NAME)

    async def work(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
        if cell is not None:
            return await _members(db, now, await tree.cell_of(db, cell))
        found = await people.cells_with(db, name or "", day_of(now))
        return [row for one in found for row in await _members(db, now, one, fold(name or ""))]

    rows = in_transaction(work)
    show(rows, lambda: _members_table(rows))


async def _members(db: AsyncSession, now: datetime, cell: Unit, part: str = "") -> list[dict[str, Any]]:
    on = day_of(now)
    belongings = [one for one in await people.people_of_cell(db, cell.id, on) if part in one.member.search_key]
    duties = await _duties(db, cell, on)
    ways = await reachable(db, [one.member.id for one in belongings])
    note(db, actor(), "names_seen", f"unit:{cell.code}", now, count=len(belongings))
    return [
        {
            "id": one.member.id,
            "name": one.member.name,
            "cell": cell.code,
            "duty": duties.get(one.member.id),
            "phone": one.member.phone,
            "status": one.standing,
            "exempt": StatusKind.EXEMPT in one.statuses,
            "temporary_out": StatusKind.TEMPORARY_OUT in one.statuses,
            "linked": bool(ways[one.member.id]),
        }
        for one in belongings
    ]


async def _duties(db: AsyncSession, cell: Unit, on: date) -> dict[int, str]:
    ranks = list(Office)
    held = await db.scalars(select(Role).where(Role.unit_id == cell.id, role_holds(on)))
    return {r.member_id: r.office for r in sorted(held, key=lambda r: ranks.index(r.office), reverse=True)}


def _members_table(rows: list[dict[str, Any]]) -> Table:
    def tick(yes: bool) -> str:
        return office.YES if yes else office.NO

    lines = [
        [
            r["id"], r["name"], office.DUTIES.get(r["duty"] or "", r["duty"]), r["phone"], STANDINGS[r["status"]],
            tick(r["exempt"]), tick(r["temporary_out"]), tick(r["linked"]),
        ]
        for r in rows
    ]  # fmt: skip
    return table_of(*TABLES["members"], lines)


# Codes and consents


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
    signed_on = read_day(on, "--on")
    member_ids = ids(member, "--member") if member is not None else None

    async def enter(db: AsyncSession, now: datetime) -> int:
        if member_ids is not None:
            chosen = [await people.member_by_id(db, one) for one in member_ids]
        else:
            chosen = await _chosen(db, now, None, None, cell)
        return await consents.enter_paper(db, chosen, signed_on, actor(), vi.CONSENT_VERSION, now)

    count = owing(enter)
    show({"entered": count}, lambda: office.consents_entered(count))


def read_day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(office.day_unreadable(option)) from None


# Roles and settings


@app.command("role", help=COMMANDS["role"])
def change_role(
    member: Annotated[int, typer.Option(help=OPTIONS["member"], min=1, max=LARGEST_ID)],
    unit: Annotated[str, typer.Option(help=OPTIONS["unit"])],
    role: Annotated[str, typer.Option(help=OPTIONS["role"])],
    until: Annotated[str | None, typer.Option(help=OPTIONS["until"])] = None,
    end: Annotated[bool, typer.Option("--end", help=OPTIONS["end"])] = False,
) -> None:
    """Give or end an office."""
    last_day = read_day(until, "--until") if until else None

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


# Import


@app.command("import", help=COMMANDS["import"])
def import_roster(
    file: Annotated[Path, typer.Argument(help=OPTIONS["file"])],
    under: Annotated[str, typer.Option(help=OPTIONS["under"])],
    name: Annotated[str | None, typer.Option(help=OPTIONS["name"])] = None,
    write: Annotated[bool, typer.Option("--write", help=OPTIONS["write"])] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help=OPTIONS["skip_bad"])] = False,
) -> None:
    """Read a roster workbook; a dry run unless told to write."""
    from bot.commands.importing import run_import  # openpyxl is for this command alone

    if not file.is_file():
        raise refuse(office.NO_FILE.format(path=file))
    run_import(file, under, name, write=write or skip_bad, skip_bad=skip_bad)
