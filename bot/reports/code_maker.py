"""The sheet of link codes of a cell. The codes are made with the sheet, since they are nowhere else to be read."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.units import Unit
from bot.refusals import EverybodyLinked, NotAllowed
from bot.services.audit import as_member
from bot.services.joining import invite
from bot.services.links import Whom, people_for
from bot.services.permissions import Right, demand
from bot.services.ways_in import WayIn, link_for, ways_in
from bot.words.links import place, sheet_file, sheet_title, typed
from bot.words.names import slug
from bot.words.report_words import code_for
from bot.words.times import day_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def codes(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """`codes:34:7:unlinked`. New codes for these people of a cell; their earlier unused ones end."""
    unit_id, whom = args
    unit = await db.get(Unit, int(unit_id))
    if unit is None:
        raise NotAllowed
    await demand(db, member_id, Right.LINK, unit, day_of(now))
    people = await people_for(db, unit.id, Whom(whom), member_id, now)
    if not people:
        raise EverybodyLinked
    ways = await ways_in(db)
    made = await invite(db, [one.member for one in people], as_member(member_id), now)
    codes_of = zip(people, made, strict=True)
    strips = [(one.name, typed(new.code), link_for(db, ways, new.token), _how(ways)) for one, new in codes_of]

    def render() -> Document:
        from bot.reports.code_sheet import CodeEntry, code_sheet  # noqa: PLC0415 - slow to load, and for this alone

        sheet = code_sheet(sheet_title(unit.name), [CodeEntry(*strip) for strip in strips], now)
        return Document(sheet_file(slug(unit.name)), sheet, DOCX)

    return render


def _how(ways: Sequence[WayIn]) -> str | None:
    """Where the code is to be typed, unless one link does it all."""
    if not ways or (len(ways) == 1 and ways[0].takes_token):
        return None
    return code_for([place(way.channel, way.name, None if way.name else way.link()) for way in ways])
