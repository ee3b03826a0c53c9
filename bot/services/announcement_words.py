"""What a notice of an announcement says when it leaves, and why it need not leave any more."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Reply
from bot.model.announcements import Announced, Announcement
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.services.announcement_groups import why_not_there
from bot.services.announcements import wording
from bot.services.cell_telling import Belongings, belongings_of, number_in
from bot.services.named_texts import Hidden, link_or_none
from bot.services.told import Due, Told
from bot.words import announcements as words
from bot.words.vi import cell

Words = Callable[[Told, Capabilities, datetime], Awaitable[Reply | str]]


async def announcement_words(db: AsyncSession, notices: Sequence[Notice | Due]) -> Mapping[int, Words]:
    """Two queries however many they are; a group takes a few more."""
    asked = {number_in(one.about) for one in notices}
    found = await db.execute(
        select(Announcement, Unit).join(Unit, Unit.id == Announcement.unit_id).where(Announcement.id.in_(asked))
    )
    rows = {row.id: (row, unit) for row, unit in found}
    belongings, hidden = await belongings_of(db, notices), Hidden(db)
    return {
        one.id: _to_member(one, *rows[number], belongings, hidden)
        if one.member_id
        else _to_group(db, one, *rows[number])
        for one in notices
        if (number := number_in(one.about)) in rows
    }


def _to_member(notice: Notice | Due, row: Announcement, unit: Unit, belongings: Belongings, hidden: Hidden) -> Words:
    async def words_for(told: Told, capabilities: Capabilities, now: datetime) -> Reply | str:
        name, text, member_id = told.name or "", row.text or "", notice.member_id or 0
        if not belongings.holds(notice, now):
            return "left"
        is_hidden = await hidden.hides(notice.about, unit, [text], capabilities, now)
        if notice.revision == Announced.RECALLED:
            return Reply(words.recalled(cell(unit.name), name, "" if is_hidden else text, row.made_at))
        if (why := why_moot(row)) is not None:
            return why
        if is_hidden:
            link = await link_or_none(hidden.db, recipe_of(row, member_id), member_id, now)
            return Reply(words.by_link(cell(unit.name), name, link))
        return wording(unit, name, text, capabilities)

    return words_for


def recipe_of(row: Announcement, member_id: int) -> str:
    """See reports/cell_texts.py."""
    return f"announcement:{member_id}:{row.id}"


def _to_group(db: AsyncSession, notice: Notice | Due, row: Announcement, unit: Unit) -> Words:
    async def words_for(_told: Told, _can: Capabilities, now: datetime) -> Reply | str:
        if (why := await why_not_there(db, notice, row, unit, now)) is not None:
            return why
        if notice.revision == Announced.RECALLED:
            return Reply(words.recalled_in_group(cell(unit.name), row.text or "", row.made_at))
        return why_moot(row) or Reply(words.in_group(cell(unit.name), row.text or ""))

    return words_for


def why_moot(row: Announcement) -> str | None:
    """The text need not be told any more."""
    return "recalled" if row.recalled_at is not None else "nothing_to_say" if row.text is None else None
