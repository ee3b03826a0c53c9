"""What one meeting is about: changed by short lines, told again only where somebody says so."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
from bot.refusals import AgendaClosed, NoItems, NoSuchItem, TextTooLong
from bot.services.audit import note
from bot.services.meetings import LONGEST_PLACE, LONGEST_TOPIC, guard
from bot.services.usual_agendas import checked_items, items_of, set_usual, usual_of
from bot.words.agendas import Edit, What
from bot.words.names import tidy


def edited(items: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    """The items after these changes; raises NoSuchItem, NoItems, TooManyItems or ItemTooLong."""
    kept = list(items)
    for edit in edits:
        _change(kept, edit)
    return checked_items(kept)


def _change(kept: list[str], edit: Edit) -> None:
    at = edit.number - 1
    is_new = edit.what is What.CHANGE and edit.number == len(kept) + 1
    if edit.what is What.ADD or is_new:
        kept.insert(at if 0 < edit.number <= len(kept) else len(kept), edit.text)
        return
    if not 0 <= at < len(kept) or (edit.what is What.MOVE and not 1 <= edit.to <= len(kept)):
        raise NoSuchItem(which=edit.to if 0 <= at < len(kept) else edit.number)
    if edit.what is What.CHANGE:
        kept[at] = edit.text
    elif edit.what is What.REMOVE:
        del kept[at]
    else:
        kept.insert(edit.to - 1, kept.pop(at))


async def edit_agenda(
    db: AsyncSession, meeting: Meeting, edits: Sequence[Edit], by: str, now: datetime, *, harmless: bool = False
) -> list[str]:
    """Change what a meeting (held by the caller) is about; nobody is told by that.

    Raises SecrecyMarked, DoubtfulWords, AgendaClosed, TextTooLong and what `edited` raises.
    """
    guard([edit.text for edit in edits if edit.text], harmless=harmless)
    _demand_open(meeting)
    topics = [tidy(edit.text) for edit in edits if edit.what is What.TOPIC]
    if any(len(topic) > LONGEST_TOPIC for topic in topics):
        raise TextTooLong(place=LONGEST_PLACE, topic=LONGEST_TOPIC)
    if topics:
        meeting.topic = topics[-1]
    others = [edit for edit in edits if edit.what is not What.TOPIC]
    if others:
        meeting.agenda = edited(items_of(meeting), others)
    note(db, by, "agenda_changed", f"meeting:{meeting.id}", now, changes=len(edits))
    await db.flush()
    return items_of(meeting)


async def keep_as_usual(db: AsyncSession, meeting: Meeting, unit: Unit, by: str, now: datetime) -> None:
    """The agenda of this meeting is the unit's usual one for this kind from now on."""
    await set_usual(db, unit, meeting.kind, items_of(meeting), by, now)


async def take_usual(db: AsyncSession, meeting: Meeting, unit: Unit, by: str, now: datetime) -> None:
    """This meeting (held by the caller) is about what is usual; raises AgendaClosed."""
    _demand_open(meeting)
    usual = await usual_of(db, unit, meeting.kind)
    if not usual.items:
        raise NoItems
    meeting.agenda = list(usual.items) if usual.unit else None
    note(db, by, "agenda_changed", f"meeting:{meeting.id}", now, changes=0)
    await db.flush()


def _demand_open(meeting: Meeting) -> None:
    if meeting.state is not MeetingState.CALLED:
        raise AgendaClosed
