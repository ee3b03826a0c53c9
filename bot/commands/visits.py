"""Commands of the office for working groups, where they are sent, and how often they were there."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, ids, in_transaction, owing, people, say, show, table_of
from bot.model.members import Member
from bot.model.units import Unit
from bot.model.visits import WorkingGroup
from bot.refusals import AssignmentUnreadable, MeetingOver, NoSuchWorkGroup
from bot.services import assignments, standing_assignments, tree
from bot.services.assignments import AssignmentPlan, Wanted, check_note, plan_assignments
from bot.services.meetings import meeting_of
from bot.services.people import member_by_id
from bot.services.visit_counts import VisitReport, visit_report
from bot.services.visit_people import InGroup
from bot.services.working_groups import Listed, group_named, groups_of, write_group
from bot.words import office
from bot.words import visit_report as report_words
from bot.words import visits as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import day_of
from bot.words.vi import cell as cell_name
from bot.words.visit_days import Span, take_span

app = typer.Typer()
MOST_LINES = 40
Code = Annotated[str, typer.Argument(help=OPTIONS["visits_unit"])]


# Groups


@app.command("workgroups", help=COMMANDS["workgroups"])
def workgroups(unit: Code) -> None:
    """The groups of a unit with their people, and how many cells each has been given."""

    async def work(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
        at, today = await tree.unit_of(db, unit), day_of(now)
        found = await standing_assignments.assignments_of(db, at, None, today)
        groups = await groups_of(db, [at.id], today)
        return [_document(one, sum(row.group_id == one.group.id for row, _ in found)) for one in groups]

    rows = in_transaction(work)
    show(rows, lambda: table_of(*TABLES["workgroups"], [_line(row) for row in rows]))


def _document(listed: Listed, cells: int) -> dict[str, Any]:
    members = [
        {"member_id": one.member.id, "name": one.member.name, "is_leader": one.is_leader} for one in listed.people
    ]
    return {"group_id": listed.group.id, "name": listed.group.name, "members": members, "assigned": cells}


def _line(row: dict[str, Any]) -> list[object]:
    leader = next((one["name"] for one in row["members"] if one["is_leader"]), "")
    others = ", ".join(one["name"] for one in row["members"] if not one["is_leader"])
    return [row["name"], leader, others, row["assigned"]]


@app.command("workgroup", help=COMMANDS["workgroup"])
def workgroup(
    unit: Code,
    name: Annotated[str, typer.Argument(help=OPTIONS["workgroup"])],
    leader: Annotated[int | None, typer.Option("--leader", help=OPTIONS["workgroup_leader"], max=LARGEST_ID)] = None,
    members: Annotated[str, typer.Option("--members", help=OPTIONS["workgroup_members"])] = "",
    end: Annotated[bool, typer.Option("--end", help=OPTIONS["workgroup_end"])] = False,
) -> None:
    """Write a group with exactly these people, or end it."""
    if end == (leader is not None):
        raise typer.BadParameter(OPTIONS["workgroup_leader"])
    if leader is None:
        _end(unit, name)
        return
    others = [one for one in ids(members, "--members") if one != leader]

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        at = await tree.unit_of(db, unit)
        said = [InGroup(await member_by_id(db, leader), is_leader=True)]
        said += [InGroup(await member_by_id(db, one), is_leader=False) for one in others]
        return _document(await write_group(db, at, name, said, actor(), now), 0)

    done = owing(work)
    show(done, lambda: words.group_written(done["name"], str(_line(done)[1]), [str(_line(done)[2])] * bool(others)))


def _end(unit: str, name: str) -> None:
    async def work(db: AsyncSession, now: datetime) -> tuple[str, int]:
        group = await _group(db, await tree.unit_of(db, unit), name, now)
        return group.name, await standing_assignments.end_group(db, group, actor(), now)

    ended, count = owing(work)
    show({"name": ended, "ended": count}, lambda: words.group_ended(ended, count))


async def _group(db: AsyncSession, unit: Unit, name: str, now: datetime) -> WorkingGroup:
    found = await group_named(db, unit, name, day_of(now))
    if found is None:
        raise NoSuchWorkGroup(name=name)
    return found.group


# Assignments


@app.command("assign", help=COMMANDS["assign"])
def assign(  # noqa: PLR0913, PLR0917 - who goes where, when and how
    unit: Code,
    cells: Annotated[str, typer.Option("--cells", help=OPTIONS["visit_cells"])] = "",
    group: Annotated[str | None, typer.Option("--group", help=OPTIONS["workgroup"])] = None,
    member: Annotated[int | None, typer.Option("--member", help=OPTIONS["visit_member"], max=LARGEST_ID)] = None,
    during: Annotated[str | None, typer.Option("--during", help=OPTIONS["visit_days"])] = None,
    meeting: Annotated[int | None, typer.Option("--meeting", help=OPTIONS["visit_meeting"], max=LARGEST_ID)] = None,
    unannounced: Annotated[bool, typer.Option("--unannounced", help=OPTIONS["unannounced"])] = False,
    note: Annotated[str | None, typer.Option("--note", help=OPTIONS["visit_note"])] = None,
    write: Annotated[bool, typer.Option("--write", help=OPTIONS["write"])] = False,
) -> None:
    """Without --write only what it would do, with meetings at the same hour."""
    if (group is None) == (member is None) or (during is None) == (meeting is None):
        raise typer.BadParameter(OPTIONS["visit_who_when"])

    async def work(db: AsyncSession, now: datetime) -> AssignmentPlan:
        at = await tree.unit_of(db, unit)
        check_note(note, harmless=False)
        visitor = await _group(db, at, group, now) if group is not None else await member_by_id(db, member or 0)
        wanted = await _wanted(db, at, visitor, now)
        plan = await plan_assignments(db, at, wanted, now)
        if write:
            await assignments.assign(db, plan, actor(), now)
        return plan

    async def _wanted(db: AsyncSession, at: Unit, visitor: WorkingGroup | Member, now: datetime) -> Wanted:
        if meeting is not None:
            held = await meeting_of(db, meeting)
            if held.starts_at <= now:
                raise MeetingOver(meeting=meeting)
            on, cell = day_of(held.starts_at), await db.get_one(Unit, held.cell_id)
            return Wanted(visitor, [cell], on, on, held, not unannounced, note)
        named = await _cells(db, at, cells)
        span = _span(during or "", now)
        return Wanted(visitor, named, span.first, span.last, None, not unannounced, note)

    plan = owing(work) if write else in_transaction(work)
    show(_plan_document(plan, written=write), lambda: _plan_line(plan))
    say(office.WRITTEN if write else office.DRY_RUN)


async def _cells(db: AsyncSession, unit: Unit, codes: str) -> list[Unit]:
    """By their codes; a committee stands for the cells below it, none for all of the unit."""
    named = [await tree.unit_of(db, code) for code in codes.split(",") if code.strip()]
    found = [await standing_assignments.cells_below(db, [one]) if not one.is_cell else [one] for one in named or [unit]]
    return [cell for some in found for cell in some]


def _span(text: str, now: datetime, *, latest: bool = False) -> Span:
    try:
        rest, span = take_span(text, day_of(now), latest=latest)
    except ValueError:
        raise AssignmentUnreadable from None
    if span is None or rest:
        raise AssignmentUnreadable
    return span


def _plan_document(plan: AssignmentPlan, *, written: bool) -> dict[str, Any]:
    return {
        "new": [one.code for one in plan.new],
        "known": [one.code for one in plan.known],
        "first": plan.wanted.first.isoformat(),
        "last": plan.wanted.last.isoformat(),
        "announced": plan.wanted.is_announced,
        "called": [one.meeting.id for one in plan.called],
        "clashes": [[one.meeting.id, other.meeting.id] for one, other in plan.clashes],
        "written": written,
    }


def _plan_line(plan: AssignmentPlan) -> str:
    visitor = plan.wanted.visitor
    name = visitor.name if isinstance(visitor, WorkingGroup) else words.comrade(visitor.name)
    clashes = [
        (cell_name(one.cell.name), one.meeting.starts_at, cell_name(other.cell.name), other.meeting.starts_at)
        for one, other in plan.clashes
    ]
    cells, known = ([cell_name(one.name) for one in some] for some in (plan.new, plan.known))
    days = plan.wanted.first, plan.wanted.last
    return words.plan(name, days, cells, known, len(plan.called), clashes, is_announced=plan.wanted.is_announced)


# The report


@app.command("visits", help=COMMANDS["visits"])
def visits(
    unit: Code,
    during: Annotated[str, typer.Option("--during", help=OPTIONS["visit_days"])] = "",
) -> None:
    """By who went; how many cells were visited, and which were not."""

    async def work(db: AsyncSession, now: datetime) -> tuple[VisitReport, Span]:
        at = await tree.unit_of(db, unit)
        span = _span(during or "quý này", now, latest=True)
        return await visit_report(db, at, span.first, span.last, now), span

    found, span = in_transaction(work)
    show(_report_document(found, span), lambda: _report_lines(found, span))


def _report_document(found: VisitReport, span: Span) -> dict[str, Any]:
    return {
        "unit": found.unit.code,
        "first": span.first.isoformat(),
        "last": span.last.isoformat(),
        "visits": found.visits,
        "unannounced": found.unannounced,
        "visitors": [
            {"name": one.name, "cells": one.cells, "held": one.held, "visits": one.visits} for one in found.visitors
        ],
        "cells": [{"cell": one.cell.code, "visits": one.visits, "unannounced": one.unannounced} for one in found.cells],
        "never": [one.cell.code for one in found.never],
        "open_difficulties": found.open_difficulties,
    }


def _report_lines(found: VisitReport, span: Span) -> str:
    people.print(table_of(*TABLES["visits"], [[one.name, one.cells, one.held, one.visits] for one in found.visitors]))
    counts = found.visits, len(found.visited), len(found.cells), found.unannounced, found.open_difficulties
    never = ", ".join(cell_name(one.cell.name) for one in found.never[:MOST_LINES])
    said = report_words.report(found.unit.name, (span.first, span.last), *counts)
    return f"{said}\n{words.NEVER}: {never}." if never else said
