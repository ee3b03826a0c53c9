"""That a backup was made, and what holds after one was restored."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Pass
from bot.model.audit import AuditRow
from bot.model.notices import ONE_TO_ONE, Notice
from bot.model.units import Unit
from bot.services.api_tokens import end_every_token
from bot.services.audit import note
from bot.services.halts import halt, waiting_below
from bot.services.joining import end_every_code
from bot.services.logins import end_every_login
from bot.services.notices import OPEN
from bot.services.open_links import end_every_open_link

ABOUT, DEED = "backup", "backed_up"


@dataclass(frozen=True, slots=True)
class Restored:
    """What somebody has to look at before messages leave again."""

    waiting: int
    """Messages to more than one person that waited when the backup was made, and may have left since."""
    own: int
    """The same of what is one person's alone; no stop holds it back."""
    codes: int
    """Invitations that waited when the backup was made: they may have been used since, and are good no more."""
    has_passes: bool
    """There are tokens in it that a network has changed since, if it is older than a day."""


def note_backup(db: AsyncSession, by: str, now: datetime, rows: int, size: int) -> None:
    note(db, by, DEED, ABOUT, now, rows=rows, bytes=size)


async def last_backup(db: AsyncSession) -> datetime | None:
    """When the newest one was made that was finished here."""
    newest = select(func.max(AuditRow.at)).where(AuditRow.about == ABOUT, AuditRow.deed == DEED)
    found: datetime | None = await db.scalar(newest)
    return found


async def holds_anything(db: AsyncSession) -> bool:
    """Whether there is anything whose loss would be one."""
    return await db.scalar(select(Unit.id).limit(1)) is not None


async def after_restoring(db: AsyncSession, by: str, made_at: datetime, now: datetime, *, hold: bool) -> Restored:
    """Write down that it was done and, with `hold`, stop all sending until somebody says that it may go on.

    Nobody is at the pages any more, and no program has a token that is good: what was ended since, of a lost phone for
    one, would be open again. So would links and codes that open something once; without `hold` nothing happened since,
    and the codes that were handed over on paper stay good.
    """
    note(db, by, "restored", ABOUT, now, made_at=made_at.isoformat(timespec="seconds"))
    if hold:
        await halt(db, None, by, now)
    await end_every_login(db, now)
    await end_every_token(db, by, now)
    await end_every_open_link(db, now)
    codes = await end_every_code(db, now) if hold else 0
    await db.flush()
    has_passes = await db.scalar(select(Pass.account).limit(1)) is not None
    own = select(func.count()).select_from(Notice).where(Notice.state.in_(OPEN), Notice.step.in_(ONE_TO_ONE))
    return Restored(await waiting_below(db, None), await db.scalar(own) or 0, codes, has_passes)
