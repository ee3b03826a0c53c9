"""Commands for announcements of a cell: one to all its people, and how the newest ones and its questions stand."""

from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, in_transaction, owing, show, table_of
from bot.model.announcements import Announced, Announcement
from bot.model.polls import Poll
from bot.model.units import Unit
from bot.refusals import NotACell
from bot.services import announcements, poll_counts, polls, tree
from bot.services.announcements import Draft
from bot.services.cell_plans import CellPlan
from bot.services.cell_telling import reach_of
from bot.services.sureness import demand_sure
from bot.words import announcements as words
from bot.words import costs
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import local
from bot.words.vi import cell

app = typer.Typer()
MOST_LINES = 20
Code = Annotated[str, typer.Argument(help=OPTIONS["cell"])]


@app.command("announce", help=COMMANDS["announce"])
def announce(
    unit: Code,
    text: Annotated[str, typer.Argument(help=OPTIONS["announcement"])],
    send: Annotated[bool, typer.Option("--send", help=OPTIONS["send"])] = False,
    yes: Annotated[int | None, typer.Option("--yes", help=OPTIONS["yes"], min=1)] = None,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
) -> None:
    """Without --send only whom it would reach and what it costs."""

    async def work(db: AsyncSession, now: datetime) -> tuple[CellPlan, str, int | None]:
        at = await _cell(db, unit)
        said = announcements.checked_text(text, harmless=harmless)
        plan = await announcements.plan_announcement(db, at, said, now)
        if not send:
            return plan, said, None
        await demand_sure(db, at, plan.people, yes)
        return plan, said, (await announcements.announce(db, plan, Draft(said), actor(), now)).id

    plan, said, row_id = owing(work)
    document = {"announcement_id": row_id, "people": plan.people, "by_channel": plan.plan.by_channel}
    rest = {"unreached": len(plan.unreached), "cost": plan.plan.total.cost, "by_sms": plan.by_sms}
    show(document | rest, lambda: _lines(plan, said, row_id))


async def _cell(db: AsyncSession, code: str) -> Unit:
    at = await tree.unit_of(db, code)
    if not at.is_cell:
        raise NotACell(code=code)
    return at


def _lines(plan: CellPlan, said: str, row_id: int | None) -> str:
    people = words.people_line(plan.people, plan.plan.by_channel, plan.unreached)
    lines = [words.preview(cell(plan.unit.name), said, people), costs.outlay(plan.plan.total.outlay)]
    lines.append(words.NOT_SENT if row_id is None else words.number_of(row_id))
    return "\n".join(filter(None, lines))


@app.command("announcements", help=COMMANDS["announcements"])
def show_announcements(unit: Code) -> None:
    """Counts only: who answered what is for those who lead the cell."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        at = await _cell(db, unit)
        told = [await _announced(db, one) for one in await announcements.newest_of(db, at.id, MOST_LINES)]
        asked = [await _asked(db, one, now) for one in await polls.newest_of(db, at.id, MOST_LINES)]
        return {"announcements": told, "polls": asked}

    found = in_transaction(work)
    show(found, lambda: table_of(*TABLES["announcements"], [list(one.values()) for one in _rows(found)]))


def _rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    """One table of both."""
    told = [{"what": f"TB {one['id']}", **_common(one, one["sent"])} for one in found["announcements"]]
    return told + [{"what": f"YK {one['number']}", **_common(one, one["answered"])} for one in found["polls"]]


def _common(one: dict[str, Any], reached: int) -> dict[str, Any]:
    return {"made_at": one["made_at"], "text": one["text"], "people": one["people"], "reached": reached}


async def _announced(db: AsyncSession, row: Announcement) -> dict[str, Any]:
    counts = (await reach_of(db, announcements.about(row), Announced.TEXT)).counts
    rest = {"sent": counts.sent, "failed": counts.failures, "waiting": counts.waiting}
    made = {"id": row.id, "made_at": _at(row.made_at), "text": row.text or "", "people": row.people}
    return made | rest | {"recalled": row.recalled_at is not None}


async def _asked(db: AsyncSession, poll: Poll, now: datetime) -> dict[str, Any]:
    result = await poll_counts.result_of(db, poll, now)
    counts = [{"answer": answer, "people": count} for answer, count in zip(poll.answers, result.counts, strict=True)]
    made = {"number": poll.number, "made_at": _at(poll.made_at), "text": poll.question, "people": result.base}
    closed = {"closes_at": _at(poll.closes_at), "is_open": polls.is_open(poll, now), "answers": counts}
    return made | {"answered": result.base - result.silent} | closed | {"recalled": poll.recalled_at is not None}


def _at(at: datetime) -> str:
    return local(at).isoformat(timespec="minutes")
