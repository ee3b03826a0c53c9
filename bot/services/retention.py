"""What is kept how long (`domain` rule 43), and taken away by the clock, with a log."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import AnswerLog, Attendance, RollLog
from bot.model.endpoints import LinkCode
from bot.model.inbox import InboxRow, InboxState
from bot.model.meetings import Meeting
from bot.model.notices import ONE_TO_ONE, Attempt, Notice
from bot.model.parcels import Parcel
from bot.model.personal_links import PersonalLink
from bot.model.residents import Resident, ResidentCode, ResidentMessage
from bot.model.tallies import Tally
from bot.services.audit import note
from bot.services.lying_open import put_away_old
from bot.words.times import at_local, day_of

FAILED_BODIES = timedelta(days=7)
MESSAGES = timedelta(days=90)
PERSONAL_LINKS = timedelta(days=7)
"""After the day of the meeting, with which they end."""
RESIDENT_CODES = timedelta(days=1)
"""As long as they are counted, so that nobody makes a phone ring all day."""
INBOX_IDS = timedelta(days=90)
"""Far more than the two weeks in which a network may repeat an event."""
PERSONS_MONTHS = 24
REASONS_END = (3, 31)
"""Reasons go three months after the year-end grading: on 31 March for the year before."""
AT_ONCE = 500
"""Rows, all kinds together: SQLite lets nobody speak meanwhile."""
Table = (
    type[AnswerLog]
    | type[Attendance]
    | type[InboxRow]
    | type[LinkCode]
    | type[Notice]
    | type[Parcel]
    | type[PersonalLink]
    | type[Resident]
    | type[ResidentCode]
    | type[ResidentMessage]
    | type[RollLog]
    | type[Tally]
)


async def take_away(db: AsyncSession, now: datetime) -> dict[str, int]:
    """Delete some of what has had its time; returns and logs how many rows of each kind, 0 of all when none is left."""
    taken = dict.fromkeys(TAKERS, 0)
    for kind, take in TAKERS.items():
        if (left := AT_ONCE - sum(taken.values())) > 0:
            taken[kind] = await take(db, now, left)
    if any(taken.values()):
        note(db, "clock", "retention", None, now, **{kind: count for kind, count in taken.items() if count})
    return taken


# What people said and were told


async def _failed_bodies(db: AsyncSession, now: datetime, limit: int) -> int:
    old = InboxRow.handled_at < now - FAILED_BODIES
    which = await _some(db, InboxRow, limit, old, InboxRow.state == InboxState.FAILED, InboxRow.body.is_not(None))
    await db.execute(update(InboxRow).where(InboxRow.id.in_(which)).values(body=None))
    return len(which)


async def _inbox(db: AsyncSession, now: datetime, limit: int) -> int:
    return await _delete(db, InboxRow, limit, InboxRow.handled_at < now - INBOX_IDS)


async def _link_codes(db: AsyncSession, now: datetime, limit: int) -> int:
    return await _delete(db, LinkCode, limit, LinkCode.expires_at < now - MESSAGES)


async def _parcels(db: AsyncSession, now: datetime, limit: int) -> int:
    return await _delete(db, Parcel, limit, Parcel.expires_at < now - MESSAGES)


async def _personal_links(db: AsyncSession, now: datetime, limit: int) -> int:
    border = at_local(day_of(now) - PERSONAL_LINKS, time())
    return await _delete(db, PersonalLink, limit, PersonalLink.meeting_id.in_(_before(border)))


async def _replies(db: AsyncSession, now: datetime, limit: int) -> int:
    """None of these is about one meeting alone: only so are they found without reading what the meetings were."""
    said = Notice.meeting_id.is_(None), Notice.step.in_(ONE_TO_ONE)
    return await _delete_notices(db, limit, *said, Notice.settled_at < now - MESSAGES)


async def _resident_texts(db: AsyncSession, now: datetime, limit: int) -> int:
    """What residents were told, and to whom it went; that something was sent, to how many and for how much, stays."""
    old = Notice.resident_id.is_not(None), Notice.settled_at < now - MESSAGES
    taken = await _delete_notices(db, limit, *old)
    which = await _some(
        db, ResidentMessage, limit - taken, ResidentMessage.made_at < now - MESSAGES, ResidentMessage.text.is_not(None)
    )
    await db.execute(update(ResidentMessage).where(ResidentMessage.id.in_(which)).values(text=None))
    return taken + len(which)


async def _resident_codes(db: AsyncSession, now: datetime, limit: int) -> int:
    return await _delete(db, ResidentCode, limit, ResidentCode.expires_at < now - RESIDENT_CODES)


async def _residents(db: AsyncSession, now: datetime, limit: int) -> int:
    """Numbers whose owners stopped long ago: by then no paper is so old that it would bring them back."""
    months = at_local(oldest_recountable(now), time())
    return await _delete(db, Resident, limit, Resident.stopped_at < months)


async def _reasons(db: AsyncSession, now: datetime, limit: int) -> int:
    today = day_of(now)
    year = today.year if (today.month, today.day) >= REASONS_END else today.year - 1
    graded = _before(at_local(date(year, 1, 1), time()))
    taken = 0
    for table in (AnswerLog, Attendance):
        which = await _some(db, table, limit - taken, table.meeting_id.in_(graded), table.reason.is_not(None))
        await db.execute(update(table).where(table.id.in_(which)).values(reason=None))
        taken += len(which)
    return taken


# Who came to what: after 24 months. The counts of the units stay, and no recount reaches so far back


async def _tallies(db: AsyncSession, now: datetime, limit: int) -> int:
    had_its_time = Tally.ended_at < now - MESSAGES
    return await _delete(db, Tally, limit, or_(had_its_time, Tally.meeting_id.in_(_before(_persons_end(now)))))


async def _notices(db: AsyncSession, now: datetime, limit: int) -> int:
    return await _delete_notices(db, limit, Notice.meeting_id.in_(_before(_persons_end(now))))


async def _persons(db: AsyncSession, now: datetime, limit: int) -> int:
    taken, old = 0, _before(_persons_end(now))
    for table in (AnswerLog, RollLog, Attendance):
        taken += await _delete(db, table, limit - taken, table.meeting_id.in_(old))
    return taken


def _before(border: datetime) -> Select[int]:
    return select(Meeting.id).where(Meeting.starts_at < border)


def _persons_end(now: datetime) -> datetime:
    return at_local(oldest_recountable(now), time())


# Some of them


TAKERS: Mapping[str, Callable[[AsyncSession, datetime, int], Awaitable[int]]] = {
    "inbox": _inbox,
    "link_codes": _link_codes,
    "parcels": _parcels,
    "personal_links": _personal_links,
    "tallies": _tallies,
    "replies": _replies,
    "resident_texts": _resident_texts,
    "resident_codes": _resident_codes,
    "residents": _residents,
    "reasons": _reasons,
    "notices": _notices,
    "persons": _persons,
    "failed_bodies": _failed_bodies,
    "open_lists": put_away_old,
}
"""Each takes at most so many rows, and says how many it took. Last those that read most to find any."""


async def _delete(db: AsyncSession, table: Table, limit: int, *which: ColumnElement[bool]) -> int:
    ids = await _some(db, table, limit, *which)
    if ids:
        await db.execute(delete(table).where(table.id.in_(ids)))
    return len(ids)


async def _delete_notices(db: AsyncSession, limit: int, *which: ColumnElement[bool]) -> int:
    ids = await _some(db, Notice, limit, *which)
    if ids:
        await db.execute(delete(Attempt).where(Attempt.notice_id.in_(ids)))
        await db.execute(delete(Notice).where(Notice.id.in_(ids)))
    return len(ids)


async def _some(db: AsyncSession, table: Table, limit: int, *which: ColumnElement[bool]) -> Sequence[int]:
    """Of two processes the other takes the next ones."""
    found = await db.scalars(select(table.id).where(*which).limit(limit).with_for_update(skip_locked=True))
    return found.all()


def oldest_recountable(now: datetime) -> date:
    """The first day whose rolls are still there person by person."""
    today = day_of(now)
    months = today.year * 12 + today.month - 1 - PERSONS_MONTHS
    return date(months // 12, months % 12 + 1, 1)
