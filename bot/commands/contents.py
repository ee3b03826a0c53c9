"""What meetings are about, at the command line: usual agendas, invitation letters, what was concluded."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, in_transaction, show, table_of
from bot.commands.meetings import MeetingId
from bot.commands.roll_sheets import written
from bot.services import meetings, tree, usual_agendas
from bot.services.audit import note
from bot.services.conclusions import Concluded, conclusions_of
from bot.services.expected_lists import demand_kind
from bot.services.meetings import guard, kind_named
from bot.words import agendas as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.conclusions import STATES
from bot.words.letters import is_written
from bot.words.times import day, day_of

app = typer.Typer()


@app.command("agenda", help=COMMANDS["agenda"])
def agenda(
    unit: Annotated[str, typer.Argument(help=OPTIONS["unit"])],
    kind: Annotated[str, typer.Option(help=OPTIONS["kind"])] = "regular",
    item: Annotated[list[str] | None, typer.Option("--item", help=OPTIONS["agenda_item"])] = None,
    reset: Annotated[bool, typer.Option("--reset", help=OPTIONS["agenda_reset"])] = False,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
) -> None:
    """The usual agenda of a unit and all below it that have none of their own: shown, written anew, or reset."""
    if item and reset:
        raise typer.BadParameter(words.ITEMS_OR_RESET)

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        at, wanted = await tree.unit_of(db, unit), kind_named(kind)
        if at.is_cell:
            demand_kind(at, wanted)
        if item:
            guard(item, harmless=harmless)
            await usual_agendas.set_usual(db, at, wanted, item, actor(), now)
        elif reset:
            await usual_agendas.reset_usual(db, at, wanted, actor(), now)
        usual = await usual_agendas.usual_of(db, at, wanted)
        return {
            "unit": at.code,
            "kind": wanted.value,
            "of": usual.unit.code if usual.unit else None,
            "items": list(usual.items),
        }

    found = in_transaction(work)
    title = words.usual_title(found["kind"], found["of"])
    show(found, lambda: "\n".join([title, *words.listed(found["items"], len(found["items"]))]))


@app.command("letters", help=COMMANDS["letters"])
def letters(
    meeting: MeetingId,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=OPTIONS["letters_out"])] = None,
) -> None:
    """Invitation letters for those beside the list of a meeting, and a blank one."""
    from bot.reports.letters import letters_of

    async def work(db: AsyncSession, now: datetime) -> Path:
        held = await meetings.meeting_of(db, meeting)
        note(db, actor(), "letters_made", f"meeting:{held.id}", now)
        document = (await letters_of(db, held, now))()
        return written(out or Path(document.name), document.content)

    target = in_transaction(work)
    show({"meeting_id": meeting, "file": str(target)}, lambda: is_written(str(target)))


@app.command("conclusions", help=COMMANDS["conclusions"])
def conclusions(meeting: MeetingId) -> None:
    """What a meeting concluded, who does it, and whether it is done."""

    async def work(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
        held = await meetings.meeting_of(db, meeting)
        note(db, actor(), "names_seen", f"meeting:{held.id}", now)
        return [document_of(one, now) for one in await conclusions_of(db, held.id)]

    rows = in_transaction(work)
    show(rows, lambda: table_of(*TABLES["conclusions"], [_line(row) for row in rows]))


def document_of(one: Concluded, now: datetime) -> dict[str, Any]:
    return {
        "number": one.row.position,
        "text": one.row.text,
        "member_id": one.row.member_id,
        "name": one.who.name if one.who else None,
        "due_on": one.row.due_on.isoformat() if one.row.due_on else None,
        "state": one.state(day_of(now)).value,
    }


def _line(row: dict[str, Any]) -> list[object]:
    due_on = day(datetime.fromisoformat(row["due_on"]).date()) if row["due_on"] else None
    return [row["number"], row["text"], row["name"], due_on, STATES[row["state"]]]
