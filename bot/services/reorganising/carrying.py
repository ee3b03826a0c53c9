"""One change carried out, as a whole or not at all; afterwards lists are renewed and people told."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.tree_changes import TreeChange, TreeChangeKind
from bot.model.units import Unit
from bot.services.audit import note
from bot.services.invitations import renew_open_lists
from bot.services.joining import end_codes
from bot.services.lying_open import put_away
from bot.services.notices import Word as Owed
from bot.services.notices import owe_words
from bot.services.permissions import Right, holders_at
from bot.services.reorganising.changes import Change
from bot.services.reorganising.deeds import Deed, Word
from bot.services.reorganising.merges import close, merge
from bot.services.reorganising.moves import move
from bot.services.reorganising.new_units import call_otherwise, found, split
from bot.services.unit_settings import after_quiet, settings_at
from bot.words.times import day_of


async def carry_out(
    db: AsyncSession,
    row: TreeChange,
    change: Change,
    now: datetime,
    asked_at: datetime | None = None,
    *,
    is_trial: bool = False,
) -> Deed:
    """Raises a refusal, and then whatever was begun has to be taken back by whoever called.

    `asked_at`: the hour it really is, where `now` is of a day to come. `is_trial`: it is taken back whatever happens.
    """
    deed = Deed(db, change.on, row.by, now, asked_at or now, is_trial)
    await _do(deed, change)
    row.unit_id, row.was = deed.unit_id, deed.was
    await db.flush()
    if not is_trial:
        await _follow(deed, row, change)
    return deed


async def _follow(deed: Deed, row: TreeChange, change: Change) -> None:
    """What others have and hear of it, and that it is written down."""
    db, now = deed.db, deed.now
    await _tidy(deed)
    unit = await db.get_one(Unit, deed.unit_id)
    counts = {name: count for name, count in deed.effects.counts.items() if count}
    about = {"on": change.on.isoformat(), "to": change.to, "people": deed.effects.people}
    note(db, row.by, f"unit_{DEEDS[change.kind]}", f"unit:{unit.code}", now, change=row.id, **about, **counts)
    await _tell(deed, row)
    await db.flush()


DEEDS = {
    TreeChangeKind.MOVE: "moved",
    TreeChangeKind.MERGE: "merged",
    TreeChangeKind.SPLIT: "split",
    TreeChangeKind.RENAME: "renamed",
    TreeChangeKind.CLOSE: "closed",
    TreeChangeKind.FOUND: "founded",
}


async def _do(deed: Deed, change: Change) -> None:
    match change.kind:
        case TreeChangeKind.MOVE:
            await move(deed, change.unit, change.to)
        case TreeChangeKind.CLOSE if not change.to:
            await close(deed, change.unit)
        case TreeChangeKind.MERGE | TreeChangeKind.CLOSE:
            await merge(deed, change.unit, change.to, ends=change.kind is TreeChangeKind.CLOSE)
        case TreeChangeKind.SPLIT:
            await split(deed, change)
        case TreeChangeKind.RENAME:
            await call_otherwise(deed, change)
        case TreeChangeKind.FOUND:
            await found(deed, change)


async def _tidy(deed: Deed) -> None:
    """Whose office is over sees no list of it any more; and whoever is called by now is on the lists to come."""
    former = list(dict.fromkeys(deed.codes))
    if former:
        await end_codes(deed.db, former, deed.now)
        await put_away(deed.db, former, deed.now)
    if deed.touched:
        await renew_open_lists(deed.db, sorted(deed.touched), deed.now)


async def _tell(deed: Deed, row: TreeChange) -> None:
    """Whoever leads one of these units and did not do it; at night it waits for the morning."""
    units = {one.unit_id for one in deed.words}
    leaders = await holders_at(deed.db, sorted(units), Right.SEE_COUNTS, day_of(deed.now))
    settings = await settings_at(deed.db, [await deed.db.get_one(Unit, one) for one in sorted(units)])
    said: dict[tuple[int, int], tuple[str, datetime]] = {}
    for word in deed.words:
        for member_id in word.member_ids or leaders[word.unit_id]:
            if f"member:{member_id}" != deed.by:
                at = after_quiet(deed.now, settings[word.unit_id].quiet_hours)
                said.setdefault((member_id, _round(word)), (word.said, at))
    by_hour: dict[datetime, list[Owed]] = {}
    for (member_id, concerns), (text, at) in said.items():
        by_hour.setdefault(at, []).append(Owed(f"tree_change:{row.id}", concerns, [member_id], Reply(text)))
    for at, words in sorted(by_hour.items()):
        await owe_words(deed.db, words, at)


LEADERS, MEMBERS = 1, 2


def _round(word: Word) -> int:
    """A leader hears of one change once, however many of its units they lead."""
    return MEMBERS if word.member_ids else LEADERS
