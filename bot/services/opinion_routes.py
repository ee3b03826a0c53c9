"""What a unit does with an opinion: answer it, pass it up in its own words, take note of it, ask back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.opinions import WAITING, Opinion, OpinionState
from bot.model.units import Unit
from bot.refusals import OpinionSettled
from bot.services import opinion_words
from bot.services.audit import note
from bot.services.opinion_hearers import hears_above
from bot.services.opinion_sources import made_of
from bot.services.opinions import arrive, begin_clock

DECIDED = {OpinionState.ANSWERED: "opinion_answered", OpinionState.KEPT: "opinion_kept"}


def demand_open(rows: Sequence[Opinion]) -> None:
    """Raises OpinionSettled for what somebody has decided meanwhile: of two taps the second finds it so."""
    if any(row.state not in WAITING or row.text is None for row in rows):
        raise OpinionSettled


async def answer(db: AsyncSession, row: Opinion, text: str, by: str, now: datetime) -> None:
    """For all that it was made of, too; everybody on its way hears it once. `text` has passed the guard."""
    await _end(db, row, OpinionState.ANSWERED, text, by, now)


async def keep(db: AsyncSession, row: Opinion, by: str, now: datetime) -> None:
    """Take note of it: nobody passes it on."""
    await _end(db, row, OpinionState.KEPT, None, by, now)


async def _end(db: AsyncSession, row: Opinion, state: OpinionState, text: str | None, by: str, now: datetime) -> None:
    demand_open([row])
    whole = await made_of(db, row)
    for one in whole:
        one.state, one.answer = state, text
        one.settled_at, one.settled_by, one.settled_unit_id = now, by, row.unit_id
    note(db, by, DECIDED[state], f"opinion:{row.id}", now, of=len(whole))
    await db.flush()
    await opinion_words.tell_end(db, row, whole, now)


async def pass_up(db: AsyncSession, rows: Sequence[Opinion], text: str, by: str, now: datetime) -> tuple[Opinion, Unit]:
    """These, all of one unit, as one row at the unit above; raises OpinionSettled or NobodyHearsAbove.

    `text`: the words of whoever passes it on, which have passed the guards. The kind is that of the first.
    """
    demand_open(rows)
    to = await hears_above(db, await db.get_one(Unit, rows[0].unit_id), now)
    new = await lift(db, rows, text, to, by, now)
    await opinion_words.tell_holders(db, new, now)
    await opinion_words.tell_passed(db, new, to, now)
    return new, to


async def lift(db: AsyncSession, rows: Sequence[Opinion], text: str, to: Unit, by: str, now: datetime) -> Opinion:
    """These, all of one unit, become one row further up; nobody is told here."""
    new = await arrive(db, to, rows[0].kind, text, now, came_from=await db.get_one(Unit, rows[0].unit_id))
    for row in rows:
        row.state, row.into_id = OpinionState.PASSED, new.id
    note(db, by, "opinion_passed", f"opinion:{new.id}", now, of=[row.id for row in rows], to=to.id)
    await db.flush()
    return new


async def ask_back(db: AsyncSession, row: Opinion, text: str, by: str, now: datetime) -> bool:
    """Ask whoever sent or passed it on; False where they cannot be told. `text` has passed the guard.

    They have as many days for it as the unit has for an opinion.
    """
    demand_open([row])
    row.state, row.question = OpinionState.ASKED, text
    await begin_clock(db, row, await db.get_one(Unit, row.unit_id), now)
    note(db, by, "opinion_asked_back", f"opinion:{row.id}", now)
    await db.flush()
    return await opinion_words.tell_asked(db, row, now)
