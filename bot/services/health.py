"""What sending meets at a network: written down, so that health, doctor and whoever watches can see it."""

from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.db.sessions import Sessions
from bot.model.accounts import Account


async def note_delivery(sessions: Sessions, channel: str, account: str, trouble: str | None) -> None:
    """A network refuses what is sent (its reason, without names or tokens), or takes it again: None.

    To be called when that changes, or now and then, but not at every message. Where the database is out, nobody is
    told: sending goes on all the same.
    """
    with suppress(OSError, SQLAlchemyError):
        async with sessions.begin() as db:
            row = await db.get(Account, (channel, account))
            if row is None or row.sending_trouble == (trouble and trouble[:200]):
                return
            row.sending_trouble = trouble and trouble[:200]
            row.sending_troubled_at = None if trouble is None else datetime.now(UTC)
