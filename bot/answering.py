"""A batch of what was said, answered in one transaction: together where that goes, else each in a savepoint."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation import Router, converse
from bot.messages import Channel, Incoming, Kind, Reply, is_group
from bot.model.inbox import InboxRow, InboxState
from bot.model.notices import Notice
from bot.refusals import DoubtfulWords, Refused, SecrecyMarked
from bot.services import inbox
from bot.services.addresses import endpoint_at
from bot.services.daily_cap import has_answers_enough
from bot.services.notices import reply_row
from bot.services.reading_ahead import read_ahead
from bot.services.receipts import Report, report_of, take
from bot.services.undoing import Together, add_only
from bot.words import vi
from bot.words.refused import refused

log = structlog.get_logger()
TRY_AGAIN = {"40P01", "40001"}
"""PostgreSQL's codes for a deadlock, and for two transactions that cannot both be."""
BREATH = 10
"""So many are answered before anybody else in this process gets a turn."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers rows of the inbox in the transaction of one session; what it owes is written there too."""

    db: AsyncSession
    channels: Mapping[str, Channel]
    router: Router
    now: Callable[[], datetime]
    reports: list[Report] = field(default_factory=list)
    """What nobody said: taken together, after those who wait for an answer."""

    async def together(self, rows: Sequence[InboxRow]) -> None:
        """All of them, written as one. Raises where one of them went wrong: then nothing may be committed."""
        together = Together(self.db)
        for place, row in enumerate(rows):
            if together.must_read():
                together.goes_by(await read_ahead(self.db, _places(rows[place:]), self.now()))
            await self._converse(row)
            if place % BREATH == BREATH - 1:
                await asyncio.sleep(0)
        await self._take_reports()
        await inbox.settle_all(self.db, [row for row in rows if row.handled_at is None], self.now())

    async def one_by_one(self, rows: Sequence[InboxRow]) -> None:
        """Each alone in its savepoint: whatever goes wrong with it, it is marked and the others go on."""
        for row in rows:
            try:
                await self._alone(row)
            except Exception as error:  # the one place where anything may go wrong without stopping the rest
                if _is_to_be_tried_again(error):
                    raise  # two workers in each other's way: the batch is done once more, and nobody's words are lost
                await self.db.refresh(row)
                await self._give_up(row, error)

    async def _alone(self, row: InboxRow) -> None:
        """Where somebody wrote the same in this very moment, once more: now theirs is seen."""
        try:
            await self._in_savepoint(row)
        except IntegrityError:
            await self.db.refresh(row)  # its body went with the mark that it was done
            await self._in_savepoint(row)

    async def _in_savepoint(self, row: InboxRow) -> None:
        async with self.db.begin_nested():
            await self._converse(row)
            await self._take_reports()
            if row.handled_at is None:
                inbox.settle(row, InboxState.DONE, self.now())

    async def _give_up(self, row: InboxRow, error: Exception) -> None:
        log.error("inbox_row_failed", inbox_id=row.id, channel=row.channel, exc_info=error)
        inbox.settle(row, InboxState.FAILED, self.now(), type(error).__name__)
        await self._apologise(row)

    async def _converse(self, row: InboxRow) -> None:
        if row.state in {InboxState.REFUSED, InboxState.DOUBTFUL}:
            await self._refuse(row)
            return
        said = self._read(row)
        if isinstance(said, Incoming) and said.kind is Kind.REPORT:
            self.reports.append(report_of(row, said))
        elif isinstance(said, Incoming):
            channel = self.channels[row.channel]
            about = f"inbox:{row.id}"
            endpoint, reply = await converse(said, self.db, self.router, channel.capabilities, self.now(), about)
            if reply is not None and not await has_answers_enough(self.db, endpoint, self.now()):
                add_only(self.db, Notice, reply_row(about, endpoint, reply, self.now()))

    async def _take_reports(self) -> None:
        reports = self.reports[:]
        self.reports.clear()
        await take(self.db, reports, self.now())

    def _read(self, row: InboxRow) -> Incoming | None:
        """What the row says; one that cannot be read is marked and blocks nobody."""
        assert row.body is not None  # noqa: S101 - only refused rows have none, and they do not come here
        try:
            return self.channels[row.channel].read(row.body)
        except ValueError as error:
            log.warning("inbox_row_unreadable", inbox_id=row.id, channel=row.channel)
            inbox.settle(row, InboxState.FAILED, self.now(), f"unreadable: {error}"[:200])
            return None

    async def _refuse(self, row: InboxRow) -> None:
        """Say why, and take the message away where the network can. In a group nobody is asked what they meant."""
        refusal: Refused = SecrecyMarked() if row.state is InboxState.REFUSED else DoubtfulWords()
        if row.address and not (row.state is InboxState.DOUBTFUL and is_group(row.address)):
            endpoint = await endpoint_at(self.db, row.channel, row.account, row.address)
            removes = row.message_ref if row.state is InboxState.REFUSED else None
            reply = Reply(refused(refusal), removes=removes)
            add_only(self.db, Notice, reply_row(f"inbox:{row.id}", endpoint, reply, self.now()))
        inbox.settle(row, row.state, self.now())

    async def _apologise(self, row: InboxRow) -> None:
        if row.address and not row.address.startswith("-") and ":" not in row.address:  # neither a group nor nobody
            endpoint = await endpoint_at(self.db, row.channel, row.account, row.address)
            trouble = reply_row(f"inbox:{row.id}", endpoint, Reply(vi.TROUBLE), self.now(), round_=2)
            add_only(self.db, Notice, trouble)


def _places(rows: Sequence[InboxRow]) -> list[tuple[str, str, str]]:
    return [(row.channel, row.account, row.address) for row in rows]


def _is_to_be_tried_again(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in TRY_AGAIN
