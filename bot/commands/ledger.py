"""`chibot ledger`: who was told of a meeting, by what, what became of it and what it cost."""

from datetime import datetime

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import in_transaction, show, table_of
from bot.commands.meetings import MeetingId
from bot.model.notices import Notice, NoticeState
from bot.services import ledger, meetings
from bot.services.arrivals import Arrivals, arrivals
from bot.words import costs, office, watching
from bot.words.command_help import COMMANDS
from bot.words.command_tables import TABLES

app = typer.Typer()


@app.command("ledger", help=COMMANDS["ledger"])
def show_ledger(meeting: MeetingId) -> None:
    """Who was told, by what, and how it stands."""

    async def work(db: AsyncSession, _now: datetime) -> tuple[ledger.Ledger, int, Arrivals]:
        held = await meetings.meeting_of(db, meeting)
        about = Notice.meeting_id == held.id
        arrived = await arrivals(db, about, Notice.step.in_(ledger.MAIN))
        return await ledger.ledger_of(db, held), await ledger.spent(db, about), arrived

    book, cost, arrived = in_transaction(work)
    people = [
        {
            "member_id": one.member_id,
            "channel": one.channel,
            "state": one.state,
            "attempts": one.attempts,
            "error": one.error,
        }
        for one in book.people
    ]
    shown = [state for state in NoticeState if state is not NoticeState.SENDING]
    counts: dict[str, int] = {"owed": len(people), "cost": cost} | {state.value: book.count(state) for state in shown}
    counts |= {"delivered": arrived.delivered, "seen": arrived.seen}
    lines = [[p["member_id"], p["channel"], office.STATES[str(p["state"])], p["attempts"], p["error"]] for p in people]
    title = TABLES["ledger"][0] + (f": {costs.spent(cost)}" if cost else "")
    title += f"; {watching.arrivals(arrived.delivered, arrived.seen)}" if arrived.delivered else ""
    show(counts | {"people": people}, lambda: table_of(title, TABLES["ledger"][1], lines))
