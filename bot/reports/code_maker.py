"""The sheet of link codes of a cell. The codes are made with the sheet, since they are nowhere else to be read."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.units import Unit
from bot.refusals import EverybodyLinked, NotAllowed
from bot.services.audit import as_member
from bot.services.joining import Invitation, invite
from bot.services.links import Whom, name_on, people_for
from bot.services.permissions import Right, demand
from bot.words.links import sheet_file, sheet_title, typed
from bot.words.names import slug
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
    account = await name_on(db, "telegram")
    made = await invite(db, [one.member for one in people], as_member(member_id), now)
    strips = [(one.name, typed(new.code), _link(new, account)) for one, new in zip(people, made, strict=True)]

    def render() -> Document:
        from bot.reports.code_sheet import CodeEntry, code_sheet  # noqa: PLC0415 - slow to load, and for this alone

        sheet = code_sheet(sheet_title(unit.name), [CodeEntry(*strip) for strip in strips], now)
        return Document(sheet_file(slug(unit.name)), sheet, DOCX)

    return render


def _link(made: Invitation, account: str | None) -> str | None:
    return f"https://t.me/{account}?start={made.token}" if account else None
