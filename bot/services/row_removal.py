"""Taking some rows away: so many at once, and of two processes the other takes the next ones."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.announcements import Announcement
from bot.model.attendances import AnswerLog, Attendance, RollLog
from bot.model.check_ins import CheckIn, CheckInScreen, PaperSheet, WrongCheckIn
from bot.model.conclusions import Conclusion
from bot.model.directives import DirectiveQuestion, DirectiveUpload, Receipt
from bot.model.endpoints import LinkCode
from bot.model.guests import Guest
from bot.model.inbox import InboxRow
from bot.model.indicators import IndicatorReport
from bot.model.logins import ApiToken, Login, LoginLink
from bot.model.meetings import Meeting
from bot.model.notices import Attempt, Notice
from bot.model.opinions import Opinion
from bot.model.own_reports import OwnReport
from bot.model.papers import Paper, PaperUpload
from bot.model.parcels import Parcel
from bot.model.personal_links import PersonalLink
from bot.model.polls import PollAnswer
from bot.model.residents import Resident, ResidentCode, ResidentMessage
from bot.model.tallies import Tally
from bot.model.visits import Visit, VisitDifficulty, VisitPerson, WorkingGroupMember
from bot.model.warnings import RosterCheck, UnitWarning

Table = (
    type[AnswerLog]
    | type[Announcement]
    | type[ApiToken]
    | type[Attendance]
    | type[Conclusion]
    | type[CheckIn]
    | type[CheckInScreen]
    | type[DirectiveQuestion]
    | type[DirectiveUpload]
    | type[Guest]
    | type[InboxRow]
    | type[IndicatorReport]
    | type[LinkCode]
    | type[Login]
    | type[LoginLink]
    | type[Notice]
    | type[Opinion]
    | type[OwnReport]
    | type[Paper]
    | type[PaperUpload]
    | type[Parcel]
    | type[PaperSheet]
    | type[PersonalLink]
    | type[PollAnswer]
    | type[Receipt]
    | type[Resident]
    | type[ResidentCode]
    | type[ResidentMessage]
    | type[RollLog]
    | type[RosterCheck]
    | type[Tally]
    | type[WrongCheckIn]
    | type[UnitWarning]
    | type[Visit]
    | type[VisitDifficulty]
    | type[VisitPerson]
    | type[WorkingGroupMember]
)


async def delete_some(db: AsyncSession, table: Table, limit: int, *which: ColumnElement[bool]) -> int:
    ids = await some_of(db, table, limit, *which)
    if ids:
        await db.execute(delete(table).where(table.id.in_(ids)))
    return len(ids)


async def delete_notices(db: AsyncSession, limit: int, *which: ColumnElement[bool]) -> int:
    ids = await some_of(db, Notice, limit, *which)
    if ids:
        await db.execute(delete(Attempt).where(Attempt.notice_id.in_(ids)))
        await db.execute(delete(Notice).where(Notice.id.in_(ids)))
    return len(ids)


async def some_of(db: AsyncSession, table: Table, limit: int, *which: ColumnElement[bool]) -> Sequence[int]:
    """Of two processes the other takes the next ones."""
    found = await db.scalars(select(table.id).where(*which).limit(limit).with_for_update(skip_locked=True))
    return found.all()


def held_before(border: datetime) -> Select[int]:
    return select(Meeting.id).where(Meeting.starts_at < border)
