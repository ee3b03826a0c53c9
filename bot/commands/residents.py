"""Commands of the office for residents: a list on paper, a text to a unit, who is registered, who wants no more."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, owing, refuse, show, table_of
from bot.commands.tried_files import bad_table, say_whether_written
from bot.model.residents import Resident
from bot.model.units import Unit
from bot.services import resident_counts, resident_import, resident_texts, residents, tree
from bot.services.audit import note
from bot.services.resident_import import ImportPlan
from bot.services.resident_texts import ResidentPlan
from bot.services.roster.records import UnreadableWorkbook
from bot.services.sureness import demand_sure
from bot.words import resident_import as import_words
from bot.words import resident_texts as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.phones import national, phone
from bot.words.residents import place
from bot.words.times import local

app = typer.Typer()
NEWEST_TEXTS = 40
Code = Annotated[str, typer.Argument(help=OPTIONS["unit"])]


# A list on paper


@app.command("import-residents", help=COMMANDS["import-residents"])
def import_residents(
    file: Annotated[Path, typer.Argument(help=OPTIONS["residents_file"])],
    under: Annotated[str | None, typer.Option("--under", help=OPTIONS["within"])] = None,
    write: Annotated[bool, typer.Option("--write", help=OPTIONS["write"])] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help=OPTIONS["skip_bad_only"])] = False,
) -> None:
    """Exit 1 where the file is refused, or where it was to be written and a row is bad."""

    async def work(db: AsyncSession, now: datetime) -> tuple[ImportPlan, bool]:
        within = await tree.unit_of(db, under) if under else None
        plan = await _planned(db, file, within, now)
        writes = write and (skip_bad or not plan.bad)
        if writes:
            await resident_import.write_residents(db, plan, actor(), now)
        return plan, writes

    plan, written = in_transaction(work)
    show(_import_document(plan, written=written), lambda: _tell(plan))
    say_whether_written(asked=write, written=written)


async def _planned(db: AsyncSession, file: Path, within: Unit | None, now: datetime) -> ImportPlan:
    try:
        return await resident_import.plan_residents(db, file, within, now)
    except UnreadableWorkbook as refusal:
        raise refuse(str(refusal)) from None


def _import_document(plan: ImportPlan, *, written: bool) -> dict[str, Any]:
    """Counts and places; no number stands in it that anybody could copy on."""
    return {
        "new": len(plan.new),
        "known": len(plan.known),
        "stopped": len(plan.stopped),
        "bad": [{"cell": bad.cell, "reason": bad.reason} for bad in plan.bad],
        "twice": [bad.cell for bad in plan.twice],
        "written": written,
    }


def _tell(plan: ImportPlan) -> str:
    """A table of what is wrong, and the sum."""
    bad_table(plan.bad)
    bad_table(plan.twice, "warnings_at")
    return import_words.summary(len(plan.new), len(plan.known), len(plan.stopped), len(plan.bad), len(plan.twice))


# A text


@app.command("text-residents", help=COMMANDS["text-residents"])
def text_residents(
    unit: Code,
    text: Annotated[str, typer.Argument(help=OPTIONS["residents_text"])],
    send: Annotated[bool, typer.Option("--send", help=OPTIONS["send"])] = False,
    yes: Annotated[int | None, typer.Option("--yes", help=OPTIONS["yes"], min=1)] = None,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
) -> None:
    """Without --send only what would leave, whom it reaches and what it costs."""

    async def work(db: AsyncSession, now: datetime) -> tuple[ResidentPlan, int | None, bool]:
        at = await tree.unit_of(db, unit)
        said = resident_texts.checked_text(text, harmless=harmless)
        plan = await resident_texts.plan_text(db, at, said, now)
        waits = plan.leaves_at > now
        if not send:
            return plan, None, waits
        await demand_sure(db, at, plan.people - plan.unreached, yes)
        return plan, (await resident_texts.send_text(db, plan, actor(), now)).id, waits

    plan, message_id, waits = owing(work)
    show(_text_document(plan, message_id), lambda: _text_lines(plan, message_id, waits=waits))


def _text_document(plan: ResidentPlan, message_id: int | None) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "people": plan.people,
        "unreached": plan.unreached,
        "by_channel": dict(plan.by_channel),
        "shown": dict(plan.shown),
        "parts": dict(plan.parts),
        "cost": plan.cost,
        "leaves_at": local(plan.leaves_at).isoformat(timespec="seconds"),
    }


def _text_lines(plan: ResidentPlan, message_id: int | None, *, waits: bool) -> str:
    where, at = place(plan.unit.name), plan.leaves_at if waits else None
    shown = max(plan.shown.values(), key=len)
    lines = [words.preview(where, shown, plan.by_channel, plan.parts, plan.unreached, plan.cost)]
    if message_id is None:
        lines += [words.sent_at(plan.leaves_at)] if waits else []
        lines.append(words.NOT_SENT)
    else:
        lines.append(f"{words.sending(plan.people - plan.unreached, at)} {words.number_of(message_id)}")
    return "\n".join(lines)


# Who is registered


@app.command("residents", help=COMMANDS["residents"])
def show_residents(
    unit: Code,
    missed: Annotated[int | None, typer.Option("--missed", help=OPTIONS["missed"], min=1, max=LARGEST_ID)] = None,
) -> None:
    """Counts by village and the newest texts; or the numbers that one text did not reach, which is written down."""
    if missed is not None:
        _show_missed(unit, missed)
        return

    async def work(db: AsyncSession, _now: datetime) -> dict[str, Any]:
        at = await tree.unit_of(db, unit)
        villages = [
            {
                "unit": one.code,
                "name": place(one.name),
                "registered": one.registered,
                "stopped": one.stopped,
                "reached": one.reached,
            }
            for one in await resident_counts.by_village(db, at)
        ]
        newest = await resident_counts.newest_texts(db, at, NEWEST_TEXTS)
        return {"villages": villages, "texts": [await _message(db, one, where) for one, where in newest]}

    found = in_transaction(work)
    show(found, lambda: table_of(*TABLES["residents"], [list(one.values()) for one in found["villages"]], codes=(0,)))


async def _message(db: AsyncSession, message: Any, where: Unit) -> dict[str, Any]:
    now = await resident_counts.standing(db, message)
    counts = now.counts
    return {
        "message_id": message.id,
        "unit": where.code,
        "made_at": local(message.made_at).isoformat(timespec="seconds"),
        "people": message.people,
        "sent": counts.sent,
        "failed": counts.failures,
        "waiting": counts.waiting,
        "cost": now.cost,
    }


def _show_missed(unit: str, message_id: int) -> None:
    async def work(db: AsyncSession, now: datetime) -> list[str]:
        at = await tree.unit_of(db, unit)
        message, where = await resident_texts.text_of(db, message_id)
        if not where.path.startswith(at.path):
            raise refuse(words.NOT_OF_THIS_UNIT)
        numbers = await resident_counts.missed_numbers(db, message)
        note(db, actor(), "phones_seen", resident_texts.about(message), now, count=len(numbers))
        return [national(one) for one in numbers]

    numbers = in_transaction(work)
    show(numbers, lambda: "\n".join(numbers) or words.NOBODY_MISSED)


@app.command("stop-resident", help=COMMANDS["stop-resident"])
def stop_resident(number: Annotated[str, typer.Argument(help=OPTIONS["phone"])]) -> None:
    """Somebody called and wants no more texts: at once, for every village."""
    try:
        stored = phone(number)
    except ValueError:
        raise typer.BadParameter(OPTIONS["phone"]) from None

    async def work(db: AsyncSession, now: datetime) -> int:
        rows = (await db.scalars(select(Resident).where(Resident.phone == stored))).all()
        return await residents.stop(db, rows, actor(), now)

    count = in_transaction(work)
    show({"stopped": count}, lambda: words.stopped_for(count))
