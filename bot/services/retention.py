"""What is kept how long (`domain` rule 43), and taken away by the clock, with a log."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.check_ins import CheckIn, CheckInScreen, WrongCheckIn
from bot.model.endpoints import LinkCode
from bot.model.inbox import InboxRow, InboxState
from bot.model.indicators import IndicatorReport
from bot.model.logins import ApiToken, Login, LoginLink
from bot.model.meetings import Step
from bot.model.member_changes import ChangeState, MemberChange
from bot.model.notices import ONE_TO_ONE, Notice
from bot.model.own_reports import OwnReport
from bot.model.papers import Paper, PaperUpload
from bot.model.parcels import Parcel
from bot.model.personal_links import PersonalLink
from bot.model.residents import ResidentCode, ResidentMessage
from bot.services import announcements_kept, opinions_kept, persons_kept, strangers_kept, visits_kept
from bot.services.audit import note
from bot.services.change_facts import Facts
from bot.services.directive_retention import take_directives
from bot.services.lying_open import put_away_old
from bot.services.persons_kept import MESSAGES
from bot.services.row_removal import delete_notices, delete_some, held_before, some_of
from bot.services.taken_receipts import forget_taken
from bot.words.times import at_local, day_of

FAILED_BODIES = timedelta(days=7)
PERSONAL_LINKS = timedelta(days=7)
"""After the day of the meeting, with which they end."""
RESIDENT_CODES = timedelta(days=1)
"""As long as they are counted, so that nobody makes a phone ring all day."""
INBOX_IDS = timedelta(days=90)
"""Far more than the two weeks in which a network may repeat an event."""
AT_ONCE = 500
"""Rows, all kinds together: SQLite lets nobody speak meanwhile."""


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
    which = await some_of(db, InboxRow, limit, old, InboxRow.state == InboxState.FAILED, InboxRow.body.is_not(None))
    await db.execute(update(InboxRow).where(InboxRow.id.in_(which)).values(body=None))
    return len(which)


async def _inbox(db: AsyncSession, now: datetime, limit: int) -> int:
    return await delete_some(db, InboxRow, limit, InboxRow.handled_at < now - INBOX_IDS)


async def _link_codes(db: AsyncSession, now: datetime, limit: int) -> int:
    return await delete_some(db, LinkCode, limit, LinkCode.expires_at < now - MESSAGES)


async def _parcels(db: AsyncSession, now: datetime, limit: int) -> int:
    return await delete_some(db, Parcel, limit, Parcel.expires_at < now - MESSAGES)


async def _logins(db: AsyncSession, now: datetime, limit: int) -> int:
    """That somebody was there stays in the audit."""
    border, taken = now - MESSAGES, 0
    for table in (LoginLink, Login, ApiToken):
        taken += await delete_some(db, table, limit - taken, table.expires_at < border)
    return taken


async def _personal_links(db: AsyncSession, now: datetime, limit: int) -> int:
    border = at_local(day_of(now) - PERSONAL_LINKS, time())
    return await delete_some(db, PersonalLink, limit, PersonalLink.meeting_id.in_(held_before(border)))


async def _check_ins(db: AsyncSession, now: datetime, limit: int) -> int:
    """Secrets that prove nothing any more, and wrong codes that count no more."""
    border = now - PERSONAL_LINKS
    taken = await delete_some(db, WrongCheckIn, limit, WrongCheckIn.at < border)
    taken += await delete_some(db, CheckInScreen, limit - taken, CheckInScreen.made_at < border)
    return taken + await delete_some(db, CheckIn, limit - taken, CheckIn.closes_at < border)


async def _papers(db: AsyncSession, now: datetime, limit: int) -> int:
    """The files; that there was a paper of this name stays with the meeting."""
    old = Paper.meeting_id.in_(held_before(now - MESSAGES)), Paper.content.is_not(None)
    which = await some_of(db, Paper, limit, *old)
    await db.execute(update(Paper).where(Paper.id.in_(which)).values(content=None))
    return len(which)


async def _paper_uploads(db: AsyncSession, now: datetime, limit: int) -> int:
    return await delete_some(db, PaperUpload, limit, PaperUpload.expires_at < now - PERSONAL_LINKS)


async def _replies(db: AsyncSession, now: datetime, limit: int) -> int:
    """None of these is about one meeting alone: only so are they found without reading what the meetings were."""
    said = Notice.meeting_id.is_(None), Notice.step.in_(ONE_TO_ONE)
    return await delete_notices(db, limit, *said, Notice.settled_at < now - MESSAGES)


async def _resident_texts(db: AsyncSession, now: datetime, limit: int) -> int:
    """What residents were told, and to whom it went; that something was sent, to how many and for how much, stays."""
    old = Notice.resident_id.is_not(None), Notice.settled_at < now - MESSAGES
    taken = await delete_notices(db, limit, *old)
    which = await some_of(
        db, ResidentMessage, limit - taken, ResidentMessage.made_at < now - MESSAGES, ResidentMessage.text.is_not(None)
    )
    await db.execute(update(ResidentMessage).where(ResidentMessage.id.in_(which)).values(text=None))
    return taken + len(which)


async def _resident_codes(db: AsyncSession, now: datetime, limit: int) -> int:
    return await delete_some(db, ResidentCode, limit, ResidentCode.expires_at < now - RESIDENT_CODES)


async def _changes(db: AsyncSession, now: datetime, limit: int) -> int:
    """Changes of members that nobody answered: who was to be added is forgotten."""
    waits = MemberChange.state.in_([ChangeState.AT_OFFICE, ChangeState.AT_RECEIVER])
    old = select(MemberChange).where(waits, MemberChange.asked_at < now - MESSAGES).limit(limit)
    rows = (await db.scalars(old.with_for_update(skip_locked=True))).all()
    for row in rows:
        row.facts = Facts.read(row.facts).without_person()
        row.state, row.settled_by, row.settled_at = ChangeState.REFUSED, "clock", now
    return len(rows)


async def _figures(db: AsyncSession, now: datetime, limit: int) -> int:
    """Who was asked for numbers, and the remarks beside them; the numbers stay."""
    asked = Notice.step.in_((Step.INDICATOR, Step.INDICATOR_REMINDER)), Notice.settled_at < now - MESSAGES
    taken = await delete_notices(db, limit, *asked)
    old = IndicatorReport.answered_at < now - MESSAGES, IndicatorReport.note.is_not(None)
    which = await some_of(db, IndicatorReport, limit - taken, *old)
    await db.execute(update(IndicatorReport).where(IndicatorReport.id.in_(which)).values(note=None))
    return taken + len(which)


async def _own_reports(db: AsyncSession, now: datetime, limit: int) -> int:
    """Who was told what the reports say, and that it was: none is caught up with for so long."""
    said = Notice.step == Step.REPORT, Notice.settled_at < now - MESSAGES
    taken = await delete_notices(db, limit, *said)
    return taken + await delete_some(db, OwnReport, limit - taken, OwnReport.at < now - MESSAGES)


TAKERS: Mapping[str, Callable[[AsyncSession, datetime, int], Awaitable[int]]] = {
    "inbox": _inbox,
    "link_codes": _link_codes,
    "parcels": _parcels,
    "logins": _logins,
    "personal_links": _personal_links,
    "papers": _papers,
    "paper_uploads": _paper_uploads,
    "check_ins": _check_ins,
    "tallies": persons_kept.tallies,
    "replies": _replies,
    "resident_texts": _resident_texts,
    "resident_codes": _resident_codes,
    "announcements": announcements_kept.announcements,
    "poll_answers": announcements_kept.poll_answers,
    "figures": _figures,
    "own_reports": _own_reports,
    "residents": persons_kept.residents,
    "changes": _changes,
    "directives": take_directives,
    "taken_receipts": forget_taken,
    "reasons": persons_kept.reasons,
    "opinions": opinions_kept.opinions,
    "notices": persons_kept.notices,
    "persons": persons_kept.persons,
    "person_lines": persons_kept.person_lines,
    "roster_words": persons_kept.roster_words,
    "opinion_drafts": opinions_kept.drafts,
    "visits": visits_kept.visits,
    "failed_bodies": _failed_bodies,
    "open_lists": put_away_old,
    "strangers": strangers_kept.strangers,
}
"""Each takes at most so many rows, and says how many it took. Last those that read most to find any."""
