"""What networks say later of messages they took: it may come late, twice, in any order, or be of nobody we know."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Arrival, Incoming, Receipt
from bot.model.attendances import Attendance
from bot.model.endpoints import Endpoint
from bot.model.inbox import InboxRow, InboxState
from bot.model.meetings import Meeting, MeetingState
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.services.falling_back import next_channel
from bot.services.inbox import settle as settle_row
from bot.services.notices import SAID, settle
from bot.services.tally import has_answered

OVERTAKES = timedelta(minutes=1)
"""So long a report is kept of which no message is known: it may be faster than the answer to our own call."""
LOOKED_BACK = timedelta(minutes=5)
AT_ONCE = 200
TAKEN = (AttemptOutcome.ACCEPTED, AttemptOutcome.DUPLICATE)
DOUBTFUL = (NoticeState.UNCERTAIN, NoticeState.WAITING)
UNTOLD = (*DOUBTFUL, NoticeState.FAILED)
REPORTED = Attempt.channel != literal_column("'telegram'")
"""Written out, so that the index of what is reported can be used."""
KEY = re.compile(r"a([0-9]{1,18})(?:-[0-9a-f]{1,16})?")


def key_of(attempt_id: int, begun_at: datetime) -> str:
    """Our name for one try, for networks that give it back or know it again (`Reply.attempt_key`).

    With its second: a database that is begun anew counts from 1 again, and its tries would be taken for old ones.
    """
    return f"a{attempt_id}-{int(begun_at.timestamp()):x}"


def attempt_of(key: str | None) -> int | None:
    found = KEY.fullmatch(key or "")
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Report:
    """What one event says; its row in the inbox waits where it has to be asked again."""

    row: InboxRow
    receipts: Sequence[Receipt]


async def take(db: AsyncSession, reports: Sequence[Report], now: datetime) -> None:
    """Write down what is news. What is said of no message that we know is asked again for a minute."""
    for channel, account in sorted({(one.row.channel, one.row.account) for one in reports}):
        own = [one for one in reports if (one.row.channel, one.row.account) == (channel, account)]
        known = await _attempts(db, channel, account, [receipt for one in own for receipt in one.receipts])
        for one in own:
            await _take(db, one, known, now)


Known = dict[int | str, tuple[Attempt, Notice]]
"""By our number, and by the network's."""


async def _attempts(db: AsyncSession, channel: str, account: str, receipts: Sequence[Receipt]) -> Known:
    """Held until the end of the transaction."""
    ids = {number for one in receipts if (number := attempt_of(one.attempt_key)) is not None}
    refs = {one.external_id for one in receipts if one.external_id}
    found = await db.execute(
        select(Attempt, Notice)
        .join(Notice, Notice.id == Attempt.notice_id)
        .join(Endpoint, Endpoint.id == Attempt.endpoint_id)  # the notice may be on its way elsewhere by now
        .where(
            Attempt.channel == channel,
            Endpoint.account == account,
            or_(Attempt.id.in_(ids), Attempt.external_id.in_(refs) & REPORTED),
        )
        .order_by(Attempt.id)
        .with_for_update(of=(Attempt, Notice))
        .execution_options(populate_existing=True)
    )
    known: Known = {}
    for attempt, notice in found:
        known[attempt.id] = attempt, notice
        if attempt.external_id:
            known[attempt.external_id] = attempt, notice
    return known


def _by_key(key: str | None, known: Known) -> tuple[Attempt, Notice] | None:
    """The try that we named so; one of the same number in a database that was begun anew is another."""
    pair = known.get(attempt_of(key) or 0)
    return pair if pair and key == key_of(pair[0].id, pair[0].begun_at) else None


async def _take(db: AsyncSession, report: Report, known: Known, now: datetime) -> None:
    left = []
    for receipt in report.receipts:
        pair = _by_key(receipt.attempt_key, known) or known.get(receipt.external_id or "")
        pair = await _latest(db, *pair) if pair else None
        if pair is None or (pair[0].outcome is None and receipt.arrival is Arrival.FAILED):  # it is in the air yet
            left.append(receipt)
        else:
            await _note(db, receipt, *pair, now)
    if left and now - report.row.received_at < OVERTAKES:
        _keep(report.row, left, now)
    else:
        settle_row(report.row, InboxState.DONE, now)


async def _latest(db: AsyncSession, attempt: Attempt, notice: Notice) -> tuple[Attempt, Notice]:
    """A try whose answer was lost was made again under the same key: what is said of it is true of the newest."""
    if attempt.outcome is not AttemptOutcome.UNKNOWN:
        return attempt, notice
    newest = await db.scalar(
        select(Attempt)
        .where(Attempt.notice_id == attempt.notice_id, Attempt.endpoint_id == attempt.endpoint_id)
        .order_by(Attempt.id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return newest or attempt, notice


def _keep(row: InboxRow, receipts: Sequence[Receipt], now: datetime) -> None:
    """To be asked again; nobody else's words wait for it meanwhile."""
    row.state, row.handled_at = InboxState.KEPT, now
    row.body = {"receipts": [asdict(one) for one in receipts]}


@dataclass
class Rounds:
    """Asks again as long as this runs; what lay there while nothing ran is asked for first, however old it is."""

    is_new: bool = True

    async def ask_some(self, db: AsyncSession, now: datetime) -> int:
        settled = await ask_again(db, now, None if self.is_new else LOOKED_BACK)
        self.is_new = self.is_new and settled > 0
        return settled


async def ask_again(db: AsyncSession, now: datetime, back: timedelta | None = LOOKED_BACK) -> int:
    """Look once more for the messages of reports that came too early; returns how many are settled by now."""
    since = [] if back is None else [InboxRow.handled_at > now - back]
    rows = await db.scalars(
        select(InboxRow)
        .where(InboxRow.state == InboxState.KEPT, *since)
        .order_by(InboxRow.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    reports = [Report(row, [_receipt(one) for one in (row.body or {}).get("receipts", ())]) for row in rows]
    await take(db, reports, now)
    return sum(one.row.state is not InboxState.KEPT for one in reports)


def _receipt(kept: dict[str, Any]) -> Receipt:
    return Receipt(**{**kept, "arrival": Arrival(kept["arrival"])})


def report_of(row: InboxRow, said: Incoming) -> Report:
    return Report(row, said.receipts)


# What follows


async def _note(db: AsyncSession, receipt: Receipt, attempt: Attempt, notice: Notice, now: datetime) -> None:
    """The first word counts: times are written once. By the real clock, as all about attempts."""
    if receipt.arrival is Arrival.FAILED:
        await _failed(db, receipt.reason or "reported", attempt, notice, now)
        return
    at = datetime.now(UTC)
    attempt.delivered_at = attempt.delivered_at or at
    if receipt.arrival is Arrival.SEEN:
        attempt.seen_at = attempt.seen_at or at
    if attempt.outcome not in {*TAKEN, None}:
        await _came_after_all(db, attempt, notice, now)


async def _came_after_all(db: AsyncSession, attempt: Attempt, notice: Notice, now: datetime) -> None:
    """Nobody knew, or we were told that it had not: it need not be sent once more, nor elsewhere."""
    attempt.outcome, attempt.detail = AttemptOutcome.ACCEPTED, None
    if notice.state in UNTOLD and await _is_newest(db, attempt):
        place = await db.get_one(Endpoint, attempt.endpoint_id)
        notice.channel, notice.account, notice.endpoint_id = place.channel, place.account, place.id
        settle(notice, NoticeState.SENT, now)


async def _failed(db: AsyncSession, reason: str, attempt: Attempt, notice: Notice, now: datetime) -> None:
    """It was taken, though our answer may be lost, and did not arrive: told on the next network, unless answered."""
    if attempt.outcome not in (*TAKEN, AttemptOutcome.UNKNOWN) or attempt.delivered_at is not None:
        return
    settled = DOUBTFUL if attempt.outcome is AttemptOutcome.UNKNOWN else (NoticeState.SENT,)
    attempt.outcome, attempt.detail = AttemptOutcome.REJECTED, reason[:200]
    if notice.state not in settled or not await _is_newest(db, attempt):
        return
    if await _is_answered(db, notice):
        return
    if await _is_of_use(db, notice, now):
        await next_channel(db, notice, reason, now)
    else:
        settle(notice, NoticeState.FAILED, now, reason[:200])


async def _is_newest(db: AsyncSession, attempt: Attempt) -> bool:
    newest = await db.scalar(select(func.max(Attempt.id)).where(Attempt.notice_id == attempt.notice_id))
    return newest == attempt.id


async def _is_answered(db: AsyncSession, notice: Notice) -> bool:
    whose = {"meeting_id": notice.meeting_id, "member_id": notice.member_id}
    row = await db.execute(select(Attendance.answer, Attendance.is_stale).filter_by(**whose))
    said = row.one_or_none()
    return said is not None and has_answered(said)


async def _is_of_use(db: AsyncSession, notice: Notice, now: datetime) -> bool:
    """Whether it can still be said, and is still so."""
    if notice.step in SAID or (notice.expires_at is not None and notice.expires_at <= now):
        return False
    if notice.resident_id is not None:
        return True  # worded anew when it leaves, if it still does
    meeting = await db.get(Meeting, notice.meeting_id) if notice.meeting_id else None
    return meeting is not None and meeting.revision == notice.revision and meeting.state is not MeetingState.CLOSED
