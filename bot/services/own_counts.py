"""What is kept about one person and said as a number: nothing else stands in it, or the copy would have no end."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.model.attendances import RollLog
from bot.model.audit import AuditRow
from bot.model.check_ins import CheckInScreen
from bot.model.directives import DirectiveUpload
from bot.model.endpoints import LinkCode
from bot.model.logins import LoginLink
from bot.model.notices import Notice
from bot.model.papers import PaperUpload
from bot.model.parcels import Parcel
from bot.model.personal_links import PersonalLink
from bot.model.tallies import Tally
from bot.services.audit import as_member

LINKS = (LoginLink, Parcel, PersonalLink, CheckInScreen, PaperUpload, DirectiveUpload)
"""What somebody alone can open, and by what they bring a file."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is kept beside the rest."""

    marks: int
    messages: int
    codes: int
    links: int
    boards: int
    """Live tallies that they asked for."""
    deeds: int
    """Lines of the log about them."""
    acts: int
    """Lines of the log about what they did."""


async def counts_of(db: AsyncSession, member_id: int) -> Counts:
    by = as_member(member_id)
    return Counts(
        marks=await _count(db, RollLog.member_id, member_id),
        messages=await _count(db, Notice.member_id, member_id),
        codes=await _count(db, LinkCode.member_id, member_id),
        links=sum([await _count(db, table.member_id, member_id) for table in LINKS]),
        boards=await _count(db, Tally.member_id, member_id),
        deeds=await _count(db, AuditRow.about, by),
        acts=await _count(db, AuditRow.by, by),
    )


async def _count(db: AsyncSession, column: InstrumentedAttribute[Any], value: int | str) -> int:
    return await db.scalar(select(func.count()).where(column == value)) or 0
