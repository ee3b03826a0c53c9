"""Documents by recipe: `workbook:34:7:m2026-12` is made for member 34, who must have the right just then.

A recipe is kept instead of its content: what is handed over is true when it is fetched, and nothing lies about.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.refusals import NotAllowed
from bot.reports.attention_sheet import attention_sheet, dates_sheet, roster_names, roster_said
from bot.reports.calendar_file import ICS, calendar_file
from bot.reports.call_sheet import phones
from bot.reports.cell_texts import announcement_text, poll_question
from bot.reports.code_maker import DOCX, codes
from bot.reports.directive_file import RECIPES as DIRECTIVES
from bot.reports.directive_file import directive_file
from bot.reports.directive_sheet import directive_csv, directive_names, directive_sheet
from bot.reports.indicator_makers import indicator_picture, indicator_sheet
from bot.reports.letters import letters
from bot.reports.minutes_maker import minutes
from bot.reports.opinion_text import my_opinion, opinion_sheet
from bot.reports.opinion_workbook import opinion_table
from bot.reports.own_copy import own_copy
from bot.reports.paper_file import RECIPES as PAPERS
from bot.reports.paper_file import paper_file
from bot.reports.poll_names import poll_names
from bot.reports.reason_sheet import reason_sheet
from bot.reports.report_makers import PNG, XLSX, needed_names, picture, workbook
from bot.reports.request_sheet import request_sheet
from bot.reports.roll_paper import roll_paper
from bot.reports.sheet_files import CSV
from bot.reports.slip_maker import slips
from bot.reports.table_makers import TABLE_MAKERS, TABLE_TYPES
from bot.reports.visit_sheet import visit_sheet

Rendering = Callable[[], Document]
"""Makes the document out of what was read; slow, needs no database, and runs in a thread."""
Maker = Callable[[AsyncSession, int, tuple[str, ...], datetime], Awaitable[Rendering]]
"""Reads what a document needs, for a member; raises NotAllowed where that member may not have it."""

MAKERS: Mapping[str, Maker] = {
    "announcement": announcement_text,
    "attention": attention_sheet,
    "calendar": calendar_file,
    "codes": codes,
    "data_request": request_sheet,
    "dates": dates_sheet,
    "directive_csv": directive_csv,
    "directive_names": directive_names,
    "directive_sheet": directive_sheet,
    "indicator_picture": indicator_picture,
    "indicator_sheet": indicator_sheet,
    "letters": letters,
    "minutes": minutes,
    "my_opinion": my_opinion,
    "needed_names": needed_names,
    "opinion": opinion_sheet,
    "opinion_counts": opinion_table,
    "own_data": own_copy,
    "phones": phones,
    "picture": picture,
    "poll_names": poll_names,
    "poll_question": poll_question,
    "reasons": reason_sheet,
    "roll_paper": roll_paper,
    "roster_names": roster_names,
    "roster_said": roster_said,
    "slips": slips,
    "visits": visit_sheet,
    "workbook": workbook,
    **TABLE_MAKERS,
    **dict.fromkeys(PAPERS, paper_file),
    **dict.fromkeys(DIRECTIVES, directive_file),
}


_TEXT = "text/plain"
MEDIA_TYPES: Mapping[str, str] = {
    "announcement": _TEXT,
    "attention": _TEXT,
    "calendar": ICS,
    "codes": DOCX,
    "data_request": _TEXT,
    "dates": _TEXT,
    "directive_csv": CSV,
    "directive_names": _TEXT,
    "directive_sheet": XLSX,
    "indicator_picture": PNG,
    "indicator_sheet": XLSX,
    "letters": DOCX,
    "minutes": DOCX,
    "my_opinion": _TEXT,
    "needed_names": _TEXT,
    "opinion": _TEXT,
    "opinion_counts": XLSX,
    "own_data": _TEXT,
    "phones": _TEXT,
    "picture": PNG,
    "poll_names": _TEXT,
    "poll_question": _TEXT,
    "reasons": _TEXT,
    "roster_names": _TEXT,
    "roster_said": _TEXT,
    "roll_paper": DOCX,
    "slips": DOCX,
    "visits": XLSX,
    "workbook": XLSX,
    **TABLE_TYPES,
    **PAPERS,
    **DIRECTIVES,
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
