"""Keeping the Official Account ours: tokens renewed even where nobody writes, and a person told in time."""

import asyncio
import math
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.authorising import OLD, TOKENS
from bot.house import House
from bot.listening import account_row
from bot.networks import ask_forms_left, open_passes, why_not_renewed
from bot.passes import Kept, PassStore
from bot.services.alarms import end_alarm, raise_alarm
from bot.services.silent_hooks import has_gone_silent
from bot.words import alarms as words
from bot.words.times import day_of

log = structlog.get_logger()
EVERY = 60.0
SILENT = "zalo_oa:webhook"
GROWS_OLD = timedelta(days=80)
ENDS = timedelta(days=90)
"""So long a refresh token lives that nobody uses, and so long an authorisation is known to last."""
GRACE = timedelta(hours=1)
"""A network may be out for so long without anybody being called."""
QUOTA_EVERY = 600.0
PHONES = "zalo_zns"
CHANNELS = ("zalo_oa", PHONES)
"""Both bring what happens by the one webhook."""


class Fresh(Protocol):
    """Whoever renews the tokens."""

    store: PassStore

    async def kept_fresh(self) -> Kept: ...


async def keep_passes(house: House, now: Callable[[], datetime], ring: Callable[[], None]) -> None:
    """Look after the tokens until cancelled. Every process does; one of them renews, and alarms are one of a kind."""
    passes = open_passes(house)
    asked_at = -math.inf
    try:
        while True:
            await look_after(house, passes, now(), ring)
            if house.settings.zalo_oa.phone_forms and time.monotonic() - asked_at >= QUOTA_EVERY:
                asked_at = time.monotonic()
                await note_quota(house)
            await asyncio.sleep(EVERY)
    finally:
        await passes.close()


async def note_quota(house: House) -> None:
    """Ask how many templates may still leave today, and write it down for whoever plans."""
    left = await ask_forms_left(house)
    if left is None:
        return
    try:
        async with house.sessions.begin() as db:
            row = await account_row(db, PHONES, house.settings.zalo_oa.oa_id or "")
            row.quota_left, row.quota_at = left, datetime.now(UTC)
    except (OSError, SQLAlchemyError) as error:
        log.warning("quota_not_written", error=type(error).__name__)


async def look_after(house: House, passes: Fresh, now: datetime, ring: Callable[[], None]) -> None:
    """Once."""
    failure: OSError | None = None
    try:
        await passes.kept_fresh()
    except OSError as error:
        failure = error
    await write_down(house, passes.store, failure, now, ring)


async def write_down(
    house: House, store: PassStore, failure: OSError | None, now: datetime, ring: Callable[[], None]
) -> None:
    """Begin and end the alarms, where the database works."""
    try:
        kept = await store.kept()
        async with house.sessions.begin() as db:
            for name, text in (await alarms_of(db, house, kept, failure)).items():
                await (raise_alarm(db, name, text, now) if text else end_alarm(db, name, now))
    except (OSError, SQLAlchemyError) as error:
        log.warning("alarms_not_written", error=type(error).__name__)
    else:
        ring()


async def alarms_of(
    db: AsyncSession, house: House, kept: Kept | None, failure: OSError | None
) -> dict[str, str | None]:
    """The text of each; None where all is well. Ages are real ones, whatever people call the hour."""
    real = datetime.now(UTC)
    hours = house.settings.zalo_oa.silent_hours
    is_silent = await has_gone_silent(db, CHANNELS, real, timedelta(hours=hours))
    address = f"{house.settings.public_url}/hooks/zalo-oa"
    return {
        TOKENS: tokens_text(kept, failure, real),
        OLD: old_text(kept, real),
        SILENT: words.hook_is_silent(hours, address) if is_silent else None,
    }


def tokens_text(kept: Kept | None, failure: OSError | None, now: datetime) -> str | None:
    if kept is None:
        return words.ZALO_NOT_AUTHORISED
    if failure is None:
        return None
    needs_person, code = why_not_renewed(failure)
    if needs_person:
        return words.ZALO_ANSWER_LOST if kept.asked_at else words.zalo_refuses(code)
    late = now - kept.due_at
    return words.zalo_unreached(int(late / timedelta(hours=1))) if late >= GRACE else None


def old_text(kept: Kept | None, now: datetime) -> str | None:
    if kept is None or now - kept.authorised_at < GROWS_OLD:
        return None
    return words.zalo_grows_old((now - kept.authorised_at).days, day_of(kept.authorised_at + ENDS))
