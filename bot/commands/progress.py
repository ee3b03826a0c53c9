"""`chibot progress`: how far a sending has come, as a bar that moves, or as one document."""

import asyncio
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from bot.commands.console import LARGEST_ID, OUTPUT, in_house, people, show
from bot.house import House
from bot.services import progress
from bot.services.ledger import Counts
from bot.services.meetings import meeting_of
from bot.words import costs, watching
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.times import local

app = typer.Typer()
LOOK_EVERY = 0.5
MeetingId = Annotated[int | None, typer.Argument(help=OPTIONS["meeting_or_all"], min=1, max=LARGEST_ID)]


@app.command("progress", help=COMMANDS["progress"])
def show_progress(meeting: MeetingId = None) -> None:
    """Where people look on, until nothing more can leave now; otherwise once."""

    async def work(house: House) -> progress.Progress:
        if OUTPUT.as_json or not people.is_terminal:
            return await look(house, meeting)
        return await look_on(house, meeting)

    now = in_house(work)
    show(document_of(now), lambda: lines_of(now))


async def look(house: House, meeting_id: int | None) -> progress.Progress:
    async with house.sessions() as db:
        if meeting_id is None:
            return await progress.progress(db, house.now())
        return await progress.progress_of(db, await meeting_of(db, meeting_id), house.now())


async def look_on(house: House, meeting_id: int | None) -> progress.Progress:
    """Again and again, with a bar, while something is due."""
    with Bar(
        TextColumn(watching.SENDING),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        console=people,
    ) as bar:
        task = bar.add_task("", total=None)
        while True:
            now = await look(house, meeting_id)
            _advance(bar, task, now)
            if not now.due:
                return now
            await asyncio.sleep(LOOK_EVERY)


def _advance(bar: Bar, task: TaskID, now: progress.Progress) -> None:
    counts = now.counts
    description = watching.pace(now.per_second, now.ends_at) if now.due else ""
    if counts.failures:
        description += f"; {watching.failures(counts.failed)}"
    bar.update(task, total=counts.owed, completed=counts.owed - counts.waiting, description=description)


def lines_of(now: progress.Progress) -> str:
    counts = now.counts
    if not counts.owed:
        return watching.NOTHING_UNDER_WAY
    lines = [
        watching.counts(counts.owed, counts.sent, counts.uncertain, counts.cancelled, counts.expired, counts.waiting)
    ]
    lines += [watching.failures(counts.failed)] if counts.failures else []
    lines += [watching.arrivals(now.arrivals.delivered, now.arrivals.seen)] if now.arrivals.delivered else []
    lines += [costs.spent(now.cost)] if now.cost else []
    lines += [costs.budget(one.name, one.used, one.most) for one in now.budgets]
    lines += [watching.pace(now.per_second, now.ends_at)] if now.due else []
    lines += [watching.not_yet_due(later)] if (later := counts.waiting - now.due) > 0 else []
    return "\n".join(lines)


def document_of(now: progress.Progress) -> dict[str, Any]:
    each = [
        {"about": one.about, "revision": one.revision, "step": one.step, "round": one.round} | _counts(counts)
        for one, counts in now.broadcasts.items()
    ]
    ends_at = local(now.ends_at).isoformat(timespec="seconds") if now.ends_at else None
    speed = {"cost": now.cost, "due": now.due, "per_second": round(now.per_second, 1), "ends_at": ends_at}
    budgets = [{"unit": one.code, "used": one.used, "most": one.most} for one in now.budgets]
    arrived = {"delivered": now.arrivals.delivered, "seen": now.arrivals.seen}
    return _counts(now.counts) | arrived | speed | {"broadcasts": each, "sms_budgets": budgets}


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "owed": counts.owed,
        "sent": counts.sent,
        "failed": counts.failures,
        "causes": dict(sorted(counts.failed.items())),
        "uncertain": counts.uncertain,
        "cancelled": counts.cancelled,
        "expired": counts.expired,
        "waiting": counts.waiting,
    }
