"""`chibot directive list`, `show`: documents of a unit, and how far each has come below it; counts, no names."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, in_transaction, people, show, table_of
from bot.model.directives import Directive
from bot.model.units import Unit
from bot.refusals import NoSuchDirective
from bot.services import directive_reading, directives, tree
from bot.services.directive_completion import Completion, Row, completion
from bot.services.directive_lines import due_at
from bot.words import directive_progress as progress_words
from bot.words import directives as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import day_of, local

app = typer.Typer(no_args_is_help=True)
Code = Annotated[str, typer.Argument(help=OPTIONS["unit"])]
Which = Annotated[int, typer.Argument(help=OPTIONS["directive"], min=1, max=LARGEST_ID)]


@app.command("list", help=COMMANDS["directive_list"])
def list_all(unit: Code) -> None:
    """What the unit passed down, or what arrived at it or below it, the newest first."""

    async def work(db: AsyncSession, _now: datetime) -> list[dict[str, Any]]:
        at = await tree.unit_of(db, unit)
        return [_listed(one) for one in await directive_reading.of_unit(db, at)]

    found = in_transaction(work)
    show(found, lambda: table_of(*TABLES["directives"], [_row(one) for one in found]))


def _listed(one: directive_reading.Listed) -> dict[str, Any]:
    directive = one.directive
    return {
        "directive_id": directive.id,
        "number": directive.number,
        "issued_on": directive.issued_on.isoformat(),
        "due_on": directive.due_on.isoformat() if directive.due_on else None,
        "done": one.done,
        "expected": one.expected,
        "must_study": directive.must_study,
        "withdrawn": directive.cancelled_at is not None,
        "to_be_passed_on": one.waits_here,
    }


def _row(one: dict[str, Any]) -> list[object]:
    state = words.counted(one["done"], one["expected"], must_study=one["must_study"])
    state = words.WITHDRAWN if one["withdrawn"] else state
    return [one["directive_id"], one["number"], one["issued_on"], one["due_on"], state]


@app.command("show", help=COMMANDS["directive_show"])
def show_one(unit: Code, directive: Which) -> None:
    """How far its messages have come at a unit and below it, and how far it is done, unit by unit."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        at = await tree.unit_of(db, unit)
        one = await directives.directive_of(db, directive)
        if not await directive_reading.does_concern(db, one.id, at):
            raise NoSuchDirective(which=directive)
        return {**await _document(db, one, at, now), **await _completion(db, one, at)}

    found = in_transaction(work)
    show(found, lambda: _shown(found))


async def _document(db: AsyncSession, one: Directive, at: Unit, now: datetime) -> dict[str, Any]:
    found = await directive_reading.standing(db, one, at)
    due_on = (await due_at(db, one, [at.id]))[at.id]
    return {
        "directive_id": one.id,
        "title": words.titled(one.kind, one.number, one.issued_on, one.issuer, one.haste),
        "summary": one.summary,
        "due_on": due_on.isoformat() if due_on else None,
        "late": due_on is not None and day_of(now) > due_on,
        "made_at": local(one.made_at).isoformat(timespec="minutes"),
        "withdrawn": one.cancelled_at is not None,
        "told_all": one.told_at is not None,
        "people": found.people,
        "sent": found.sent,
        "waiting": found.waiting,
        "failed": found.failed,
        "not_passed_on": found.not_passed,
        "must_study": one.must_study,
    }


async def _completion(db: AsyncSession, one: Directive, at: Unit) -> dict[str, Any]:
    """As the chat shows it: the unit itself, and those right below it."""
    found: Completion = await completion(db, one, at)
    ids = [at.id, *(row.unit_id for row in found.below)]
    codes = dict((await db.execute(select(Unit.id, Unit.code).where(Unit.id.in_(ids)))).all())
    return {
        "completion": _counts(found.own, codes),
        "below": [_counts(row, codes) for row in found.below],
    }


def _counts(row: Row, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "code": codes[row.unit_id],
        "name": row.name,
        "done": row.done,
        "expected": row.expected,
        "rate": row.rate,
        "acknowledged": row.acknowledged,
        "studied": row.studied,
        "reported": row.reported,
        "units": row.cells,
        "not_passed_on": row.waiting,
    }


def _shown(found: dict[str, Any]) -> str:
    """The units below as a table, after the sentences."""
    told = words.told_line(
        found["people"], found["sent"], found["waiting"], found["failed"], is_telling=not found["told_all"]
    )
    waits = [words.not_passed(found["not_passed_on"])] if found["not_passed_on"] else []
    gone = [words.WITHDRAWN] if found["withdrawn"] else []
    people.print(
        "\n".join([f"{found['title']}.", words.summary_line(found["summary"]), *gone, told, *waits]), markup=False
    )
    if found["below"]:
        people.print(table_of(*TABLES["directive_units"], [_unit_line(one, found) for one in found["below"]]))
    return _done_line(found["completion"], found)


def _unit_line(one: dict[str, Any], found: dict[str, Any]) -> list[object]:
    reported = f"{one['reported']}/{one['units']}" if found["must_study"] else ""
    done = progress_words.of_rate(one["done"], one["expected"], one["rate"])
    return [one["name"], done, reported, progress_words.NOT_PASSED if one["not_passed_on"] else ""]


def _done_line(own: dict[str, Any], found: dict[str, Any]) -> str:
    done = progress_words.of_rate(own["done"], own["expected"], own["rate"])
    return progress_words.done_in_all(own["name"], done, must_study=found["must_study"])
