"""What a unit does with an opinion: answer it, pass it up in its own words, take note of it, ask back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.opinions import WAITING, Opinion, OpinionState
from bot.model.units import Unit
from bot.refusals import NobodyHearsAbove, OpinionSettled
from bot.services import opinion_words
from bot.services.audit import note
from bot.services.opinion_sources import made_of
from bot.services.opinions import arrive
from bot.services.permissions import Right, holders_at
from bot.words.times import day_of

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


async def hears_above(db: AsyncSession, unit: Unit, now: datetime) -> Unit:
    """The nearest unit above at which somebody hears opinions; raises NobodyHearsAbove."""
    ids = [int(part) for part in unit.path.strip("/").split("/")][:-1]
    held = await holders_at(db, ids, Right.HEAR_OPINIONS, day_of(now)) if ids else {}
    for unit_id in reversed(ids):
        above = await db.get(Unit, unit_id)
        if above is not None and above.closed_on is None and held[unit_id]:
            return above
    raise NobodyHearsAbove


async def pass_up(db: AsyncSession, rows: Sequence[Opinion], text: str, by: str, now: datetime) -> tuple[Opinion, Unit]:
    """These, all of one unit, as one row at the unit above; raises OpinionSettled or NobodyHearsAbove.

    `text`: the words of whoever passes it on, which have passed the guards. The kind is that of the first.
    """
    demand_open(rows)
    unit = await db.get_one(Unit, rows[0].unit_id)
    to = await hears_above(db, unit, now)
    new = await arrive(db, to, rows[0].kind, text, now, came_from=unit)
    for row in rows:
        row.state, row.into_id = OpinionState.PASSED, new.id
    note(db, by, "opinion_passed", f"opinion:{new.id}", now, of=[row.id for row in rows], to=to.id)
    await db.flush()
    await opinion_words.tell_holders(db, new, now)
    await opinion_words.tell_passed(db, new, to, now)
    return new, to


async def ask_back(db: AsyncSession, row: Opinion, text: str, by: str, now: datetime) -> bool:
    """Ask whoever sent or passed it on; False where they cannot be told. `text` has passed the guard."""
    demand_open([row])
    row.state, row.question = OpinionState.ASKED, text
    note(db, by, "opinion_asked_back", f"opinion:{row.id}", now)
    await db.flush()
    return await opinion_words.tell_asked(db, row, now)
