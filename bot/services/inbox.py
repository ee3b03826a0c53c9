"""Keeping what a network brought: once, before anything is done with it, and never what must not be kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.writing import add_if_new
from bot.messages import Event
from bot.model.inbox import PLACE, InboxRow, InboxState
from bot.words.secrecy import Finding, confirmed, secrecy

KEY = ("channel", "account", "event_id")
EARLIER = aliased(InboxRow)


async def keep(db: AsyncSession, channel: str, account: str, events: Sequence[Event], now: datetime) -> None:
    """Put events into the inbox, each for its channel. Of one with a secrecy mark id and address stay, never words."""
    await add(db, rows_of(channel, account, events, now))


async def add(db: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Those that are not there yet."""
    await add_if_new(db, InboxRow, rows, KEY)


def rows_of(channel: str, account: str, events: Sequence[Event], now: datetime) -> list[dict[str, Any]]:
    """What of these events may be kept."""
    return [_row(channel, account, event, now) for event in events]


def _row(channel: str, account: str, event: Event, now: datetime) -> dict[str, Any]:
    state = _state(event)
    return {
        "channel": event.channel or channel,
        "account": account,
        "event_id": event.event_id[:80],
        "address": event.address[:64],
        "message_ref": event.message_ref,
        "body": dict(event.body) if state is InboxState.NEW else None,
        "state": state,
        "received_at": now,
    }


def _state(event: Event) -> InboxState:
    """Whether it may be kept; doubtful words pass where the person says so (rule 33)."""
    finding = secrecy(event.words)
    if finding is Finding.MARKED:
        return InboxState.REFUSED
    if finding is Finding.DOUBTFUL and not any(confirmed(text) for text in event.words):
        return InboxState.DOUBTFUL
    return InboxState.NEW


async def unhandled(db: AsyncSession, limit: int) -> Sequence[InboxRow]:
    """The oldest open row of each address, so that rows of one address stay in order; locked for this transaction."""
    same = [getattr(EARLIER, name) == getattr(InboxRow, name) for name in PLACE]
    oldest = select(func.min(EARLIER.id)).where(EARLIER.handled_at.is_(None), *same).scalar_subquery()
    statement = (
        select(InboxRow)
        .where(InboxRow.handled_at.is_(None), InboxRow.id == oldest)  # asked row by row, until there are enough
        .order_by(InboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await db.scalars(statement)).all()


def settle(row: InboxRow, state: InboxState, now: datetime, error: str | None = None) -> None:
    """Mark a row as handled. Its body goes, unless it failed: then it stays for a person to look at, 7 days."""
    row.state, row.handled_at, row.error = state, now, error
    if state is not InboxState.FAILED:
        row.body = None


async def settle_all(db: AsyncSession, rows: Sequence[InboxRow], now: datetime) -> None:
    """Mark these as done, by one statement."""
    if not rows:
        return
    done = update(InboxRow).where(InboxRow.id.in_([row.id for row in rows]))
    done = done.values(state=InboxState.DONE, handled_at=now, body=None)
    await db.execute(done.execution_options(synchronize_session=False))
