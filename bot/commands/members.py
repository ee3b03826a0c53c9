"""`chibot member`: who belongs to which cell and as what, as the office writes it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, owing, show
from bot.model.member_changes import ChangeKind
from bot.model.members import Membership
from bot.model.units import Unit
from bot.refusals import DayUnreadable, NoSuchMember
from bot.services import data_requests, own_data, people, tree
from bot.services import member_changes as changes
from bot.services.audit import as_member, note
from bot.services.change_checks import Checked, check
from bot.services.change_facts import Facts, Newcomer
from bot.services.change_words import sentence
from bot.words import member_changes as words
from bot.words import twins
from bot.words.change_line import read_day
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.own import OFFICES, STATUSES, span
from bot.words.times import day_of

app = typer.Typer(no_args_is_help=True)
MemberId = Annotated[int, typer.Argument(help=OPTIONS["member"], min=1, max=LARGEST_ID)]
From = Annotated[str | None, typer.Option("--from", help=OPTIONS["from_day"])]
Until = Annotated[str | None, typer.Option(help=OPTIONS["until_day"])]
Decision = Annotated[str | None, typer.Option(help=OPTIONS["decision"])]
To = Annotated[str | None, typer.Option(help=OPTIONS["to_cell"])]
Received = Annotated[bool, typer.Option("--received", help=OPTIONS["received"])]
OfCell = Annotated[str | None, typer.Option("--cell", help=OPTIONS["of_cell"])]
Day = Annotated[str | None, typer.Option(help=OPTIONS["official_on"])]


def day_said(text: str | None, today: date) -> date | None:
    """Raises DayUnreadable."""
    try:
        return read_day(text, today) if text else None
    except ValueError:
        raise DayUnreadable(text=text or "") from None


@app.command("add", help=COMMANDS["member_add"])
def add(  # noqa: PLR0913, PLR0917 - what somebody new is told of
    cell: Annotated[str, typer.Argument(help=OPTIONS["cell"])],
    name: Annotated[str, typer.Argument(help=OPTIONS["person_name"])],
    phone: Annotated[str | None, typer.Option(help=OPTIONS["phone"])] = None,
    birth_year: Annotated[int | None, typer.Option(help=OPTIONS["birth_year"])] = None,
    official: Annotated[str | None, typer.Option(help=OPTIONS["official_on"])] = None,
    probationary: Annotated[str | None, typer.Option(help=OPTIONS["probationary_on"])] = None,
    group: Annotated[str | None, typer.Option(help=OPTIONS["person_group"])] = None,
    from_: From = None,
    until: Until = None,
    decision: Decision = None,
    temporary: Annotated[bool, typer.Option("--temporary", help=OPTIONS["temporary_in"])] = False,
) -> None:
    """Add somebody to a cell."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        today = day_of(now)
        number = str(data_requests.checked_value("phone", phone, now)) if phone else None
        one = Newcomer(
            name=" ".join(name.split()),
            birth_year=birth_year,
            phone=number,
            official_on=day_said(official, today),
            probationary_on=day_said(probationary, today),
            group=group,
        )
        facts = Facts(day_said(from_, today) or today, day_said(until, today), decision, one)
        kind = ChangeKind.RECEIVE if temporary else ChangeKind.ADD
        checked = await check(db, await tree.cell_of(db, cell), kind, None, None, facts, now)
        return await _entered(db, checked, now, received=True)

    _show_entered(owing(work))


async def _entered(db: AsyncSession, checked: Checked, now: datetime, *, received: bool) -> dict[str, Any]:
    change = await changes.enter(db, checked, actor(), now, at_once=True, received=received)
    return {
        "change": change.id,
        "member": change.member_id,
        "state": change.state,
        "said": await sentence(db, change),
        "ended": list(checked.offices),
        "alike": [{"member": one.id, "cell": unit.code} for one, unit in checked.alike],
    }


def _show_entered(done: dict[str, Any]) -> None:
    def said() -> str:
        lines = [words.entered(done["state"], done["said"])]
        lines += [words.ends_offices(done["ended"])] if done["ended"] else []
        lines += [words.is_alike([one["cell"] for one in done["alike"]])] if done["alike"] else []
        return "\n".join(lines)

    show(done, said)


@app.command("transfer", help=COMMANDS["member_transfer"])
def transfer(
    member: MemberId,
    to: To = None,
    from_: From = None,
    decision: Decision = None,
    received: Received = False,
) -> None:
    """To another cell, or out of what is known here."""
    said = Said(ChangeKind.TRANSFER, member, to, None, from_, None, decision)
    _show_entered(owing(lambda db, now: _change(db, now, said, received=received)))


@app.command("status", help=COMMANDS["member_status"])
def status(
    member: MemberId,
    kind: Annotated[ChangeKind, typer.Argument(help=OPTIONS["status_kind"])],
    from_: From = None,
    until: Until = None,
    decision: Decision = None,
    to: To = None,
    cell: OfCell = None,
    received: Received = False,
) -> None:
    """What somebody is from a day on."""
    if kind in {ChangeKind.ADD, ChangeKind.RECEIVE, ChangeKind.TRANSFER}:
        raise typer.BadParameter(OPTIONS["status_kind"])
    said = Said(kind, member, to, cell, from_, until, decision)
    _show_entered(owing(lambda db, now: _change(db, now, said, received=received)))


@dataclass(frozen=True, slots=True)
class Said:
    """A change as it was typed."""

    kind: ChangeKind
    member_id: int
    to: str | None
    cell: str | None
    from_day: str | None
    until_day: str | None
    decision: str | None


async def _change(db: AsyncSession, now: datetime, said: Said, *, received: bool) -> dict[str, Any]:
    today = day_of(now)
    facts = Facts(day_said(said.from_day, today) or today, day_said(said.until_day, today), said.decision)
    target = await tree.cell_of(db, said.to) if said.to else None
    here = await tree.cell_of(db, said.cell) if said.cell else await _cell_of(db, said.member_id, today)
    checked = await check(db, here, said.kind, said.member_id, target, facts, now)
    return await _entered(db, checked, now, received=received)


async def _cell_of(db: AsyncSession, member_id: int, today: date) -> Unit:
    """The own cell, or else the one that received them."""
    found = await db.scalars(
        select(Unit)
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.member_id == member_id, people.holds(today))
        .order_by(Membership.is_temporary, Membership.id)
    )
    cell = found.first()
    if cell is None:
        raise NoSuchMember(who=member_id)
    return cell


# One person


@app.command("show", help=COMMANDS["member_show"])
def show_member(member: MemberId) -> None:
    """What is written of somebody, and every change."""
    done = in_transaction(lambda db, now: _shown(db, now, member))
    show(done, lambda: "\n".join(done["lines"]))


async def _shown(db: AsyncSession, now: datetime, member_id: int) -> dict[str, Any]:
    data = await own_data.own_data_of(db, member_id)
    note(db, actor(), "names_seen", as_member(member_id), now, count=1)
    rows = await changes.of_member(db, member_id)
    person = data.member
    lines = [f"{person.id} {person.name}" + (f", {person.birth_year}" if person.birth_year else "")]
    if person.merged_into_id:
        lines.append(twins.into(person.merged_into_id))
    lines += [f"- {unit.name}{span(row.from_on, row.until_on)}" for row, unit in data.places]
    lines += [f"- {STATUSES[row.kind]}{span(row.from_on, row.until_on)}" for row in data.statuses]
    lines += [f"- {OFFICES[role.office]} {unit.name}{span(role.from_on, role.until_on)}" for role, unit in data.offices]
    lines += [f"- [{row.id}] {await sentence(db, row)} ({words.STATES[row.state]})" for row in rows]
    return {
        "id": person.id,
        "name": person.name,
        "merged_into": person.merged_into_id,
        "cells": [unit.code for _, unit in data.places],
        "changes": [{"id": row.id, "kind": row.kind, "state": row.state} for row in rows],
        "lines": lines,
    }
