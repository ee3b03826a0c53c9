"""Commands about groups of a cell, briefings, and the people beside a meeting's list."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, ids, in_transaction, owing, show, table_of
from bot.commands.meetings import Asked, MeetingId, Yes, call_as_asked, moment
from bot.model.guests import GuestKind
from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.refusals import NoSuchGuest
from bot.services import guests, meetings, party_groups, people, tree
from bot.services.audit import note
from bot.words import party_groups as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.guests import line

app = typer.Typer()


@app.command("party-group", help=COMMANDS["party-group"])
def party_group(
    cell: Annotated[str, typer.Argument(help=OPTIONS["cell"])],
    name: Annotated[str | None, typer.Option("--name", help=OPTIONS["party_group"])] = None,
    member: Annotated[str | None, typer.Option("--member", help=OPTIONS["members"])] = None,
    leader: Annotated[int | None, typer.Option(help=OPTIONS["leader"], min=1, max=LARGEST_ID)] = None,
    end: Annotated[bool, typer.Option("--end", help=OPTIONS["party_group_end"])] = False,
) -> None:
    """The groups of a cell; with a name it is made if it is new, filled, given a leader, or closed."""
    if name is None and (member or leader or end):
        raise typer.BadParameter(words.NAME_IT)
    member_ids = ids(member, "--member") if member else ()

    async def work(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
        unit = await tree.cell_of(db, cell)
        if name is not None and end:
            await party_groups.close_group(db, await party_groups.group_named(db, unit, name), actor(), now)
        elif name is not None:
            group = await party_groups.make_group(db, unit, name, actor(), now)
            await party_groups.put_into(db, unit, group, member_ids, actor(), now)
            if leader is not None:
                person = await people.member_by_id(db, leader)
                await party_groups.lead_group(db, group, person, actor(), now)
        return await _groups(db, unit, now)

    rows = owing(work)
    show(rows, lambda: table_of(*TABLES["party_groups"], [list(row.values()) for row in rows], codes=(0,)))


async def _groups(db: AsyncSession, cell: Unit, now: datetime) -> list[dict[str, Any]]:
    found = await party_groups.groups_of(db, cell.id)
    sizes = await party_groups.sizes_of(db, cell.id, now)
    leaders = await party_groups.leaders_of(db, [one.id for one in found], now)
    note(db, actor(), "names_seen", f"unit:{cell.code}", now, count=len(leaders))
    return [
        {"code": one.code, "name": one.name, "members": sizes.get(one.id, 0), "leader": leaders.get(one.id)}
        for one in found
    ]


@app.command("brief", help=COMMANDS["brief"])
def brief(
    unit: Annotated[str, typer.Argument(help=OPTIONS["briefing_unit"])],
    at: Annotated[str, typer.Option(help=OPTIONS["at"])],
    place: Annotated[str, typer.Option(help=OPTIONS["place"])],
    topic: Annotated[str | None, typer.Option(help=OPTIONS["topic"])] = None,
    whom: Annotated[str | None, typer.Option("--whom", help=OPTIONS["whom"])] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=OPTIONS["dry_run"])] = False,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
    yes: Yes = None,
) -> None:
    """Call the holders of offices below a committee together; the command is itself the confirmation."""
    kind = MeetingKind.BRIEFING.value
    asked = Asked(kind, moment(at, "--at"), place, topic, is_harmless=harmless, whom=whom)
    call_as_asked(unit, asked, is_dry=dry_run, yes=yes)


@app.command("guest", help=COMMANDS["guest"])
def guest(
    meeting: MeetingId,
    add: Annotated[str | None, typer.Option("--add", help=OPTIONS["guest_add"])] = None,
    upper: Annotated[bool, typer.Option("--upper", help=OPTIONS["guest_upper"])] = False,
    came: Annotated[str | None, typer.Option("--came", help=OPTIONS["guest_came"])] = None,
    own: Annotated[str | None, typer.Option("--own", help=OPTIONS["guest_own"])] = None,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
) -> None:
    """Who is at a meeting beside its list; counted apart, in no rate."""
    numbers, member_ids = ids(came or "", "--came"), ids(own or "", "--own")

    async def work(db: AsyncSession, now: datetime) -> list[guests.Beside]:
        held = await meetings.meeting_of(db, meeting, lock=True)
        if add is not None:
            kind = GuestKind.UPPER if upper else GuestKind.GUEST
            await guests.add_guests(db, held, add, kind, actor(), now, harmless=harmless)
        by_number = {one.number: one for one in await guests.beside(db, held.id)}
        for which in numbers:
            if which not in by_number:
                raise NoSuchGuest(which=which)
            await guests.note_came(db, held, by_number[which].id, True, actor(), now)
        for member_id in member_ids:
            await guests.own_came(db, held, member_id, True, actor(), now)
        note(db, actor(), "names_seen", f"meeting:{held.id}", now)
        return await guests.beside(db, held.id)

    found = in_transaction(work)
    document = [
        {
            "number": one.number,
            "kind": one.kind,
            "name": one.name,
            "title": one.title,
            "organisation": one.organisation,
            "came": one.came,
        }
        for one in found
    ]
    show(document, lambda: "\n".join(line(one.number, one.who, one.kind, one.came) for one in found))
