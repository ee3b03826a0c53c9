"""The command that takes a roll."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, ids, in_transaction, say, show
from bot.commands.meetings import MeetingId
from bot.model.meetings import MeetingState
from bot.services import roll
from bot.services.participation import roll_up_all
from bot.words import office
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.times import when

app = typer.Typer()


@app.command("roll", help=COMMANDS["roll"])
def take_roll(
    meeting: MeetingId,
    present: Annotated[str | None, typer.Option(help=OPTIONS["present"])] = None,
    excused: Annotated[str | None, typer.Option(help=OPTIONS["excused"])] = None,
    unexcused: Annotated[str | None, typer.Option(help=OPTIONS["unexcused"])] = None,
    late: Annotated[str | None, typer.Option(help=OPTIONS["late"])] = None,
    early: Annotated[str | None, typer.Option(help=OPTIONS["early"])] = None,
    close: Annotated[bool, typer.Option("--close", help=OPTIONS["close"])] = False,
) -> None:
    """Marks, and the closing; all of it or nothing."""
    if not close and all(one is None for one in (present, excused, unexcused, late, early)):
        raise typer.BadParameter(office.NOTHING_TO_MARK)
    marks = _marks(present or "", excused or "", unexcused or "")
    said = replace(marks, late=ids(late or "", "--late"), early=ids(early or "", "--early"))

    async def work(db: AsyncSession, now: datetime) -> tuple[roll.Roll, bool]:
        held = await roll.take_roll(db, meeting, said, actor(), now)
        if close:
            held = await roll.close_roll(db, meeting, actor(), now)
        await db.flush()
        await roll_up_all(db, now)
        return await roll.roll_of(db, held), held.starts_at > now

    result, is_early = in_transaction(work)
    if is_early:
        say(office.EARLY_ROLL.format(when=when(result.meeting.starts_at)))
    show(_roll_document(result), lambda: _roll_text(result))


def _marks(present: str, excused: str, unexcused: str) -> roll.Marks:
    everybody, rest = present.strip() == roll.EVERYBODY, unexcused.strip() == roll.THE_REST
    return roll.Marks(
        present=() if everybody else ids(present, "--present"),
        excused=ids(excused, "--excused"),
        unexcused=() if rest else ids(unexcused, "--unexcused"),
        everybody_present=everybody,
        rest_unexcused=rest,
    )


def _roll_document(result: roll.Roll) -> dict[str, Any]:
    counts, closed = result.counts, result.meeting.state is MeetingState.CLOSED
    return {
        "meeting_id": result.meeting.id,
        "state": result.meeting.state,
        "expected": counts.expected,
        "present": counts.present,
        "excused": counts.excused,
        "unexcused": counts.unexcused,
        "rate_strict": counts.strict if closed else None,
        "rate_adjusted": counts.adjusted if closed else None,
        "quorum_ok": result.quorum_ok if closed else None,
        "unmarked": [member.id for member in result.unmarked],
    }


def _roll_text(result: roll.Roll) -> str:
    counts, closed = result.counts, result.meeting.state is MeetingState.CLOSED
    lines = [office.roll_line(counts.expected, counts.present, counts.excused, counts.unexcused, closed=closed)]
    if result.unmarked:
        lines.append(office.still_unmarked(", ".join(f"{one.id} {one.name}" for one in result.unmarked)))
    if closed:
        lines.append(office.rates(counts.strict, counts.adjusted))
        lines.append(office.quorum(result.quorum_ok, result.voting_present, result.voting_base))
    return "\n".join(lines)
