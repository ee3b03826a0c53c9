"""Documents by recipe: `workbook:34:7:m2026-12` is made for member 34, who must have the right just then.

A recipe is kept instead of its content: what is handed over is true when it is fetched, and nothing lies about.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.refusals import NotAllowed
from bot.reports.call_sheet import phones
from bot.reports.code_maker import DOCX, codes
from bot.reports.own_copy import own_copy
from bot.reports.reason_sheet import reason_sheet
from bot.reports.report_makers import PNG, XLSX, needed_names, picture, workbook
from bot.reports.slip_maker import slips

Rendering = Callable[[], Document]
"""Makes the document out of what was read; slow, needs no database, and runs in a thread."""
Maker = Callable[[AsyncSession, int, tuple[str, ...], datetime], Awaitable[Rendering]]
"""Reads what a document needs, for a member; raises NotAllowed where that member may not have it."""

MAKERS: Mapping[str, Maker] = {
    "codes": codes,
    "needed_names": needed_names,
    "own_data": own_copy,
    "phones": phones,
    "picture": picture,
    "reasons": reason_sheet,
    "slips": slips,
    "workbook": workbook,
}


_TEXT = "text/plain"
MEDIA_TYPES: Mapping[str, str] = {
    "codes": DOCX,
    "needed_names": _TEXT,
    "own_data": _TEXT,
    "phones": _TEXT,
    "picture": PNG,
    "reasons": _TEXT,
    "slips": DOCX,
    "workbook": XLSX,
}
"""What each recipe makes, known before it is made."""


def media_type(said: str) -> str:
    return MEDIA_TYPES[said.partition(":")[0]]


def for_whom(said: str) -> int:
    """The member for whom it is made."""
    return int(said.split(":")[1])


def recipe(name: str, member_id: int, *args: object) -> str:
    return ":".join((name, str(member_id), *map(str, args)))


async def prepared(db: AsyncSession, said: str, now: datetime) -> Rendering:
    """Read what a recipe needs; raises NotAllowed, also for a recipe of an earlier release."""
    name, member_id, *args = said.split(":")
    if name not in MAKERS:
        raise NotAllowed
    return await MAKERS[name](db, int(member_id), tuple(args), now)
