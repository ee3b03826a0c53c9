"""Keeping what a network brought: once, before anything is done with it, and never what must not be kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.writing import add_if_new
from bot.messages import Event
from bot.model.inbox import InboxRow, InboxState
from bot.words.secrecy import Finding, confirmed, secrecy

KEY = ("channel", "account", "event_id")


async def keep(db: AsyncSession, channel: str, account: str, events: Sequence[Event], now: datetime) -> None:
    """Put events into the inbox. One with a secrecy mark leaves its id and address there, never its words."""
    rows = []
    for event in events:
        state = _state(event)
        rows.append(
            {
                "channel": channel,
                "account": account,
                "event_id": event.event_id[:80],
                "address": event.address[:64],
                "message_ref": event.message_ref,
                "body": dict(event.body) if state is InboxState.NEW else None,
                "state": state,
                "received_at": now,
            }
        )
    await add_if_new(db, InboxRow, rows, KEY)


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
    earlier = aliased(InboxRow)
    has_earlier = (
        select(earlier.id)
        .where(
            earlier.handled_at.is_(None),
            earlier.channel == InboxRow.channel,
            earlier.account == InboxRow.account,
            earlier.address == InboxRow.address,
            earlier.id < InboxRow.id,
        )
        .exists()
    )
    statement = (
        select(InboxRow)
        .where(InboxRow.handled_at.is_(None), ~has_earlier)
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
