"""Commands about a meeting: call, move, cancel, answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, owing, show, table_of
from bot.commands.plan import priced
from bot.model.attendances import Attendance
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.units import Unit
from bot.services import meetings, outlays, sureness, tree
from bot.services.audit import note
from bot.services.briefings import audience_said
from bot.services.reach import Plan
from bot.words import office, vi
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import local, read_moment, short_when

app = typer.Typer()
Yes = Annotated[int | None, typer.Option("--yes", help=OPTIONS["yes"], min=0, max=LARGEST_ID)]
MeetingId = Annotated[int, typer.Option("--meeting", help=OPTIONS["meeting"], min=1, max=LARGEST_ID)]


def moment(text: str, option: str) -> datetime:
    """A time that people wrote; a usage error where it cannot be read."""
    try:
        return read_moment(text)
    except ValueError:
        raise typer.BadParameter(office.moment_unreadable(option)) from None


@app.command("call", help=COMMANDS["call"])
def call(
    cell: Annotated[str, typer.Option(help=OPTIONS["meeting_unit"])],
    kind: Annotated[str, typer.Option(help=OPTIONS["kind"])],
    at: Annotated[str, typer.Option(help=OPTIONS["at"])],
    place: Annotated[str, typer.Option(help=OPTIONS["place"])],
    topic: Annotated[str | None, typer.Option(help=OPTIONS["topic"])] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=OPTIONS["dry_run"])] = False,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
    yes: Yes = None,
) -> None:
    """Call a meeting; the command is itself the confirmation."""
    named, _, how = kind.partition(":")
    if how not in {"", EXTENDED}:
        raise typer.BadParameter(office.KIND_HOW)
    asked = Asked(named, moment(at, "--at"), place, topic, is_harmless=harmless, is_extended=bool(how))
    call_as_asked(cell, asked, is_dry=dry_run, yes=yes)


EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a meeting is to be called with, as it was written."""

    kind: str
    starts_at: datetime
    place: str
    topic: str | None
    is_harmless: bool = False
    is_extended: bool = False
    whom: str | None = None
    """Of a briefing: see `briefings.audience_said`."""


def call_as_asked(code: str, asked: Asked, *, is_dry: bool, yes: int | None) -> None:
    """Call it, or show what calling would do."""

    async def work(db: AsyncSession, now: datetime) -> tuple[int | None, meetings.Preview]:
        unit = await tree.unit_of(db, code)
        wanted = await _wanted(db, unit, asked, now)
        preview = await meetings.preview(db, unit, wanted, now)
        note(db, actor(), "names_seen", f"unit:{unit.code}", now, count=len(preview.unreached))
        if is_dry:
            return None, preview
        await sureness.demand_sure(db, unit, preview.people, yes)
        return (await meetings.call_meeting(db, unit, wanted, actor(), now)).id, preview

    meeting_id, preview = owing(work)
    told = office.call_preview(preview.people, preview.by_channel, preview.unreached) + priced(preview.plan)
    done = office.called(meeting_id, preview.people) if meeting_id is not None else office.DRY_RUN_CALL
    cost = preview.plan.total.cost
    show({"meeting_id": meeting_id, "people": preview.people, "cost": cost}, lambda: f"{told}\n{done}")


async def _wanted(db: AsyncSession, unit: Unit, asked: Asked, now: datetime) -> meetings.Call:
    return meetings.checked(
        meetings.kind_named(asked.kind),
        asked.starts_at,
        asked.place,
        asked.topic,
        now,
        harmless=asked.is_harmless,
        is_extended=asked.is_extended,
        audience=await audience_said(db, unit, asked.whom),
    )


@app.command("move", help=COMMANDS["move"])
def move(
    meeting: MeetingId,
    at: Annotated[str, typer.Option(help=OPTIONS["at"])],
    place: Annotated[str | None, typer.Option(help=OPTIONS["place"])] = None,
    yes: Yes = None,
) -> None:
    """Another time or place."""
    starts_at = moment(at, "--at")

    async def work(db: AsyncSession, now: datetime) -> tuple[Meeting, Plan]:
        held = await _demand_sure(db, meeting, sureness.hear_of_move, yes)
        plan = await outlays.of_move(db, held, starts_at, now, place)
        return await meetings.move_meeting(db, meeting, starts_at, place, actor(), now), plan

    moved, plan = owing(work)
    document = {"meeting_id": moved.id, "revision": moved.revision, "cost": plan.total.cost}
    show(document, lambda: office.moved(moved.id) + priced(plan))


@app.command("cancel", help=COMMANDS["cancel"])
def cancel(meeting: MeetingId, yes: Yes = None) -> None:
    """Call a meeting off."""

    async def work(db: AsyncSession, now: datetime) -> tuple[Meeting, Plan]:
        held = await _demand_sure(db, meeting, sureness.hear_of_cancelling, yes)
        plan = await outlays.of_cancelling(db, held, now)
        return await meetings.cancel_meeting(db, meeting, actor(), now), plan

    off, plan = owing(work)
    document = {"meeting_id": off.id, "state": off.state, "cost": plan.total.cost}
    show(document, lambda: office.cancelled(off.id) + priced(plan))


Hearers = Callable[[AsyncSession, Meeting], Awaitable[int]]


async def _demand_sure(db: AsyncSession, meeting_id: int, who_hears: Hearers, said: int | None) -> Meeting:
    held = await meetings.meeting_of(db, meeting_id, lock=True)
    cell = await db.get_one(Unit, held.cell_id)
    await sureness.demand_sure(db, cell, await who_hears(db, held), said)
    return held


@app.command("answers", help=COMMANDS["answers"])
def answers(
    meeting: MeetingId,
    with_reasons: Annotated[bool, typer.Option("--with-reasons", help=OPTIONS["with_reasons"])] = False,
) -> None:
    """A row for every invited person; names and reasons are seen, so it is written down."""

    async def work(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
        held = await meetings.meeting_of(db, meeting)
        deed = "reasons_seen" if with_reasons else "names_seen"
        note(db, actor(), deed, f"meeting:{held.id}", now)
        return await _answers(db, held, with_reasons=with_reasons)

    rows = in_transaction(work)
    lines = [_answer_line(row) for row in rows]
    show(rows, lambda: table_of(*TABLES["answers"], lines))


def _answer_line(row: dict[str, Any]) -> list[object]:
    at = short_when(datetime.fromisoformat(row["at"])) if row["at"] else None
    answer, leave = office.ANSWERS.get(row["answer"] or ""), office.LEAVES.get(row["leave"] or "")
    return [row["member_id"], row["name"], answer, vi.REASONS.get(row["reason"]), leave, row["channel"], at]


async def _answers(db: AsyncSession, meeting: Meeting, *, with_reasons: bool) -> list[dict[str, Any]]:
    """An answer to an earlier time or place is stale, and shown as none."""
    found = await db.execute(
        select(Attendance, Member)
        .join(Member, Member.id == Attendance.member_id)
        .where(Attendance.meeting_id == meeting.id)
    )
    listed = sorted(found, key=lambda pair: (pair[1].sort_key, pair[1].id))
    return [_answer(row, member, with_reasons=with_reasons) for row, member in listed]


def _answer(row: Attendance, member: Member, *, with_reasons: bool) -> dict[str, Any]:
    valid = not row.is_stale
    return {
        "member_id": member.id,
        "name": member.name,
        "answer": row.answer if valid else None,
        "reason": row.reason if with_reasons and valid else None,
        "leave": row.leave if valid else None,
        "channel": row.channel if valid else None,
        "at": local(row.answered_at).isoformat(timespec="seconds") if valid and row.answered_at else None,
    }
